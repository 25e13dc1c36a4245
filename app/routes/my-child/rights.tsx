import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitCase } from "../../accounts/visit.server.ts";
import { PhoneWords } from "../../components/PhoneWords.tsx";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { WhyDate } from "../../components/my-child/WhyDate.tsx";
import { PhoneLine } from "../../components/PhoneLine.tsx";
import { familyPage } from "../../family/family-page.server.ts";
import { formatDate } from "../../i18n/format.ts";
import type { Situation } from "../../domain/cases/family-view.ts";
import type { ShownDate } from "../../domain/cases/shown.ts";
import type { LanguageCode } from "../../i18n/languages.ts";

/** What a family can do when it does not agree with a decision: each way with its own time, and who helps. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "see-dates");
  const { site, language, t } = visit;
  const page = await familyPage(visit);
  const meeting = site.pack.localWords.refusalMeeting;
  return {
    page,
    language,
    advice: site.pack.adviceService,
    meeting: meeting && (page.situation === "refused" || page.situation === "no-plan") && visit.may("answer-meeting") ? meeting : null,
    mayComplain: visit.may("ask-council"),
    title: `${t("my-child:rights.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

/** After which letters a plan goes on. */
const IN_FORCE: readonly Situation[] = ["ceasing", "plan-new", "plan-kept", "plan-not-reassessed"];

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Rights() {
  const { t } = useTranslation(["my-child", "common"]);
  const { page, language, advice, meeting, mayComplain } = useLoaderData<typeof loader>();
  const { refusal, caseId } = page;
  return (
    <div className="prose">
      <CaseTop caseId={caseId} name={page.name} />
      <h1>{t("rights.title")}</h1>
      {!refusal && <p className="lede">{t("rights.none")}</p>}
      {refusal && (
        <>
          <p className="lede">
            {t("common:sentence", { words: t(`events.${refusal.type as "assessment-refused"}`) })} {t("rights.decision", { date: formatDate(refusal.on, language) })}
          </p>
          <p>{t("rights.lede")}</p>
          {IN_FORCE.includes(page.situation) && (
            <section className="notice" aria-labelledby="in-force">
              <h2 id="in-force">{t("rights.inForceTitle")}</h2>
              <p>{t(page.situation === "ceasing" ? "rights.inForce" : "rights.inForceKept")}</p>
            </section>
          )}
          {meeting && (
            <section className="card" aria-labelledby="meeting">
              <h2 id="meeting">{t("rights.meetingTitle", { meeting })}</h2>
              {page.meetingOn && <p className="notice notice-ok">{t("rights.meetingBooked", { date: formatDate(page.meetingOn, language) })}</p>}
              <p>{t("rights.meetingText")}</p>
              <p>
                <a className="button" href={`/my-child/${caseId}/meeting`}>
                  {t(page.meetingOn ? "rights.meetingChange" : "rights.meetingBook")}
                </a>
              </p>
            </section>
          )}
          <h2>{t("rights.both")}</h2>
          {refusal.mediation && (
            <section className="card" aria-labelledby="mediation">
              <h3 id="mediation">{t("rights.mediationTitle")}</h3>
              <p>{t("rights.mediation")}</p>
              <Until date={refusal.mediation} over="rights.mediationOver" words={t("rights.mediationDate", { date: formatDate(refusal.mediation.due, language) })} language={language} />
              <WhyDate date={refusal.mediation} language={language} />
            </section>
          )}
          {refusal.appeal && (
            <section className="card" aria-labelledby="appeal">
              <h3 id="appeal">{t("rights.appealTitle")}</h3>
              <p>{t("rights.appeal")}</p>
              {refusal.awaitsCertificate && refusal.appeal.daysLeft < 0 ? (
                <p className="notice notice-wait">{t("rights.awaitsCertificate")}</p>
              ) : (
                <Until date={refusal.appeal} over="rights.over" words={t("rights.appealDate", { date: formatDate(refusal.appeal.due, language) })} language={language} />
              )}
              <WhyDate date={refusal.appeal} language={language} />
              <p>{t("rights.moves")}</p>
              {refusal.type.endsWith("plan-sent") && <p>{t("rights.schoolOnly")}</p>}
            </section>
          )}
          <h2>{t("rights.why")}</h2>
          <p>{t("rights.whyText")}</p>
          <p>
            <a href={`/my-child/${caseId}/documents`}>{t("actions.documents")}</a> · <a href={`/my-child/${caseId}/messages`}>{t("actions.message")}</a>
          </p>
          {(refusal.type === "assessment-refused" || refusal.type === "no-plan-decided") && <p>{t("rights.again")}</p>}
        </>
      )}
      <h2>{t("rights.adviceTitle")}</h2>
      <p><PhoneWords words={t("rights.advice", { name: advice.name, phone: advice.phone.number })} phone={advice.phone.number} /></p>
      <PhoneLine name={advice.name} phone={advice.phone} />
      <h2>{t("rights.complainTitle")}</h2>
      <p>{t("rights.complain")}</p>
      {mayComplain && (
        <p>
          <a href={`/my-child/${caseId}/complain`}>{t("actions.complain")}</a>
        </p>
      )}
    </div>
  );
}

function Until({ date, words, over, language }: { date: ShownDate; words: string; over: "rights.over" | "rights.mediationOver"; language: LanguageCode }) {
  const { t } = useTranslation(["my-child", "common"]);
  // An adviser who was asked too late gives no certificate; an appeal that the Tribunal has taken is there, late or not.
  const isTooLate = date.told === "missed" && date.rule === "mediation-contact";
  if (date.doneOn !== null && !isTooLate) return <p className="tags"><span className="tag tag-ok">{t("rights.doneOn", { date: formatDate(date.doneOn, language) })}</span></p>;
  if (date.daysLeft < 0 || isTooLate) return <p className="notice notice-wait">{t(over)}</p>;
  return (
    <p>
      <strong>{words}</strong> {t("common:sentence", { words: date.daysLeft === 0 ? t("yours.today") : t("yours.days", { count: date.daysLeft }) })} {date.beSafe && date.beSafe !== date.due && t("yours.safe", { date: formatDate(date.beSafe, language) })}
    </p>
  );
}
