import { useTranslation } from "react-i18next";
import type { ShownRound } from "../../domain/comments/shown.ts";
import { formatDate } from "../../i18n/format.ts";
import type { LanguageCode } from "../../i18n/languages.ts";

/** How long the family still has, in words, with the rule and where it says so. */
export function CommentClock({ round, caseId, language }: { round: ShownRound; caseId: string; language: LanguageCode }) {
  const { t } = useTranslation(["messages", "my-child"]);
  const { of, served, state, due, daysLeft, beSafe, doneOn, source } = round;
  const date = formatDate(due, language);
  return (
    <section className={`notice ${state === "open" ? "notice-wait" : state === "late" ? "notice-late" : "notice-quiet"}`} aria-labelledby="clock">
      <h2 id="clock">{t("comments.clock.title")}</h2>
      <p>{t(`comments.served.${of}`, { date: formatDate(served, language) })}</p>
      {doneOn !== null && state !== "closed" && <p>{t("comments.clock.sent", { date: formatDate(doneOn, language) })}</p>}
      {state === "open" && (
        <p>
          <strong>{daysLeft === 0 ? t("comments.clock.today", { date }) : t("comments.clock.open", { date, count: daysLeft })}</strong> {beSafe && t("comments.clock.safe", { date: formatDate(beSafe, language) })}
        </p>
      )}
      {state === "late" && doneOn === null && <p>{t("comments.clock.late", { date })}</p>}
      {state === "closed" && (
        <>
          <p>{t("comments.clock.closed")}</p>
          <p>
            <a href={`/my-child/${caseId}/rights`}>{t("my-child:actions.rights")}</a> · <a href={`/my-child/${caseId}/messages`}>{t("my-child:actions.message")}</a>
          </p>
        </>
      )}
      <p className="meta">
        {t("comments.clock.rule")} <span lang="en-GB">{t("comments.clock.source", { source: source.text })}</span>
      </p>
    </section>
  );
}
