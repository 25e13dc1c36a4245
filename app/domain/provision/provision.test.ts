import { describe, expect, test } from "vitest";
import { day } from "../calendar/day.ts";
import { actionState, effectOf, type GivenAnswer } from "./provision.ts";

const today = day("2026-11-23");
const given = (changes: Partial<GivenAnswer>): GivenAnswer => ({ answer: "no", by: "a", on: today - 3, dueOn: today + 4, actedOn: null, action: null, ...changes });

describe("whether a line is happening", () => {
  test("a first “no” or “partly” opens an action", () => {
    expect(effectOf("no", "a", today, [])).toBe("open");
    expect(effectOf("partly", "a", today, [])).toBe("open");
    expect(effectOf("yes", "a", today, [])).toBe("note");
  });
  test("another “no” joins the open action: it does not give the council more time", () => {
    expect(effectOf("no", "a", today, [given({})])).toBe("join");
    expect(effectOf("partly", "b", today, [given({ answer: "no", on: today })])).toBe("join");
  });
  test("“yes” settles what was open", () => {
    expect(effectOf("yes", "a", today, [given({})])).toBe("settle");
  });
  test("a double press is one answer", () => {
    expect(effectOf("no", "a", today, [given({ on: today })])).toBe("repeat");
    expect(effectOf("yes", "a", today, [given({ answer: "yes", on: today, dueOn: null })])).toBe("repeat");
  });
  test("“no” after the council has answered opens a new action, also on the same day", () => {
    expect(effectOf("no", "a", today, [given({ on: today, actedOn: today, action: "A therapist starts on Monday." })])).toBe("open");
  });
});

describe("how an action stands", () => {
  test.each([
    ["waits until the end of its day", given({ dueOn: today }), { is: "waiting", due: today }],
    ["is late the day after", given({ dueOn: today - 1 }), { is: "late", due: today - 1, days: 1 }],
    ["was answered in time", given({ dueOn: today, actedOn: today - 1, action: "Done." }), { is: "answered", on: today - 1, due: today, days: 0 }],
    ["was answered late", given({ dueOn: today - 5, actedOn: today - 1, action: "Done." }), { is: "answered", on: today - 1, due: today - 5, days: 4 }],
    ["was settled by the family", given({ actedOn: today }), { is: "settled", on: today }],
    ["is none where nothing was asked", given({ answer: "yes", dueOn: null }), null],
  ])("it %s", (_what, answer, expected) => {
    expect(actionState(answer, today)).toEqual(expected);
  });
});
