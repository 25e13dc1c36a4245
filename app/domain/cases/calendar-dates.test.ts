import { expect, test } from "vitest";
import { day, isoText } from "../calendar/day.ts";
import { calendarDates } from "./calendar-dates.ts";
import { readCase } from "./events.ts";
import type { RuleId } from "./rule-set.ts";
import { timelineOf } from "./timeline.ts";

function datesOf(rule: RuleId, on: string, ...events: [type: string, on: string, more?: object][]) {
  const read = readCase({ events: events.map(([type, when, more], i) => ({ id: `e${i}`, type, on: when, ...more })) });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const timeline = timelineOf(read.case, day(on));
  return calendarDates(read.case, timeline, timeline, day(on)).filter(({ deadline }) => deadline?.rule === rule).map(({ kind, on: when, isOver }) => [kind, isoText(when), isOver]);
}

test("what is practice or worked out is no legal date in a family's calendar", () => {
  expect(datesOf("school-reply", "2027-02-02", ["school-consulted", "2027-02-01", { school: "Oak" }])).toEqual([["aim", "2027-02-16", false]]);
  expect(datesOf("review-meeting-by", "2026-11-01", ["plan-made", "2026-03-10"])).toEqual([["aim", "2027-02-09", false]]);
  expect(datesOf("review-due", "2026-11-01", ["plan-made", "2026-03-10"])).toEqual([["legal", "2027-03-09", false]]);
});

test("the day that is safe is there for what the family does, and not for what others do", () => {
  expect(datesOf("mediation-contact", "2027-01-01", ["assessment-refused", "2026-12-31"])).toEqual([["safe", "2027-02-26", false], ["legal", "2027-02-28", false]]);
  expect(datesOf("post16-move", "2027-01-01", ["plan-made", "2026-03-10"], ["phase-transfer-planned", "2027-09-01", { kind: "between-post-16" }])).toEqual([["legal", "2027-04-01", false]]);
});

test("what nobody needs any more comes off the calendar, late as it was", () => {
  expect(datesOf("advice", "2027-03-01", ["request-received", "2026-09-07"], ["advice-requested", "2026-10-20", { body: "health" }], ["final-plan-sent", "2027-02-01"])).toEqual([["legal", "2026-12-01", true]]);
});
