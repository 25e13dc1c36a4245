import { createCookie } from "@remix-run/node";
import Negotiator from "negotiator";
import { DEFAULT_LANGUAGE, isLanguage, LANGUAGES, type LanguageCode } from "./languages.ts";

const YEAR = 365 * 24 * 60 * 60;

export const languageCookie = createCookie("language", { path: "/", sameSite: "lax", httpOnly: true, maxAge: YEAR });

/** The council's side is in English only (docs/decisions/011). */
const OFFICERS = /^\/officer(\/|\.data$|$)/;

/** The language somebody chose, or else the one their browser asks for, of those the council offers. */
export async function languageOfRequest(request: Request, offered: readonly LanguageCode[]): Promise<LanguageCode> {
  if (OFFICERS.test(new URL(request.url).pathname)) return DEFAULT_LANGUAGE;
  const chosen: unknown = await languageCookie.parse(request.headers.get("Cookie"));
  if (typeof chosen === "string" && isLanguage(chosen) && offered.includes(chosen)) return chosen;
  const wanted = new Negotiator({ headers: { "accept-language": request.headers.get("Accept-Language") ?? "" } }).languages();
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split("-")[0];
    const match = LANGUAGES.find(({ code }) => offered.includes(code) && code.toLowerCase().split("-")[0] === primary);
    if (match) return match.code;
  }
  return DEFAULT_LANGUAGE;
}
