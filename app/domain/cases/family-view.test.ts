import fc from "fast-check";
import { describe, expect, test } from "vitest";
import words from "../../../content/locales/en-GB/my-child.json" with { type: "json" };
import { usable } from "./usable-events.ts";
import { buildSampleCases, readSampleCases } from "../../../prisma/samples/build-cases.ts";
import { packOf } from "../../../tests/support/packs.ts";
import { anyHistory, eventsOf } from "../../../tests/support/histories.ts";
import { day, isoText } from "../calendar/day.ts";
import { calendarDates } from "./calendar-dates.ts";
import { HAPPENING_TYPES, type HappeningType } from "./events.ts";
import { familyView, SITUATIONS, type FamilyView, type Situation } from "./family-view.ts";
import { isJudged, JOURNEY_STEPS } from "./journey.ts";
import { isOpen } from "./lateness.ts";
import type { RuleId } from "./rule-set.ts";
import { toldState } from "./shown.ts";
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

type Event = [type: HappeningType, on: string, more?: object];

function viewOf(events: Event[], on = TODAY): FamilyView {
  const { events: read } = usable(events.map(([type, day, more], i) => ({ id: String(i), type, on: day, ...more })));
  expect(read).toHaveLength(events.length);
  const found = { person: null, events: read };
  return familyView(found, timelineOf(found, on), on);
}

const REFUSED: [HappeningType, string][] = [["request-received", "2026-06-01"], ["assessment-refused", "2026-07-10"]];
const ORDERED: Event[] = [...REFUSED, ["appeal-registered", "2026-07-20"], ["tribunal-order", "2026-08-01", { outcome: "assess" }], ["assessment-agreed", "2026-08-10"]];
const PLAN: [HappeningType, string] = ["plan-made", "2026-03-20"];

test.each<[what: string, situation: Situation, main: string | null, events: [HappeningType, string, object?][]]>([
  ["a refusal whose times are over", "refused-over", null, REFUSED],
  ["a refusal whose adviser was asked in time: the certificate gives a month", "refused", null, [...REFUSED, ["mediation-adviser-told", "2026-09-09"]]],
  ["a refusal whose adviser was asked too late", "refused-over", null, [...REFUSED, ["mediation-adviser-told", "2026-09-11"]]],
  ["a certificate whose month is over", "refused-over", null, [...REFUSED, ["mediation-adviser-told", "2026-09-09"], ["mediation-certificate-issued", "2026-09-11"]]],
  ["a certificate whose month runs", "refused", null, [...REFUSED, ["mediation-adviser-told", "2026-09-09"], ["mediation-certificate-issued", "2026-11-01"]]],
  ["mediation without a day", "mediation", "mediation-arrange", [...REFUSED, ["mediation-council-informed", "2026-11-01"]]],
  ["mediation that was not arranged in time", "mediation-late", "mediation-arrange", [...REFUSED, ["mediation-council-informed", "2026-09-01"]]],
  ["mediation with a day to come", "mediation-set", "mediation-arrange", [...REFUSED, ["mediation-council-informed", "2026-09-01"], ["mediation-set", "2026-09-05", { meetingOn: "2026-11-30" }]]],
  ["mediation whose day has passed: it was arranged in time", "mediation-past", null, [...REFUSED, ["mediation-council-informed", "2026-09-01"], ["mediation-set", "2026-09-05", { meetingOn: "2026-09-20" }]]],
  ["mediation that was held", "mediation-past", "mediation-certificate", [...REFUSED, ["mediation-council-informed", "2026-09-01"], ["mediation-held", "2026-09-20"]]],
  ["an appeal that was taken back", "appeal-ended", null, [...REFUSED, ["appeal-registered", "2026-09-01"], ["appeal-ended", "2026-11-01", { how: "withdrawn" }]]],
  ["a decision to end the plan after a dismissed appeal", "ceased", null, [PLAN, ["review-meeting", "2026-05-01"], ["review-decision-sent", "2026-05-20", { outcome: "cease" }], ["appeal-registered", "2026-07-01"], ["appeal-ended", "2026-11-01", { how: "dismissed" }]]],
  ["a plan after an appeal about it was taken back", "plan", "review-due", [PLAN, ["appeal-registered", "2026-05-01"], ["appeal-ended", "2026-06-01", { how: "withdrawn" }]]],
  ["an assessment after an order, late by the order's own time", "assessing-order-late", "order-assess-final", ORDERED],
  ["a review that left the plan as it was", "plan-kept", "review-due", [PLAN, ["review-meeting", "2026-10-01"], ["review-decision-sent", "2026-10-20", { outcome: "keep" }]]],
  ["changes that were not made after all", "plan-kept", "review-due", [PLAN, ["amendment-notice-sent", "2026-10-01"], ["decision-sent", "2026-10-20"]]],
  ["a new assessment refused", "plan-not-reassessed", "review-due", [PLAN, ["reassessment-requested", "2026-10-01"], ["decision-sent", "2026-10-20"]]],
])("%s is shown as %s", (_what, situation, main, events) => {
  const view = viewOf(events);
  expect([view.situation, view.main?.rule ?? null]).toEqual([situation, main]);
});

test("after an order no weeks are counted, and the final plan has the order's day", () => {
  const view = viewOf(ORDERED);
  expect(view.week).toBeNull();
  expect(view.journey).toBe("order");
  expect(view.steps.find(({ id }) => id === "order-plan")).toMatchObject({ state: "next", deadline: { rule: "order-assess-final", due: day("2026-11-07") }, isLate: true });
});

test("a second draft gives its own time for comments, whatever was said to the first", () => {
  const view = viewOf([["request-received", "2026-08-01"], ["assessment-agreed", "2026-09-10"], ["draft-served", "2026-10-01"], ["comments-received", "2026-10-10"], ["draft-served", "2026-11-20"]]);
  expect(view.situation).toBe("draft-yours");
  expect(view.steps.find(({ id }) => id === "comments")).toMatchObject({ state: "now", on: null });
});

