import { createInstance, type i18n, type ResourceKey } from "i18next";
import { initReactI18next } from "react-i18next";
import type { LanguageCode } from "./languages.ts";

/** Namespaces that interactive pages use. */
const NAMESPACES = ["common", "pages"];

const files = import.meta.glob<ResourceKey>(["../../content/locales/*/common.json", "../../content/locales/*/pages.json"], { import: "default" });

/** The browser's i18next: the page's language only. */
export async function loadI18n(language: LanguageCode): Promise<i18n> {
  const entries = await Promise.all(NAMESPACES.map(async (name) => [name, await files[`../../content/locales/${language}/${name}.json`]?.()] as const));
  const instance = createInstance();
  await instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: Object.fromEntries(entries.filter((entry): entry is [string, ResourceKey] => entry[1] !== undefined)) },
    ns: NAMESPACES,
    defaultNS: "common",
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  return instance;
}
