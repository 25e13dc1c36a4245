import { useTranslation } from "react-i18next";
import { hasRights, type FamilyPage } from "../../domain/cases/shown.ts";
import { formatDate } from "../../i18n/format.ts";
import type { LanguageCode } from "../../i18n/languages.ts";
import { LateItems } from "./LateItems.tsx";
import { Told } from "./Told.tsx";

/** What is late, in words: what, whose, why, what the council did, and what the family can do. */
export function LateNotice({ page, update, advice, language, mayWrite, mayComplain }: {
  page: FamilyPage;
  /** What the council last told the family, when that was after the date had passed. */
  update: { words: string | null; letter: string | null; on: string } | null;
  advice: { name: string; phone: string };
  language: LanguageCode;
  mayWrite: boolean;
  mayComplain: boolean;
}) {
  const { t } = useTranslation("my-child");
  if (page.late.length === 0) return null;
  const path = `/my-child/${page.caseId}`;
  return (
    <section className={`notice ${page.isLate ? "notice-late" : "notice-wait"}`} aria-labelledby="late">
      <h2 id="late">{t("late.title")}</h2>
      <LateItems late={page.late} language={language} level="h3" />
      <h3 id="done">{t("late.done")}</h3>
      {update ? (
        <p>
          <Told caseId={page.caseId} words={update.words} letter={update.letter} mayAsk={mayComplain} />{" "}
          <span className="nowrap">({formatDate(update.on, language)})</span>
        </p>
      ) : (
        <p>{t("late.doneNothing")}</p>
      )}
      <p>
        <strong>{t("late.choices")}</strong>
      </p>
      <ul>
        {mayWrite && (
          <li>
            <a href={`${path}/messages`}>{t("late.ask")}</a>
          </li>
        )}
        {mayComplain && (
          <li>
            <a href={`${path}/complain`}>{t("late.complain")}</a>
          </li>
        )}
        <li>
          <a href="/talk">{t("late.freeAdvice", { name: advice.name, phone: advice.phone })}</a>
        </li>
        {hasRights(page) && (
          <li>
            <a href={`${path}/rights`}>{t("late.rights")}</a>
          </li>
        )}
      </ul>
    </section>
  );
}
