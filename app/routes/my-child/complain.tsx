import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitCase } from "../../accounts/visit.server.ts";
import { ComplaintFields } from "../../components/ask/AtOnceFields.tsx";
import { DraftNote } from "../../components/forms/DraftNote.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { isoText } from "../../domain/calendar/day.ts";
import { askFromRecord } from "../../family/at-once-form.server.ts";
import { pageDraft } from "../../family/drafts.server.ts";
import { formatDate } from "../../i18n/format.ts";
import { dueOf, newFormId } from "../../requests/sending.server.ts";

export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "ask-council");
  const { site, language, t, child, caseId, today } = visit;
  return {
    caseId,
    name: child.stored.person?.firstName ?? t("my-child:unnamed"),
    id: newFormId(),
    draft: await pageDraft(visit, "complaint"),
    dueOn: isoText(dueOf(site, "complaint", today)),
    language,
    title: `${t("ask:complaint.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action(args: ActionFunctionArgs) {
  return askFromRecord(args, "ask-council", "complaint");
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Complain() {
  const { t } = useTranslation("ask");
  const { caseId, name, id, draft, dueOn, language } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="prose">
      <CaseTop caseId={caseId} name={name} />
      <ErrorSummary problems={answer?.problems} />
      <h1>{t("complaint.title")}</h1>
      <p className="lede">{t("complaint.lede")}</p>
      <p>{t("complaint.by", { date: formatDate(dueOn, language) })}</p>
      <form method="post" noValidate>
        <input type="hidden" name="id" value={id} />
        <ComplaintFields values={answer?.words ?? draft.fields} problems={answer?.problems} />
        <button className="button">{t("complaint.send")}</button>
        <DraftNote draft={draft} />
      </form>
      <h2>{t("complaint.otherTitle")}</h2>
      <p>{t("complaint.appeal")}</p>
      <p>{t("complaint.ombudsman")}</p>
    </div>
  );
}
