import { DAYS, type Day } from "./vocabulary.ts";

/** iCalendar weekdays ("MO,2WE") as ours; an ordinal ("the second Wednesday") still names its day. */
export function daysIn(byday: string | undefined): Day[] {
  const found = (byday ?? "").toLowerCase().split(",").map((token) => token.trim().replace(/^[+-]?\d*/, ""));
  return DAYS.filter((day) => found.includes(day));
}
