import { tooManyCharacters } from "../forms/length.ts";

/** Forms that are sent at once: what each asks. */
export const FORMATS = ["large-print", "braille", "easy-read", "translation", "audio", "bsl"] as const;
export type PaperFormat = (typeof FORMATS)[number];

export const COMPLAINTS = ["late", "communication", "lost", "provision", "behaviour", "other"] as const;
export type ComplaintAbout = (typeof COMPLAINTS)[number];

export interface ComplaintWords {
  about: ComplaintAbout | null;
  happened: string;
  wanted: string;
}

export interface FormatWords {
  format: PaperFormat | null;
  language: string;
  papers: string;
}

/** Who asks, where nobody is signed in. */
export interface AskerWords {
  name: string;
  contact: string;
}

export const LONGEST_WORDS = 5000;

export type FormProblem = "aboutMissing" | "happenedMissing" | "formatMissing" | "languageMissing" | "papersMissing" | "nameMissing" | "contactMissing" | "tooLong";
interface Problem {
  field: string;
  problem: FormProblem;
}

const missing = (text: string, field: string, problem: FormProblem): Problem[] => (text === "" ? [{ field, problem }] : tooManyCharacters(text, LONGEST_WORDS) > 0 ? [{ field, problem: "tooLong" }] : []);

export function complaintProblems({ about, happened, wanted }: ComplaintWords): Problem[] {
  return [...(about === null ? [{ field: "about", problem: "aboutMissing" as const }] : []), ...missing(happened, "happened", "happenedMissing"), ...(tooManyCharacters(wanted, LONGEST_WORDS) > 0 ? [{ field: "wanted", problem: "tooLong" as const }] : [])];
}

export function formatProblems({ format, language, papers }: FormatWords): Problem[] {
  return [...(format === null ? [{ field: "format", problem: "formatMissing" as const }] : []), ...(format === "translation" ? missing(language, "language", "languageMissing") : []), ...missing(papers, "papers", "papersMissing")];
}

export function askerProblems({ name, contact }: AskerWords): Problem[] {
  return [...missing(name, "name", "nameMissing"), ...missing(contact, "contact", "contactMissing")];
}
