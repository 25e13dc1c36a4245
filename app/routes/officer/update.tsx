import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitOfficeCase, type CaseVisit } from "../../accounts/visit.server.ts";
import { HowToReach } from "../../components/office/HowToReach.tsx";
import { OfficeCaseTop } from "../../components/office/OfficeTop.tsx";
import { UpdateForm, UpdateProblems } from "../../components/office/UpdateForm.tsx";
import { familyView } from "../../domain/cases/family-view.ts";
import { causeOf } from "../../domain/office/silence.ts";
import { contactsOf } from "../../office/contacts.server.ts";
import { releaseCheck, releaseProblem } from "../../office/release.server.ts";
import { answerUpdateForm } from "../../office/update-form.server.ts";
import { readForm } from "../../page-context.server.ts";

/** An update to one family. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitOfficeCase(args, "answer-family");
  const { site, t, caseId, child } = visit;
  return { id: crypto.randomUUID(), caseId, reference: child.stored.reference, check: releaseCheck(visit), contacts: await contactsOf(visit), suggestion: t("officer:update.suggestion"), title: `${t("officer:update.one")} · ${t("common:siteName", { area: site.pack.name })}` };
}

function causeFor({ child, today }: CaseVisit) {
  return causeOf(child.timeline, familyView(child.case, child.timeline, today));
}

export async function action(args: ActionFunctionArgs) {
  const form = await readForm(args.request);
  const visit = await visitOfficeCase(args, "answer-family");
  return answerUpdateForm(visit, form, { caseIds: [visit.caseId], cause: causeFor(visit), silentOn: null, done: `/officer/cases/${visit.caseId}?done=sent`, check: (sent) => releaseProblem(visit, sent) });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Update() {
  const { t } = useTranslation("officer");
  const { id, caseId, reference, check, contacts, suggestion } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="prose">
      <UpdateProblems answer={answer} />
      <OfficeCaseTop caseId={caseId} reference={reference} />
      <h1>{t("update.one")}</h1>
      <p>{t("update.honest")}</p>
      <HowToReach contacts={contacts} isWriting />
      <UpdateForm id={id} answer={answer} suggestion={suggestion} check={check} />
    </div>
  );
}
