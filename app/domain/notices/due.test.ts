import { describe, expect, test } from "vitest";
import type { Rights } from "../access/roles.ts";
import { day, isoText } from "../calendar/day.ts";
import { readCase, type Case } from "../cases/events.ts";
import { familyView } from "../cases/family-view.ts";
import { timelineOf } from "../cases/timeline.ts";
import { eventKey, latenessOwed, meetingOwed, newsOwed, remindersOwed, takeoverOwed } from "./due.ts";

const keyOf = (id: string) => eventKey("s", id);

type EventOfTest = readonly [id: string, type: string, on: string, more?: object];

function aCase(...events: readonly EventOfTest[]): Case {
  const read = readCase({ events: events.map(([id, type, on, more]) => ({ id, type, on, ...more })) });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.case;
}

function news(kase: Case, on: string) {
  const asOf = day(on);
  return newsOwed(kase, timelineOf(kase, asOf), asOf, keyOf);
}

function reminders(kase: Case, on: string) {
  const asOf = day(on);
  return remindersOwed(kase, timelineOf(kase, asOf), asOf, keyOf).map(({ slots, key }) => ({ slots, key }));
}

describe("of a case that is closed", () => {
  const before: EventOfTest[] = [["e1", "request-received", "2026-09-07"], ["e2", "assessment-refused", "2026-10-12"], ["e3", "review-meeting", "2026-12-14"], ["e4", "mediation-set", "2026-11-20", { meetingOn: "2026-12-10" }], ["e5", "phase-transfer-planned", "2027-09-01", { kind: "post-16" }]];
  const closed = (reason: string) => aCase(...before, ["e9", "case-closed", "2026-12-03", { reason }]);
  const all = (kase: Case, on: string) => {
    const [asOf, timeline] = [day(on), timelineOf(kase, day(on))];
    const view = familyView(kase, timeline, asOf);
    return [...news(kase, on), ...remindersOwed(kase, timeline, asOf, keyOf, [{ reminder: "council-meeting", id: "m", on: day("2026-12-08") }]), ...latenessOwed(view, keyOf), ...meetingOwed(view, keyOf)];
  };

  test("it is told once; only the family's own last days, and a time it booked itself, go on", () => {
    expect(all(closed("moved-away"), "2026-12-06").map(({ kind, slots }) => [kind, slots])).toEqual([
      ["stage-changed", { event: "case-closed" }],
      ["date-near", { reminder: "mediation-contact", due: "2026-12-12", count: 6 }],
      ["date-near", { reminder: "council-meeting", due: "2026-12-08", count: 2 }],
    ]);
  });

  test("nobody writes to a family whose child has died: not on the day, not later, and not of what comes in afterwards", () => {
    const after: EventOfTest[] = [["f1", "draft-served", "2026-12-05"], ["f2", "review-meeting", "2026-12-20"], ["f3", "final-plan-sent", "2026-12-07"], ["f4", "correction", "2026-12-06", { of: "e2", recordedOn: "2026-12-06" }]];
    const kase = aCase(...before, ["e9", "case-closed", "2026-12-03", { reason: "died" }], ...after);
    for (let on = day("2026-12-03"); on < day("2027-10-01"); on++) expect(all(kase, isoText(on)), isoText(on)).toEqual([]);
    expect(all(closed("died"), "2026-12-03")).toEqual([]);
  });
});

const DRAFT = aCase(["e1", "request-received", "2026-08-03"], ["e2", "assessment-agreed", "2026-09-07"], ["e3", "draft-served", "2026-12-11"]);

