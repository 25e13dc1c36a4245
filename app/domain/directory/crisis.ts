import levenshtein from "damerau-levenshtein";

/** See `content/crisis.json`, which holds them. */
export interface CrisisWords {
  gap: number;
  patterns: Record<string, readonly string[]>;
}

/** From this length a word may have one slip of the keyboard: "sucidal", but never "diet" for "die". */
const FORGIVEN_LENGTH = 6;

/**
 * Whether somebody's words may mean that a life is in danger. In doubt, yes: help shown in vain costs a line of the page.
 */
export function isCrisis(words: string, crisis: CrisisWords): boolean {
  const said = tokens(words);
  return Object.values(crisis.patterns).some((patterns) => patterns.some((pattern) => matches(said, pattern, crisis.gap)));
}

function matches(said: readonly string[], pattern: string, gap: number): boolean {
  const parts = pattern.split(" ").map((part) => part.split("|"));
  const from = (part: number, start: number, end: number): boolean => {
    const forms = parts[part];
    if (!forms) return true;
    for (let at = start; at < Math.min(end, said.length); at++) {
      if (forms.some((form) => isForm(said[at] as string, form)) && from(part + 1, at + 1, at + 2 + gap)) return true;
    }
    return false;
  };
  return from(0, 0, said.length);
}

function isForm(word: string, form: string): boolean {
  return word === form || (form.length >= FORGIVEN_LENGTH && Math.abs(word.length - form.length) <= 1 && levenshtein(word, form).steps <= 1);
}

/** Lower-case words without apostrophes and hyphens: "doesn't" and "doesnt", "self-harm" and "self harm" are the same. */
function tokens(words: string): string[] {
  return words.normalize("NFKC").toLowerCase().replace(/['’`]/g, "").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}
