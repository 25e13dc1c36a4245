import { isoText } from "./domain/calendar/day.ts";
import { dayInEngland } from "./domain/calendar/england.ts";

/** Today in England, ISO: the one clock of the site. */
export function today(): string {
  return localDay(new Date());
}

/** The day of a moment in England, ISO. */
export function localDay(at: Date): string {
  return isoText(dayInEngland(at));
}

const CLOCK = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** The minute of the day in England at a moment, 0 to 1439. */
export function minuteOfDay(at: Date): number {
  const [hours = 0, minutes = 0] = CLOCK.format(at).split(":").map(Number);
  return hours * 60 + minutes;
}
