import { day, type Day } from "./day.ts";

const DAYS = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London", dateStyle: "short" });
const TIMES = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** The day of a moment in England. */
export function dayInEngland(at: Date): Day {
  return day(DAYS.format(at));
}

/** The time of a moment on the clocks of England: HH:MM, of 24 hours. */
export function timeInEngland(at: Date): string {
  return TIMES.format(at);
}
