import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { addMonths, dateOf, day, daysInMonth, isoText, lastDayOfPeriod, readDay, weekday } from "./day.ts";

const anyDay = fc.integer({ min: day("1900-01-01"), max: day("2400-12-31") });
const plainDate = (on: number) => Temporal.PlainDate.from("1970-01-01").add({ days: on });

describe("a day is what Temporal.PlainDate says it is", () => {
  test("written, read back, and which day of the week", () => {
    fc.assert(
      fc.property(anyDay, (on) => {
        const date = plainDate(on);
        expect(isoText(on)).toBe(date.toString());
        expect(day(isoText(on))).toBe(on);
        expect(dateOf(on)).toEqual({ year: date.year, month: date.month, day: date.day });
        expect(weekday(on)).toBe(date.dayOfWeek);
        expect(daysInMonth(date.year, date.month)).toBe(date.daysInMonth);
      }),
    );
  });

  test("months later and earlier", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -40, max: 40 }), (on, months) => {
        expect(isoText(addMonths(on, months))).toBe(plainDate(on).add({ months }).toString());
      }),
    );
  });
});

test.each(["2027-02-29", "2027-13-01", "2027-00-10", "2027-04-31", "27-04-01", "2027-4-1", "2027-04-01T00:00", " 2027-04-01", "tomorrow", ""])("%j names no day", (text) => {
  expect(readDay(text)).toBeNull();
});

test.each([
  ["2026-03-10", 12, "2027-03-09"],
  ["2028-02-29", 12, "2029-02-28"],
  ["2027-02-28", 12, "2028-02-27"],
  ["2026-11-30", 3, "2027-02-28"],
  ["2026-12-31", 3, "2027-03-30"],
  ["2027-01-01", 12, "2027-12-31"],
])("a period beginning with %s of %i months ends on %s", (from, months, last) => {
  expect(isoText(lastDayOfPeriod(day(from), months))).toBe(last);
});
