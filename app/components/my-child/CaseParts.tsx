import { useTranslation } from "react-i18next";
import { waitsForCertificate, type FamilyPage, type ShownDate } from "../../domain/cases/shown.ts";
import { formatDate } from "../../i18n/format.ts";
import type { LanguageCode } from "../../i18n/languages.ts";
import { PhoneWords } from "../PhoneWords.tsx";
import { WhyDate } from "./WhyDate.tsx";

/** Time that runs for the family, each by itself, with how much is left. */
export function YourTime({ page, language }: { page: FamilyPage; language: LanguageCode }) {
  const { t } = useTranslation("my-child");
  const more = (
    <>
      {page.commentsOpen && <p className="notice">{t("commentsOpen", { date: formatDate(page.commentsOpen.due, language) })}</p>}
      {waitsForCertificate(page) && <p className="notice notice-wait">{t("rights.awaitsCertificate")}</p>}
    </>
  );
  if (page.yours.length === 0) return more;
  return (
    <section className="notice notice-wait" aria-labelledby="yours">
      <h2 id="yours">{t("yours.title")}</h2>
      {page.yours.length > 1 && <p>{t("yours.each")}</p>}
      <ul className="plain">
        {page.yours.map((date) => (
          <li key={date.rule + date.begun}>
            <Countdown date={date} language={language} isOneOfSeveral={page.yours.some((other) => other.rule === date.rule && other !== date)} />
            {date.rule === "appeal" && page.refusal?.needsPermission && page.refusal.on === date.begun && <p>{t("yours.noCertificate")}</p>}
            <WhyDate date={date} language={language} />
          </li>
        ))}
      </ul>
      {waitsForCertificate(page) && <p>{t("rights.awaitsCertificate")}</p>}
    </section>
  );
}

/** One of the family's own dates, in words and days. */
export function Countdown({ date, language, isOneOfSeveral = false }: { date: ShownDate; language: LanguageCode; isOneOfSeveral?: boolean }) {
  const { t } = useTranslation(["my-child", "common"]);
  return (
    <p>
      <strong>{t(`yours.do.${date.rule as "appeal"}`)}</strong> {t("yours.by", { date: formatDate(date.due, language) })}: {t("common:sentence", { words: date.daysLeft === 0 ? t("yours.today") : t("yours.days", { count: date.daysLeft }) })}
      {date.beSafe && date.beSafe !== date.due && ` ${t("yours.safe", { date: formatDate(date.beSafe, language) })}`}
      {isOneOfSeveral && ` ${t("yours.ofLetter", { date: formatDate(date.begun, language) })}`}
      {date.awaitsCertificate && ` ${t("yours.awaitsCertificate")}`}
    </p>
  );
}

/** A move to another council's area before there is a plan: who has the request, what goes on, and whom to ask. */
export function MoveNote({ page: { move }, language, contact, advice }: { page: FamilyPage; language: LanguageCode; contact: { name: string; phone: { number: string } }; advice: { name: string; phone: string } }) {
  const { t } = useTranslation("my-child");
  if (!move) return null;
  const date = move.on === null ? null : formatDate(move.on, language);
  return (
    <section className="notice" aria-labelledby="move">
      <h2 id="move">{t("move.title")}</h2>
      <p>{date === null ? t("move.knownNoDay") : t(`move.${move.state}`, { date })}</p>
      <p>{t(move.state === "moved" ? "move.holderNow" : "move.holderThen")}</p>
      <p>{t("move.law")}</p>
      {move.state === "moved" && <p>{t("move.advice")}</p>}
      <p>
        <PhoneWords words={t("move.ask", { contact: contact.name, phone: contact.phone.number })} phone={contact.phone.number} /> <PhoneWords words={t("move.free", advice)} phone={advice.phone} />
      </p>
    </section>
  );
}

/** Who was asked to write, and how each stands. */
export function AdviceTable({ page, language }: { page: FamilyPage; language: LanguageCode }) {
  const { t } = useTranslation("my-child");
  if (page.advice.length === 0) return null;
  return (
    <section aria-labelledby="advice">
      <h2 id="advice">{t("advice.title")}</h2>
      <ul className="plain rows">
        {page.advice.map((one) => (
          <li key={one.who + one.asked}>
            <h3>
              {one.who}{" "}
              <span className={`tag ${one.state === "late" ? "tag-late" : one.state === "may-be-late" ? "tag-wait" : one.received ? "tag-ok" : ""}`}>{t(`advice.${one.state === "due" ? "due-state" : one.state}`)}</span>
            </h3>
            <dl className="inline-facts">
              <div>
                <dt>{t("advice.asked")}</dt>
                <dd>{formatDate(one.asked, language)}</dd>
              </div>
              <div>
                <dt>{t("advice.due")}</dt>
                <dd>{formatDate(one.due, language)}</dd>
              </div>
              {one.received && (
                <div>
                  <dt>{t("advice.in")}</dt>
                  <dd>{formatDate(one.received, language)}</dd>
                </div>
              )}
            </dl>
          </li>
        ))}
      </ul>
    </section>
  );
}
