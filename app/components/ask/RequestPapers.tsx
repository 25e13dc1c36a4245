import { useTranslation } from "react-i18next";
import type { ShownDocument } from "../../domain/documents/shown.ts";
import type { LanguageCode } from "../../i18n/languages.ts";
import { DocumentFacts } from "../documents/DocumentList.tsx";
import { RefusalWords } from "../documents/Receipts.tsx";

/** The papers of a request by name: they are opened by the council, not by whoever has the code. */
export function RequestPapers({ papers, language, mayRemove = false }: { papers: readonly ShownDocument[]; language: LanguageCode; mayRemove?: boolean }) {
  const { t } = useTranslation(["ask", "documents"]);
  return (
    <ul className="plain rows document-list">
      {papers.map((paper) => (
        <li key={paper.id} id={paper.id}>
          <h3>
            <bdi>{paper.name}</bdi>
          </h3>
          {(paper.state === "clean" || paper.state === "checking" || paper.state === "quarantined") && (
            <p className="meta">
              <DocumentFacts document={paper} language={language} /> · {t("documents:reference", { reference: paper.reference })}
            </p>
          )}
          {paper.state === "arriving" && <p className="notice notice-wait">{t("papers.arriving")}</p>}
          {(paper.state === "checking" || paper.state === "quarantined") && <p className="notice notice-wait">{t(`documents:states.${paper.state}`)}</p>}
          {paper.state === "refused" && (
            <p className="notice notice-late">
              {t("papers.notTaken")} <RefusalWords reason={paper.reason} />
            </p>
          )}
          {mayRemove && (
            <form method="post">
              <button className="button-link" name="remove" value={paper.id}>
                {t("papers.remove")} <span className="visually-hidden">{paper.name}</span>
              </button>
            </form>
          )}
        </li>
      ))}
    </ul>
  );
}
