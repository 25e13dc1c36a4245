import { describe, expect, test } from "vitest";
import { bankHolidays } from "./bank-holidays.ts";
import { day, isoText } from "./day.ts";
import { isWorkingDay, tribunalDay, workingDayOnOrBefore, workingDaysAfter, workingDaysBefore, workingDaysBeginningWith } from "./working-days.ts";

/** As gov.uk/bank-holidays lists them, and as law.md takes them (26 December 2026 is a Saturday: 28 December is the substitute). */
const ON_WORKDAYS: Record<number, string[]> = {
  2022: ["01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"],
  2023: ["01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"],
  2025: ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"],
  2026: ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"],
  2027: ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"],
  2028: ["01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"],
};

test.each(Object.entries(ON_WORKDAYS))("the bank holidays of %s that fall on Monday to Friday", (year, expected) => {
  const found = [...bankHolidays(Number(year))].filter((on) => ![6, 7].includes(new Date(`${isoText(on)}T00:00Z`).getUTCDay() || 7));
  expect(found.map((on) => isoText(on).slice(5)).sort()).toEqual(expected);
});

test("what is a working day", () => {
  expect(["2026-12-24", "2026-12-25", "2026-12-26", "2026-12-28", "2026-12-29", "2027-01-01", "2027-01-04"].map((text) => isWorkingDay(day(text)))).toEqual([true, false, false, false, true, false, true]);
});

describe("counting working days", () => {
  test.each([
    ["three working days of Thursday 24 December 2026", workingDaysAfter(day("2026-12-24"), 3), "2026-12-31"],
    ["three working days of Saturday 2 January 2027", workingDaysAfter(day("2027-01-02"), 3), "2027-01-06"],
    ["fifteen working days beginning with Monday 1 March 2027", workingDaysBeginningWith(day("2027-03-01"), 15), "2027-03-19"],
    ["fifteen working days beginning with Saturday 13 March 2027, over Easter", workingDaysBeginningWith(day("2027-03-13"), 15), "2027-04-06"],
    ["five working days before Wednesday 6 January 2027", workingDaysBefore(day("2027-01-06"), 5), "2026-12-29"],
    ["five working days before Saturday 5 December 2026", workingDaysBefore(day("2026-12-05"), 5), "2026-11-30"],
    ["the working day on or before Easter Monday 2027", workingDayOnOrBefore(day("2027-03-29")), "2027-03-25"],
  ])("%s", (_says, found, expected) => {
    expect(isoText(found)).toBe(expected);
  });
});

describe("where a period for an appeal ends", () => {
  test.each([
    ["2026-12-01", "2026-12-01"],
    ["2026-12-25", "2027-01-04"],
    ["2026-12-29", "2027-01-04"],
    ["2027-12-31", "2028-01-04"],
    ["2026-08-12", "2026-09-01"],
    ["2027-08-31", "2027-09-01"],
    ["2029-08-05", "2029-09-03"],
    ["2027-02-28", "2027-03-01"],
    ["2027-03-26", "2027-03-30"],
    ["2027-07-30", "2027-07-30"],
    // A Saturday: the next working day would be in August, whose days do not count.
    ["2027-07-31", "2027-09-01"],
    ["2028-12-24", "2029-01-02"],
  ])("%s: %s", (raw, expected) => {
    expect(isoText(tribunalDay(day(raw)))).toBe(expected);
  });
});
