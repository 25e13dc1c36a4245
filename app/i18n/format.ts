import type { LanguageCode } from "./languages.ts";

/** Dates, numbers and money as people of a language write them. Days are plain dates, so no time zone can move them. */

/** One format a language, kept: making one takes longer than a hundred uses of it. */
function perLanguage<T>(make: (language: LanguageCode) => T): (language: LanguageCode) => T {
  const made = new Map<LanguageCode, T>();
  return (language) => {
    const format = made.get(language) ?? make(language);
    made.set(language, format);
    return format;
  };
}

const dates = perLanguage((language) => new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }));
const weekdays = perLanguage((language) => new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }));
const wholePounds = perLanguage((language) => new Intl.NumberFormat(language, { style: "currency", currency: "GBP", minimumFractionDigits: 0 }));
const pence = perLanguage((language) => new Intl.NumberFormat(language, { style: "currency", currency: "GBP", minimumFractionDigits: 2 }));
const numbers = perLanguage((language) => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }));
const moments = perLanguage((language) => new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short", hourCycle: "h23", timeZone: "Europe/London" }));
const lists = perLanguage((language) => new Intl.ListFormat(language, { type: "conjunction" }));

/** "3 November 2026"; `iso` is YYYY-MM-DD. */
export function formatDate(iso: string, language: LanguageCode): string {
  return dates(language).format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));
}

/** "Monday"; `weekday` is 1 for Monday to 7 for Sunday. */
export function formatWeekday(weekday: number, language: LanguageCode): string {
  // 5 January 1970 was a Monday.
  return weekdays(language).format(new Date(Date.UTC(1970, 0, 4 + weekday)));
}

/** "£6.50"; whole pounds without pence. */
export function formatPounds(pounds: number, language: LanguageCode): string {
  return (Number.isInteger(pounds) ? wholePounds : pence)(language).format(pounds);
}

/** "3 November 2026 at 2:05pm", as clocks in England show it, and as `formatTime` writes it. */
export function formatMoment(at: Date, language: LanguageCode): string {
  return moments(language).format(at).replace(/\d{2}:\d{2}/, (time) => formatTime(time, language));
}

export function formatNumber(value: number, language: LanguageCode): string {
  return numbers(language).format(value);
}

/** "Monday, Wednesday and Friday". */
export function formatList(items: readonly string[], language: LanguageCode): string {
  return lists(language).format(items);
}

/** "9am", "4:30pm" in English; the 24-hour clock elsewhere. `time` is HH:MM. */
export function formatTime(time: string, language: LanguageCode): string {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  if (!Number.isInteger(hours) || !Number.isInteger(minutes) || hours > 24 || minutes > 59) return time;
  if (language !== "en-GB") return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
  const clock = minutes === 0 ? String(hours % 12 || 12) : `${hours % 12 || 12}:${String(minutes).padStart(2, "0")}`;
  return `${clock}${hours % 24 < 12 ? "am" : "pm"}`;
}
