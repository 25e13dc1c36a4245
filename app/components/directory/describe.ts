import type { TFunction } from "i18next";
import type { Hit } from "../../domain/directory/search-result.ts";
import { DAYS, type Day } from "../../domain/directory/vocabulary.ts";
import { formatList, formatPounds, formatTime } from "../../i18n/format.ts";
import type { LanguageCode } from "../../i18n/languages.ts";

type T = TFunction<("search" | "listing" | "vocabulary" | "common")[]>;

/** Facts of a listing in the page's language. */

/** "Ages 5 to 11"; null when any age may come. */
export function agesText(ages: { from: number | null; to: number | null }, t: T): string | null {
  const from = ages.from || null;
  const to = ages.to !== null && ages.to < 100 ? ages.to : null;
  if (from !== null && to !== null) return t("search:hit.agesBoth", { from, to });
  if (from !== null) return t("search:hit.agesFrom", { from });
  return to === null ? null : t("search:hit.agesTo", { to });
}

/** "£6.50 a session", "Free"; null when nobody said. */
export function priceText(price: Hit["price"], t: T, language: LanguageCode): string | null {
  if (!price) return null;
  if (price.pounds === 0) return t("search:hit.free");
  const amount = formatPounds(price.pounds, language);
  // What the price is for is in the provider's own English.
  return price.per && language === "en-GB" ? `${amount} ${per(price.per)}` : t("search:hit.priceOnly", { price: amount });
}

/** "session" as "a session"; words that already read on ("per hour", "each") as they are. */
export function per(words: string): string {
  if (/^(\d+|half an?|two|three|four|five|six|eight|ten|twelve)\b.*\b(minute|hour|day|week|session|night|month|term)s?$/i.test(words)) return `for ${words}`;
  if (/^(per|a|an|each|every|for|at|one|if|\/|\()\b/i.test(words) || /[.,]/.test(words) || words.split(" ").length > 3) return words;
  return `${/^[aeiou]/i.test(words) && !/^(uni|use)/i.test(words) || /^hour/i.test(words) ? "an" : "a"} ${words}`;
}

/** "Mondays and Wednesdays"; a run of days as "Mondays to Fridays". */
export function daysText(days: readonly Day[], t: T, language: LanguageCode): string {
  const at = days.map((day) => DAYS.indexOf(day));
  const isRun = days.length > 2 && at.every((index, i) => i === 0 || index === (at[i - 1] as number) + 1);
  const name = (day: Day) => t(`vocabulary:days.${day}`);
  if (isRun) return t("listing:daysRun", { first: name(days[0] as Day), last: name(days.at(-1) as Day) });
  return formatList(days.map(name), language);
}

/** "Saturdays 9am". */
export function sessionText(session: Hit["session"], t: T, language: LanguageCode): string | null {
  return session && t("search:hit.session", { days: daysText(session.days, t, language), opens: formatTime(session.opens, language) });
}

/** Whether a person last checked it so long ago that a reader should be warned: six months, as Outpost has it. */
export function isStale(checkedOn: string | null | undefined, today: string): boolean {
  if (!checkedOn) return false;
  const limit = new Date(`${today}T00:00:00Z`);
  limit.setUTCMonth(limit.getUTCMonth() - 6);
  return checkedOn < limit.toISOString().slice(0, 10);
}
