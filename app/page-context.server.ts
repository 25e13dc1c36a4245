import { data } from "@remix-run/node";
import type { TFunction } from "i18next";
import { i18nFor, NAMESPACES } from "./i18n/i18n.ts";
import type { LanguageCode } from "./i18n/languages.ts";
import { languageOfRequest } from "./i18n/locale.server.ts";
import { openedSite } from "./opened-site.server.ts";
import { readFields, TooLargeError } from "./read-body.server.ts";
import type { Site } from "./site.server.ts";

type Namespace = "account" | "ask" | "common" | "documents" | "forms" | "home" | "listing" | "messages" | "my-child" | "notices" | "officer" | "pages" | "people" | "record" | "search" | "timeline" | "vocabulary";

/** What every loader starts from: the site, and the words of the page's language. */
export interface PageContext {
  site: Site;
  language: LanguageCode;
  t: TFunction<Namespace[]>;
}

export async function pageContext(request: Request): Promise<PageContext> {
  const site = await openedSite();
  const language = await languageOfRequest(request, site.pack.languages);
  return { site, language, t: wordsIn(language) };
}

/** The words of a language, for what is no answer to its reader's own request. */
export function wordsIn(language: LanguageCode): PageContext["t"] {
  return i18nFor(language).getFixedT(language, NAMESPACES as Namespace[]);
}

/** The page answers 404, in its language. */
export function notFound(): never {
  throw data(null, { status: 404 });
}

/** The fields of a form that was sent, or the page that says that the request cannot be read. */
export async function readForm(request: Request): Promise<FormData> {
  try {
    return await readFields(request);
  } catch (error) {
    throw data(null, { status: error instanceof TooLargeError ? 413 : 400 });
  }
}
