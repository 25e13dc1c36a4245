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
  // As a keyboard without Polish or Romanian letters writes them, and in Roman figures.
  [["3", "wrzesnia", "2027"], "2027-09-03"],
  [["5 pazdziernika 2021"], "2021-10-05"],
  [["5 Sierpień 2021 r."], "2021-08-05"],
  [["1", "stycznia", "2016 roku"], "2016-01-01"],
  [["3.IX.2027"], "2027-09-03"],
  [["3", "iv", "2027"], "2027-04-03"],
  // Shortened, or with a letter wrong.
  [["3", "septem", "2027"], "2027-09-03"],
  [["3", "febuary", "2027"], "2027-02-03"],
  [["3", "ocotber", "2027"], "2027-10-03"],
  [["3", "dec.", "2027"], "2027-12-03"],
  // Urdu, with Arabic letters of some keyboards, the sign of a year, and marks of direction.
  [["۱۵ مئی ۲۰۲۲ء"], "2022-05-15"],
  [["۱۵", "جنوري", "\u200f۲۰۲۲"], "2022-01-15"],
  [["15 اكتوبر 2022"], "2022-10-15"],
  // Half of it in one box.
  [["3 march", "", "2027"], "2027-03-03"],
  [["3", "march 2027", ""], "2027-03-03"],
  [["3", "of march", "2027"], "2027-03-03"],
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
  // What two months begin with, or none.
  [["3", "ju", "2027"], "not-a-date (month)"],
  [["3", "ma", "2027"], "not-a-date (month)"],
  [["3", "xiii", "2027"], "not-a-date (month)"],
  [["3", "soon", "2027"], "not-a-date (month)"],
  [["3", "jum", "2027"], "not-a-date (month)"],
  [["3 march soon", "", "2027"], "not-a-date (year)"],
  [["soon", "3", "2027"], "not-a-date (day)"],
  [["3", "3", "207"], "not-a-date (year)"],
  [["0", "3", "2027"], "no-such-day (day)"],
])("of %j it is said what was not understood: %s", (typed, because) => {
  expect(read(...(typed as [string, string?, string?]))).toBe(because);
});
