import { describe, expect, test } from "vitest";
import { day, isoText } from "../calendar/day.ts";
import type { Case } from "../cases/events.ts";
import { readCase } from "../cases/events.ts";
import { familyView } from "../cases/family-view.ts";
import { timelineOf } from "../cases/timeline.ts";
import { openSpell, silenceOf, type Silence } from "./silence.ts";

function caseOf(...events: [type: string, on: string, more?: object][]): Case {
  const read = readCase({ events: events.map(([type, on, more], i) => ({ id: `e${i}`, type, on, ...more })) });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.case;
}

function silence(kase: Case, asOf: string, lastWordOn: string | null = null): Silence | null {
  const on = day(asOf);
  const timeline = timelineOf(kase, on);
  const spell = openSpell(kase, timeline, familyView(kase, timeline, on), on);
  return spell && silenceOf(spell, lastWordOn === null ? null : day(lastWordOn), on);
}

const asked = caseOf(["request-received", "2026-09-07"]);

describe("silence", () => {
  test.each([
    ["2026-09-15", "heard", 8],
    ["2026-09-16", "soon", 9],
    ["2026-09-20", "soon", 13],
    ["2026-09-21", "silent", 14],
    ["2026-10-21", "silent", 44],
  ])("a family that asked on 7 September and heard nothing is, on %s: %s", (asOf, state, days) => {
    expect(silence(asked, asOf)).toMatchObject({ state, days, lastWordOn: null, cause: "stage:requested" });
  });

  test("a word of a person starts the fortnight again; one from before the case was opened does not", () => {
    expect(silence(asked, "2026-09-21", "2026-09-20")).toMatchObject({ state: "heard", days: 1 });
    expect(isoText(silence(asked, "2026-09-21", "2026-09-20")?.silentOn ?? 0)).toBe("2026-10-04");
    expect(silence(asked, "2026-09-21", "2026-08-01")).toMatchObject({ state: "silent", lastWordOn: null });
  });

  test("what a case system sends does not end silence", () => {
    expect(silence(caseOf(["request-received", "2026-09-07"], ["assessment-agreed", "2026-09-20"]), "2026-09-21")).toMatchObject({ state: "silent", days: 14 });
  });

  test("nobody waits to hear of a plan in force, of one that was refused or a request taken back", () => {
    expect(silence(caseOf(["plan-made", "2026-03-10"]), "2026-09-21")).toBeNull();
    expect(silence(caseOf(["request-received", "2026-03-10"], ["assessment-refused", "2026-04-10"]), "2026-09-21")).toBeNull();
    expect(silence(caseOf(["request-received", "2026-03-10"], ["withdrawn", "2026-04-10", { of: "e0" }]), "2026-09-21")).toBeNull();
  });

  test("a plan whose review is late wakes on the day after its last day", () => {
    const plan = caseOf(["plan-made", "2025-09-01"]);
    expect(silence(plan, "2026-08-31")).toBeNull();
    expect(silence(plan, "2026-09-05")).toMatchObject({ state: "heard", days: 4 });
    expect(silence(plan, "2026-09-30")).toMatchObject({ state: "silent", cause: "stage:plan" });
  });

  test("a family waits to hear from the day its review meeting was set, not from the day of the plan", () => {
    const set = caseOf(["plan-made", "2026-01-10"], ["review-invited", "2026-11-18", { body: "health" }], ["review-meeting", "2026-12-20", { noticeOn: "2026-11-20" }]);
    expect(silence(set, "2026-11-23")).toMatchObject({ state: "heard", days: 5 });
    expect(silence(set, "2026-12-02")).toMatchObject({ state: "silent", days: 14 });
    expect(silence(caseOf(["plan-made", "2026-01-10"], ["review-meeting", "2026-12-20"]), "2026-11-23")).toMatchObject({ days: 0 });
  });

  test("a case that opens again counts from then", () => {
    const again = caseOf(["request-received", "2025-03-10"], ["assessment-refused", "2025-04-10"], ["request-received", "2026-09-07"]);
    expect(silence(again, "2026-09-10")).toMatchObject({ days: 3 });
  });

  test("the cause is whose advice was due first", () => {
    const assessing = caseOf(["request-received", "2026-07-01"], ["assessment-agreed", "2026-08-01"], ["advice-requested", "2026-08-03", { body: "health" }], ["advice-requested", "2026-08-02", { body: "educational-psychologist" }], ["advice-requested", "2026-08-01", { body: "school" }], ["advice-received", "2026-08-20", { body: "school" }]);
    expect(silence(assessing, "2026-10-21")?.cause).toBe("advice:educational-psychologist");
  });
});
