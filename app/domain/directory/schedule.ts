import type { Schedule } from "./listing.ts";
import { DAYS, type Day } from "./vocabulary.ts";

/** iCalendar weekdays ("MO,2WE") as ours; an ordinal ("the second Wednesday") still names its day. */
export function daysIn(byday: string | undefined): Day[] {
  const found = (byday ?? "").toLowerCase().split(",").map((token) => token.trim().replace(/^[+-]?\d*/, ""));
  return DAYS.filter((day) => found.includes(day));
}

/** The last day of all (ISO date), when every schedule has one; null when any goes on, or there is none. */
export function endOf(schedules: readonly Schedule[]): string | null {
  const ends = schedules.map((schedule) => schedule.validTo ?? "");
  return ends.length > 0 && ends.every(Boolean) ? (ends.sort().at(-1) as string) : null;
}
