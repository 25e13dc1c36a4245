import { expect, test } from "vitest";
import { eventsOf } from "../../../tests/support/histories.ts";
import { day, isoText } from "../calendar/day.ts";
import type { RuleId } from "../cases/rule-set.ts";
import { timelineOf } from "../cases/timeline.ts";
import { dateOfSlot, RULE_SLOTS, type RuleSlot } from "./letters.ts";

const REQUEST = { id: "request", type: "request-received", on: "2026-06-01" };
const AGREED = { id: "agreed", type: "assessment-agreed", on: "2026-07-01" };
const DRAFT = { id: "draft", type: "draft-served", on: "2026-09-01" };
const PLAN = { id: "plan", type: "plan-made", on: "2026-01-05" };

/** Every slot that has a day, with the rule it is of. */
function filled(asOf: string, ...events: object[]) {
  const timeline = timelineOf({ person: null, events: eventsOf(events) }, day(asOf));
  const days = (Object.keys(RULE_SLOTS) as RuleSlot[]).map((slot) => [slot, dateOfSlot(slot, timeline)] as const);
  return Object.fromEntries(days.flatMap(([slot, found]) => (found ? [[slot, `${isoText(found.due)} ${found.rule}`]] : [])));
}

type Filled = Partial<Record<RuleSlot, `${string} ${RuleId}`>>;

test.each<[what: string, asOf: string, days: Filled, events: object[]]>([
  ["what runs is filled", "2026-06-02", { decisionBy: "2026-07-13 assess-decision", noPlanBy: "2026-09-21 no-plan-decision", planBy: "2026-10-19 final-plan" }, [REQUEST]],
  ["a duty past its day still stands", "2026-11-01", { planBy: "2026-10-19 final-plan" }, [REQUEST, AGREED, DRAFT]],
  ["what is done, or the family's time for it over, is not", "2027-01-01", { reviewBy: "2027-10-14 review-due" }, [REQUEST, AGREED, DRAFT, { id: "final", type: "final-plan-sent", on: "2026-10-15" }]],
  ["a new assessment's plan is the plan", "2026-06-10", { planBy: "2026-09-11 reassess-final", newPlanBy: "2026-09-11 reassess-final", reviewBy: "2027-01-04 review-due" }, [PLAN, { id: "asked", type: "reassessment-requested", on: "2026-05-20" }, { id: "again", type: "reassessment-agreed", on: "2026-06-05" }]],
  ["nothing is filled where nothing is asked", "2026-06-10", {}, []],
])("dates in a letter: %s", (_what, asOf, days, events) => {
  expect(filled(asOf, ...events)).toEqual(days);
});
