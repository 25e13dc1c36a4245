import { browserSupportsWebAuthn, startAuthentication, startRegistration, WebAuthnError, type PublicKeyCredentialCreationOptionsJSON, type PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";

type Options = { making: PublicKeyCredentialCreationOptionsJSON } | { giving: PublicKeyCredentialRequestOptionsJSON };

/** Asks the device for a passkey before the form goes, which takes what it says along. */
export function startPasskey(form: HTMLFormElement): void {
  const button = form.querySelector("button");
  const answer = form.querySelector<HTMLInputElement>("input[name=passkey]");
  const told = (what: "absent" | "failed" | "known") => form.querySelector<HTMLElement>(`[data-passkey-${what}]`);
  const show = (what: "absent" | "failed" | "known", isShown: boolean) => told(what)?.toggleAttribute("hidden", !isShown);
  if (!button || !answer || !browserSupportsWebAuthn()) return;
  show("absent", false);
  button.hidden = false;
  const options = JSON.parse(form.dataset.passkey ?? "") as Options;
  let isAsking = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    show("failed", false);
    show("known", false);
    const asked = "making" in options ? startRegistration({ optionsJSON: options.making }) : startAuthentication({ optionsJSON: options.giving });
    asked.then(
      (given) => {
        answer.value = JSON.stringify(given);
        // Unlike a press of the button it is not heard here again.
        form.submit();
      },
      (error: unknown) => {
        isAsking = false;
        show(error instanceof WebAuthnError && error.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED" ? "known" : "failed", true);
        button.focus();
      },
    );
  });
  // From the browser's memory, after the back button, the page can ask again.
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) location.reload();
  });
}