describe("news", () => {
  test("of a draft plan, with the day until which the family can comment", () => {
    expect(news(DRAFT, "2026-12-11")).toEqual([{ kind: "stage-changed", slots: { event: "draft-served", rule: "draft-comments", due: "2026-12-25" }, key: "event:s:e3", after: { event: "event:s:e3" } }]);
  });

  test("is of the newest event only: a history that comes in at once is one message, and an old history none", () => {
    expect(news(DRAFT, "2026-12-25")).toHaveLength(1);
    expect(news(DRAFT, "2026-12-26")).toEqual([]);
    const atOnce = aCase(["e1", "request-received", "2026-12-01"], ["e2", "assessment-agreed", "2026-12-02"], ["e3", "advice-requested", "2026-12-03", { body: "health" }]);
    expect(news(atOnce, "2026-12-04").map(({ key }) => key)).toEqual(["event:s:e2"]);
  });

  test("of a refusal says until when it can be taken further, and the review's end says what was decided", () => {
    const refused = aCase(["e1", "request-received", "2026-08-03"], ["e2", "assessment-refused", "2026-09-10"]);
    expect(news(refused, "2026-09-10")[0]?.slots).toEqual({ event: "assessment-refused", rule: "mediation-contact", due: "2026-11-10" });
    const ceased = aCase(["e1", "final-plan-sent", "2025-09-10"], ["e2", "review-meeting", "2026-08-20"], ["e3", "review-decision-sent", "2026-09-10", { outcome: "cease" }]);
    expect(news(ceased, "2026-09-11")[0]?.slots).toMatchObject({ event: "review-decision-cease", rule: "mediation-contact" });
  });

  test("of a meeting that is set ahead, and again when its day is put right", () => {
    const set = aCase(["e1", "final-plan-sent", "2025-09-10"], ["e2", "review-meeting", "2026-09-25", { recordedOn: "2026-09-01" }]);
    expect(news(set, "2026-09-02")).toEqual([{ kind: "stage-changed", slots: { event: "review-meeting", on: "2026-09-25" }, key: "event:s:e2:2026-09-25", after: { event: "event:s:e2" } }]);
    const moved = aCase(["e1", "final-plan-sent", "2025-09-10"], ["e2", "review-meeting", "2026-09-25", { recordedOn: "2026-09-01" }], ["e3", "correction", "2026-09-05", { of: "e2", on: "2026-09-28", recordedOn: "2026-09-05" }]);
    expect(news(moved, "2026-09-06").map(({ key }) => key)).toEqual(["event:s:e2:2026-09-28"]);
  });

  test("of what was taken back only whoever had been told of it hears, and that it is taken back", () => {
    const kase = aCase(["e1", "request-received", "2026-09-01"], ["e2", "assessment-refused", "2026-09-10"], ["e3", "withdrawn", "2026-09-11", { of: "e2" }]);
    expect(news(kase, "2026-09-12")).toEqual([
      { kind: "taken-back", slots: { event: "assessment-refused" }, key: "event:s:e3", after: { event: "event:s:e3" }, toldBefore: "event:s:e2" },
      { kind: "stage-changed", slots: { event: "request-received" }, key: "event:s:e1", after: { event: "event:s:e1" } },
    ]);
    const meeting = aCase(["e1", "final-plan-sent", "2025-09-10"], ["e2", "review-meeting", "2026-09-25", { recordedOn: "2026-09-01" }], ["e3", "withdrawn", "2026-09-05", { of: "e2" }]);
    expect(news(meeting, "2026-09-06")).toMatchObject([{ kind: "taken-back", slots: { event: "review-meeting", on: "2026-09-25" } }]);
  });

  test("of what was put right, as it is now and with the day that the family has now; of a note or a meeting's notice nothing", () => {
    const wrong = (more: object) => aCase(["e1", "request-received", "2026-08-03"], ["e2", "assessment-refused", "2026-09-10"], ["e3", "correction", "2026-09-14", { of: "e2", recordedOn: "2026-09-14", ...more }]);
    expect(news(wrong({ on: "2026-09-12" }), "2026-09-15")).toMatchObject([{ kind: "put-right", slots: { event: "assessment-refused", rule: "mediation-contact", due: "2026-11-12" }, key: "event:s:e3", toldBefore: "event:s:e2" }, { kind: "stage-changed" }]);
    const ended = aCase(["e1", "final-plan-sent", "2025-09-10"], ["e2", "review-decision-sent", "2026-09-10", { outcome: "keep" }], ["e3", "correction", "2026-09-11", { of: "e2", outcome: "cease", recordedOn: "2026-09-11" }]);
    expect(news(ended, "2026-09-12")[0]).toMatchObject({ kind: "put-right", slots: { event: "review-decision-cease" } });
    const noted = aCase(["e1", "final-plan-sent", "2025-09-10"], ["e2", "review-meeting", "2026-09-25", { recordedOn: "2026-09-01" }], ["e3", "correction", "2026-09-25", { of: "e2", noticeOn: "2026-09-01", recordedOn: "2026-09-05" }]);
    expect(news(noted, "2026-09-06").map(({ kind }) => kind)).toEqual(["stage-changed"]);
  });

  test("of a time of the family's that runs, also when the letter comes in behind others", () => {
    const behind = aCase(["e1", "final-plan-sent", "2025-09-10"], ["e2", "review-meeting", "2026-09-01"], ["e3", "amendment-notice-sent", "2026-09-08"], ["e4", "tribunal-order", "2026-09-10", { outcome: "amend-provision" }]);
    expect(news(behind, "2026-09-11").map(({ key }) => key)).toEqual(expect.arrayContaining(["event:s:e3", "event:s:e4"]));
  });

  test("of steps on the way once a day for each kind, and of none that an event after it made old", () => {
    const steps = aCase(["e1", "request-received", "2026-07-03"], ["e2", "assessment-agreed", "2026-08-07"], ["e3", "advice-requested", "2026-08-08", { body: "health" }], ["e4", "advice-received", "2026-09-10", { body: "health" }], ["e5", "advice-received", "2026-09-10", { body: "school" }]);
    expect(news(steps, "2026-09-12")).toEqual([{ kind: "step-taken", slots: { step: "advice-received" }, key: "step:advice-received:2026-09-10", after: { event: "event:s:e5" } }]);
    expect(news(steps, "2026-09-25")).toEqual([]);
    const move = aCase(["e1", "final-plan-sent", "2025-09-10"], ["e2", "phase-transfer-planned", "2027-09-01", { kind: "school-phase" }]);
    expect(news(move, "2026-09-12")).toMatchObject([{ kind: "step-taken", slots: { step: "phase-transfer-planned" }, key: "step:phase-transfer-planned:2027-09-01" }]);
    expect(news(move, "2027-09-02")).toEqual([]);
    const draft = aCase(["e1", "request-received", "2026-07-03"], ["e4", "advice-received", "2026-09-10", { body: "health" }], ["e5", "draft-served", "2026-09-11"]);
    expect(news(draft, "2026-09-12").map(({ key }) => key)).toEqual(["event:s:e5"]);
    const review = aCase(["e1", "final-plan-sent", "2025-09-10"], ["e2", "review-invited", "2026-08-10", { body: "school" }], ["e3", "review-contribution-received", "2026-08-14", { body: "school" }]);
    expect(news(review, "2026-08-15").map(({ kind, slots }) => ({ kind, slots }))).toEqual([{ kind: "review-step", slots: { step: "review-invited" } }, { kind: "review-step", slots: { step: "review-contribution-received" } }]);
  });
});