test("a late plan says whose report it waits for, and that the reason given is none", () => {
  const view = views.get("late-no-exception");
  expect(view?.holders).toEqual([{ actor: "body", body: "educational-psychologist" }]);
  expect(view?.late.map(({ deadline, excused, refused }) => [deadline.rule, excused, refused.map(({ why }) => why)])).toEqual([
    ["advice", null, expect.any(Array)],
    ["final-plan", null, ["not-a-reason"]],
  ]);
  expect(view?.week).toBe(24);
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

test("once a request is taken back, nothing that it brought about is late, runs or is still to come, on whatever day one looks", () => {
  const days = (max: number) => fc.integer({ min: 0, max });
  fc.assert(
    fc.property(fc.constantFrom("request-received", "reassessment-requested"), fc.option(days(60)), fc.array(fc.tuple(fc.constantFrom("advice-requested", "school-consulted", "draft-served"), days(200)), { maxLength: 5 }), days(200), days(400), (asked, agreed, steps, back, after) => {
      const on = (n: number) => isoText(day("2026-01-05") + n);
      const raw = [
        ...(asked === "reassessment-requested" ? [{ id: "plan", type: "plan-made", on: "2026-01-01" }] : []),
        { id: "request", type: asked, on: on(0) },
        ...(agreed === null || agreed > back ? [] : [{ id: "agreed", type: asked === "request-received" ? "assessment-agreed" : "reassessment-agreed", on: on(agreed) }]),
        ...steps.filter(([, n]) => n <= back).map(([type, n], i) => ({ id: `s${i}`, type, on: on(n), ...(type === "advice-requested" ? { body: `health-${i}` } : {}) })),
        { id: "back", type: "withdrawn", of: "request", on: on(back) },
      ];
      const asOf = day(on(back + after));
      const found = { person: null, events: eventsOf(raw) };
      const timeline = timelineOf(found, asOf);
      expect(timeline.stage).toBe(asked === "request-received" ? "withdrawn" : "plan");
      const brought = timeline.deadlines.filter(({ event }) => event !== "plan");
      expect(brought.filter((deadline) => isOpen(deadline)).map(({ rule, state }) => [rule, state])).toEqual([]);
      // What was late by then was late.
      for (const deadline of brought) if (toldState(deadline) === "was-late") expect([deadline.endedOn, deadline.due < day(on(back))]).toEqual([day(on(back)), true]);
      expect(calendarDates(found, timeline, timeline, asOf).filter(({ isOver, deadline }) => !isOver && deadline?.event !== "plan")).toEqual([]);
      const view = familyView(found, timeline, asOf);
      expect(view.late.filter(({ deadline }) => deadline.event !== "plan")).toEqual([]);
      expect(view.advice.filter(({ state }) => state !== "not-needed")).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test.each<[what: string, state: string, events: Event[]]>([
  ["advice for an assessment that was refused", "stopped", [["request-received", "2026-09-07"], ["advice-requested", "2026-10-12", { body: "health" }], ["assessment-refused", "2026-10-19"]]],
  ["advice for a reassessment that ended with the plan amended", "stopped", [PLAN, ["reassessment-requested", "2026-09-01"], ["reassessment-agreed", "2026-09-10"], ["advice-requested", "2026-10-12", { body: "health" }], ["amended-plan-sent", "2026-11-10"]]],
  ["advice for a plan that ended meanwhile", "was-late", [PLAN, ["reassessment-requested", "2026-04-01"], ["advice-requested", "2026-04-10", { body: "health" }], ["review-decision-sent", "2026-06-10", { outcome: "cease" }]]],
  ["advice asked for while another request stands", "late", [["request-received", "2026-09-07"], ["request-received", "2026-09-08"], ["advice-requested", "2026-09-10", { body: "health" }], ["withdrawn" as HappeningType, "2026-10-01", { of: "1" }]]],
])("%s is %s", (_what, state, events) => {
  const { events: read } = usable(events.map(([type, on, more], i) => ({ id: String(i), type, on, ...more })));
  const advice = timelineOf({ person: null, events: read }, TODAY).deadlines.find(({ rule }) => rule === "advice");
  expect(advice && toldState(advice)).toBe(state);
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

describe("each letter has clocks of its own", () => {
  const KEPT: Event[] = [PLAN, ["review-meeting", "2025-12-10"], ["review-decision-sent", "2026-01-05", { outcome: "keep" }]];
  const AMENDED: Event = ["amended-plan-sent", "2026-03-02"];

  /** What runs for the family, and the letter that the page of rights is about. */
  const open = (on: string, events: Event[]) => {
    const view = viewOf(events, day(on));
    return { yours: view.yours.map(({ rule, due }) => [rule, isoText(due)]), about: view.refusal?.event.type ?? null };
  };

  test.each<[what: string, on: string, events: Event[], yours: [RuleId, string][], about: HappeningType | null]>([
    ["an agreement at mediation stops no time to appeal", "2026-10-20", [["request-received", "2026-07-06"], ["assessment-refused", "2026-08-17"], ["mediation-council-informed", "2026-09-01"], ["mediation-held", "2026-09-28"], ["mediation-agreed", "2026-09-28", { appealable: true, outcome: "assess" }], ["mediation-certificate-issued", "2026-09-29"]], [["appeal", "2026-10-29"]], "assessment-refused"],
    ["the assessment agreed of itself does", "2026-08-30", [["request-received", "2026-06-01"], ["assessment-refused", "2026-07-10"], ["assessment-agreed", "2026-08-20"]], [], null],
    ["an order on an older decision stops no newer one", "2026-10-25", [...KEPT, ["appeal-registered", "2026-03-01"], ["review-decision-sent", "2026-09-20", { outcome: "cease" }], ["tribunal-order", "2026-10-20", { outcome: "amend-provision" }]], [["mediation-contact", "2026-11-20"], ["appeal", "2026-11-20"]], "review-decision-sent"],
    ["nor a newer plan", "2026-10-25", [...KEPT, ["appeal-registered", "2026-03-01"], ["amended-plan-sent", "2026-10-10"], ["tribunal-order", "2026-10-20", { outcome: "amend-provision" }]], [["mediation-contact", "2026-12-10"], ["appeal", "2026-12-10"]], "amended-plan-sent"],
    ["a certificate belongs to what the adviser was asked about", "2026-05-10", [PLAN, AMENDED, ["reassessment-requested", "2026-04-20"], ["mediation-adviser-told", "2026-04-28"], ["decision-sent", "2026-04-30"], ["mediation-certificate-issued", "2026-05-01"]], [["appeal", "2026-06-01"], ["mediation-contact", "2026-06-30"], ["appeal", "2026-06-30"]], "decision-sent"],
    ["a new request hides no time to appeal", "2026-09-20", [["request-received", "2026-07-06"], ["assessment-refused", "2026-08-10"], ["request-received", "2026-09-10"]], [["mediation-contact", "2026-10-10"], ["appeal", "2026-10-12"]], "assessment-refused"],
    ["nor a new assessment asked for", "2026-09-01", [["request-received", "2026-03-02"], ["assessment-agreed", "2026-04-01"], ["final-plan-sent", "2026-07-20"], ["reassessment-requested", "2026-08-20"]], [["mediation-contact", "2026-09-20"], ["appeal", "2026-09-21"]], "final-plan-sent"],
    ["nor a move", "2026-09-01", [["request-received", "2026-03-02"], ["assessment-agreed", "2026-04-01"], ["final-plan-sent", "2026-07-20"], ["moved-area", "2026-08-20"]], [["mediation-contact", "2026-09-20"], ["appeal", "2026-09-21"]], "final-plan-sent"],
    ["nor the next review", "2026-09-05", [PLAN, ["review-meeting", "2026-07-01"], ["review-decision-sent", "2026-07-20", { outcome: "keep" }], ["review-meeting", "2026-09-01"]], [["mediation-contact", "2026-09-20"], ["appeal", "2026-09-21"]], "review-decision-sent"],
  ])("%s", (_what, on, events, yours, about) => {
    expect(open(on, events)).toEqual({ yours, about });
  });

  test("a plan has not ended while the certificate is awaited", () => {
    const asked: Event[] = [["plan-made", "2025-01-10"], ["review-meeting", "2026-02-10"], ["review-decision-sent", "2026-03-05", { outcome: "cease" }], ["mediation-adviser-told", "2026-05-05"]];
    expect(viewOf(asked, day("2026-05-06"))).toMatchObject({ situation: "ceasing", refusal: { awaitsCertificate: true } });
    expect(viewOf([...asked, ["mediation-certificate-issued", "2026-05-08"]], day("2026-06-08")).situation).toBe("ceasing");
    expect(viewOf([...asked, ["mediation-certificate-issued", "2026-05-08"]], day("2026-06-09")).situation).toBe("ceased");
  });
});

test.each<[what: string, beside: string | null, events: Event[]]>([
  ["an appeal goes on beside the next review", "2026-05-01", [["plan-made", "2026-03-20"], ["decision-sent", "2026-04-01"], ["appeal-registered", "2026-05-01"], ["review-meeting", "2026-06-10"], ["review-decision-sent", "2026-06-20", { outcome: "keep" }]]],
  ["not where the Tribunal has decided", null, [["plan-made", "2026-03-20"], ["decision-sent", "2026-04-01"], ["appeal-registered", "2026-05-01"], ["review-meeting", "2026-06-10"], ["review-decision-sent", "2026-06-20", { outcome: "keep" }], ["tribunal-order", "2026-07-01", { outcome: "continue" }]]],
  ["nor where it was taken back", null, [["plan-made", "2026-03-20"], ["decision-sent", "2026-04-01"], ["appeal-registered", "2026-05-01"], ["review-meeting", "2026-06-10"], ["appeal-ended", "2026-06-15", { how: "withdrawn" }]]],
  ["nor where the council thought again", null, [...REFUSED, ["appeal-registered", "2026-07-20"], ["assessment-agreed", "2026-08-10"]]],
  ["and what the page is about is said once", null, [...REFUSED, ["appeal-registered", "2026-07-20"]]],
])("%s", (_what, beside, events) => {
  const { appealBeside } = viewOf(events);
  expect(appealBeside && isoText(appealBeside.on)).toBe(beside);
});

test("comments are waited for only where a draft is to come", () => {
  const ids = (events: Event[], on: string) => viewOf(events, day(on)).steps.map(({ id }) => id);
  expect(ids([["request-received", "2026-07-01"], ["assessment-agreed", "2026-08-01"]], "2026-08-10")).toContain("comments");
  expect(ids([["request-received", "2026-07-01"], ["assessment-agreed", "2026-08-01"], ["draft-served", "2026-09-10"], ["final-plan-sent", "2026-10-20"]], "2026-10-21")).not.toContain("comments");
});

test("comments may be added to until the family's time is over, though some have come", () => {
  const sent: Event[] = [["request-received", "2026-07-01"], ["assessment-agreed", "2026-08-01"], ["draft-served", "2026-11-10"], ["comments-received", "2026-11-12"]];
  const open = (on: string) => viewOf(sent, day(on)).commentsOpen?.due ?? null;
  expect([open("2026-11-12"), open("2026-11-24"), open("2026-11-25")]).toEqual([day("2026-11-24"), day("2026-11-24"), null]);
  expect(viewOf(sent, day("2026-11-13"))).toMatchObject({ situation: "draft", yours: [] });
  expect(viewOf(sent.slice(0, 3), day("2026-11-13"))).toMatchObject({ situation: "draft-yours", commentsOpen: null });
  expect(viewOf([...sent, ["final-plan-sent", "2026-11-14"]], day("2026-11-14")).commentsOpen).toBeNull();
});

test("a mediation meeting that is set has its day on the page until it is past", () => {
  const set: Event[] = [...REFUSED, ["mediation-council-informed", "2026-08-01"], ["mediation-set", "2026-08-05", { meetingOn: "2026-08-20" }]];
  expect([viewOf(set, day("2026-08-20")).mediationOn, viewOf(set, day("2026-08-21")).mediationOn]).toEqual([day("2026-08-20"), null]);
});

test("a review is decided by the first of its two limits", () => {
  const decided = (events: Event[]) => viewOf(events).steps.find(({ id }) => id === "review-decided")?.deadline;
  const early = decided([["plan-made", "2025-01-10"], ["review-meeting", "2025-11-20"], ["review-decision-sent", "2025-12-20", { outcome: "keep" }], ["review-meeting", "2026-11-10"]]);
  expect([early?.rule, early && isoText(early.due)]).toEqual(["review-decision", "2026-12-08"]);
  const late = decided([["plan-made", "2025-01-10"], ["review-meeting", "2025-11-20"], ["review-decision-sent", "2025-12-01", { outcome: "keep" }], ["review-meeting", "2026-11-20"]]);
  expect([late?.rule, late && isoText(late.due)]).toEqual(["review-due", "2026-11-30"]);
  // Once it is decided the next year's limits run, and are not those that it kept.
  expect(decided([["plan-made", "2025-11-20"], ["review-meeting", "2026-10-21"], ["review-decision-sent", "2026-11-13", { outcome: "amend" }]])).toMatchObject({ rule: "review-decision", due: day("2026-11-18") });
});

test("whoever asks anew after a plan has ended is where anybody is who asks", () => {
  const ended: Event[] = [["plan-made", "2024-01-10"], ["review-meeting", "2025-11-20"], ["review-decision-sent", "2025-12-10", { outcome: "cease" }], ["request-received", "2026-09-01"]];
  expect(viewOf(ended, day("2026-09-10"))).toMatchObject({ situation: "requested", week: 2, main: { rule: "assess-decision" } });
  const drafted = viewOf([...ended, ["assessment-agreed", "2026-10-01"], ["draft-served", "2026-11-20"]]);
  expect(drafted).toMatchObject({ situation: "draft-yours", main: { rule: "final-plan", due: day("2027-01-19") } });
});

test("a second request while one is open restarts nothing", () => {
  const first: Event[] = [["request-received", "2026-09-01"], ["assessment-agreed", "2026-10-01"], ["advice-requested", "2026-10-05", { body: "health" }]];
  const { week, advice, holders, steps } = viewOf(first);
  const twice = viewOf([...first, ["request-received", "2026-11-20"]]);
  expect(twice).toMatchObject({ week, advice, holders });
  expect(twice.steps.map(({ id, state, on }) => [id, state, on])).toEqual(steps.map(({ id, state, on }) => [id, state, on]));
});

test.each<[what: string, on: string, situation: Situation, main: RuleId | null, events: Event[]]>([
  ["a draft after an order to assess is late by the order's time", "2026-11-10", "draft-late", "order-assess-final", [...ORDERED, ["draft-served", "2026-09-01"]]],
  ["so is a reassessment that was ordered", "2026-10-20", "reassessing-late", "order-assess-final", [["plan-made", "2026-01-05"], ["reassessment-requested", "2026-01-06"], ["decision-sent", "2026-01-15"], ["appeal-registered", "2026-03-10"], ["tribunal-order", "2026-07-01", { outcome: "assess" }], ["reassessment-agreed", "2026-07-10"]]],
  ["what an order asks may be late for a reason the law allows", "2026-08-10", "order-excused", "order-draft", [["request-received", "2026-01-05"], ["assessment-agreed", "2026-02-10"], ["no-plan-decided", "2026-04-10"], ["appeal-registered", "2026-05-10"], ["tribunal-order", "2026-07-01", { outcome: "make-plan" }], ["absence", "2026-07-05", { from: "2026-07-05", to: "2026-08-04" }]]],
  ["changes are late by the earlier of their two days", "2026-07-01", "amending-late", "review-final-overall", [["plan-made", "2025-06-01"], ["review-meeting", "2026-04-01"], ["amendment-notice-sent", "2026-06-15"]]],
  ["a plan kept by agreement is a plan again, and has a next review", "2026-06-01", "plan", "review-due", [["plan-made", "2025-01-10"], ["review-meeting", "2025-12-10"], ["review-decision-sent", "2026-01-05", { outcome: "cease" }], ["mediation-held", "2026-02-10"], ["mediation-agreed", "2026-02-10", { appealable: true, outcome: "continue" }]]],
  ["so is one that was changed instead of ended", "2026-06-20", "plan", "review-due", [["plan-made", "2025-01-10"], ["review-meeting", "2025-12-10"], ["review-decision-sent", "2026-01-05", { outcome: "cease" }], ["amended-plan-sent", "2026-02-20"]]],
  ["a request taken back after the council agreed", "2026-11-01", "withdrawn", null, [["request-received", "2026-09-01"], ["assessment-agreed", "2026-10-01"], ["withdrawn" as HappeningType, "2026-10-20", { of: "0" }]]],
  ["a move while the first assessment runs", "2026-10-10", "assessing", "final-plan", [["request-received", "2026-07-06"], ["assessment-agreed", "2026-08-10"], ["moved-area", "2026-09-01"]]],
])("%s", (_what, on, situation, main, events) => {
  const view = viewOf(events, day(on));
  expect([view.situation, view.main?.rule ?? null]).toEqual([situation, main]);
});

test("a bereavement of two years ago is no reason for what began since", () => {
  const view = viewOf([["plan-made", "2024-01-10"], ["exception-recorded", "2024-03-01", { kind: "personal-circumstances" }], ["reassessment-requested", "2026-06-01"], ["reassessment-agreed", "2026-06-10"]], day("2026-11-01"));
  expect(view.situation).toBe("reassessing-late");
});

const MADE: Event = ["plan-made", "2026-01-10"];
const NO_PLAN: Event[] = [["request-received", "2026-03-01"], ["assessment-agreed", "2026-04-10"], ["no-plan-decided", "2026-06-10"], ["appeal-registered", "2026-07-20"]];
const MOVED: Event = ["moved-area", "2026-09-01", { planPassedOn: "2026-09-01", familyToldOn: "2026-10-01" }];
const TRANSFER: Event = ["phase-transfer-planned", "2027-09-01", { kind: "school-phase", recordedOn: "2026-09-10" }];

test.each<[what: string, on: string, situation: Situation, main: RuleId | null, holders: string[], events: Event[]]>([
  ["a plan that is not ready for the next school is not an annual review that is late", "2027-02-15", "plan-transfer-late", "phase-transfer", ["council"], [["plan-made", "2026-05-20"], TRANSFER]],
  ["on the last day it still can be", "2027-02-14", "plan-transfer", "phase-transfer", ["council"], [["plan-made", "2026-05-20"], TRANSFER]],
  ["after a move the council has told what it does, and must review", "2026-11-01", "moved-told", "transfer-review", ["council"], [MADE, MOVED]],
  ["the review after a move that is late is not a telling that is late", "2027-01-10", "plan-review-late", "transfer-review", ["council"], [MADE, MOVED]],
  ["what was agreed at mediation, and cannot be appealed, is for the council to do", "2026-12-30", "agreed", "mediation-agreement", ["council"], [["plan-made", "2026-10-20"], ["mediation-held", "2026-12-17"], ["mediation-agreed", "2026-12-17", { appealable: false }], ["mediation-certificate-issued", "2026-12-18"]]],
  ["what was agreed about health only is for the NHS", "2026-12-30", "agreed-health", "mediation-health-agreement", ["body"], [["plan-made", "2026-10-20"], ["mediation-agreed", "2026-12-17", { appealable: false, concernsHealth: "only" }]]],
  ["and late for it too", "2027-01-01", "agreed-health-late", "mediation-health-agreement", ["body"], [["plan-made", "2026-10-20"], ["mediation-agreed", "2026-12-17", { appealable: false, concernsHealth: "only" }]]],
  ["and late after its two weeks", "2027-01-01", "agreed-late", "mediation-agreement", ["council"], [["plan-made", "2026-10-20"], ["mediation-held", "2026-12-17"], ["mediation-agreed", "2026-12-17", { appealable: false }], ["mediation-certificate-issued", "2026-12-18"]]],
  ["a draft of a new assessment is the family's turn", "2027-03-05", "draft-yours", "reassess-final", ["family"], [["plan-made", "2026-05-10"], ["reassessment-agreed", "2026-12-29"], ["draft-served", "2027-03-01"]]],
  ["and the council's when the time for comments is over", "2027-03-16", "draft", "reassess-final", ["council"], [["plan-made", "2026-05-10"], ["reassessment-agreed", "2026-12-29"], ["draft-served", "2027-03-01"]]],
  ["a decision sent back and taken again is a decision to take further", "2027-01-06", "refused", null, ["family"], [...REFUSED, ["appeal-registered", "2026-08-20"], ["tribunal-order", "2026-12-17", { outcome: "reconsider" }], ["decision-sent", "2026-12-28"]]],
  ["a school that has let its time go by no longer has it", "2027-01-20", "draft", "final-plan", ["council"], [["request-received", "2026-09-07"], ["assessment-agreed", "2026-10-19"], ["draft-served", "2026-12-20"], ["school-consulted", "2026-12-22", { school: "Oak" }]]],
  ["a plan that is kept as it was can be taken further by the family", "2026-11-01", "plan-kept", "review-due", ["family"], [["plan-made", "2025-12-10"], ["review-meeting", "2026-10-01"], ["review-decision-sent", "2026-10-20", { outcome: "keep" }]]],
  ["mediation that nobody arranged: who should have, and who owes the certificate", "2026-11-23", "mediation-late", "mediation-arrange", ["arranger", "adviser"], [...REFUSED, ["mediation-council-informed", "2026-09-01"]]],
])("%s", (_what, on, situation, main, holders, events) => {
  const view = viewOf(events, day(on));
  expect([view.situation, view.main?.rule ?? null, view.holders.map(({ actor }) => actor)]).toEqual([situation, main, holders]);
});

test.each<[what: string, on: string, late: RuleId[], events: Event[]]>([
  ["advice that never came is not waited for once the plan is final", "2027-06-01", [], [["request-received", "2026-09-07"], ["assessment-agreed", "2026-10-19"], ["advice-requested", "2026-10-20", { body: "health" }], ["final-plan-sent", "2027-02-01"]]],
  ["nor a review of the plan that a new assessment has replaced", "2027-05-01", [], [MADE, ["reassessment-agreed", "2026-12-29"], ["final-plan-sent", "2027-04-06"]]],
  ["nor a certificate once the Tribunal has the appeal", "2026-12-20", [], [...REFUSED, ["mediation-adviser-told", "2026-07-20"], ["appeal-registered", "2026-08-20"]]],
  ["nor one about a letter that a newer one has overtaken", "2027-12-20", [], [MADE, ["amended-plan-sent", "2026-02-10"], ["mediation-adviser-told", "2026-03-10"], ["review-meeting", "2027-01-04"], ["review-decision-sent", "2027-01-08", { outcome: "keep" }]]],
  ["nor mediation once there is a certificate", "2026-10-25", [], [...REFUSED, ["mediation-council-informed", "2026-08-20"], ["mediation-certificate-issued", "2026-09-30"]]],
  ["nor the word that it will assess, once the plan is there", "2027-01-06", [], [...REFUSED, ["appeal-registered", "2026-08-20"], ["tribunal-order", "2026-12-01", { outcome: "assess" }], ["final-plan-sent", "2027-01-02"]]],
  ["but a certificate that nothing has overtaken is", "2026-12-02", ["mediation-certificate"], [...REFUSED, ["mediation-adviser-told", "2026-08-25"]]],
])("%s", (_what, on, late, events) => {
  expect(viewOf(events, day(on)).late.map(({ deadline }) => deadline.rule)).toEqual(late);
});

test.each<[what: string, on: string, step: string, rule: RuleId | null, late: boolean, events: Event[]]>([
  ["a draft has no last day, so none is late", "2027-01-10", "draft", null, false, [["request-received", "2026-09-07"], ["assessment-agreed", "2026-10-19"], ["draft-served", "2027-01-05"]]],
  ["a decision after the review is judged by its four weeks, not by the next year's review", "2026-03-20", "review-decided", "review-decision", true, [["plan-made", "2025-04-10"], ["review-meeting", "2026-02-02"], ["review-decision-sent", "2026-03-16", { outcome: "amend" }]]],
  ["a plan that is ready for the next school needs no meeting for it any more", "2026-12-20", "next-meeting", "review-meeting-by", false, [["final-plan-sent", "2026-11-10"], TRANSFER]],
  ["after an order to make a plan, the final plan has the order's day", "2027-02-10", "order-plan", "order-final", false, [...NO_PLAN, ["tribunal-order", "2026-12-17", { outcome: "make-plan" }], ["draft-served", "2027-01-20"]]],
  ["the new assessment that was ordered has its day", "2026-12-20", "final-again", "order-assess-final", false, [MADE, ["decision-sent", "2026-02-10"], ["appeal-registered", "2026-04-01"], ["tribunal-order", "2026-12-01", { outcome: "assess" }], ["reassessment-agreed", "2026-12-10"]]],
])("%s", (_what, on, id, rule, isLate, events) => {
  const step = viewOf(events, day(on)).steps.find((one) => one.id === id);
  expect([step?.deadline?.rule ?? null, step?.isLate]).toEqual([rule, isLate]);
});

describe("what was done is judged by the limit that it kept or broke, wherever it is shown", () => {
  const ASSESSED: Event[] = [["request-received", "2026-01-05"], ["assessment-agreed", "2026-02-16"]];
  const AWAY: Event = ["absence", "2026-03-01", { from: "2026-03-01", to: "2026-04-10" }];

  test.each<[what: string, on: string, id: string, judged: string | null, events: Event[]]>([
    ["a final plan that came late, once it is the plan in force", "2026-06-20", "plan-sent", "2026-06-10 final-plan 2026-05-25 late", [...ASSESSED, ["final-plan-sent", "2026-06-10"]]],
    ["and for a reason that the law allows", "2026-06-20", "plan-sent", "2026-06-10 final-plan 2026-05-25 late absence", [...ASSESSED, AWAY, ["final-plan-sent", "2026-06-10"]]],
    ["on its last day it is in time", "2026-06-20", "plan-sent", "2026-05-25 final-plan 2026-05-25", [...ASSESSED, AWAY, ["final-plan-sent", "2026-05-25"]]],
    ["put right, it was in time", "2026-06-20", "plan-sent", "2026-05-20 final-plan 2026-05-25", [...ASSESSED, ["final-plan-sent", "2026-06-10"], ["correction" as HappeningType, "2026-05-20", { of: "2", recordedOn: "2026-06-15" }]]],
    ["the plan after an order, by the order's day", "2026-12-10", "plan-sent", "2026-12-01 order-final 2026-11-16 late", [...ASSESSED, ["no-plan-decided", "2026-04-10"], ["appeal-registered", "2026-05-10"], ["tribunal-order", "2026-08-31", { outcome: "make-plan" }], ["final-plan-sent", "2026-12-01"]]],
    ["a changed plan, by the earlier of its two days", "2026-07-20", "plan-sent", "2026-07-10 review-final-overall 2026-06-24 late", [["plan-made", "2025-06-01"], ["review-meeting", "2026-04-01"], ["amendment-notice-sent", "2026-06-15"], ["amended-plan-sent", "2026-07-10"]]],
    ["changes at another time have no day of a review that left the plan as it was", "2026-12-20", "plan-sent", "2026-12-10 review-final 2027-01-05", [["plan-made", "2025-10-01"], ["review-meeting", "2026-07-01"], ["review-decision-sent", "2026-07-20", { outcome: "keep" }], ["amendment-notice-sent", "2026-11-10"], ["amended-plan-sent", "2026-12-10"]]],
    ["a plan that somebody else made has no day to be judged by", "2026-06-20", "plan-sent", "2026-03-20 none", [PLAN]],
    ["a refusal that came late, while it is appealed", "2026-05-20", "decision", "2026-03-10 assess-decision 2026-02-16 late", [["request-received", "2026-01-05"], ["assessment-refused", "2026-03-10"], ["appeal-registered", "2026-05-01"]]],
    ["a letter that there will be no plan", "2026-05-20", "draft", "2026-05-06 no-plan-decision 2026-04-27 late", [...ASSESSED, ["no-plan-decided", "2026-05-06"]]],
    ["a draft that is not such a letter has no day", "2026-05-20", "draft", "2026-05-06 none", [...ASSESSED, ["draft-served", "2026-05-06"]]],
    ["a review that was decided within four weeks, but after the twelve months", "2026-05-20", "reviewed", "2026-05-04 review-due 2026-03-09 late", [["plan-made", "2025-03-10"], ["review-meeting", "2026-04-20"], ["review-decision-sent", "2026-05-04", { outcome: "keep" }]]],
    ["a decision to change the plan is not there before the changes are", "2026-04-01", "review-decided", "2026-03-23 review-decision 2026-03-02 late", [["plan-made", "2025-04-10"], ["review-meeting", "2026-02-02"], ["review-decision-sent", "2026-03-02", { outcome: "amend" }], ["amendment-notice-sent", "2026-03-23"]]],
    ["mediation that took place after its thirty days", "2026-09-20", "held", "2026-09-15 mediation-arrange 2026-08-31 late", [...REFUSED, ["mediation-council-informed", "2026-08-01"], ["mediation-held", "2026-09-15"]]],
    ["a family's own comments are late to nobody", "2026-05-20", "comments", "2026-05-10 none", [...ASSESSED, ["draft-served", "2026-04-20"], ["comments-received", "2026-05-10"]]],
    ["advice is there when the last of it is, and late if any of it was", "2026-05-01", "advice", "2026-04-20 advice 2026-04-01 late", [...ASSESSED, ["advice-requested", "2026-02-18", { body: "health" }], ["advice-requested", "2026-02-20", { body: "school" }], ["advice-received", "2026-03-01", { body: "school" }], ["advice-received", "2026-04-20", { body: "health" }]]],
    ["late though another came last", "2026-05-01", "advice", "2026-04-21 advice 2026-04-01 late", [...ASSESSED, ["advice-requested", "2026-02-18", { body: "health" }], ["advice-requested", "2026-03-20", { body: "school" }], ["advice-received", "2026-04-21", { body: "school" }], ["advice-received", "2026-04-20", { body: "health" }]]],
    ["of what one body was asked twice, the last counts", "2026-05-01", "advice", "2026-04-20 advice 2026-05-01", [...ASSESSED, ["advice-requested", "2026-02-18", { body: "health" }], ["advice-requested", "2026-03-20", { body: "Health" }], ["advice-received", "2026-04-20", { body: "health" }]]],
    ["a missed appointment lets the advice be late", "2026-05-01", "advice", "2026-04-20 advice 2026-04-01 late appointment", [...ASSESSED, ["advice-requested", "2026-02-18", { body: "health" }], ["appointment-missed", "2026-03-10", { body: "health" }], ["advice-received", "2026-04-20", { body: "health" }]]],
    ["but not what another was late with", "2026-05-01", "advice", "2026-04-25 advice 2026-04-01 late", [...ASSESSED, ["advice-requested", "2026-02-18", { body: "health" }], ["advice-requested", "2026-02-18", { body: "school" }], ["appointment-missed", "2026-03-10", { body: "health" }], ["advice-received", "2026-04-20", { body: "health" }], ["advice-received", "2026-04-25", { body: "school" }]]],
  ])("%s", (_what, on, id, judged, events) => {
    const step = viewOf(events, day(on)).steps.find((one) => one.id === id && one.state === "done");
    expect(step && [step.on && isoText(step.on), step.deadline && isJudged(step.deadline) ? `${step.deadline.rule} ${isoText(step.deadline.due)}` : "none", step.isLate && "late", step.excused?.why].filter(Boolean).join(" ")).toBe(judged);
  });
});

test("before a move to the next school the changed plan has the earlier of its two days", () => {
  const changing: Event[] = [["plan-made", "2026-03-20"], TRANSFER, ["review-meeting", "2026-11-27"], ["review-decision-sent", "2026-12-25", { outcome: "amend" }], ["amendment-notice-sent", "2026-12-25"]];
  const changed = (on: string, events = changing) => {
    const step = viewOf(events, day(on)).steps.find(({ id }) => id === "amended");
    return [step?.deadline?.rule, step?.deadline && isoText(step.deadline.due), step?.isLate];
  };
  expect(changed("2027-01-10")).toEqual(["phase-transfer", "2027-02-14", false]);
  expect(changed("2027-02-15")).toEqual(["phase-transfer", "2027-02-14", true]);
  // A changed plan that is to be sent on a day that is set, and a move in another year.
  const later: Event = ["phase-transfer-planned", "2028-09-01", { kind: "school-phase", recordedOn: "2026-09-10" }];
  expect(viewOf([...changing.map((event) => (event === TRANSFER ? later : event)), ["amended-plan-sent", "2027-01-20"]], day("2027-01-10")).steps.find(({ id }) => id === "amended")).toMatchObject({ state: "now", on: day("2027-01-20") });
  expect(changed("2027-01-10", changing.map((event) => (event === TRANSFER ? later : event)))).toEqual(["review-final", "2027-02-19", false]);
});

test("what comes first is what is due first: a review before the plan for a college, or after it", () => {
  const ahead = (made: string) => viewOf([["plan-made", made], ["phase-transfer-planned", "2027-09-01", { kind: "post-16", recordedOn: "2026-09-10" }]], day("2026-11-01")).steps.filter(({ state }) => state !== "done").map(({ id, state, deadline }) => [id, state, deadline && isoText(deadline.due)]);
  expect(ahead("2025-12-20").map(([id, state, due]) => (id === "next-meeting" ? [id, state] : [id, state, due]))).toEqual([["next-meeting", "now"], ["next-review", "next", "2026-12-19"], ["transfer", "next", "2027-03-30"]]);
  expect(ahead("2026-06-20").map(([id]) => id)).toEqual(["next-meeting", "transfer", "next-review"]);
});

test("a record that begins with an old plan may lack older reviews: the last one is called late by nobody", () => {
  const ids = (events: Event[]) => viewOf(events).steps.map(({ id, isLate }) => [id, isLate]);
  expect(ids([["plan-made", "2026-03-20"]])).toEqual([["plan-sent", false], ["next-meeting", false], ["next-review", false]]);
  expect(ids([["plan-made", "2022-03-20"], ["review-decision-sent", "2026-05-20", { outcome: "keep" }]])).toEqual([["reviewed", false], ["next-meeting", false], ["next-review", false]]);
});

test("whether there is a plan to carry out is told by the plan, not by the order", () => {
  expect(viewOf([...REFUSED, ["appeal-registered", "2026-08-20"], ["tribunal-order", "2026-11-01", { outcome: "assess" }]]).hasPlan).toBe(false);
  expect(viewOf([PLAN, ["appeal-registered", "2026-08-20"], ["tribunal-order", "2026-11-01", { outcome: "amend-provision" }]]).hasPlan).toBe(true);
});

test("what the law sets no day for is waited for all the same: comments on a draft to come, the mediation meeting, the Tribunal", () => {
  const steps = (on: string, events: Event[]) => viewOf(events, day(on)).steps.map(({ id, state, on: when }) => [id, state, when && isoText(when)]);
  expect(steps("2026-10-20", [["request-received", "2026-10-01"]])).toContainEqual(["comments", "next", null]);
  expect(steps("2026-08-10", [...REFUSED, ["mediation-council-informed", "2026-08-01"], ["mediation-set", "2026-08-05", { meetingOn: "2026-08-20" }]])).toContainEqual(["held", "now", "2026-08-20"]);
  expect(steps("2026-08-10", [...REFUSED, ["appeal-registered", "2026-08-01"]])).toContainEqual(["tribunal", "now", null]);
});

test.each<[what: string, on: string, wait: string | null, events: Event[]]>([
  ["a review that is near", "2026-12-01", "plan since 2026-01-10", [MADE]],
  ["changes whose notice went with the decision", "2026-03-20", "amending since 2026-03-02", [["plan-made", "2025-04-10"], ["review-meeting", "2026-02-02"], ["review-decision-sent", "2026-03-02", { outcome: "amend" }]]],
  ["the Tribunal", "2026-08-10", "appeal since 2026-08-01", [...REFUSED, ["appeal-registered", "2026-08-01"]]],
  ["the answer about a new assessment", "2026-11-20", "reassessment-requested since 2026-11-14", [MADE, ["reassessment-requested", "2026-11-14"]]],
  ["word after a move", "2026-10-01", "moved since 2026-09-03", [MADE, ["moved-area", "2026-09-01", { planPassedOn: "2026-09-03" }]]],
  ["nothing, where a plan is in force", "2026-03-20", null, [MADE]],
])("how long others waited is asked of: %s", (_what, on, wait, events) => {
  const found = viewOf(events, day(on)).wait;
  expect(found && `${found.stage} since ${isoText(found.began)}`).toBe(wait);
});

test("the day by which the plan must be ready for the next school stands beside whatever else is under way", () => {
  const amending = viewOf([["plan-made", "2026-01-10"], TRANSFER, ["review-meeting", "2026-11-20"], ["amendment-notice-sent", "2026-12-15"]], day("2026-12-20"));
  expect([amending.main?.rule, amending.transferBeside?.rule, amending.transferBeside?.due]).toEqual(["review-final", "phase-transfer", day("2027-02-14")]);
  expect(viewOf([["plan-made", "2026-05-20"], TRANSFER], day("2027-02-14")).transferBeside).toBeNull();
});

test.each<[what: string, move: string | null, events: Event[]]>([
  ["moved while the assessment ran", "moved 2026-10-05", [["request-received", "2026-08-03"], ["assessment-agreed", "2026-09-14"], ["moved-area-aware", "2026-09-20"], ["moved-area", "2026-10-05"]]],
  ["the move is still to come", "ahead 2026-12-20", [["request-received", "2026-08-03"], ["moved-area", "2026-12-20"]]],
  ["the council knows of it, and when", "known 2026-12-20", [["request-received", "2026-08-03"], ["moved-area-aware", "2026-11-10", { movesOn: "2026-12-20" }]]],
  ["but not when", "known", [["request-received", "2026-08-03"], ["moved-area-aware", "2026-11-10"]]],
  ["who moved before they asked has not moved meanwhile", null, [["request-received", "2025-01-03"], ["assessment-refused", "2025-02-03"], ["moved-area", "2025-10-05"], ["request-received", "2026-08-03"]]],
  ["with a plan it is the plan's move", null, [PLAN, ["moved-area", "2026-10-05"]]],
  ["nor once the plan is there", null, [["request-received", "2026-05-03"], ["assessment-agreed", "2026-06-14"], ["moved-area", "2026-07-05"], ["final-plan-sent", "2026-09-01"]]],
])("a move before there is a plan: %s", (_what, move, events) => {
  const found = viewOf(events).move;
  expect(found && [found.state, found.on !== null && isoText(found.on)].filter(Boolean).join(" ")).toBe(move);
});

test("advice that came late for a reason the law allows says so", () => {
  const asked: Event[] = [["request-received", "2026-06-01"], ["assessment-agreed", "2026-07-10"], ["advice-requested", "2026-07-22", { body: "health" }], ["advice-requested", "2026-07-22", { body: "school" }]];
  const came: Event[] = [["appointment-missed", "2026-08-10", { body: "health" }], ["advice-received", "2026-10-10", { body: "health" }], ["advice-received", "2026-09-20", { body: "school" }]];
  expect(viewOf([...asked, ...came]).advice.map(({ body, state }) => [body, state])).toEqual([["health", "received-excused"], ["school", "received-late"]]);
});

test("changes at another time than a review are not called a review, and a review's are", () => {
  const kept: Event[] = [["plan-made", "2025-10-01"], ["review-meeting", "2026-07-01"], ["review-decision-sent", "2026-07-20", { outcome: "keep" }]];
  const shown = (events: Event[]) => {
    const { journey, steps } = viewOf(events);
    return [journey, ...steps.map(({ id }) => id)];
  };
  expect(shown([...kept, ["amendment-notice-sent", "2026-11-20"]])).toEqual(["amendment", "changes-sent", "review-comments", "amended"]);
  expect(shown([PLAN, ["amendment-notice-sent", "2026-11-20"]])[0]).toBe("amendment");
  expect(shown([...kept, ["review-meeting", "2026-11-01"], ["amendment-notice-sent", "2026-11-20"]])[0]).toBe("review");
  expect(shown([...kept, ["review-meeting", "2026-10-01"], ["review-decision-sent", "2026-10-20", { outcome: "amend" }], ["amendment-notice-sent", "2026-11-20"]])[0]).toBe("review");
});

test("what an order asks is said though the page is about something else", () => {
  const ordered: Event[] = [["plan-made", "2025-10-01"], ["review-meeting", "2026-07-01"], ["review-decision-sent", "2026-07-20", { outcome: "keep" }], ["appeal-registered", "2026-09-01"], ["tribunal-order", "2026-11-10", { outcome: "amend-provision" }]];
  expect(viewOf(ordered).orderBeside).toBeNull();
  expect(viewOf([["plan-made", "2025-12-01"], ["mediation-agreed", "2026-11-20", { appealable: false }]])).toMatchObject({ main: { rule: "review-due" }, orderBeside: { rule: "mediation-agreement", due: day("2026-12-04") } });
  const asked: Event[] = [...ordered, ["reassessment-requested", "2026-11-12"]];
  expect(viewOf(asked)).toMatchObject({ situation: "reassessment-requested", orderBeside: { rule: "order-amend", due: day("2026-12-15") } });
  // Once the new assessment is refused, the order is what the page is about again.
  expect(viewOf([...asked, ["decision-sent", "2026-11-20"]])).toMatchObject({ situation: "order", main: { rule: "order-amend" }, orderBeside: null });
});

test.each([["died", "closed-died"], ["moved-away", "closed-moved"], ["not-needed", "closed"]])("a case closed because of %s is a record to read: no step, no report and no date is waited for", (reason, situation) => {
  const view = viewOf([["request-received", "2026-05-04"], ["assessment-agreed", "2026-06-12"], ["advice-requested", "2026-06-15", { body: "health" }], ["case-closed", "2026-10-20", { reason }]]);
  expect(view).toMatchObject({ situation, journey: "closed", main: null, steps: [], advice: [], late: [], yours: [] });
});

test("a decision that was sent back, and is no again, is a letter, not a draft, and as late as the order says", () => {
  const { steps } = viewOf([["request-received", "2026-02-02"], ["assessment-agreed", "2026-03-16"], ["no-plan-decided", "2026-05-20"], ["appeal-registered", "2026-07-10"], ["tribunal-order", "2026-10-12", { outcome: "reconsider" }], ["no-plan-decided", "2026-11-10"]]);
  expect(steps.map(({ id, deadline, isLate }) => [id, deadline?.rule, isLate])).toEqual([["order", undefined, false], ["order-no", "order-reconsider", true]]);
});

test("a review whose twelve months end before the four weeks after its meeting has the earlier day", () => {
  expect(viewOf([["plan-made", "2025-12-05"], ["review-meeting", "2026-11-20"]]).main).toMatchObject({ rule: "review-due", due: day("2026-12-04") });
});

describe("a plan that stays in force is reviewed, whatever else is under way", () => {
  const CEASING: Event[] = [["plan-made", "2025-01-10"], ["review-meeting", "2025-11-10"], ["review-decision-sent", "2025-12-05", { outcome: "cease" }]];
  const APPEALED: Event[] = [...CEASING, ["appeal-registered", "2026-02-01"]];
  test.each<[what: string, on: string, review: string | null, events: Event[]]>([
    ["it is to end, and only an appeal keeps it", "2026-11-30", "review-due 2026-12-04 running", APPEALED],
    ["and its review is late though the appeal goes on", "2026-12-05", "review-due 2026-12-04 late", APPEALED],
    ["not where the appeal was taken back: it ends", "2026-03-10", null, [...APPEALED, ["appeal-ended", "2026-03-01", { how: "withdrawn" }]]],
    ["nor where nobody has appealed yet: it ends before a review is due", "2026-01-10", null, CEASING],
    ["kept by the Tribunal, it is the same review", "2026-06-10", "review-due 2026-12-04 running", [...APPEALED, ["tribunal-order", "2026-06-01", { outcome: "amend-provision" }]]],
    ["an appeal about what is in it", "2026-09-10", "review-due 2027-04-30 running", [["final-plan-sent", "2026-05-01"], ["appeal-registered", "2026-07-01"]]],
    ["a new assessment", "2026-09-10", "review-due 2027-04-30 running", [["final-plan-sent", "2026-05-01"], ["reassessment-requested", "2026-09-01"]]],
    ["there is no plan to review", "2026-08-10", null, [...REFUSED, ["appeal-registered", "2026-08-01"]]],
  ])("%s", (_what, on, review, events) => {
    const { reviewBeside } = viewOf(events, day(on));
    expect(reviewBeside && `${reviewBeside.rule} ${isoText(reviewBeside.due)} ${reviewBeside.state}`).toBe(review);
  });

  test("one that was appealed and taken back is reviewed no more, and has ended", () => {
    const ended: Event[] = [...APPEALED, ["appeal-ended", "2026-03-01", { how: "withdrawn" }]];
    expect(viewOf(ended, day("2026-12-30"))).toMatchObject({ situation: "ceased", late: [], steps: expect.not.arrayContaining([expect.objectContaining({ id: "next-review" })]) });
  });
});

test.each([
  ["in the year before", "2026-08-01", "2027-07-31"],
  ["sooner than that", "2026-07-31", null],
  ["after it", "2027-09-20", "2027-07-31"],
])("whoever turns 25 is told how long a plan can last: %s", (_when, on, ends) => {
  const found = { person: { dateOfBirth: day("2002-03-03") }, events: eventsOf([{ id: "plan", type: "plan-made", on: "2026-05-20" }]) };
  const { planEnd } = familyView(found, timelineOf(found, day(on)), day(on));
  expect(planEnd && isoText(planEnd.due)).toBe(ends);
});

test("a review has the law's times of its own meeting, and says where the family was told too late", () => {
  const { review } = viewOf([["plan-made", "2026-03-10"], ["review-meeting", "2027-02-02", { noticeOn: "2027-01-26" }]], day("2027-01-28"));
  expect(review?.clocks.map(({ rule, due }) => [rule, isoText(due)])).toEqual([["review-notice", "2027-01-19"], ["review-report", "2027-02-16"], ["review-decision", "2027-03-02"], ["review-final-overall", "2027-04-27"]]);
  expect(review?.noticeDays).toBe(7);
  expect(viewOf([["plan-made", "2026-03-10"], ["review-meeting", "2027-02-02", { noticeOn: "2027-01-19" }]], day("2027-01-28")).review?.noticeDays).toBeNull();
});

test("a review is over once the council has told that it changes nothing after all", () => {
  expect(viewOf([["plan-made", "2025-04-10"], ["review-meeting", "2026-02-02"], ["amendment-notice-sent", "2026-03-02"], ["decision-sent", "2026-04-15"]], day("2026-04-20")).review).toBeNull();
});

test("whoever asks for an assessment of a child with a plan asks for a new one: 15 days, and the plan stays in force", () => {
  const askedAgain: Event[] = [MADE, ["request-received", "2026-11-01"]];
  const view = viewOf(askedAgain, day("2026-11-10"));
  expect([view.situation, view.main?.rule, view.main && isoText(view.main.due), view.week]).toEqual(["reassessment-requested", "reassess-decision", "2026-11-16", null]);
  expect(viewOf(askedAgain, day("2026-12-20")).late.map(({ deadline }) => deadline.rule)).toEqual(["reassess-decision"]);
  const refused = viewOf([...askedAgain, ["assessment-refused", "2026-11-12"]], day("2026-11-20"));
  expect([refused.situation, refused.yours.map(({ rule, due }) => [rule, isoText(due)])]).toEqual(["plan-not-reassessed", [["mediation-contact", "2027-01-12"], ["appeal", "2027-01-12"]]]);
  const agreed = viewOf([...askedAgain, ["assessment-agreed", "2026-11-12"]], day("2026-11-20"));
  expect([agreed.situation, agreed.main?.rule, agreed.main && isoText(agreed.main.due)]).toEqual(["reassessing", "reassess-final", "2027-02-18"]);
});

const OLD_PLAN: Event = ["plan-made", "2024-03-10"];

test.each<[what: string, situation: Situation, events: Event[]]>([
  ["a plan that was to end and was kept by an order", "reassessment-requested", [OLD_PLAN, ["review-decision-sent", "2026-01-10", { outcome: "cease" }], ["appeal-registered", "2026-02-10"], ["tribunal-order", "2026-06-01", { outcome: "continue" }]]],
  ["one that was kept by agreement", "reassessment-requested", [OLD_PLAN, ["review-decision-sent", "2026-01-10", { outcome: "cease" }], ["mediation-held", "2026-02-10"], ["mediation-agreed", "2026-02-10", { appealable: true, outcome: "amend-provision" }]]],
  ["one that came along from another council", "reassessment-requested", [["moved-area", "2026-06-01", { planPassedOn: "2026-06-01", familyToldOn: "2026-06-10" }]]],
  ["not one that ended, though its ending was argued about", "requested", [OLD_PLAN, ["review-decision-sent", "2026-01-10", { outcome: "cease" }], ["mediation-held", "2026-02-10"], ["mediation-agreed", "2026-02-10", { appealable: false }]]],
  ["not a move before any plan", "requested", [["request-received", "2026-01-10"], ["assessment-refused", "2026-02-10"], ["moved-area", "2026-06-01"]]],
])("whoever asks of a child with a plan asks for a new assessment: %s", (_what, situation, events) => {
  expect(viewOf([...events, ["request-received", "2026-11-02"]], day("2026-11-10"))).toMatchObject({ situation, main: { rule: situation === "requested" ? "assess-decision" : "reassess-decision" } });
});

test("a decision to amend whose notice of the changes came later was finished with the notice", () => {
  const { review } = viewOf([["plan-made", "2025-04-10"], ["review-meeting", "2026-02-02"], ["review-decision-sent", "2026-03-02", { outcome: "amend" }], ["amendment-notice-sent", "2026-03-23"]], day("2026-03-24"));
  expect(review?.clocks.find(({ rule }) => rule === "review-decision")).toMatchObject({ due: day("2026-03-02"), doneOn: day("2026-03-23"), state: "late" });
});

test("a new assessment began with its request, where that led to it", () => {
  const ids = (events: Event[], on: string) => viewOf(events, day(on)).steps.filter(({ state }) => state === "done").map(({ id, on: when }) => [id, when && isoText(when)]);
  expect(ids([MADE, ["reassessment-requested", "2026-10-01"], ["reassessment-agreed", "2026-10-14"]], "2026-10-20")).toEqual([["asked-again", "2026-10-01"], ["decided-again", "2026-10-14"]]);
  expect(ids([MADE, ["reassessment-requested", "2026-02-01"], ["decision-sent", "2026-02-10"], ["amended-plan-sent", "2026-06-01"], ["reassessment-agreed", "2026-10-14"]], "2026-10-20")).toEqual([["decided-again", "2026-10-14"]]);
  expect(ids([MADE, ["reassessment-requested", "2026-02-01"], ["decision-sent", "2026-02-10"], ["appeal-registered", "2026-04-01"], ["tribunal-order", "2026-10-01", { outcome: "assess" }], ["reassessment-agreed", "2026-10-14"]], "2026-10-20")).toEqual([["decided-again", "2026-10-14"]]);
});

test("once the day of the mediation meeting has passed, the certificate is what is waited for", () => {
  const steps = viewOf([...REFUSED, ["mediation-council-informed", "2026-08-20"], ["mediation-set", "2026-08-28", { meetingOn: "2026-09-15" }]], day("2026-09-25")).steps;
  expect(steps.find(({ state }) => state === "now")?.id).toBe("certificate");
  const onTheDay = viewOf([...REFUSED, ["mediation-council-informed", "2026-08-20"], ["mediation-set", "2026-08-28", { meetingOn: "2026-09-15" }]], day("2026-09-15")).steps;
  expect(onTheDay.find(({ state }) => state === "now")?.id).toBe("held");
});
