import { useTranslation } from "react-i18next";
import { MEGABYTE, MOST_BYTES, MOST_FILES, MOST_REQUEST_BYTES, MOST_REQUEST_FILES, REFUSALS } from "../../domain/documents/kinds.ts";
import type { ShownDocument } from "../../domain/documents/shown.ts";
import type { LanguageCode } from "../../i18n/languages.ts";
import { momentOf } from "./DocumentList.tsx";

/** What became of what was just sent: a receipt for each that we have, and for each other why not and what to do. */
export function Receipts({ documents, left, language, isDraft = false }: {
  documents: readonly ShownDocument[];
  left: number;
  language: LanguageCode;
  /** They wait for a request to be sent: nobody at the council has them yet. */
  isDraft?: boolean;
}) {
  const { t } = useTranslation("documents");
  const taken = documents.filter(({ state }) => state !== "refused");
  const refused = documents.filter(({ state }) => state === "refused");
  return (
    <>
      {taken.length > 0 && (
        <section className="notice notice-ok" aria-labelledby="receipts" tabIndex={-1} autoFocus>
          <h2 id="receipts">{t("sentTitle", { count: taken.length })}</h2>
          <ul>
            {taken.map((document) => (
              <li key={document.id}>
                <strong>
                  <bdi>{document.name}</bdi>
                </strong>
                <br />
                {t("receipt", { reference: document.reference, moment: momentOf(document, language) })} {t(`states.${isDraft && document.state === "clean" ? "inDraft" : (document.state as "clean")}`)}
              </li>
            ))}
          </ul>
          <p>{t("sentLede")}</p>
        </section>
      )}
      {refused.length > 0 && (
        <section className="notice notice-late" aria-labelledby="refused" tabIndex={-1} autoFocus={taken.length === 0}>
          <h2 id="refused">{t("refusedTitle", { count: refused.length })}</h2>
          <ul>
            {refused.map((document) => (
              <li key={document.id}>
                <strong>
                  <bdi>{document.name}</bdi>
                </strong>
                <br />
                <RefusalWords reason={document.reason} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {left > 0 && <p className="notice notice-wait">{t("left", { count: left, most: MOST_FILES })}</p>}
    </>
  );
}

/** Why a document was not taken, and what to do. */
export function RefusalWords({ reason }: { reason: string | null }) {
  const { t } = useTranslation("documents");
  const known = REFUSALS.find((one) => one === reason) ?? "damaged";
  return <>{t(`refused.${known}`, { size: MOST_BYTES / MEGABYTE, most: MOST_REQUEST_FILES, room: MOST_REQUEST_BYTES / MEGABYTE })}</>;
}
