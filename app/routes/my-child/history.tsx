import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitCase } from "../../accounts/visit.server.ts";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { historyOf } from "../../family/history.server.ts";
import { formatDate } from "../../i18n/format.ts";

/** What changed in a case, and when. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "see-dates");
  const { site, language, t, child } = visit;
  return {
    caseId: visit.caseId,
    name: child.stored.person?.firstName ?? t("my-child:unnamed"),
    language,
    lines: await historyOf(visit),
    title: `${t("my-child:history.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function CaseHistory() {
  const { t } = useTranslation(["my-child", "common"]);
  const { caseId, name, language, lines } = useLoaderData<typeof loader>();
  return (
    <div className="prose">
      <CaseTop caseId={caseId} name={name} />
      <h1>{t("history.title")}</h1>
      <p className="lede">{t("history.lede")}</p>
      <ol className="plain rows">
        {lines.map((line) => (
          <li key={line.id}>
            <p className="meta">
              <time dateTime={line.on}>{formatDate(line.on, language)}</time>
            </p>
            <p>
              {t("common:sentence", { words: line.words })} {line.recordedOn && <span className="meta">{t("history.recorded", { date: formatDate(line.recordedOn, language) })}</span>}
            </p>
          </li>
        ))}
      </ol>
      <p className="meta">{t("history.note")}</p>
    </div>
  );
}
