import { useTranslation } from "react-i18next";
import { PLAN_SECTIONS } from "../../domain/comments/sections.ts";
import type { ShownComments } from "../../domain/comments/shown.ts";
import { formatDate } from "../../i18n/format.ts";
import type { LanguageCode } from "../../i18n/languages.ts";

/** What was sent before: one's own words, and of the others only that they wrote. */
export function SentCommentsList({ sent, language }: { sent: readonly ShownComments[]; language: LanguageCode }) {
  const { t } = useTranslation("messages");
  if (sent.length === 0) return null;
  return (
    <section aria-labelledby="sent">
      <h2 id="sent">{t("comments.sentTitle")}</h2>
      <ul className="plain rows">
        {sent.map((one) => (
          <li key={one.id}>
            <One sent={one} language={language} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function One({ sent, language }: { sent: ShownComments; language: LanguageCode }) {
  const { t } = useTranslation("messages");
  const { kind, isOwn, reference, comments, why, due, answer } = sent;
  const date = formatDate(sent.on, language);
  if (!isOwn) return <p>{t("comments.sentByOther", { date })}</p>;
  const words = comments && [
    ...PLAN_SECTIONS.flatMap((section) => {
      const said = comments.sections[section];
      return said === undefined ? [] : [{ label: t("comments.sectionLabel", { letter: section, name: t(`comments.sections.${section}`) }), said }];
    }),
    ...(comments.school === null ? [] : [{ label: t("comments.school"), said: comments.school }]),
    ...(comments.anythingElse === null ? [] : [{ label: t("comments.else"), said: comments.anythingElse }]),
  ];
  return (
    <>
      <p>{t(kind === "comments" ? "comments.sentByYou" : "comments.timeByYou", { date, reference })}</p>
      {words && (
        <dl className="said">
          {words.map(({ label, said }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd className="pre-line" dir="auto">
                {said}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {comments?.wantsMeeting && <p>{t("comments.meetingYes")}</p>}
      {why !== null && (
        <p className="pre-line" dir="auto">
          {why}
        </p>
      )}
      {answer ? (
        <>
          <p>{t("comments.timeAnswered", { date: formatDate(answer.on, language) })}</p>
          <p className="pre-line" dir="auto">
            {answer.words}
          </p>
        </>
      ) : (
        due !== null && <p>{t("comments.timeDue", { date: formatDate(due, language) })}</p>
      )}
    </>
  );
}
