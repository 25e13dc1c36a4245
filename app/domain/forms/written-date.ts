import { dayOf, daysInMonth, type Day } from "../calendar/day.ts";

/** What somebody typed as a date: in one box, or in three. */
export interface TypedDate {
  day: string;
  month: string;
  year: string;
}

export type ReadDate = { ok: true; on: Day } | { ok: false; because: "empty" | "no-day" | "no-month" | "no-year" | "not-a-date" | "no-such-day"; part: "day" | "month" | "year" };

/** Month names in the languages of the site: people shorten them, and leave out what their keyboard lacks. */
const MONTHS = [
  ["january", "styczeń", "stycznia", "ianuarie", "جنوری"],
  ["february", "luty", "lutego", "februarie", "فروری"],
  ["march", "marzec", "marca", "martie", "مارچ"],
  ["april", "kwiecień", "kwietnia", "aprilie", "اپریل"],
  ["may", "maj", "maja", "mai", "مئی"],
  ["june", "czerwiec", "czerwca", "iunie", "جون"],
  ["july", "lipiec", "lipca", "iulie", "جولائی"],
  ["august", "sierpień", "sierpnia", "اگست"],
  ["september", "wrzesień", "września", "septembrie", "ستمبر"],
  ["october", "październik", "października", "octombrie", "اکتوبر"],
  ["november", "listopad", "listopada", "noiembrie", "نومبر"],
  ["december", "grudzień", "grudnia", "decembrie", "دسمبر"],
].map((names) => names.map((name) => plainLetters(name)));
/** As Polish and Romanian dates are often written: 3.IX.2027. */
const ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
/** As short as a month may be written: in two letters March and May are the same. */
const SHORTEST_MONTH = 3;
/** From so many letters on, one may be wrong. */
const LONG_ENOUGH_TO_MEND = 5;

/** Two figures of a year are of this century up to so many years after today, and of the last one beyond. */
const YEARS_AHEAD = 10;

/**
 * The date somebody typed, in whichever boxes: "3", "march", "27", or all of it in the first one ("3 march 2027",
 * "03/03/27", "2027-03-03"). Day comes before month, as in England.
 * @param thisYear to tell which century two figures mean
 */
export function readTypedDate(typed: TypedDate, thisYear: number): ReadDate {
  const boxes = [typed.day, typed.month, typed.year].map((text) => plain(text));
  if (boxes.every((text) => text === "")) return { ok: false, because: "empty", part: "day" };
  // All of it in one box, or half of it.
  const isInOrder = boxes.every((text) => !/\s/.test(text)) && (boxes[1] !== "" || boxes[2] !== "");
  const parts = isInOrder ? boxes : split(boxes.join(" ").trim());
  const [dayText = "", monthText = "", yearText = ""] = parts;
  const dayOfMonth = /^\d{1,2}(st|nd|rd|th|\.)?$/.test(dayText) ? Number.parseInt(dayText, 10) : null;
  if (dayOfMonth === null) return { ok: false, because: dayText === "" ? "no-day" : "not-a-date", part: "day" };
  const month = monthOf(monthText);
  if (month === null) return { ok: false, because: monthText === "" ? "no-month" : "not-a-date", part: "month" };
  const year = yearOf(yearText, thisYear);
  if (year === null) return { ok: false, because: yearText === "" ? "no-year" : "not-a-date", part: "year" };
  if (dayOfMonth < 1 || dayOfMonth > daysInMonth(year, month)) return { ok: false, because: "no-such-day", part: "day" };
  return { ok: true, on: dayOf({ year, month, day: dayOfMonth }) };
}

/** Full-width, Arabic and Urdu figures are figures too; marks of direction, and what says that a figure is a year, say nothing more. */
function plain(text: string): string {
  return text.normalize("NFKC").replace(/[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, "").trim().toLowerCase()
    .replace(/[\u0660-\u0669]/g, (figure) => String(figure.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (figure) => String(figure.charCodeAt(0) - 0x6f0))
    .replace(/(?<=\d{2})\s*(ء|r\.?|roku)$/, "");
}

function split(text: string): string[] {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (iso) return [iso[3] as string, iso[2] as string, iso[1] as string];
  const together = /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(text);
  if (together) return together.slice(1);
  const words = text.replace(/\b(of|the)\b/g, " ").trim().replace(/^[a-z]+day\b/, "").split(/[\s,/.\-]+/).filter(Boolean);
  // "March 3 2027", as some phones write it.
  if (words.length > 1 && monthOf(words[0] as string) !== null && !/^\d/.test(words[0] as string)) return [words[1] as string, words[0] as string, words[2] ?? ""];
  return words;
}

function monthOf(text: string): number | null {
  if (/^\d{1,2}$/.test(text)) return Number(text) >= 1 && Number(text) <= 12 ? Number(text) : null;
  const name = plainLetters(text.replace(/\.$/, ""));
  const roman = ROMAN.indexOf(name);
  if (roman !== -1) return roman + 1;
  if (name.length < SHORTEST_MONTH) return null;
  return only((month) => month === name) ?? only((month) => month.startsWith(name)) ?? (name.length < LONG_ENOUGH_TO_MEND ? null : only((month) => isOneLetterOff(name, month)));
}

/** The month of which a name is so; null where several have one, or none has. */
function only(isSo: (name: string) => boolean): number | null {
  const found = MONTHS.flatMap((names, i) => (names.some(isSo) ? [i + 1] : []));
  return found.length === 1 ? (found[0] as number) : null;
}

/** Letters without their marks, and Arabic's for Urdu's own: keyboards differ. */
function plainLetters(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC").replaceAll("ł", "l").replaceAll("ي", "ی").replaceAll("ك", "ک");
}

/** One letter more, less or another, or two that have changed places. */
function isOneLetterOff(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (long.length === short.length + 1) return short.slice(at) === long.slice(at + 1);
  if (long.length > short.length) return false;
  return short.slice(at + 1) === long.slice(at + 1) || (short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2));
}

function yearOf(text: string, thisYear: number): number | null {
  if (/^\d{4}$/.test(text)) return Number(text) >= 1900 && Number(text) <= 2199 ? Number(text) : null;
  if (!/^'?\d{2}$/.test(text)) return null;
  const year = Math.floor(thisYear / 100) * 100 + Number(text.slice(-2));
  return year > thisYear + YEARS_AHEAD ? year - 100 : year;
}