describe("reminders", () => {
  test.each([
    ["2026-12-17", undefined, undefined],
    ["2026-12-18", 7, 7],
    ["2026-12-20", 5, 7],
    ["2026-12-23", 2, 2],
    ["2026-12-25", 0, 2],
    ["2026-12-26", undefined, undefined],
  ])("of the last day to comment, 25 December: on %s it is %s days, told as the one of %s", (on, count, mark) => {
    const expected = count === undefined ? [] : [{ slots: { reminder: "draft-comments", due: "2026-12-25", count }, key: `near:draft-comments:event:s:e3:2026-12-25:${mark}` }];
    expect(reminders(DRAFT, on)).toEqual(expected);
  });

  test("none once the family has commented", () => {
    const done = aCase(["e1", "request-received", "2026-08-03"], ["e3", "draft-served", "2026-12-11"], ["e4", "comments-received", "2026-12-15"]);
    expect(reminders(done, "2026-12-18")).toEqual([]);
  });

  test("of mediation and appeal apart, and of meetings", () => {
    const refused = aCase(["e1", "request-received", "2026-08-03"], ["e2", "assessment-refused", "2026-09-10"]);
    expect(reminders(refused, "2026-11-08").map(({ slots }) => slots)).toEqual([
      { reminder: "mediation-contact", due: "2026-11-10", count: 2 },
      { reminder: "appeal", due: "2026-11-10", count: 2 },
    ]);
    const meeting = aCase(["e1", "final-plan-sent", "2025-09-10"], ["e2", "review-meeting", "2026-08-25", { recordedOn: "2026-08-01" }]);
    expect(reminders(meeting, "2026-08-20").map(({ slots }) => slots)).toEqual([{ reminder: "review-meeting", due: "2026-08-25", count: 5 }]);
  });
});

