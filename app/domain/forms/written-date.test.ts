import { expect, test } from "vitest";
import { isoText } from "../calendar/day.ts";
import { readTypedDate } from "./written-date.ts";

const read = (day: string, month = "", year = "") => {
  const found = readTypedDate({ day, month, year }, 2026);
  return found.ok ? isoText(found.on) : `${found.because} (${found.part})`;
};

test.each([
  [["3", "march", "2027"], "2027-03-03"],
  [["03", "03", "27"], "2027-03-03"],
  [["3 march 2027"], "2027-03-03"],
  [["03/03/27"], "2027-03-03"],
  [["3.3.2027"], "2027-03-03"],
  [["2027-03-03"], "2027-03-03"],
  [["03032027"], "2027-03-03"],
  [["Wednesday 3rd of March, 2027"], "2027-03-03"],
  [["March 3 2027"], "2027-03-03"],
  [["٣", "٣", "٢٠٢٧"], "2027-03-03"],
  [["3", "marca", "2027"], "2027-03-03"],
  [["12", "5", "11"], "2011-05-12"],
  [["1", "1", "99"], "1999-01-01"],
  [["29", "2", "2028"], "2028-02-29"],
])("%j is understood as %s", (typed, iso) => {
  expect(read(...(typed as [string, string?, string?]))).toBe(iso);
});

test.each([
  [["", "", ""], "empty (day)"],
  [["", "3", "2027"], "no-day (day)"],
  [["3", "", "2027"], "no-month (month)"],
  [["3 march"], "no-year (year)"],
  [["31", "2", "2027"], "no-such-day (day)"],
  [["29", "2", "2027"], "no-such-day (day)"],
  [["3", "13", "2027"], "not-a-date (month)"],
  [["soon", "3", "2027"], "not-a-date (day)"],
  [["3", "3", "207"], "not-a-date (year)"],
  [["0", "3", "2027"], "no-such-day (day)"],
])("of %j it is said what was not understood: %s", (typed, because) => {
  expect(read(...(typed as [string, string?, string?]))).toBe(because);
});
