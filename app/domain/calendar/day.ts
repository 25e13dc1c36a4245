/**
 * A day without a time or a zone, as the number of days since 1 January 1970. Every date of the statutory clock is
 * one: the law counts days, so no time zone can move a date. `Temporal.PlainDate` says the same at about fifty times
 * the cost; `day.test.ts` holds these functions to it.
 */
export type Day = number;

export interface CalendarDate {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
}

const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAYS_IN_400_YEARS = 146_097;
const DAYS_TO_1970 = 719_468;

/** The day that ISO text names ("2027-02-28"), or null when it is not such text or no such day exists. */
export function readDay(text: string): Day | null {
  const match = ISO_DAY.exec(text);
  if (!match) return null;
  const date = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  if (date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1 || date.day > daysInMonth(date.year, date.month)) return null;
  return dayOf(date);
}

/**
 * The day that ISO text names.
 * @throws RangeError when there is no such day
 */
export function day(text: string): Day {
  const found = readDay(text);
  if (found === null) throw new RangeError(`"${text}" is not a day written YYYY-MM-DD`);
  return found;
}

// The same few thousand days are written over and over.
const written = new Map<Day, string>();

export function isoText(on: Day): string {
  let text = written.get(on);
  if (text === undefined) {
    const { year, month, day: dayOfMonth } = dateOf(on);
    text = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(dayOfMonth).padStart(2, "0")}`;
    written.set(on, text);
  }
  return text;
}

/** Years are taken to begin in March, so that a leap day comes last (H. Hinnant, "chrono-compatible low-level date algorithms"). */
export function dayOf({ year, month, day: dayOfMonth }: CalendarDate): Day {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + dayOfMonth - 1;
  return era * DAYS_IN_400_YEARS + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - DAYS_TO_1970;
}

export function dateOf(on: Day): CalendarDate {
  const shifted = on + DAYS_TO_1970;
  const era = Math.floor(shifted / DAYS_IN_400_YEARS);
  const dayOfEra = shifted - era * DAYS_IN_400_YEARS;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1 };
}

export function yearOf(on: Day): number {
  return dateOf(on).year;
}

/** 1 is Monday, 7 is Sunday (1 January 1970 was a Thursday). */
export function weekday(on: Day): number {
  return ((((on + 3) % 7) + 7) % 7) + 1;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * The corresponding date `months` later (earlier, when negative); the last day of that month when it has none:
 * 31 December and two months is 28 February (Dodds v Walker [1981]).
 */
export function addMonths(on: Day, months: number): Day {
  const { year, month, day: dayOfMonth } = dateOf(on);
  const counted = year * 12 + (month - 1) + months;
  const target = { year: Math.floor(counted / 12), month: (((counted % 12) + 12) % 12) + 1 };
  return dayOf({ ...target, day: Math.min(dayOfMonth, daysInMonth(target.year, target.month)) });
}

/**
 * The last day of a period of `months` beginning with `on`: the day before the corresponding date, or the last day of
 * that month when it has no such date (a year beginning with 29 February 2028 ends on 28 February 2029).
 */
export function lastDayOfPeriod(on: Day, months: number): Day {
  const corresponding = addMonths(on, months);
  return dateOf(corresponding).day === dateOf(on).day ? corresponding - 1 : corresponding;
}
