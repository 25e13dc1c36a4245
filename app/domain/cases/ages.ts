import type { Day } from "../calendar/day.ts";
import { addMonths, dateOf, dayOf, weekday } from "../calendar/day.ts";
import type { Person } from "./events.ts";
import type { AGE_RULES, AgeTerms } from "./rule-set.ts";

/**
 * The dates that come with a birthday. Compulsory school age ends with the last Friday of June: of the year of the
 * 16th birthday when that comes before the next school year begins (even for one who is still 15 that Friday), of the
 * next year otherwise.
 * @see law.md, 1.7
 */
export function ageDates({ dateOfBirth, schoolYearStartsOn }: Person, terms: AgeTerms): Record<(typeof AGE_RULES)[number], Day> {
  const leavingBirthday = addMonths(dateOfBirth, terms.leavingAge * 12);
  const { year } = dateOf(leavingBirthday);
  const schoolYear = schoolYearStartsOn !== undefined && dateOf(schoolYearStartsOn).year === year ? schoolYearStartsOn : dayOf({ year, ...terms.schoolYear });
  const leavingDay = lastFridayOfJune(leavingBirthday < schoolYear ? year : year + 1);

  const lastBirthday = addMonths(dateOfBirth, terms.planEndAge * 12);
  const planYear = dayOf({ year: dateOf(lastBirthday).year, ...terms.planYear });
  const planEnd = lastBirthday < planYear ? planYear - 1 : dayOf({ year: dateOf(lastBirthday).year + 1, ...terms.planYear }) - 1;
  return { "compulsory-school-age-end": leavingDay, "young-person-from": leavingDay + 1, "plan-latest-end": planEnd };
}

function lastFridayOfJune(year: number): Day {
  const end = dayOf({ year, month: 6, day: 30 });
  return end - ((weekday(end) + 2) % 7);
}
