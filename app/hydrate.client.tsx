import { RemixBrowser } from "@remix-run/react";
import { startTransition } from "react";
import { hydrateRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { loadI18n } from "./i18n/i18n.client.ts";
import { languageOf } from "./i18n/languages.ts";

const i18n = await loadI18n(languageOf(document.documentElement.lang).code);
startTransition(() => {
  hydrateRoot(
    document,
    <I18nextProvider i18n={i18n}>
      <RemixBrowser />
    </I18nextProvider>,
  );
});
