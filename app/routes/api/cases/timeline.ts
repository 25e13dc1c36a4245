import type { LoaderFunctionArgs } from "@remix-run/node";
import english from "../../../../content/locales/en-GB/timeline.json" with { type: "json" };
import { timelineOfCase } from "../../../cases/case-timeline.server.ts";
import { answerSigned } from "../../../cases/signed-request.server.ts";
import { recordActs } from "../../../db/audit.server.ts";
import { readDay } from "../../../domain/calendar/day.ts";
import { published } from "../../../domain/cases/published.ts";
import { today } from "../../../today.ts";

/** A case's stage and dates, for the case system that sends its events. */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  return answerSigned(request, new Uint8Array(), async (site, sender) => {
    const asked = new URL(request.url).searchParams.get("asOf");
    const asOf = readDay(asked ?? today());
    if (asOf === null) return Response.json({ error: "asOf must be a date that exists, written YYYY-MM-DD." }, { status: 400 });
    const found = await timelineOfCase(site, { reference: params.reference ?? "" }, asOf);
    if (!found) return Response.json({ error: "There is no such case." }, { status: 404 });
    await recordActs(site.database.prisma, [{ actor: `sender:${sender}`, action: "looked", caseId: found.stored.id, detail: { at: "see-dates", as: "sender" } }]);
    return Response.json(published(found.timeline, (why) => english.exceptions[why]));
  });
}
