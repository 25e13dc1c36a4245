import { useTranslation } from "react-i18next";

/**
 * A button that asks the device for a passkey, and posts what it says as `passkey` (app/enhance/passkeys.ts). Where no
 * script runs, or the browser knows no passkeys, there is no button but a sentence that says so.
 */
export function PasskeyForm({ options, step, back, isQuiet = false }: {
  /** What the browser is asked (WebAuthn, in JSON). */
  options: object;
  step: "add-passkey" | "give-passkey";
  back?: string;
  isQuiet?: boolean;
}) {
  const { t } = useTranslation("account");
  return (
    <form method="post" data-passkey={JSON.stringify(options)}>
      <input type="hidden" name="do" value={step} />
      <input type="hidden" name="passkey" />
      {back !== undefined && <input type="hidden" name="back" value={back} />}
      <p className="hint" data-passkey-absent>
        {t("passkey.absent")}
      </p>
      <p className="notice notice-wait" role="alert" data-passkey-failed hidden>
        {t("passkey.failed")}
      </p>
      <p className="notice notice-wait" role="alert" data-passkey-known hidden>
        {t("passkey.known")}
      </p>
      <button className={isQuiet ? "button button-quiet" : "button"} hidden>
        {t(step === "add-passkey" ? "passkey.add" : "passkey.give")}
      </button>
    </form>
  );
}
