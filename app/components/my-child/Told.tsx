import { useTranslation } from "react-i18next";

/** What the council told a family: its words, as an officer wrote them in English, or the way to the letter. */
export function Told({ caseId, words, letter }: { caseId: string; words: string | null; letter: string | null }) {
  const { t } = useTranslation("my-child");
  if (words !== null) {
    return (
      <span className="pre-line" lang="en-GB" dir="auto">
        {words}
      </span>
    );
  }
  return (
    <>
      {t("update.letter")} {letter !== null && <a href={`/my-child/${caseId}/letters/${letter}`}>{t("update.letterOpen")}</a>}
    </>
  );
}
