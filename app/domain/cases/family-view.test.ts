import fc from "fast-check";
import { expect, test } from "vitest";
import words from "../../../content/locales/en-GB/my-child.json" with { type: "json" };
import { usable } from "../../cases/case-timeline.server.ts";
import { buildSampleCases, readSampleCases } from "../../../prisma/samples/build-cases.ts";
import { packOf } from "../../../tests/support/packs.ts";
import { anyHistory, eventsOf } from "../../../tests/support/histories.ts";
import { day, isoText } from "../calendar/day.ts";
import { HAPPENING_TYPES } from "./events.ts";
import { familyView, JOURNEY_STEPS, SITUATIONS } from "./family-view.ts";
import { timelineOf } from "./timeline.ts";

const TODAY = day("2026-11-23");
const samples = readSampleCases("content");
const views = new Map(
  buildSampleCases(samples, packOf("essex"), TODAY).map((row, i) => {
    const { events } = usable(row.events.map(({ case: _case, ...event }) => event));
    const found = { person: null, events };
    return [samples.cases[i]?.key, familyView(found, timelineOf(found, TODAY), TODAY)] as const;
  }),
);

test("every situation, step and event has its words", () => {
  expect(Object.keys(words.situation).sort()).toEqual([...SITUATIONS].sort());
  expect(Object.keys(words.steps.names).sort()).toEqual([...new Set(Object.values(JOURNEY_STEPS).flat())].sort());
  expect(Object.keys(words.events).sort()).toEqual([...HAPPENING_TYPES].sort());
  expect(Object.keys(words.title).sort()).toEqual(Object.keys(JOURNEY_STEPS).sort());
});

test.each([
  ["just-asked", "requested"],
  ["assessing-on-time", "assessing"],
  ["decision-late", "requested-late"],
  ["late-no-exception", "assessing-late"],
  ["late-with-exception", "assessing-excused"],
  ["school-holiday", "assessing-advice-late"],
  ["missed-appointment", "assessing-advice-late"],
  ["refused", "refused"],
  ["no-plan", "no-plan"],
  ["draft-out", "draft-yours"],
  ["draft-commented", "draft"],
  ["final-in-time", "plan-new"],
  ["review-due", "plan-review-soon"],
  ["review-planned", "plan-meeting-set"],
  ["review-decision-late", "review-late"],
  ["review-amending", "amending-yours"],
  ["review-amended", "plan-new"],
  ["ceasing", "ceasing"],
  ["phase-transfer", "amending"],
  ["post-16", "plan-transfer"],
  ["between-colleges", "plan-transfer"],
  ["order", "order"],
  ["unopposed", "order"],
  ["mediation", "mediation-set"],
  ["moved-in", "moved"],
  ["reassessment", "reassessment-requested"],
  ["turning-16", "plan"],
])("the sample %s is shown as %s", (key, situation) => {
  expect(views.get(key)?.situation).toBe(situation);
});

test("a late plan says whose report it waits for, and that the reason given is none", () => {
  const view = views.get("late-no-exception");
  expect(view?.holders).toEqual([{ actor: "body", body: "educational-psychologist" }]);
  expect(view?.late.map(({ deadline, excused, refused }) => [deadline.rule, excused, refused.map(({ why }) => why)])).toEqual([
    ["advice", null, expect.any(Array)],
    ["final-plan", null, ["not-a-reason"]],
  ]);
  expect(view?.week).toBe(25);
});

test("a limit for a decision that need not come is no lateness to a family", () => {
  for (const view of views.values()) expect(view.late.map(({ deadline }) => deadline.rule)).not.toContain("no-plan-decision");
});

test("after a refusal, the time for mediation and the time to appeal run apart", () => {
  const view = views.get("refused");
  expect(view?.yours.map(({ rule, due }) => [rule, isoText(due)])).toEqual([["mediation-contact", "2027-01-02"], ["appeal", "2027-01-04"]]);
  expect(view?.holders).toEqual([{ actor: "family", body: null }]);
});

test("a review tells who was asked, who has written, and who has not", () => {
  expect(views.get("review-planned")?.review?.invited.map(({ body, contributedOn }) => [body, contributedOn !== null])).toEqual([
    ["school", true],
    ["health", false],
    ["social-care", false],
    ["speech-therapist", false],
  ]);
});

test("whatever happened, there is a situation, at most one step is the one now, and steps done come with their day", () => {
  fc.assert(
    fc.property(anyHistory, fc.integer({ min: 0, max: 1200 }), (raw, after) => {
      const asOf = day("2025-01-01") + after;
      const found = { person: null, events: eventsOf(raw) };
      const view = familyView(found, timelineOf(found, asOf), asOf);
      expect(SITUATIONS).toContain(view.situation);
      expect(view.steps.filter(({ state }) => state === "now").length).toBeLessThanOrEqual(1);
      for (const step of view.steps.filter(({ state }) => state === "done")) expect(step.on).not.toBeNull();
      for (const { days } of view.late) expect(days).toBeGreaterThan(0);
      for (const { due } of view.yours) expect(due).toBeGreaterThanOrEqual(asOf);
    }),
    { numRuns: 2000 },
  );
});