describe("what has become late", () => {
  const kase = aCase(["e1", "request-received", "2026-08-03"], ["e2", "assessment-agreed", "2026-09-07"], ["e3", "advice-requested", "2026-09-10", { body: "health" }]);
  const late = (on: string) => latenessOwed(familyView(kase, timelineOf(kase, day(on)), day(on)), keyOf);

  test("is told from the day after, while it is new", () => {
    expect(late("2026-10-22")).toEqual([]);
    expect(late("2026-10-23")).toEqual([{ kind: "advice-late", slots: { due: "2026-10-22" }, key: "late:advice:event:s:e3:2026-10-22", after: { day: day("2026-10-23") } }]);
    expect(late("2026-11-05")).toHaveLength(1);
    expect(late("2026-11-06")).toEqual([]);
  });

  test("a plan that is late is named by its rule", () => {
    expect(late("2026-12-22").map(({ kind, slots }) => ({ kind, slots }))).toEqual([{ kind: "date-late", slots: { rule: "final-plan", due: "2026-12-21" } }]);
  });
});

test("that the decisions pass is told a year, half a year and a month before, and on the day", () => {
  const from = day("2027-06-26");
  const owed = (on: string, more: Partial<Rights> = {}) => takeoverOwed({ youngPersonFrom: from, lacksCapacity: false, hasRepresentative: false, shared: new Map(), ...more }, day(on)).map(({ kind, slots, key }) => ({ kind, slots, key }));
  expect(owed("2026-06-25")).toEqual([]);
  expect(owed("2026-06-26")).toEqual([{ kind: "young-person-soon", slots: { from: "2027-06-26" }, key: "takeover:2027-06-26:soon-12" }]);
  expect(owed("2027-05-26")).toEqual([{ kind: "young-person-soon", slots: { from: "2027-06-26" }, key: "takeover:2027-06-26:soon-1" }]);
  expect(owed("2027-06-26")).toEqual([{ kind: "rights-passed", slots: { from: "2027-06-26" }, key: "takeover:2027-06-26:passed" }]);
  expect(owed("2027-06-26", { lacksCapacity: true })).toEqual([]);
  expect(owed("2027-06-26", { youngPersonFrom: null })).toEqual([]);
});

test("a meeting is offered once for each no that can still be taken further, and for nothing else", () => {
  const offered = (on: string, ...events: EventOfTest[]) => {
    const kase = aCase(...events);
    return meetingOwed(familyView(kase, timelineOf(kase, day(on)), day(on)), keyOf);
  };
  const offer = (id: string) => [{ kind: "meeting-offered", slots: {}, key: `meeting-offered:event:s:${id}`, after: null }];
  const asked = ["e1", "request-received", "2026-08-03"] as const;
  expect(offered("2026-09-11", asked, ["e2", "assessment-refused", "2026-09-10"])).toEqual(offer("e2"));
  expect(offered("2026-12-01", asked, ["e2", "assessment-agreed", "2026-09-10"], ["e3", "no-plan-decided", "2026-11-20"])).toEqual(offer("e3"));
  expect(offered("2026-09-09", asked)).toEqual([]);
  expect(offered("2026-12-01", asked, ["e2", "assessment-agreed", "2026-09-10"], ["e3", "final-plan-sent", "2026-11-20"])).toEqual([]);
});
