import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Trans, useTranslation } from "react-i18next";
import { visitCase } from "../../accounts/visit.server.ts";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { WhyDate } from "../../components/my-child/WhyDate.tsx";
import { namesOfBodies } from "../../db/cases.server.ts";
import { reasonsFor } from "../../domain/cases/lateness.ts";
import type { ShownDate, ShownLateness, ToldState } from "../../domain/cases/shown.ts";
import { reasonWords, shownDate } from "../../family/family-page.server.ts";
import { formatDate } from "../../i18n/format.ts";
import type { LanguageCode } from "../../i18n/languages.ts";

type DateOfPage = ShownDate & Pick<ShownLateness, "excused" | "refused">;

const OVER: readonly ToldState[] = ["met", "was-late", "was-excused", "come", "stopped", "missed"];
const TAGS: Partial<Record<ToldState, string>> = { late: "tag-late", "was-late": "tag-wait", "was-excused": "tag-wait", met: "tag-ok", come: "tag-ok", "may-be-late": "tag-wait" };

/** Every date of the case with the rule it comes from, in words. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "see-dates");
  const { site, language, t, child, today } = visit;
  const names = await namesOfBodies(site.database.prisma);
  const name = child.stored.person?.firstName ?? t("my-child:unnamed");
  const { deadlines, exceptions } = child.timeline;
  const dates = deadlines.map((deadline): DateOfPage => ({ ...shownDate(t, deadline, names, today), ...reasonWords(t, reasonsFor(deadline, exceptions)) }));
  const isOver = ({ told, doneOn, endedOn }: DateOfPage) => OVER.includes(told) || doneOn !== null || endedOn !== null;
  return {
    caseId: visit.caseId,
    name,
    language,
    running: dates.filter((date) => !isOver(date)),
    past: dates.filter(isOver).reverse(),
    title: `${t("my-child:dates.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function CaseDates() {
  const { t } = useTranslation("my-child");
  const { caseId, name, language, running, past } = useLoaderData<typeof loader>();
  return (
    <>
      <CaseTop caseId={caseId} name={name} />
      <h1>{t("dates.title")}</h1>
      <p className="lede">{t("dates.lede")}</p>
      <DateList title={t("dates.running")} dates={running} language={language} />
      <DateList title={t("dates.past")} dates={past} language={language} />
    </>
  );
}

function DateList({ title, dates, language }: { title: string; dates: readonly DateOfPage[]; language: LanguageCode }) {
  const { t } = useTranslation("my-child");
  if (dates.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul className="plain date-list">
        {dates.map((date) => (
          <li key={date.rule + date.begun + date.due + (date.body ?? "")}>
            <h3>
              {date.body === null ? date.name : `${date.name}: ${date.who}`}{" "}
              <span className={`tag ${TAGS[date.told] ?? ""}`}>{t(`dates.state.${date.told}`)}</span>
            </h3>
            <p>
              <Trans t={t} i18nKey={date.countedFrom === "birth" ? "dates.day" : "dates.due"} values={{ date: formatDate(date.due, language) }} components={{ strong: <strong /> }} />{" "}
              {date.doneOn ? (
                t("dates.done", { date: formatDate(date.doneOn, language) })
              ) : (
                <>
                  {date.beSafe && t("dates.safe", { date: formatDate(date.beSafe, language) })}{" "}
                  {date.target && t("dates.target", { date: formatDate(date.target, language) })}
                </>
              )}
            </p>
            {date.isLate && date.told !== "missed" && (date.excused ? <p>{t("late.excused")} {date.excused}</p> : date.refused.length > 0 && <p>{t("late.refusedReason")} {date.refused.join(" ")}</p>)}
            {date.isLate && date.endedOn && <p>{t("dates.endedLate", { date: formatDate(date.endedOn, language) })}</p>}
            {date.awaitsCertificate && date.daysLeft < 0 && <p>{t("rights.awaitsCertificate")}</p>}
            <WhyDate date={date} language={language} />
          </li>
        ))}
      </ul>
    </section>
  );
}
