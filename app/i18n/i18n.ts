import { createInstance, type i18n, type Resource } from "i18next";
import { initReactI18next } from "react-i18next";
import { LANGUAGES, type LanguageCode } from "./languages.ts";

const files = import.meta.glob<Record<string, unknown>>("../../content/locales/*/*.json", { eager: true, import: "default" });

const resources: Resource = {};
for (const [path, messages] of Object.entries(files)) {
  const [language, file] = path.split("/").slice(-2) as [string, string];
  (resources[language] ??= {})[file.replace(".json", "")] = messages;
}

export const NAMESPACES = Object.keys(resources["en-GB"] ?? {});

/**
 * One instance a language, never `changeLanguage`: on a server that would change the language of other people's pages
 * (react-i18next #823). A key that is missing shows as the key, and a test sees to it that none is.
 */
const instances = new Map<LanguageCode, i18n>(
  LANGUAGES.map(({ code }) => {
    const instance = createInstance();
    void instance.use(initReactI18next).init({
      lng: code,
      fallbackLng: false,
      resources,
      ns: NAMESPACES,
      defaultNS: "common",
      // React escapes.
      interpolation: { escapeValue: false },
      initAsync: false,
      react: { useSuspense: false },
    });
    return [code, instance];
  }),
);

export function i18nFor(language: LanguageCode): i18n {
  return instances.get(language) as i18n;
}
