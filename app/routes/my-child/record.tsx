import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitCase } from "../../accounts/visit.server.ts";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { isoText } from "../../domain/calendar/day.ts";
import { askFromRecord } from "../../family/at-once-form.server.ts";
import { formatDate } from "../../i18n/format.ts";
import { dueOf, newFormId } from "../../requests/sending.server.ts";

/** A copy of the record for the family, at once; and the way to ask for what other systems hold. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "download-record");
  const { site, language, t, child, caseId, today } = visit;
  return {
    caseId,
    name: child.stored.person?.firstName ?? t("my-child:unnamed"),
    id: newFormId(),
    dueOn: isoText(dueOf(site, "record", today)),
    language,
    title: `${t("record:title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action(args: ActionFunctionArgs) {
  return askFromRecord(args, "download-record", "record");
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function RecordPage() {
  const { t } = useTranslation("record");
  const { caseId, name, id, dueOn, language } = useLoaderData<typeof loader>();
  return (
    <div className="prose">
      <CaseTop caseId={caseId} name={name} />
      <h1>{t("title")}</h1>
      <p className="lede">{t("lede")}</p>
      <p>
        <a className="button" href={`/my-child/${caseId}/record/html`}>
          {t("html")}
        </a>
      </p>
      <p>
        <a href={`/my-child/${caseId}/record/json`}>{t("json")}</a>
      </p>
      <p className="notice notice-wait">{t("private")}</p>
      <h2>{t("notIn")}</h2>
      <p>{t("notInText")}</p>
      <h2>{t("askTitle")}</h2>
      <p>{t("ask", { date: formatDate(dueOn, language) })}</p>
      <form method="post">
        <input type="hidden" name="id" value={id} />
        <button className="button button-quiet">{t("send")}</button>
      </form>
    </div>
  );
}
