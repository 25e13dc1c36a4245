import type { ActionFunctionArgs } from "@remix-run/node";
import { takeIn, UnreadableBatchError } from "../../../cases/intake.server.ts";
import { answerSigned } from "../../../cases/signed-request.server.ts";
import { day } from "../../../domain/calendar/day.ts";
import { readBody, TooLargeError } from "../../../read-body.server.ts";
import { today } from "../../../today.ts";

const LARGEST_BODY = 16 * 1024 * 1024;

/** Events of cases, from a council's case system: see docs/events.md. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  if (request.method !== "POST") return Response.json({ error: "Send events by POST." }, { status: 405, headers: { Allow: "POST" } });
  let body: Uint8Array;
  try {
    body = await readBody(request, LARGEST_BODY);
  } catch (error) {
    if (!(error instanceof TooLargeError)) throw error;
    return Response.json({ error: error.message }, { status: 413 });
  }
  return answerSigned(request, body, async (site, sender) => {
    let input: unknown;
    try {
      input = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    } catch {
      return Response.json({ error: "The body is not JSON in UTF-8." }, { status: 400 });
    }
    try {
      return Response.json(await takeIn(site, { sender, actor: `sender:${sender}` }, input, day(today())));
    } catch (error) {
      if (!(error instanceof UnreadableBatchError)) throw error;
      return Response.json({ error: error.message }, { status: 400 });
    }
  });
}

export function loader(): Response {
  return Response.json({ error: "Send events by POST." }, { status: 405, headers: { Allow: "POST" } });
}
