import { day, type Day } from "./day.ts";

const DAYS = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London", dateStyle: "short" });
const HOUR_MS = 3_600_000;
const TIMES = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** The day of a moment in England. */
export function dayInEngland(at: Date): Day {
  return day(DAYS.format(at));
}

/** The time of a moment on the clocks of England: HH:MM, of 24 hours. */
export function timeInEngland(at: Date): string {
  return TIMES.format(at);
}

/** The moment at which clocks in England show a time (HH:MM) of a day (ISO). An hour that the clocks skip is the one after. */
export function momentInEngland(on: string, at: string): Date {
  const asUtc = new Date(`${on}T${at}:00Z`);
  const shown = new Date(`${DAYS.format(asUtc)}T${TIMES.format(asUtc)}:00Z`);
  const ahead = shown.getTime() - asUtc.getTime();
  const moment = new Date(asUtc.getTime() - ahead);
  return TIMES.format(moment) === at ? moment : new Date(asUtc.getTime() - (ahead === 0 ? HOUR_MS : 0));
}
