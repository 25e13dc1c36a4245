import { useTranslation } from "react-i18next";
import type { ShownDocument } from "../../domain/documents/shown.ts";
import { formatMoment } from "../../i18n/format.ts";
import type { LanguageCode } from "../../i18n/languages.ts";
import { DocumentFacts, DocumentName } from "./DocumentList.tsx";
import { RefusalWords } from "./Receipts.tsx";

/** A paper as the council's staff see it, and who sent or added it. `path` is the address under which it can be had. */
export function OfficePaper({ document, path, language }: { document: ShownDocument & { who: string }; path: string; language: LanguageCode }) {
  const { t } = useTranslation("documents");
  const moment = (iso: string | null) => (iso === null ? "" : formatMoment(new Date(iso), language));
  const { from, who, receivedAt, releasedAt, state, reason, reference, forUploaderOnly } = document;
  return (
    <>
      <h3>
        <DocumentName document={document} path={path} />
      </h3>
      <p className="meta">
        <DocumentFacts document={document} language={language} />
        {state !== "refused" && <> · {t("reference", { reference })}</>}
      </p>
      <p className="meta">
        {t(from === "council" ? "office.addedBy" : "office.sentBy", { who, moment: moment(receivedAt) })}
        {from === "council" && <> · {releasedAt === null ? t("office.unreleased") : t("office.releasedOn", { moment: moment(releasedAt) })}</>}
        {forUploaderOnly && <> · {t("onlyUploader")}</>}
      </p>
      {from !== "council" && state === "quarantined" && <p className="notice notice-wait">{t("office.quarantined")}</p>}
      {state === "refused" && (
        <p className="notice notice-late">
          <RefusalWords reason={reason} /> {from !== "council" && t("office.refusedFamily")}
        </p>
      )}
    </>
  );
}
