import { dayOf, daysInMonth, type Day } from "../calendar/day.ts";

/** What somebody typed as a date: in one box, or in three. */
export interface TypedDate {
  day: string;
  month: string;
  year: string;
}

export type ReadDate = { ok: true; on: Day } | { ok: false; because: "empty" | "no-day" | "no-month" | "no-year" | "not-a-date" | "no-such-day"; part: "day" | "month" | "year" };

/** Month names as people shorten them, in the languages of the site that write them in Latin letters, and Urdu's. */
const MONTHS: readonly (readonly string[])[] = [
  ["jan", "january", "styczeń", "stycznia", "sty", "ianuarie", "ian", "جنوری"],
  ["feb", "february", "luty", "lutego", "lut", "februarie", "فروری"],
  ["mar", "march", "marzec", "marca", "martie", "مارچ"],
  ["apr", "april", "kwiecień", "kwietnia", "kwi", "aprilie", "اپریل"],
  ["may", "maj", "maja", "mai", "مئی"],
  ["jun", "june", "czerwiec", "czerwca", "cze", "iunie", "iun", "جون"],
  ["jul", "july", "lipiec", "lipca", "lip", "iulie", "iul", "جولائی"],
  ["aug", "august", "sierpień", "sierpnia", "sie", "اگست"],
  ["sep", "sept", "september", "wrzesień", "września", "wrz", "septembrie", "ستمبر"],
  ["oct", "october", "październik", "października", "paź", "octombrie", "اکتوبر"],
  ["nov", "november", "listopad", "listopada", "lis", "noiembrie", "noi", "نومبر"],
  ["dec", "december", "grudzień", "grudnia", "gru", "decembrie", "دسمبر"],
];

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
  const parts = boxes[1] === "" && boxes[2] === "" ? split(boxes[0] as string) : boxes;
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

/** Full-width, Arabic and Urdu figures are figures too. */
function plain(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase()
    .replace(/[\u0660-\u0669]/g, (figure) => String(figure.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (figure) => String(figure.charCodeAt(0) - 0x6f0));
}

function split(text: string): string[] {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (iso) return [iso[3] as string, iso[2] as string, iso[1] as string];
  const together = /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(text);
  if (together) return together.slice(1);
  const words = text.replace(/\b(of|the)\b/g, " ").replace(/^[a-z]+day\b/, "").split(/[\s,/.\-]+/).filter(Boolean);
  // "March 3 2027", as some phones write it.
  if (words.length > 1 && monthOf(words[0] as string) !== null && !/^\d/.test(words[0] as string)) return [words[1] as string, words[0] as string, words[2] ?? ""];
  return words;
}

function monthOf(text: string): number | null {
  if (/^\d{1,2}$/.test(text)) return Number(text) >= 1 && Number(text) <= 12 ? Number(text) : null;
  const name = text.replace(/\.$/, "");
  const at = name === "" ? -1 : MONTHS.findIndex((names) => names.includes(name));
  return at === -1 ? null : at + 1;
}

function yearOf(text: string, thisYear: number): number | null {
  if (/^\d{4}$/.test(text)) return Number(text) >= 1900 && Number(text) <= 2199 ? Number(text) : null;
  if (!/^'?\d{2}$/.test(text)) return null;
  const year = Math.floor(thisYear / 100) * 100 + Number(text.slice(-2));
  return year > thisYear + YEARS_AHEAD ? year - 100 : year;
}
