import type { LanguageCode } from "./languages.ts";

/** Dates, numbers and money as people of a language write them. Days are plain dates, so no time zone can move them. */

/** "3 November 2026"; `iso` is YYYY-MM-DD. */
export function formatDate(iso: string, language: LanguageCode): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));
}

/** "£6.50"; whole pounds without pence. */
export function formatPounds(pounds: number, language: LanguageCode): string {
  return new Intl.NumberFormat(language, { style: "currency", currency: "GBP", minimumFractionDigits: Number.isInteger(pounds) ? 0 : 2 }).format(pounds);
}

export function formatNumber(value: number, language: LanguageCode): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value);
}

/** "Monday, Wednesday and Friday". */
export function formatList(items: readonly string[], language: LanguageCode): string {
  return new Intl.ListFormat(language, { type: "conjunction" }).format(items);
}

/** "9am", "4:30pm" in English; the 24-hour clock elsewhere. `time` is HH:MM. */
export function formatTime(time: string, language: LanguageCode): string {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  if (!Number.isInteger(hours) || !Number.isInteger(minutes) || hours > 24 || minutes > 59) return time;
  if (language !== "en-GB") return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
  const clock = minutes === 0 ? String(hours % 12 || 12) : `${hours % 12 || 12}:${String(minutes).padStart(2, "0")}`;
  return `${clock}${hours % 24 < 12 ? "am" : "pm"}`;
}
