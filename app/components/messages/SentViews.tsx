import { useTranslation } from "react-i18next";
import { VIEWS, type ShownViews } from "../../domain/reviews/views.ts";
import { formatDate } from "../../i18n/format.ts";
import type { LanguageCode } from "../../i18n/languages.ts";

/** What was written for a review: one's own words, and of the others only that they wrote. */
export function SentViews({ sent, name, isOwnRecord, language }: { sent: readonly ShownViews[]; name: string; isOwnRecord: boolean; language: LanguageCode }) {
  const { t } = useTranslation("messages");
  if (sent.length === 0) return null;
  return (
    <>
      <h3>{t("views.sentTitle")}</h3>
      <ul className="plain rows">
        {sent.map(({ id, isOwn, on, reference, views, answer }) => (
          <li key={id}>
            <p>{isOwn ? t("views.sentByYou", { date: formatDate(on, language), reference }) : t("views.sentByOther", { date: formatDate(on, language) })}</p>
            {views && (
              <dl className="said">
                {VIEWS.filter((view) => views[view] !== undefined).map((view) => (
                  <div key={view}>
                    <dt>{t(`views.fields.${view === "childSays" && isOwnRecord ? "childSaysOwn" : view}`, { name })}</dt>
                    <dd className="pre-line" dir="auto">
                      {views[view]}
                    </dd>
                  </div>
                ))}
              </dl>
            )}
            {answer && (
              <>
                <p>{t("comments.timeAnswered", { date: formatDate(answer.on, language) })}</p>
                <p className="pre-line" lang="en-GB" dir="auto">
                  {answer.words}
                </p>
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
