import { expect, test } from "vitest";
import { usable } from "../../app/domain/cases/usable-events.ts";
import { day, isoText } from "../../app/domain/calendar/day.ts";
import { readSentCase, readSentEvent } from "../../app/domain/cases/intake.ts";
import { timelineOf } from "../../app/domain/cases/timeline.ts";
import { packOf } from "../../tests/support/packs.ts";
import { buildSampleCases, readSampleCases } from "./build-cases.ts";
import { generateCases } from "./generate-cases.ts";

/** What each sample is there to show: its stage, and dates in the state that makes it worth a look. */
const SHOWS: Record<string, { stage: string; states: string[] }> = {
  "just-asked": { stage: "requested", states: ["assess-decision running"] },
  "assessing-on-time": { stage: "assessing", states: ["assess-decision met", "advice met", "advice running", "final-plan running"] },
  "decision-late": { stage: "requested", states: ["assess-decision late"] },
  "late-no-exception": { stage: "assessing", states: ["advice late", "final-plan late"] },
  "late-with-exception": { stage: "assessing", states: ["final-plan may-be-late"] },
  "school-holiday": { stage: "assessing", states: ["advice late", "final-plan running"] },
  "missed-appointment": { stage: "assessing", states: ["advice may-be-late", "final-plan running"] },
  refused: { stage: "refused", states: ["mediation-contact running", "appeal running", "final-plan stopped"] },
  "no-plan": { stage: "no-plan", states: ["appeal running"] },
  "draft-out": { stage: "draft", states: ["draft-comments running", "school-reply running"] },
  "draft-commented": { stage: "draft", states: ["draft-comments met", "school-reply met", "final-plan running"] },
  "final-in-time": { stage: "plan", states: ["final-plan met", "appeal running"] },
  "vague-dates": { stage: "plan", states: ["final-plan late"] },
  "review-due": { stage: "plan", states: ["review-due running", "review-meeting-by running"] },
  "review-planned": { stage: "plan", states: ["review-notice met", "review-decision not-started"] },
  "review-decision-late": { stage: "review", states: ["review-decision late"] },
  "review-amending": { stage: "amending", states: ["review-comments running", "review-final running"] },
  "review-amended": { stage: "plan", states: ["review-final met", "appeal running"] },
  ceasing: { stage: "ceasing", states: ["appeal running"] },
  "phase-transfer": { stage: "amending", states: ["review-final running"] },
  "post-16": { stage: "plan", states: ["review-due met"] },
  "between-colleges": { stage: "plan", states: ["review-due met"] },
  order: { stage: "order", states: ["order-amend running"] },
  unopposed: { stage: "order", states: ["order-assess-tell running", "order-assess-final running"] },
  mediation: { stage: "mediation", states: ["mediation-contact met", "mediation-arrange running", "mediation-notice met"] },
  "moved-in": { stage: "moved", states: ["transfer-told running", "transfer-review running"] },
  reassessment: { stage: "reassessment-requested", states: ["reassess-decision running"] },
  "turning-16": { stage: "plan", states: ["review-due running"] },
};

const samples = readSampleCases("content");
const pack = packOf("essex");

test("there is a sample for each thing to show", () => {
  expect(samples.cases.map(({ key }) => key).sort()).toEqual(Object.keys(SHOWS).sort());
});

test.each(["2026-11-23", "2027-02-28", "2027-06-15", "2028-08-31", "2028-12-29"])("on %s every sample can be sent, and shows what it is for", (today) => {
  const on = day(today);
  buildSampleCases(samples, pack, on).forEach((row, i) => {
    const key = samples.cases[i]?.key as string;
    expect(readSentCase(row.case)).toMatchObject({ ok: true });
    for (const event of row.events) expect(readSentEvent(event, on)).toMatchObject({ ok: true });
    const { events, unused } = usable(row.events.map(({ case: _case, ...event }) => event));
    expect(unused).toEqual([]);
    const { dateOfBirth } = row.case.person as { dateOfBirth: string };
    const timeline = timelineOf({ person: { dateOfBirth: day(dateOfBirth) }, events }, on);
    const states = timeline.deadlines.map(({ rule, state }) => `${rule} ${state}`);
    // No year goes by without a review, but for the sample that is about one.
    if (key !== "review-decision-late") expect([key, timeline.deadlines.filter(({ rule, state }) => rule === "review-due" && state === "late").map(({ due }) => isoText(due))]).toEqual([key, []]);
    expect([key, timeline.stage]).toEqual([key, SHOWS[key]?.stage]);
    expect(states, `${key}: ${timeline.deadlines.map(({ rule, state, due }) => `${rule} ${state} ${isoText(due)}`).join(", ")}`).toEqual(expect.arrayContaining(SHOWS[key]?.states ?? []));
  });
});

test("generated histories can be sent, are the same each time, and have about twenty events", () => {
  const on = day("2026-11-23");
  const some = [...generateCases(300, ["north", "south"], on)];
  expect(some).toEqual([...generateCases(300, ["north", "south"], on)]);
  const events = some.flatMap((row) => row.events);
  for (const event of events) expect(readSentEvent(event, on)).toMatchObject({ ok: true });
  expect(events.length / some.length).toBeGreaterThan(17);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
});
