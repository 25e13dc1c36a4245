import { useTranslation } from "react-i18next";

/**
 * In a form whose text is kept as it is typed: a word that it is kept, for those who see and those who listen, and a
 * button that does the same where no script runs. It belongs after the form's own button, which the Enter key presses.
 * The button sends `do=keep`.
 */
export function DraftNote({ draft }: { draft: { form: string; key: string; isThere: boolean } }) {
  const { t } = useTranslation("messages");
  return (
    <div className="draft-note" data-draft-note={draft.form} data-saved={t("draft.saved")} data-signed-out={t("draft.signedOut")} data-failed={t("draft.failed")}>
      <input type="hidden" name="draft-key" value={draft.key} />
      <button className="button button-quiet" name="do" value="keep">
        {t("draft.keep")}
      </button>
      <p className="hint" role="status">
        {draft.isThere ? t("draft.restored") : t("draft.promise")}
      </p>
    </div>
  );
}
