import { tooManyCharacters } from "../forms/length.ts";

/** How somebody wants to be told of things (product.md row 93: stored once, applied to every contact). */
export const CONTACT_CHANNELS = ["email", "text", "letter"] as const;
export type ContactChannel = (typeof CONTACT_CHANNELS)[number];

/** What somebody needs of every contact. */
export const NEEDS = ["large-print", "easy-read", "phone-not-email", "interpreter", "bsl"] as const;
export type Need = (typeof NEEDS)[number];

/** When somebody can be reached. */
export const TIMES = ["morning", "afternoon", "evening"] as const;
export type Time = (typeof TIMES)[number];

/**
 * A UK mobile number as it is dialled from anywhere ("+447700900123"), from how people write one; null when it is none.
 * Only mobile numbers get text messages: 07 and nine more figures, but not 070 (personal numbers) or 076 (pagers), which
 * are Ofcom's other uses of 07; 07624 is the Isle of Man's mobiles.
 * @see Ofcom, National Telephone Numbering Plan, part A1
 */
export function readMobile(typed: string): string | null {
  const figures = typed.normalize("NFKC").replace(/[\s().\-\u200b-\u200f]/g, "").replace(/^(\+44|0044)0?/, "0");
  return /^07([1-57-9]\d{8}|624\d{6})$/.test(figures) ? `+44${figures.slice(1)}` : null;
}

/** A mobile number as people read one: "07700 900123". */
export function shownMobile(number: string): string {
  const figures = number.replace(/^\+44/, "0");
  return `${figures.slice(0, 5)} ${figures.slice(5)}`;
}

const MOST_LINES = 7;
const LONGEST_LINE = 60;

/**
 * A postal address in lines, from a box: at least two of them, one with a UK postcode, written as the post wants it.
 * @param postcodeOf the postcode that a line is, or null
 */
export function readPostalAddress(typed: string, postcodeOf: (line: string) => string | null): { ok: true; lines: string[] } | { ok: false; because: "empty" | "no-postcode" | "too-long" | "too-short" } {
  const lines = typed.split(/\n/).flatMap((line) => line.split(/,\s+/)).map((line) => line.trim().replace(/\s+/g, " ").replace(/,$/, "")).filter(Boolean);
  if (lines.length === 0) return { ok: false, because: "empty" };
  const at = lines.findLastIndex((line) => postcodeOf(line) !== null);
  if (at === -1) return { ok: false, because: "no-postcode" };
  const postcode = postcodeOf(lines[at] as string) as string;
  const others = lines.filter((_line, i) => i !== at);
  if (others.length === 0) return { ok: false, because: "too-short" };
  if (others.length >= MOST_LINES || others.some((line) => tooManyCharacters(line, LONGEST_LINE) > 0)) return { ok: false, because: "too-long" };
  return { ok: true, lines: [...others, postcode] };
}
