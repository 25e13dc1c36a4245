import { bankHolidays } from "./bank-holidays.ts";
import type { Day } from "./day.ts";
import { dateOf, dayOf, weekday, yearOf } from "./day.ts";

/**
 * The Regulations say "working day" and do not define it. Here it is Monday to Friday, except a bank holiday in England.
 * @see law.md, 1.1 (10) and section 2
 */
export function isWorkingDay(on: Day): boolean {
  const known = remembered[on];
  if (known !== undefined && known !== UNKNOWN) return known === WORKING;
  const working = weekday(on) <= 5 && !bankHolidays(yearOf(on)).has(on);
  if (known !== undefined) remembered[on] = working ? WORKING : FREE;
  return working;
}

const [UNKNOWN, WORKING, FREE] = [0, 1, 2];
/** From 1970 to 2243, which is more than any case needs. */
const remembered = new Uint8Array(100_000);

export function workingDayOnOrBefore(on: Day): Day {
  let day = on;
  while (!isWorkingDay(day)) day--;
  return day;
}

/** "Within N working days of": the day itself is not counted. */
export function workingDaysAfter(on: Day, count: number): Day {
  let day = on;
  for (let left = count; left > 0; ) if (isWorkingDay(++day)) left--;
  return day;
}

/** "Within N working days beginning with": the day itself is the first, where it is a working day. */
export function workingDaysBeginningWith(on: Day, count: number): Day {
  return workingDaysAfter(on - 1, count);
}

/** "At least N working days before": the latest day that leaves N working days, the day itself not counted. */
export function workingDaysBefore(on: Day, count: number): Day {
  let day = on;
  for (let left = count; left > 0; ) if (isWorkingDay(--day)) left--;
  return day;
}

/**
 * The day on which a period for an appeal in a special educational needs case ends: it does not end on a day in
 * August, from 25 December to 1 January, or on any day that is not a working day, but on the next that is none of these.
 * @see Tribunal Procedure (First-tier Tribunal) (Health, Education and Social Care Chamber) Rules 2008, rule 12(2), (3)
 */
export function tribunalDay(on: Day): Day {
  let day = on;
  for (;;) {
    const { year, month, day: dayOfMonth } = dateOf(day);
    if (month === 8) day = dayOf({ year, month: 9, day: 1 });
    else if ((month === 12 && dayOfMonth >= 25) || (month === 1 && dayOfMonth === 1) || !isWorkingDay(day)) day++;
    else return day;
  }
}
