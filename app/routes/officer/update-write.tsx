import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitOffice, type Visit } from "../../accounts/visit.server.ts";
import { OfficeNav } from "../../components/office/OfficeTop.tsx";
import { UpdateForm, UpdateProblems } from "../../components/office/UpdateForm.tsx";
import { namesOfBodies } from "../../db/cases.server.ts";
import { typedText } from "../../domain/forms/problems.ts";
import { readScope } from "../../domain/office/scope.ts";
import { readCause, type Cause } from "../../domain/office/silence.ts";
import { causeWords } from "../../office/causes.server.ts";
import { scopeOf } from "../../office/queue.server.ts";
import { answerUpdateForm } from "../../office/update-form.server.ts";
import { silentGroups } from "../../office/updates.server.ts";
import { notFound, readForm } from "../../page-context.server.ts";

/** One honest update to all families whom one cause keeps waiting. */
export async function loader({ request }: LoaderFunctionArgs) {
  const visit = await visitOffice(request, "update-many");
  const { site, t } = visit;
  const { cause, caseIds } = await recipients(visit, request);
  const words = causeWords(t, await namesOfBodies(site.database.prisma), cause);
  const heading = t("officer:update.heading", { count: caseIds.length, cause: words });
  return { id: crypto.randomUUID(), heading, suggestion: t("officer:update.suggestion"), title: `${heading} · ${t("common:siteName", { area: site.pack.name })}` };
}

async function recipients(visit: Visit, request: Request): Promise<{ cause: Cause; caseIds: string[] }> {
  const params = new URL(request.url).searchParams;
  const cause = readCause(params.get("cause") ?? "") ?? notFound();
  const scope = readScope(params.get("for"), visit.viewer.officerId !== null);
  const groups = await silentGroups(visit.site, visit.today, await scopeOf(visit, scope));
  return { cause, caseIds: groups.find((group) => group.cause === cause)?.caseIds ?? [] };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request);
  const visit = await visitOffice(request, "update-many");
  const { cause, caseIds } = await recipients(visit, request);
  return answerUpdateForm(visit, form, {
    caseIds,
    cause,
    silentOn: visit.today,
    done: `/officer/updates?sent=${encodeURIComponent(typedText(form, "id"))}`,
    check: (sent) => (typedText(sent, "count").replace(/[\s,.]/g, "") === String(caseIds.length) ? null : { field: "count", text: visit.t("officer:update.wrongCount", { count: caseIds.length }) }),
  });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function UpdateWrite() {
  const { t } = useTranslation("officer");
  const { id, heading, suggestion } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="prose">
      <UpdateProblems answer={answer} />
      <OfficeNav at="updates" />
      <h1>{heading}</h1>
      <p>{t("update.honest")}</p>
      <UpdateForm id={id} answer={answer} suggestion={suggestion} check={null} />
    </div>
  );
}
