import { describe, expect, test } from "vitest";
import { day, isoText } from "../calendar/day.ts";
import { readEvents } from "../cases/events.ts";
import { timelineOf } from "../cases/timeline.ts";
import { commentRound } from "./round.ts";

const request = { id: "r", type: "request-received", on: "2026-06-01" };
const draft = { id: "d", type: "draft-served", on: "2026-09-07" };

function roundOf(raw: readonly object[], asOf: string) {
  const read = readEvents(raw);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const on = day(asOf);
  const round = commentRound(read.events, timelineOf({ person: null, events: read.events }, on), on);
  return round && { of: round.of, state: round.state, due: isoText(round.deadline.due) };
}

describe("what a family can comment on", () => {
  test("nothing before a draft is sent", () => {
    expect(roundOf([request], "2026-09-07")).toBeNull();
    expect(roundOf([request, draft], "2026-09-06")).toBeNull();
  });
  test("the day of service is day 1: with the 15th day the time ends", () => {
    expect(roundOf([request, draft], "2026-09-21")).toEqual({ of: "draft-plan", state: "open", due: "2026-09-21" });
    expect(roundOf([request, draft], "2026-09-22")).toEqual({ of: "draft-plan", state: "late", due: "2026-09-21" });
  });
  test("late comments are taken until the final plan is sent", () => {
    expect(roundOf([request, draft, { id: "f", type: "final-plan-sent", on: "2026-10-05" }], "2026-10-05")).toMatchObject({ state: "closed" });
  });
  test("comments that came in leave it open: more can be added", () => {
    expect(roundOf([request, draft, { id: "c", type: "comments-received", on: "2026-09-10" }], "2026-09-11")).toMatchObject({ state: "open" });
  });
  test("a second draft begins its own 15 days", () => {
    expect(roundOf([request, draft, { id: "d2", type: "draft-served", on: "2026-09-28" }], "2026-09-29")).toEqual({ of: "draft-plan", state: "open", due: "2026-10-12" });
  });
  test("the changes after a review, and not the draft of long ago", () => {
    const events = [request, draft, { id: "f", type: "final-plan-sent", on: "2026-10-05" }, { id: "m", type: "review-meeting", on: "2027-06-07" }, { id: "n", type: "amendment-notice-sent", on: "2027-06-21" }];
    expect(roundOf(events, "2027-06-22")).toEqual({ of: "changes", state: "open", due: "2027-07-05" });
    expect(roundOf([...events, { id: "a", type: "amended-plan-sent", on: "2027-08-02" }], "2027-08-02")).toMatchObject({ of: "changes", state: "closed" });
  });
});
