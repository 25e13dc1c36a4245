import { useTranslation } from "react-i18next";
import { NEED_NOT_COME } from "../../domain/cases/rule-set.ts";
import type { ShownDate } from "../../domain/cases/shown.ts";
import { formatDate } from "../../i18n/format.ts";
import type { LanguageCode } from "../../i18n/languages.ts";

/** Why a date is that day: the rule in words, what it is counted from, who must act, and where the law says so. */
export function WhyDate({ date, language }: { date: ShownDate; language: LanguageCode }) {
  const { t } = useTranslation("my-child");
  return (
    <details className="why">
      <summary>
        {t("dates.why")} <span className="visually-hidden">{date.name}</span>
      </summary>
      <p>{date.reason}</p>
      <p>{t("dates.counted", { what: t(`dates.kind.${date.countedFrom}`), date: formatDate(date.countedOn, language) })}</p>
      <p>{t("dates.who", { who: date.who })}</p>
      {NEED_NOT_COME.includes(date.rule) && <p>{t("dates.noPlan")}</p>}
      {!date.statutory && <p>{t("dates.practice")}</p>}
      <p>
        {t("dates.source")}:{" "}
        <span lang="en-GB">
          {date.source.url ? (
            <a href={date.source.url} rel="noreferrer">
              {date.source.text}
            </a>
          ) : (
            date.source.text
          )}
        </span>
      </p>
    </details>
  );
}
