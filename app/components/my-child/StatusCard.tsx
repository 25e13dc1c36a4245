import { useTranslation } from "react-i18next";
import type { FamilyPage, ShownDate } from "../../domain/cases/shown.ts";
import { formatDate, formatList } from "../../i18n/format.ts";
import type { LanguageCode } from "../../i18n/languages.ts";
import { WhyDate } from "./WhyDate.tsx";

const WEEKS_OF_REQUEST = 20;
const UNLIKELY = { few: "facts.likelyUnknown", "not-counted": "facts.likelyNotCounted", yours: "facts.likelyYours", nothing: "facts.likelyNone" } as const;

/** Where the case stands, in one line, with the three things that are always said: who has it, the legal date, the likely date. */
export function StatusCard({ page, language }: { page: FamilyPage; language: LanguageCode }) {
  const { t } = useTranslation("my-child");
  const { situation, week, main, yours, likely, holders, isLate, isExcused, unlikely } = page;
  // Where it is the family's turn, the date of the law is theirs.
  const legal = main ?? yours[0] ?? null;
  return (
    <section className={`card status ${isLate ? "status-late" : isExcused ? "status-wait" : ""}`} aria-labelledby="status">
      <p className="tags">
        {week !== null && <span className="tag">{week > WEEKS_OF_REQUEST ? t("weekOver", { week }) : t("week", { week })}</span>}
        {isLate && <span className="tag tag-late">{t("tags.late")}</span>}
        {!isLate && isExcused && <span className="tag tag-wait">{t("tags.excused")}</span>}
        {page.yours.length > 0 && <span className="tag tag-wait">{t("tags.yours")}</span>}
      </p>
      <h2 id="status">{t(`situation.${situation}.title`)}</h2>
      <p>{t(`situation.${situation}.text`)}</p>
      {page.mediationOn && (
        <p>
          <strong>{t("mediationOn", { date: formatDate(page.mediationOn, language) })}</strong>
        </p>
      )}
      <DateBeside date={page.orderBeside} language={language} />
      <DateBeside date={page.transferBeside} language={language} />
      <DateBeside date={page.reviewBeside} language={language} />
      {page.planEnd && (
        <div className="beside">
          <p>{t(page.planEnd.daysLeft < 0 ? "planEnded" : "planEnd", { date: formatDate(page.planEnd.due, language) })}</p>
          <WhyDate date={page.planEnd} language={language} />
        </div>
      )}
      {page.appealBeside && <p>{t("appealBeside", { date: formatDate(page.appealBeside, language) })}</p>}
      <dl className="facts">
        <div>
          <dt>{t("facts.holder")}</dt>
          <dd>{holders.length > 0 ? formatList(holders, language) : t("holder.nobody")}</dd>
        </div>
        <div>
          <dt>{legal ? `${t("facts.legal")}: ${legal.name}` : t("facts.legal")}</dt>
          <dd className={legal ? undefined : "unsure"}>
            {legal ? <time dateTime={legal.due}>{formatDate(legal.due, language)}</time> : t("facts.legalNone")}
            {main?.isLate && <span className="late-word"> ({t("steps.late")})</span>}
            {legal && !legal.isLate && legal.daysLeft >= 0 && <span className="meta fact-note">{legal.daysLeft === 0 ? t("yours.today") : t("yours.days", { count: legal.daysLeft })}</span>}
            {legal && <WhyDate date={legal} language={language} />}
          </dd>
        </div>
        <div>
          <dt>{t("facts.likely")}</dt>
          {likely ? (
            <dd>
              {t("facts.likelyRange", { from: formatDate(likely.from, language), to: formatDate(likely.to, language) })}
              <span className="meta fact-note">{t("facts.likelyFrom", { count: likely.cases })}</span>
            </dd>
          ) : (
            <dd className="unsure">{t(UNLIKELY[unlikely])}</dd>
          )}
        </div>
      </dl>
    </section>
  );
}

/** A day that the law sets for the plan whatever else the page is about, with how long that is. */
function DateBeside({ date, language }: { date: ShownDate | null; language: LanguageCode }) {
  const { t } = useTranslation("my-child");
  if (!date) return null;
  const values = { what: date.name, date: formatDate(date.due, language) };
  return (
    <div className="beside">
      <p>
        <strong>{t(date.isLate ? "transferBesideLate" : "transferBeside", values)}</strong> {!date.isLate && <>({date.daysLeft === 0 ? t("yours.today") : t("yours.days", { count: date.daysLeft })})</>}
      </p>
      <WhyDate date={date} language={language} />
    </div>
  );
}
