import { useTranslation } from "react-i18next";
import { ACCEPT } from "../../domain/documents/file-types.ts";
import { MEGABYTE, MOST_BYTES, MOST_FILES, MOST_REQUEST_BYTES, MOST_REQUEST_FILES } from "../../domain/documents/kinds.ts";
import { describedBy, FieldNotes } from "../forms/FormField.tsx";

/**
 * The part of a form with which files are sent. The form around it is `encType="multipart/form-data"`; without a script
 * it is posted whole, and `readUploadForm` reads it. With one (app/enhance/uploads.ts) the files are sent first, to
 * `endpoint`, a part at a time, and the form is then posted with their ids as `document` fields.
 */
export function DocumentUpload({ endpoint, problem, isUnscanned, comeBack }: {
  /** Where the tus protocol is spoken: `.../uploads`. */
  endpoint: string;
  problem?: string | undefined;
  /** In the demo nothing looks files over, and the page says so. */
  isUnscanned: boolean;
  /** For whoever has no account: where a code opens again what this browser has no more open. */
  comeBack?: string;
}) {
  const { t } = useTranslation("documents");
  const most = { most: MOST_FILES, size: MOST_BYTES / MEGABYTE };
  const words = {
    waiting: t("progress.waiting"),
    sending: t("progress.sending", { percent: "%p" }),
    checking: t("progress.checking"),
    done: t("progress.done"),
    failed: t("progress.failed", { percent: "%p" }),
    signedOut: t(comeBack ? "progress.notOpen" : "progress.signedOut"),
    signIn: t(comeBack ? "progress.comeBack" : "progress.signIn"),
    refused: t("progress.refused", most),
    full: t("refused.no-room", { most: MOST_REQUEST_FILES, room: MOST_REQUEST_BYTES / MEGABYTE }),
    tooOften: t("upload.tooOften"),
    again: t("progress.again"),
    remove: t("progress.remove"),
    offline: t("progress.offline"),
  };
  return (
    <div className="upload" data-upload={endpoint} data-words={JSON.stringify(words)} data-sign-in={comeBack ?? "/sign-in"} data-most={MOST_FILES} data-most-bytes={MOST_BYTES}>
      <div className="field">
        <label htmlFor="files">{t("upload.files")}</label>
        <FieldNotes id="files" hint={t("upload.filesHint", most)} problem={problem} />
        <input id="files" name="files" type="file" multiple accept={ACCEPT} aria-describedby={describedBy("files", t("upload.filesHint", most), problem)} aria-invalid={problem ? true : undefined} />
      </div>
      <div className="field">
        <label htmlFor="photo">{t("upload.photo")}</label>
        <FieldNotes id="photo" hint={t("upload.photoHint")} />
        <input id="photo" name="photo" type="file" accept="image/*" capture="environment" aria-describedby="photo-hint" />
      </div>
      <ul className="plain rows upload-list" hidden />
      <p className="visually-hidden" role="status" data-upload-said />
      {isUnscanned && <p className="hint">{t("upload.notScanned")}</p>}
    </div>
  );
}
