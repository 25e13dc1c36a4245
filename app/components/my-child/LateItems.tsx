import { useTranslation } from "react-i18next";
import type { ShownLateness } from "../../domain/cases/shown.ts";
import { formatDate } from "../../i18n/format.ts";
import type { LanguageCode } from "../../i18n/languages.ts";
import { WhyDate } from "./WhyDate.tsx";

/** Each thing that is late: what, since when, whose it is, and whether the law allows it and why not. */
export function LateItems({ late, language, level }: { late: readonly ShownLateness[]; language: LanguageCode; level: "h2" | "h3" }) {
  const { t } = useTranslation("my-child");
  const Heading = level;
  return (
    <ul className="plain">
      {late.map(({ date, days, askedOn, excused, refused }) => (
        <li key={date.rule + date.begun + (date.body ?? "")}>
          <Heading>{date.body === null ? t("late.item", { what: date.name, count: days }) : t("late.advice", { who: date.who, count: days })}</Heading>
          <p>
            {askedOn && `${t("late.whoBody", { who: date.who, date: formatDate(askedOn, language) })} `}
            {t("late.due", { date: formatDate(date.due, language), who: date.who })}
          </p>
          {excused ? (
            <p>
              {t("late.excused")} {excused}
            </p>
          ) : refused.length > 0 ? (
            <p>
              {t("late.refusedReason")} {refused.join(" ")}
            </p>
          ) : (
            <p>{t("late.noExcuse")}</p>
          )}
          {date.rule === "mediation-certificate" && <p>{t("late.certificate")}</p>}
          <WhyDate date={date} language={language} />
        </li>
      ))}
    </ul>
  );
}
