import { convert } from "html-to-text";

/**
 * Values as they arrive from a feed, made sound one by one. A value that cannot be used is left out with a note; the
 * rest of its record goes on.
 */
export type ReadValue<T> = { value: T; note?: string } | { value?: undefined; note?: string };

export type Reader<T> = (raw: unknown) => ReadValue<T>;

const LONGEST_TEXT = 20_000;
const LONGEST_LINE = 500;
/** Of the database's whole numbers. */
const LARGEST_INTEGER = 2 ** 31 - 1;
const TAG = /<\/?[a-z][^>]*>|<!--/i;
const ENTITY = /&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});/i;
// C0 and C1 controls except tab and the line ends, and the characters that reorder the text around them.
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const UNWANTED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * A record as a database can hold it. PostgreSQL takes neither a null character nor half of a surrogate pair, in text
 * or in JSON, and one of them anywhere would lose the whole batch.
 */
export function storable(value: unknown): unknown {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\0") ? value : value.toWellFormed().replaceAll("\0", "");
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [storable(key) as string, storable(member)]));
}

/** Whether lists and objects stand within each other more than so many times. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(member, levels - 1));
}

/** Words of several lines. Markup becomes the plain text a reader would have seen. */
export const text: Reader<string> = (raw) => words(raw, LONGEST_TEXT, true);

/** Words on one line. */
export const line: Reader<string> = (raw) => words(raw, LONGEST_LINE, false);

function words(raw: unknown, longest: number, lines: boolean): ReadValue<string> {
  const given = scalar(raw);
  if (given === undefined) return { note: `expected text, found ${kindOf(raw)}` };
  let value = given.replace(UNWANTED, "").replace(/\r\n?/g, "\n").toWellFormed();
  let note: string | undefined;
  if (TAG.test(value) || ENTITY.test(value)) {
    value = plainText(value);
    note = "markup taken out";
  }
  if (!lines) value = value.replace(/\s*\n\s*/g, " ");
  if (value.length > longest) {
    value = `${value.slice(0, longest - 1)}…`;
    note = `cut to ${longest} characters`;
  }
  return value.trim() === "" ? { note } : { value, note };
}

function plainText(html: string): string {
  return convert(html, {
    wordwrap: false,
    selectors: [
      ...["script", "style", "img"].map((selector) => ({ selector, format: "skip" })),
      { selector: "a", format: "webLink" },
      ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } })),
    ],
    formatters: {
      webLink(element, walk, builder) {
        walk(element.children, builder);
        const href: unknown = (element as { attribs?: Record<string, unknown> }).attribs?.href;
        if (typeof href === "string" && /^https?:\/\//i.test(href)) builder.addInline(` (${href})`);
      },
    },
  }).trim();
}

/** A web address that may become a link: http or https only. "www.example.org" is taken as https. */
export const link: Reader<string> = (raw) => {
  const given = scalar(raw)?.trim();
  if (!given) return given === "" ? {} : { note: `expected a web address, found ${kindOf(raw)}` };
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(given) ? given : `https://${given}`;
  const parsed = URL.parse(withScheme);
  if (!parsed || !/^https?:$/.test(parsed.protocol) || !/\.|^localhost$/.test(parsed.hostname) || /\s/.test(given)) {
    return { note: "not a web address" };
  }
  return { value: withScheme, note: withScheme === given ? undefined : "https:// put in front" };
};

/** An identifier in the form of a URI, which nobody follows. */
export const uri: Reader<string> = (raw) => {
  const given = scalar(raw)?.trim();
  if (!given) return given === "" ? {} : { note: `expected a URI, found ${kindOf(raw)}` };
  return URL.canParse(given) ? { value: given } : { note: "not a URI" };
};

export const email: Reader<string> = (raw) => {
  const given = scalar(raw)?.trim();
  if (!given) return given === "" ? {} : { note: `expected an email address, found ${kindOf(raw)}` };
  return /^[^\s@<>"]+@[^\s@<>".]+(\.[^\s@<>".]+)+$/.test(given) ? { value: given } : { note: "not an email address" };
};

export const number: Reader<number> = (raw) => {
  if (typeof raw === "number" && Number.isFinite(raw)) return { value: raw };
  const given = scalar(raw)?.trim().replace(/^£/, "");
  if (given === "") return {};
  const value = Number(given);
  return given !== undefined && Number.isFinite(value) ? { value } : { note: "not a number" };
};

/** An age or a number of weeks: nothing below 0. */
export const notNegative: Reader<number> = (raw) => {
  const read = number(raw);
  return read.value !== undefined && read.value < 0 ? { note: "below zero" } : read;
};

export const integer: Reader<number> = (raw) => {
  const read = number(raw);
  if (read.value === undefined) return read;
  if (!Number.isInteger(read.value)) return { note: "not a whole number" };
  return Math.abs(read.value) > LARGEST_INTEGER ? { note: "too large" } : read;
};

export const boolean: Reader<boolean> = (raw) => {
  if (typeof raw === "boolean") return { value: raw };
  const given = scalar(raw)?.trim().toLowerCase();
  if (given === "") return {};
  if (["true", "yes", "y", "1"].includes(given ?? "")) return { value: true };
  if (["false", "no", "n", "0"].includes(given ?? "")) return { value: false };
  return { note: "neither yes nor no" };
};

/** A calendar date; of a date and time only the date is kept. */
export const date: Reader<string> = (raw) => {
  const given = scalar(raw)?.trim();
  if (given === "") return {};
  // No year before 1000: PostgreSQL has no year 0, and year 1 is how some programs write that there is no date.
  const match = /^([1-9]\d{3}-\d{2}-\d{2})(T.*)?$/.exec(given ?? "");
  if (!match?.[1] || !isDate(match[1])) return { note: "not a date such as 2026-11-22" };
  return { value: match[1], note: match[2] ? "the time of day was left out" : undefined };
};

export const instant: Reader<string> = (raw) => {
  const given = scalar(raw)?.trim();
  if (given === "") return {};
  if (!/^\d{4}-\d{2}-\d{2}([T ].+)?$/.test(given ?? "")) return { note: "not a date and time" };
  const time = Date.parse(given ?? "");
  const iso = Number.isNaN(time) ? "" : new Date(time).toISOString();
  // A time zone may carry the first or last year of the calendar out of it.
  return /^[1-9]\d{3}-/.test(iso) ? { value: iso } : { note: "not a date and time" };
};

export const uuid: Reader<string> = (raw) => {
  const given = scalar(raw)?.trim();
  if (given === "") return {};
  return isUuid(given) ? { value: given.toLowerCase() } : { note: "not a UUID" };
};

/** One of a closed list, whatever its capitals. */
export function oneOf<T extends string>(list: readonly T[]): Reader<T> {
  return (raw) => {
    const given = scalar(raw)?.trim().toLowerCase();
    if (given === "") return {};
    const value = list.find((item) => item.toLowerCase() === given);
    return value ? { value } : { note: `not one of: ${list.join(", ")}` };
  };
}

/** Five groups of hexadecimal digits; narrower than `string`, so that what is none stays one. */
export type Uuid = `${string}-${string}-${string}-${string}-${string}`;

export function isUuid(value: unknown): value is Uuid {
  return typeof value === "string" && UUID.test(value);
}

function isDate(iso: string): boolean {
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
}

function scalar(raw: unknown): string | undefined {
  return typeof raw === "string" ? raw : typeof raw === "number" || typeof raw === "boolean" ? String(raw) : undefined;
}

function kindOf(raw: unknown): string {
  return Array.isArray(raw) ? "a list" : typeof raw === "object" ? "an object" : typeof raw;
}
