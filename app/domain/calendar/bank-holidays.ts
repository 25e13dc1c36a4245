import Holidays from "date-holidays";
import type { Day } from "./day.ts";
import { day } from "./day.ts";

const england = new Holidays("GB", "ENG");
const years = new Map<number, ReadonlySet<Day>>();

/**
 * The bank holidays of England (and Wales, which has the same) in a year, substitute days included. A holiday that is
 * proclaimed once only, as for a coronation, comes with an update of the package `date-holidays`.
 */
export function bankHolidays(year: number): ReadonlySet<Day> {
  let days = years.get(year);
  if (!days) {
    days = new Set(england.getHolidays(year).filter(({ type }) => type === "public").map(({ date }) => day(date.slice(0, 10))));
    years.set(year, days);
  }
  return days;
}
