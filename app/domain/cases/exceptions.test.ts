import { describe, expect, test } from "vitest";
import { eventsOf } from "../../../tests/support/histories.ts";
import { day } from "../calendar/day.ts";
import { isSettingThatCloses, kindOf } from "./exceptions.ts";
import { timelineOf } from "./timeline.ts";

const agreed = { id: "agreed", type: "assessment-agreed", on: "2026-07-13" };
const request = { id: "request", type: "request-received", on: "2026-06-01" };
const claim = (kind: string, from: string, to: string, more: object = {}) => ({ id: `${kind}-${from}`, type: "exception-recorded", on: from, kind, from, to, ...more });

/** What is said of a claim, by rule: "final-plan absence yes absence". */
function answers(events: object[], asOf = "2027-06-01"): string[] {
  return timelineOf({ person: null, events: eventsOf(events) }, day(asOf)).exceptions.map(({ rule, kind, lawful, why }) => `${rule} ${kind} ${lawful ? "yes" : "no"} ${why}`);
}

describe("the table of the Regulations", () => {
  test("an absence counts from 28 days within the step's own time", () => {
    expect(answers([request, agreed, claim("absence", "2026-07-20", "2026-08-16")])).toEqual(["no-plan-decision absence yes absence", "final-plan absence yes absence"]);
    expect(answers([request, agreed, claim("absence", "2026-07-20", "2026-08-15")])).toEqual(["no-plan-decision absence no absence-short", "final-plan absence no absence-short"]);
    // Away from 1 June to 12 July, 42 days: all of it within the six weeks.
    expect(answers([request, claim("absence", "2026-06-01", "2026-07-12")])).toContain("assess-decision absence yes absence-assess");
    // Away from 25 June, 6 weeks: only 19 days of them lie within the six weeks for the decision.
    expect(answers([request, claim("absence", "2026-06-25", "2026-08-05")])).toContain("assess-decision absence no absence-short");
  });

  test("for orders to assess or to make a plan, 14 days; not for what follows an unopposed appeal to assess", () => {
    const away = claim("absence", "2026-06-03", "2026-06-16");
    expect(answers([{ id: "o", type: "tribunal-order", on: "2026-06-01", outcome: "make-plan" }, away])).toEqual(["order-draft absence yes absence", "order-final absence yes absence"]);
    expect(answers([{ id: "o", type: "appeal-unopposed", on: "2026-06-02", outcome: "assess" }, away])).toEqual([
      "order-assess-tell absence yes absence",
      "order-no-plan-reasons absence no no-exceptions",
      "order-assess-final absence no no-exceptions",
    ]);
  });

  test("no exceptions for reviews, reassessment decisions and orders about provision or school", () => {
    const loss = claim("bereavement", "2026-06-03", "2026-06-10");
    expect(answers([{ id: "m", type: "review-meeting", on: "2026-06-01" }, loss])).toEqual(["review-report", "review-decision", "review-final-overall"].map((rule) => `${rule} personal-circumstances no no-exceptions`));
    expect(answers([{ id: "r", type: "reassessment-requested", on: "2026-06-01" }, loss])).toEqual(["reassess-decision personal-circumstances no no-exceptions"]);
    expect(answers([{ id: "o", type: "tribunal-order", on: "2026-06-01", outcome: "amend-provision" }, loss])).toEqual(["order-amend personal-circumstances no no-exceptions"]);
  });

  test("a reassessment has the same list as a plan", () => {
    expect(answers([{ id: "r", type: "reassessment-agreed", on: "2026-06-01" }, claim("absence", "2026-06-10", "2026-07-07")])).toEqual(["reassess-final absence yes absence"]);
  });

  test("a missed appointment: the advice of that body, and nothing else", () => {
    const asked = ["health", "educational-psychologist"].map((body, i) => ({ id: `a${i}`, type: "advice-requested", on: "2026-06-08", body }));
    const missed = { id: "missed", type: "appointment-missed", on: "2026-06-22", body: "Health" };
    expect(answers([request, ...asked, missed]).sort()).toEqual([
      "advice appointment-missed yes appointment",
      "assess-decision appointment-missed no appointment-not-here",
      "final-plan appointment-missed no appointment-not-here",
      "no-plan-decision appointment-missed no appointment-not-here",
    ]);
    expect(timelineOf({ person: null, events: eventsOf([request, ...asked, missed]) }, day("2027-06-01")).exceptions.find(({ rule }) => rule === "advice")?.step).toBe("a0");
  });

  test("a closed school does not excuse late advice", () => {
    expect(answers([{ id: "a", type: "advice-requested", on: "2026-07-20", body: "school" }, { id: "c", type: "school-closed", from: "2026-07-23", to: "2026-09-01" }])).toEqual(["advice school-closed no closure-not-here"]);
  });

  test.each([
    ["2026-07-15", "no closure-not-asked"],
    ["2026-07-16", "yes closure"],
    ["2026-08-26", "yes closure"],
    ["2026-08-27", "no closure-not-asked"],
  ])("a head asked on %s, the school closed from 23 July and open again on 2 September: %s", (on, expected) => {
    const asked = { id: "a", type: "advice-requested", on, body: "Principal" };
    expect(answers([request, asked, { id: "c", type: "school-closed", from: "2026-07-23", to: "2026-09-01" }])).toContain(`final-plan school-closed ${expected}`);
  });

  test("a head asked on the first or on the last day of the six weeks is asked in time", () => {
    const closed = { id: "c", type: "school-closed", from: "2026-07-13", to: "2026-08-30" };
    const asked = (on: string) => answers([{ ...request, on: "2026-07-13" }, { id: "a", type: "advice-requested", on, body: "head" }, closed]);
    for (const on of ["2026-07-13", "2026-08-24"]) expect(asked(on), on).toContain("assess-decision school-closed yes closure-assess");
    expect(asked("2026-08-25")).toContain("assess-decision school-closed no closure-not-asked");
  });

  test("a loss whose end nobody gave is a reason for what had begun by its day", () => {
    const loss = (from: string) => ({ id: "l", type: "exception-recorded", on: from, kind: "bereavement", from });
    expect(answers([request, loss("2026-06-01")])).toContain("assess-decision personal-circumstances yes personal-assess");
    expect(answers([request, loss("2026-05-31")])).toEqual([]);
    expect(answers([request, { ...loss("2026-05-31"), rule: "assess-decision" }])).toEqual(["assess-decision personal-circumstances no no-length"]);
  });

  test("what began on the last day of a step that ran is within it, a day later is after it", () => {
    const loss = (from: string) => answers([request, agreed, { id: "l", type: "exception-recorded", on: from, kind: "bereavement", from, to: "2026-12-01", rule: "assess-decision" }]);
    expect(loss("2026-07-13")).toEqual(["assess-decision personal-circumstances yes personal-assess"]);
    expect(loss("2026-07-14")).toEqual(["assess-decision personal-circumstances no after-the-last-day"]);
  });

  test("only a nursery's closing counts for a nursery", () => {
    const closed = claim("early years closure", "2026-07-23", "2026-09-01");
    const asked = (body: string) => ({ id: "a", type: "advice-requested", on: "2026-07-20", body });
    expect(answers([request, asked("nursery"), closed])).toContain("final-plan early-years-closed yes closure");
    expect(answers([request, asked("school"), closed])).toContain("final-plan early-years-closed no closure-not-asked");
  });

  test.each(["educational-psychologist-shortage", "panel", "school-reply", "demand", "half-term"])("%s is no reason that the law knows", (kind) => {
    expect(answers([request, agreed, claim(kind, "2026-08-03", "2026-08-10")])).toEqual([`no-plan-decision ${kind} no not-a-reason`, `final-plan ${kind} no not-a-reason`]);
  });

  test("“parent asked for more time” is recorded as that", () => {
    expect(answers([request, agreed, { id: "p", type: "parent-asked-for-time", on: "2026-08-03" }])).toEqual(["no-plan-decision parent-asked-for-time no not-a-reason", "final-plan parent-asked-for-time no not-a-reason"]);
  });

  test("what happened after the last day excuses nothing", () => {
    expect(answers([request, claim("personal-circumstances", "2026-11-02", "2026-11-09")])).toContain("final-plan personal-circumstances no after-the-last-day");
  });

  test("a claim for one rule is judged for that rule", () => {
    expect(answers([request, claim("personal-circumstances", "2026-06-03", "2026-06-10", { rule: "final-plan" })])).toEqual(["final-plan personal-circumstances yes personal"]);
  });

  test("a step done before it began is not touched", () => {
    const done = { id: "yes", type: "assessment-agreed", on: "2026-06-15" };
    expect(answers([request, done, claim("personal-circumstances", "2026-06-20", "2026-06-25")]).some((line) => line.startsWith("assess-decision"))).toBe(false);
  });
});

test("kinds are understood under their common names, and no others", () => {
  expect(["Missed appointment", "exceptional_circumstances", "school-closure", "absent"].map((kind) => kindOf(kind).kind)).toEqual(["appointment-missed", "personal-circumstances", "school-closed", "absence"]);
  expect(kindOf("Staff sickness")).toEqual({ kind: "staff-sickness", known: null });
});

test.each([
  ["school", true],
  ["Head teacher", true],
  ["college", true],
  ["Academy", true],
  ["health", false],
  ["educational-psychologist", false],
  ["social-care", false],
])("advice asked from %s: closes for the holidays is %s", (body, expected) => {
  expect(isSettingThatCloses(body, "school-closed")).toBe(expected);
});
