import { useTranslation } from "react-i18next";
import { DEFAULT_LANGUAGE } from "../../i18n/languages.ts";

/**
 * What the council told a family: its words, as an officer wrote them in English, or the way to the letter. In the other
 * languages it says so, and where `mayAsk` how to have them translated.
 */
export function Told({ caseId, words, letter, mayAsk }: { caseId: string; words: string | null; letter: string | null; mayAsk: boolean }) {
  const { t, i18n } = useTranslation("my-child");
  if (words !== null) {
    return (
      <>
        <span className="pre-line" lang={DEFAULT_LANGUAGE} dir="auto">
          {words}
        </span>{" "}
        {i18n.language !== DEFAULT_LANGUAGE && (
          <span className="meta">
            {t("update.english")} {mayAsk && <a href={`/my-child/${caseId}/other-format`}>{t("update.translation")}</a>}
          </span>
        )}
      </>
    );
  }
  return (
    <>
      {t("update.letter")} {letter !== null && <a href={`/my-child/${caseId}/letters/${letter}`}>{t("update.letterOpen")}</a>}
    </>
  );
}
