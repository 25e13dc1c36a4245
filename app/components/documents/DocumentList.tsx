import { useTranslation } from "react-i18next";
import { isPicture } from "../../domain/documents/file-types.ts";
import type { ShownDocument } from "../../domain/documents/shown.ts";
import { formatMoment, formatNumber } from "../../i18n/format.ts";
import type { LanguageCode } from "../../i18n/languages.ts";
import { sizeIn, typeWord } from "./describe.ts";
import { RefusalWords } from "./Receipts.tsx";

/** Documents both ways, each with who sent it, when, and how it stands. `path` is the address under which each can be had. */
export function DocumentList({ documents, path, language }: { documents: readonly ShownDocument[]; path: string; language: LanguageCode }) {
  const { t } = useTranslation("documents");
  if (documents.length === 0) return <p>{t("none")}</p>;
  return (
    <ul className="plain rows document-list">
      {documents.map((document) => (
        <li key={document.id} id={document.id}>
          <h3>
            <DocumentName document={document} path={path} />
          </h3>
          <p className="meta">
            <DocumentFacts document={document} language={language} />
          </p>
          <p className="meta">
            {t(`from.${document.from}`, { moment: momentOf(document, language) })}
            {document.from !== "council" && document.state !== "refused" && <> · {t("reference", { reference: document.reference })}</>}
            {document.forUploaderOnly && <> · {t("onlyYou")}</>}
          </p>
          {document.from !== "council" && (document.state === "refused" ? <p className="notice notice-late"><RefusalWords reason={document.reason} /></p> : (document.state === "checking" || document.state === "quarantined") && <p className="notice notice-wait">{t(`states.${document.state}`)}</p>)}
        </li>
      ))}
    </ul>
  );
}

/** The name, which opens the document where it can be opened: a picture beside the page, all else kept on the device. */
export function DocumentName({ document: { id, name, state, mediaType }, path }: { document: ShownDocument; path: string }) {
  if (state !== "clean") return <bdi>{name}</bdi>;
  return (
    <a href={`${path}/${id}${isPicture(mediaType) ? "?show=1" : ""}`} download={isPicture(mediaType) ? undefined : ""}>
      <bdi>{name}</bdi>
    </a>
  );
}

/** What it is and how large. */
export function DocumentFacts({ document: { kind, mediaType, size }, language }: { document: ShownDocument; language: LanguageCode }) {
  const { t } = useTranslation("documents");
  const shown = sizeIn(size);
  return (
    <>
      {t(`kinds.${kind}`)}
      {mediaType !== "" && <> · {t(`types.${typeWord(mediaType)}`)}</>}
      {size > 0 && <> · {t(`size.${shown.unit}`, { size: formatNumber(shown.size, language) })}</>}
    </>
  );
}

/** When it was there for whoever reads: the council's counts from its release. */
export function momentOf({ from, releasedAt, receivedAt }: ShownDocument, language: LanguageCode): string {
  const iso = from === "council" ? releasedAt : receivedAt;
  return iso === null ? "" : formatMoment(new Date(iso), language);
}
