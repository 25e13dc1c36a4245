/** The site's languages, in the order of the menu. `reviewed`: a person who translates has checked it. */
export const LANGUAGES = [
  { code: "en-GB", name: "English", dir: "ltr", reviewed: true },
  { code: "pl", name: "Polski", dir: "ltr", reviewed: false },
  { code: "ro", name: "Română", dir: "ltr", reviewed: false },
  { code: "ur", name: "اردو", dir: "rtl", reviewed: false },
] as const;
export type LanguageCode = (typeof LANGUAGES)[number]["code"];
export const DEFAULT_LANGUAGE: LanguageCode = "en-GB";

export function languageOf(code: string): (typeof LANGUAGES)[number] {
  return LANGUAGES.find((language) => language.code === code) ?? LANGUAGES[0];
}

export function isLanguage(code: string | null | undefined): code is LanguageCode {
  return LANGUAGES.some((language) => language.code === code);
}
