import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RawEvent } from "../../../tests/support/histories.ts";
import { anyDate, anyHistory, eventsOf, EXCEPTION_TYPES, someOwnFields } from "../../../tests/support/histories.ts";
import { day, isoText } from "../calendar/day.ts";
import { isWorkingDay } from "../calendar/working-days.ts";
import { HAPPENING_TYPES } from "./events.ts";
import { OutsideRulesError } from "./rules/index.ts";
import type { Deadline, Timeline } from "./timeline.ts";
import { timelineOf } from "./timeline.ts";

const RUNS = { numRuns: 300 };

function timeline(raw: readonly object[], asOf: string): Timeline {
  return timelineOf({ person: { dateOfBirth: day("2012-02-29") }, events: eventsOf(raw) }, day(asOf));
}

const dates = ({ deadlines }: Timeline) => deadlines.map(({ rule, from, due, beSafe, target }) => ({ rule, from, due, beSafe, target }));

function find(raw: readonly object[], asOf: string, rule: string, from?: string): Deadline {
  const found = timeline(raw, asOf).deadlines.filter((deadline) => deadline.rule === rule && (from === undefined || deadline.from === from));
  expect(found, rule).toHaveLength(1);
  return found[0] as Deadline;
}

const state = (raw: readonly object[], asOf: string, rule: string, from?: string) => find(raw, asOf, rule, from).state;
const due = (raw: readonly object[], asOf: string, rule: string, from?: string) => isoText(find(raw, asOf, rule, from).due);
const rules = (raw: readonly object[], asOf: string) => timeline(raw, asOf).deadlines.filter(({ from }) => from !== null).map(({ rule }) => rule);

const request: RawEvent = { id: "request", type: "request-received", on: "2026-09-07" };
const refused: RawEvent = { id: "no", type: "assessment-refused", on: "2026-10-12" };
const agreed: RawEvent = { id: "yes", type: "assessment-agreed", on: "2026-10-19" };

const REQUESTS = ["request-received", "reassessment-requested"];
/** What nobody needs any more once the request is taken back. */
const GIVEN_UP = ["advice", "school-reply", "draft-comments", "reassess-final"];

describe("always, whatever happened in a case", () => {
  test("the order in which events arrive changes nothing", () => {
    fc.assert(
      fc.property(
        anyHistory.chain((history) => fc.tuple(fc.constant(history), fc.shuffledSubarray(history, { minLength: history.length }))),
        anyDate,
        ([history, shuffled], asOf) => {
          expect(timeline(shuffled, asOf)).toEqual(timeline(history, asOf));
        },
      ),
      RUNS,
    );
  });

  test("no date depends on the day of looking, only what is said of it", () => {
    fc.assert(
      fc.property(anyHistory, anyDate, anyDate, (history, one, other) => {
        expect(dates(timeline(history, one))).toEqual(dates(timeline(history, other)));
      }),
      RUNS,
    );
  });

  test("no exception moves, adds or removes a date", () => {
    fc.assert(
      fc.property(anyHistory, anyDate, (history, asOf) => {
        const without = history.filter(({ type }) => !EXCEPTION_TYPES.includes(type));
        expect(dates(timeline(without, asOf))).toEqual(dates(timeline(history, asOf)));
        const only = (states: Timeline) => states.deadlines.map((one) => (one.state === "may-be-late" ? "late" : one.state));
        expect(only(timeline(history, asOf))).toEqual(only(timeline(without, asOf)));
      }),
      RUNS,
    );
  });

  test("a correction is as though the error had never been made", () => {
    fc.assert(
      fc.property(anyHistory.filter(({ length }) => length > 0), fc.nat(), anyDate, anyDate, (history, pick, wrong, asOf) => {
        const event = history[pick % history.length] as RawEvent;
        fc.pre(!["mediation-set", "exception-recorded", "school-closed", "absence"].includes(event.type));
        const erred = history.map((other) => (other === event ? { ...other, on: wrong } : other));
        const corrected = timeline([...erred, { id: "correction", type: "correction", of: event.id, on: event.on }], asOf);
        expect(corrected).toEqual(timeline(history, asOf));
      }),
      RUNS,
    );
  });

  test("before a correction or a withdrawal is recorded, the error stands", () => {
    fc.assert(
      fc.property(anyHistory.filter(({ length }) => length > 0), fc.nat(), anyDate, anyDate, (history, pick, wrong, asOf) => {
        const event = history[pick % history.length] as RawEvent;
        fc.pre(!["mediation-set", "exception-recorded", "school-closed", "absence"].includes(event.type));
        const recordedOn = isoText(day(asOf) + 1);
        const amended = [...history, { id: "c", type: "correction", of: event.id, on: wrong, recordedOn }, { id: "w", type: "withdrawn", of: event.id, on: asOf, recordedOn }];
        expect(timeline(amended, asOf)).toEqual(timeline(history, asOf));
      }),
      RUNS,
    );
  });

  test("an event taken back is as though it had not happened, except that what a request brought about stays, stopped", () => {
    fc.assert(
      fc.property(anyHistory.filter(({ length }) => length > 0), fc.nat(), anyDate, anyDate, (history, pick, on, asOf) => {
        const event = history[pick % history.length] as RawEvent;
        const without = timeline(history.filter((other) => other !== event), asOf).deadlines;
        const taken = timeline([...history, { id: "w", type: "withdrawn", of: event.id, on, recordedOn: "2025-01-01" }], asOf).deadlines;
        const own = taken.filter(({ event: of }) => of === event.id);
        const others = taken.filter(({ event: of }) => of !== event.id);
        expect(own.filter(({ state }) => state !== "stopped")).toEqual([]);
        const stopped = others.filter((one, i) => one.state === "stopped" && without[i]?.state !== "stopped");
        // What stops with a request had begun by the day on which it was taken back.
        if (!REQUESTS.includes(event.type)) expect([...own, ...stopped]).toEqual([]);
        for (const one of stopped) expect([GIVEN_UP.includes(one.rule), isoText(one.begun) <= on]).toEqual([true, true]);
        expect(others.map((one, i) => (stopped.includes(one) ? without[i] : one))).toEqual(without);
        expect(dates({ deadlines: others } as Timeline)).toEqual(dates({ deadlines: without } as Timeline));
      }),
      RUNS,
    );
  });

  test("targets are working days on or before the last day, and what is safe is never after it", () => {
    fc.assert(
      fc.property(anyHistory, anyDate, (history, asOf) => {
        for (const one of timeline(history, asOf).deadlines) {
          if (one.target !== null) expect(isWorkingDay(one.target) && one.target <= one.due, one.rule).toBe(true);
          if (one.beSafe !== null) expect(one.beSafe, one.rule).toBeLessThanOrEqual(one.due);
          expect(one.target !== null, one.rule).toBe(["council", "school", "body", "arranger"].includes(one.actor));
          if (one.actor === "family") expect(one.beSafe !== null && isWorkingDay(one.beSafe), one.rule).toBe(true);
          if (one.state === "running") expect(one.due, one.rule).toBeGreaterThanOrEqual(day(asOf));
        }
      }),
      RUNS,
    );
  });
});

describe("the course of a request", () => {
  test("decided on the last day is met; the day after is late, and stays late", () => {
    expect(state([request, agreed], "2026-10-20", "assess-decision")).toBe("met");
    expect(state([request], "2026-10-19", "assess-decision")).toBe("running");
    expect(state([request], "2026-10-20", "assess-decision")).toBe("late");
    expect(state([request, { ...agreed, on: "2026-10-20" }], "2027-06-01", "assess-decision")).toBe("late");
  });

  test("a refusal stops what would have followed", () => {
    expect(["no-plan-decision", "final-plan"].map((rule) => state([request, refused], "2027-03-01", rule))).toEqual(["stopped", "stopped"]);
    expect(state([request, refused], "2026-10-13", "assess-decision")).toBe("met");
  });

  test("a council that thinks again by itself is back on the first clock; after an order the limits of the order count", () => {
    const late = { ...agreed, on: "2026-11-09" };
    expect(state([request, refused, late], "2026-12-01", "final-plan")).toBe("running");
    const order = { id: "order", type: "tribunal-order", on: "2026-11-02", outcome: "assess" };
    expect(state([request, refused, order, late], "2026-12-01", "final-plan")).toBe("stopped");
    expect(state([request, refused, order, late], "2026-12-01", "order-assess-tell")).toBe("met");
  });

  test("a draft or a final plan overtakes the decision not to make one; that decision stops the final plan", () => {
    const draft = { id: "draft", type: "draft-served", on: "2026-12-14" };
    expect(state([request, agreed, draft], "2027-01-15", "no-plan-decision")).toBe("stopped");
    const none = { id: "none", type: "no-plan-decided", on: "2026-12-29" };
    expect(state([request, agreed, none], "2027-01-15", "no-plan-decision")).toBe("late");
    expect(state([request, agreed, none], "2027-01-15", "final-plan")).toBe("stopped");
  });

  test("a second request while one is open starts nothing; one after the answer has dates of its own", () => {
    const second = { id: "second", type: "request-received", on: "2026-09-28" };
    expect(rules([request, second], "2026-10-01").filter((rule) => rule === "final-plan")).toHaveLength(1);
    const later = { id: "later", type: "request-received", on: "2026-12-07" };
    expect(due([request, refused, later], "2026-12-10", "final-plan", "later")).toBe("2027-04-26");
    expect(state([request, refused, later], "2026-12-10", "final-plan", "request")).toBe("stopped");
    expect(state([request, refused, { ...later, on: refused.on }], "2026-12-10", "final-plan", "later")).toBe("running");
  });

  test("a request taken back keeps its dates, stopped; the next one in line is then the clock", () => {
    const back = { id: "back", type: "withdrawn", of: "request", on: "2026-10-01" };
    expect(state([request, back], "2026-10-02", "final-plan")).toBe("stopped");
    expect(state([request, back], "2026-09-30", "final-plan")).toBe("running");
    expect(timeline([request, back], "2026-10-02").stage).toBe("withdrawn");
    expect(state([request, { id: "second", type: "request-received", on: "2026-09-28" }, back], "2026-10-02", "final-plan", "second")).toBe("running");
  });

  test("advice of each body, answered by the same body under whatever spelling", () => {
    const asked = [
      { id: "a", type: "advice-requested", on: "2026-10-21", body: "Educational Psychologist" },
      { id: "b", type: "advice-requested", on: "2026-10-21", body: "health" },
      { id: "c", type: "advice-received", on: "2026-11-20", body: "educational-psychologist" },
    ];
    expect(state(asked, "2026-12-03", "advice", "a")).toBe("met");
    expect(state(asked, "2026-12-03", "advice", "b")).toBe("late");
  });
});

describe("letters, mediation and appeal", () => {
  const letter = { id: "letter", type: "decision-sent", on: "2026-11-10" };

  test("a decision to amend brings no right of appeal; the amended plan does", () => {
    const review = { id: "review", type: "review-decision-sent", on: "2027-03-02" };
    expect(rules([{ ...review, outcome: "amend" }], "2027-03-03")).not.toContain("appeal");
    expect(rules([{ ...review, outcome: "keep" }], "2027-03-03")).toContain("appeal");
    expect(rules([{ ...review, outcome: "cease" }], "2027-03-03")).toContain("mediation-contact");
    expect(rules([{ id: "plan", type: "amended-plan-sent", on: "2027-04-20" }], "2027-04-21")).toContain("appeal");
  });

  test("the family's time: met, missed, or no longer needed", () => {
    expect(state([letter, { id: "told", type: "mediation-adviser-told", on: "2027-01-10" }], "2027-02-01", "mediation-contact")).toBe("met");
    expect(state([letter, { id: "told", type: "mediation-adviser-told", on: "2027-01-11" }], "2027-02-01", "mediation-contact")).toBe("missed");
    expect(state([letter], "2027-01-11", "mediation-contact")).toBe("missed");
    expect(state([letter, { id: "appeal", type: "appeal-registered", on: "2026-12-01" }], "2027-02-01", "mediation-contact")).toBe("stopped");
    expect(state([request, refused, agreed], "2027-02-01", "appeal")).toBe("stopped");
  });

  test("a certificate belongs to the latest letter before it", () => {
    const next = { id: "next", type: "decision-sent", on: "2027-01-04" };
    const certificate = { id: "certificate", type: "mediation-certificate-issued", on: "2027-02-24" };
    expect(due([letter, next, certificate], "2027-02-25", "appeal", "letter")).toBe("2027-01-11");
    expect(due([letter, next, certificate], "2027-02-25", "appeal", "certificate")).toBe("2027-03-24");
  });

  test("where mediation is wanted, the certificate is counted from the meeting only", () => {
    const told = { id: "told", type: "mediation-adviser-told", on: "2026-12-01" };
    const informed = { id: "informed", type: "mediation-council-informed", on: "2026-12-02" };
    expect(rules([letter, told], "2026-12-05")).toContain("mediation-certificate");
    expect(rules([letter, told, informed], "2026-12-05")).not.toContain("mediation-certificate");
  });

  test("what is agreed about health is the NHS's to do in two weeks; the council has only what is its own", () => {
    const agreed = (more: object) => [{ id: "agreed", type: "mediation-agreed", on: "2026-12-17", appealable: false, ...more }];
    const own = (more: object, on = "2027-01-01") => timeline(agreed(more), on).deadlines.filter(({ from }) => from !== null).map(({ rule, actor, state: of }) => [rule, actor, of]);
    expect(own({})).toEqual([["mediation-agreement", "council", "late"]]);
    expect(own({ concernsHealth: "also", carriedOutOn: "2026-12-30" })).toEqual([["mediation-agreement", "council", "met"], ["mediation-health-agreement", "body", "late"]]);
    expect(own({ concernsHealth: "only" })).toEqual([["mediation-agreement-told", "body", "stopped"], ["mediation-health-agreement", "body", "late"]]);
    expect(own({ concernsHealth: "only", councilToldOn: "2026-12-24", carriedOutOn: "2026-12-31" })).toEqual([["mediation-agreement-told", "body", "met"], ["mediation-health-agreement", "body", "met"]]);
    expect(own({ concernsHealth: "only", recordedOn: "2026-12-28", healthCarriedOutOn: "2027-01-01" })).toEqual([["mediation-agreement-told", "body", "late"], ["mediation-health-agreement", "body", "late"]]);
    expect(own({ concernsHealth: "also", appealable: true, outcome: "amend-provision" }).map(([rule]) => rule)).toEqual(["mediation-health-agreement", "order-amend"]);
  });

  test("late notice of mediation is late, unless the family agreed to it", () => {
    const set = { id: "set", type: "mediation-set", on: "2027-01-04", meetingOn: "2027-01-07" };
    expect(state([set], "2027-01-05", "mediation-notice")).toBe("late");
    expect(state([{ ...set, shorterNoticeAgreed: true }], "2027-01-05", "mediation-notice")).toBe("met");
  });
});

describe("reviews", () => {
  const plan = { id: "plan", type: "plan-made", on: "2026-03-10" };
  const meeting = { id: "meeting", type: "review-meeting", on: "2027-02-02" };
  const amend = { id: "amend", type: "review-decision-sent", on: "2027-03-02", outcome: "amend" };

  test("the meeting alone does not end the review", () => {
    expect(state([plan, meeting], "2027-03-10", "review-due")).toBe("late");
    expect(state([plan, meeting], "2027-03-10", "review-meeting-by")).toBe("met");
    expect(state([plan, meeting, amend], "2027-03-10", "review-due", "plan")).toBe("met");
  });

  test("the plan made counts rather than the plan sent, whichever was first", () => {
    const sent = { id: "sent", type: "final-plan-sent", on: "2026-03-08" };
    expect(due([sent, plan], "2026-04-01", "review-due")).toBe("2027-03-09");
    expect(due([{ ...sent, on: "2026-03-12" }, plan], "2026-04-01", "review-due")).toBe("2027-03-09");
  });

  test("a plan made on 29 February is due for review by 28 February", () => {
    expect(due([{ ...plan, on: "2028-02-29" }], "2028-03-01", "review-due")).toBe("2029-02-28");
  });

  test("notice and report: recorded, not recorded, and overtaken", () => {
    expect(state([{ ...meeting, noticeOn: "2027-01-19" }], "2027-02-03", "review-notice")).toBe("met");
    expect(state([{ ...meeting, noticeOn: "2027-01-20" }], "2027-02-03", "review-notice")).toBe("late");
    expect(state([meeting], "2027-01-20", "review-notice")).toBe("late");
    expect(state([meeting], "2027-02-03", "review-notice")).toBe("stopped");
    expect(state([meeting], "2027-02-17", "review-report")).toBe("late");
    expect(state([meeting, amend], "2027-03-03", "review-report")).toBe("stopped");
    expect(state([meeting], "2027-01-05", "review-report")).toBe("not-started");
  });

  test("without a notice on record, the decision to amend stands for it; with one, only the notice counts", () => {
    expect(due([meeting, amend], "2027-03-03", "review-final")).toBe("2027-04-27");
    const notice = { id: "notice", type: "amendment-notice-sent", on: "2027-03-09" };
    expect(due([meeting, amend, notice], "2027-03-10", "review-final")).toBe("2027-05-04");
    expect(due([meeting, amend, notice], "2027-03-10", "review-final-overall")).toBe("2027-04-27");
    expect(state([meeting, notice], "2027-03-10", "review-decision")).toBe("late");
    expect(state([plan, meeting, { ...notice, on: "2027-03-02" }], "2027-03-10", "review-due", "plan")).toBe("met");
  });

  test("an amendment at another time of the year has the same limits", () => {
    const notice = { id: "notice", type: "amendment-notice-sent", on: "2026-11-02" };
    expect(due([plan, notice], "2026-11-03", "review-comments")).toBe("2026-11-16");
    expect(due([plan, notice], "2026-11-03", "review-final")).toBe("2026-12-28");
    expect(rules([plan, notice], "2026-11-03").filter((rule) => rule === "review-due")).toHaveLength(1);
  });

  test("after a decision to end the plan there is no next review, unless the Tribunal keeps the plan going", () => {
    const cease = { ...amend, id: "cease", outcome: "cease" };
    expect(rules([plan, meeting, cease], "2027-03-10").filter((rule) => rule === "review-due")).toHaveLength(1);
    expect(due([plan, meeting, cease, { id: "order", type: "tribunal-order", on: "2027-06-14", outcome: "continue" }], "2027-07-01", "review-due", "cease")).toBe("2028-03-01");
    expect(timeline([plan, meeting, cease], "2027-05-04").stage).toBe("ceasing");
    expect(timeline([plan, meeting, cease], "2027-05-05").stage).toBe("ceased");
  });
});

describe("a request while a plan is to end (CFA 2014 s.45(4))", () => {
  const plan = { id: "plan", type: "plan-made", on: "2025-03-10" };
  const meeting = { id: "meeting", type: "review-meeting", on: "2026-02-02" };
  const cease = { id: "cease", type: "review-decision-sent", on: "2026-03-02", outcome: "cease" };
  const appeal = { id: "appeal", type: "appeal-registered", on: "2026-04-20" };
  const ended = (on: string, how: string) => ({ id: "ended", type: "appeal-ended", on, how });
  const certificate = { id: "certificate", type: "mediation-certificate-issued", on: "2026-04-28" };
  const kept = { id: "order", type: "tribunal-order", on: "2026-07-01", outcome: "continue" };
  const asked = (on: string) => ({ id: "asked", type: "request-received", on });
  const countedFrom = (events: readonly object[], on: string) => rules([plan, meeting, cease, ...events, asked(on)], on).filter((rule) => rule === "assess-decision" || rule === "reassess-decision");

  // Two months from the letter are Saturday 2 May 2026; Monday 4 May is a bank holiday.
  test.each<[what: string, rule: string, on: string, events: object[]]>([
    ["on the last day to appeal the plan is there", "reassess-decision", "2026-05-05", []],
    ["the day after it has ended", "assess-decision", "2026-05-06", []],
    ["a certificate gives a month", "reassess-decision", "2026-05-28", [certificate]],
    ["and no more", "assess-decision", "2026-05-29", [certificate]],
    ["a certificate that is not recorded may be on its way: 30 days to arrange mediation, three working days, and a month", "reassess-decision", "2026-07-01", [{ id: "told", type: "mediation-adviser-told", on: "2026-04-27" }]],
    ["and not for ever", "assess-decision", "2026-07-02", [{ id: "told", type: "mediation-adviser-told", on: "2026-04-27" }]],
    ["while it is appealed the plan is there", "reassess-decision", "2026-06-20", [appeal]],
    ["on the day the appeal is taken back too", "reassess-decision", "2026-06-10", [appeal, ended("2026-06-10", "withdrawn")]],
    ["not on the next", "assess-decision", "2026-06-11", [appeal, ended("2026-06-10", "withdrawn")]],
    ["an appeal taken back early leaves the time to appeal as it was", "reassess-decision", "2026-05-05", [appeal, ended("2026-04-24", "withdrawn")]],
    ["which then is over", "assess-decision", "2026-05-06", [appeal, ended("2026-04-24", "withdrawn")]],
    ["once it is dismissed the plan has ended", "assess-decision", "2026-07-02", [appeal, ended("2026-07-01", "dismissed")]],
    ["on an order the plan goes on", "reassess-decision", "2026-09-01", [appeal, kept]],
    ["an agreement keeps it as well", "reassess-decision", "2026-09-01", [{ id: "agreed", type: "mediation-agreed", on: "2026-04-20", appealable: true, outcome: "continue" }]],
  ])("%s: %s on %s", (_what, rule, on, events) => expect(countedFrom(events, on)).toEqual([rule]));

  test("without the plan itself on record, the letter that ends it shows that there is one", () => {
    expect(rules([cease, asked("2026-04-01")], "2026-04-02")).toContain("reassess-decision");
  });

  test("the answer answers the request, though the plan has ended in between", () => {
    const history = [plan, meeting, cease, asked("2026-05-05"), { id: "yes", type: "assessment-agreed", on: "2026-05-20" }];
    expect(due(history, "2026-05-21", "reassess-decision")).toBe("2026-05-20");
    expect(state(history, "2026-05-21", "reassess-decision")).toBe("met");
    expect(due(history, "2026-05-21", "reassess-final")).toBe("2026-08-26");
  });

  test("a no leaves it to end; what is asked in that time is answered in time, and needless once the plan has ended", () => {
    const history = [plan, meeting, cease, asked("2026-03-30")];
    expect(timeline(history, "2026-04-01").stage).toBe("reassessment-requested");
    expect(timeline([...history, { id: "no", type: "assessment-refused", on: "2026-04-13" }], "2026-04-14").stage).toBe("ceasing");
    expect(timeline([...history, { id: "no", type: "assessment-refused", on: "2026-04-13" }], "2026-07-01").stage).toBe("ceased");
    const appealed = [...history, appeal].map((event) => (event.id === "asked" ? { ...event, on: "2026-04-27" } : event));
    const refusedIt = { id: "no", type: "decision-sent", on: "2026-05-11" };
    expect(timeline([...appealed, refusedIt], "2026-05-12").stage).toBe("appeal");
    expect(timeline([...appealed, ended("2026-05-04", "withdrawn"), refusedIt], "2026-05-12").stage).toBe("ceased");
    expect(state(history, "2026-04-15", "reassess-decision")).toBe("late");
    expect(find(history, "2026-05-06", "reassess-decision")).toMatchObject({ doneOn: null, endedOn: day("2026-05-06") });
    expect(timeline([plan, meeting, cease, asked("2026-05-01")], "2026-05-06").stage).toBe("ceased");
  });
});

test("a new assessment that is refused in the middle of a review leaves the review where it was", () => {
  const history = [{ id: "plan", type: "plan-made", on: "2026-03-10" }, { id: "meeting", type: "review-meeting", on: "2027-02-02" }, { id: "asked", type: "reassessment-requested", on: "2027-02-08" }, { id: "no", type: "decision-sent", on: "2027-02-19" }];
  expect(timeline(history, "2027-02-20").stage).toBe("review");
  expect(state(history, "2027-03-03", "review-decision")).toBe("late");
});

describe("moves", () => {
  const to7 = { id: "to7", type: "phase-transfer-planned", on: "2027-09-01", kind: "school-phase" };

  test("ready for the next school: by the amended plan, or by a review that changed nothing", () => {
    expect(state([to7, { id: "plan", type: "amended-plan-sent", on: "2027-02-14" }], "2027-03-01", "phase-transfer")).toBe("met");
    expect(state([to7, { id: "plan", type: "amended-plan-sent", on: "2027-02-15" }], "2027-03-01", "phase-transfer")).toBe("late");
    expect(state([to7, { id: "kept", type: "review-decision-sent", on: "2026-12-10", outcome: "keep" }], "2027-03-01", "phase-transfer")).toBe("met");
    expect(state([to7, { id: "old", type: "amended-plan-sent", on: "2026-04-01" }], "2027-03-01", "phase-transfer")).toBe("late");
    expect(state([to7], "2027-02-14", "phase-transfer")).toBe("running");
  });

  test("only the old council's knowing is on record", () => {
    const aware = { id: "aware", type: "moved-area-aware", on: "2027-02-09" };
    expect(due([aware], "2027-02-10", "plan-transfer")).toBe("2027-03-01");
    expect(due([{ ...aware, movesOn: "2027-06-07" }], "2027-02-10", "plan-transfer")).toBe("2027-06-07");
    expect(due([{ id: "move", type: "moved-area", on: "2027-03-06" }], "2027-02-10", "plan-transfer")).toBe("2027-03-06");
  });

  test("who moves while a first assessment runs has no plan to pass on, to tell of or to review", () => {
    const assessing = [{ id: "asked", type: "request-received", on: "2026-06-01" }, { id: "yes", type: "assessment-agreed", on: "2026-07-10" }];
    const moved = [{ id: "aware", type: "moved-area-aware", on: "2026-08-07" }, { id: "move", type: "moved-area", on: "2026-08-10" }];
    const ofThePlan = (events: readonly object[]) => rules(events, "2026-11-30").filter((rule) => /^(plan|transfer|review)-/.test(rule));
    expect(ofThePlan([...assessing, ...moved])).toEqual([]);
    expect(ofThePlan([...assessing, { id: "draft", type: "draft-served", on: "2026-08-01" }, moved[0] ?? {}])).toEqual([]);
    expect(ofThePlan([...assessing, { id: "plan", type: "final-plan-sent", on: "2026-08-05" }, ...moved])).toEqual(expect.arrayContaining(["plan-transfer", "transfer-told", "transfer-review"]));
    // Asked again after the move with a plan from elsewhere: the plan is there.
    expect(ofThePlan([...moved, { ...assessing[0], on: "2026-09-01" }, { id: "again", type: "moved-area", on: "2026-10-01" }]).filter((rule) => rule === "transfer-review")).toHaveLength(2);
  });

  test("known only after the move", () => {
    const moved = [{ id: "move", type: "moved-area", on: "2027-03-01" }, { id: "aware", type: "moved-area-aware", on: "2027-03-22" }];
    expect(due(moved, "2027-04-01", "plan-transfer", "aware")).toBe("2027-04-13");
  });
});

describe("a case that is closed", () => {
  const plan = { id: "plan", type: "plan-made", on: "2026-03-10" };
  const aware = { id: "aware", type: "moved-area-aware", on: "2026-09-07", movesOn: "2026-10-05" };
  const closed = (reason: string, on = "2026-10-01") => ({ id: "closed", type: "case-closed", on, reason });
  const open = (raw: readonly object[], asOf: string) => timeline(raw, asOf).deadlines.filter(({ state: of, doneOn, endedOn, from }) => from !== null && doneOn === null && endedOn === null && of !== "stopped").map(({ rule }) => rule);
  const to7 = { id: "to7", type: "phase-transfer-planned", on: "2027-09-01", kind: "school-phase" };
  const ahead = { id: "ahead", type: "review-meeting", on: "2026-12-07" };

  test.each(["moved-away", "left-england", "age-limit", "left-education", "not-needed", "died", "other"])("%s: nothing of it goes on, and nothing becomes late", (reason) => {
    const history = [plan, aware, to7, ahead, { id: "advice", type: "advice-requested", on: "2026-09-14", body: "health" }, closed(reason)];
    expect(timeline(history, "2026-10-01").stage).toBe("closed");
    for (const on of ["2026-10-01", "2026-12-08", "2027-03-10", "2028-01-10"]) expect(open(history, on), on).toEqual([]);
    expect(open(history, "2026-09-30")).not.toEqual([]);
  });

  test("what was late when it was closed was late, and is waited for no more", () => {
    expect(find([request, closed("other", "2026-11-02")], "2026-12-01", "assess-decision")).toMatchObject({ state: "late", doneOn: null, endedOn: day("2026-11-02") });
    expect(find([request, closed("other", "2026-10-19")], "2026-12-01", "assess-decision")).toMatchObject({ state: "stopped" });
  });

  test("no closing takes away the time to appeal; a death ends that too", () => {
    const no = [request, refused];
    expect(open([...no, closed("other", "2026-10-13")], "2026-11-01")).toEqual(["mediation-contact", "appeal"]);
    expect(open([...no, closed("died", "2026-10-13")], "2026-11-01")).toEqual([]);
    const appealed = [...no, closed("other", "2026-10-13"), { id: "appeal", type: "appeal-registered", on: "2026-11-02" }];
    expect(timeline(appealed, "2026-11-03").stage).toBe("appeal");
    expect(open([...appealed, { id: "order", type: "tribunal-order", on: "2027-02-01", outcome: "assess" }], "2027-02-02")).toContain("order-assess-tell");
  });

  test("a move that was known when it was closed does not open it again; coming back does, and so does a new request", () => {
    const away = [plan, aware, closed("moved-away")];
    expect(timeline([...away, { id: "move", type: "moved-area", on: "2026-10-05" }], "2027-06-01").stage).toBe("closed");
    const back = [...away, { id: "move", type: "moved-area", on: "2026-10-05" }, { id: "back", type: "moved-area", on: "2028-01-10" }];
    expect(open(back, "2027-12-01")).toEqual([]);
    const unaware = [plan, closed("moved-away"), { id: "back", type: "moved-area", on: "2028-01-10" }];
    expect(timeline(unaware, "2028-01-11").stage).toBe("moved");
    expect(due(unaware, "2028-01-11", "transfer-review")).toBe("2028-04-09");
    expect(due([plan, closed("left-england"), { id: "again", type: "request-received", on: "2027-01-11" }], "2027-01-12", "assess-decision")).toBe("2027-02-22");
  });

  test("after a death nothing opens it, whatever comes in", () => {
    const late = HAPPENING_TYPES.filter((type) => type !== "case-closed").map((type, i) => ({ id: `late${i}`, type, on: "2026-10-12", ...someOwnFields(type, "2026-10-12") }));
    expect(timeline([plan, closed("died"), ...late], "2026-10-13").stage).toBe("closed");
    for (const on of ["2026-10-13", "2027-03-01", "2028-03-01"]) expect(open([plan, closed("died"), ...late], on)).toEqual([]);
  });

  test("recorded by mistake and taken back, it is as though it had never been", () => {
    const back = { id: "back", type: "withdrawn", of: "closed", on: "2026-10-09" };
    expect(timeline([plan, to7, closed("died"), back], "2026-10-09")).toEqual(timeline([plan, to7], "2026-10-09"));
    expect(timeline([plan, to7, closed("died"), back], "2026-10-08").stage).toBe("closed");
    const right = { id: "right", type: "correction", of: "closed", reason: "moved-away", recordedOn: "2026-10-09" };
    expect(timeline([request, refused, closed("died", "2026-10-13"), { ...right, recordedOn: "2026-10-20" }], "2026-10-20").deadlines.find(({ rule }) => rule === "appeal")?.state).toBe("running");
  });
});

describe("what was known on a day", () => {
  test("“what did we say on 1 March?”", () => {
    const wrong = { id: "request", type: "request-received", on: "2027-01-11" };
    const right = { id: "right", type: "correction", of: "request", on: "2027-01-04", recordedOn: "2027-03-05" };
    expect(due([wrong, right], "2027-03-01", "final-plan")).toBe("2027-05-31");
    expect(due([wrong, right], "2027-03-05", "final-plan")).toBe("2027-05-24");
  });

  test("of two corrections the later recorded wins, field by field, in whatever order they came", () => {
    const decision = { id: "d", type: "review-decision-sent", on: "2027-03-02", outcome: "keep" };
    const first = { id: "z", type: "correction", of: "d", outcome: "cease", recordedOn: "2027-03-10" };
    const second = { id: "a", type: "correction", of: "d", outcome: "amend", recordedOn: "2027-03-12" };
    expect(timeline([decision, second, first], "2027-03-11").stage).toBe("ceasing");
    expect(timeline([decision, second, first], "2027-03-12").stage).toBe("amending");
    expect(timeline([decision, second, first, { id: "w", type: "withdrawn", of: "a", on: "2027-03-13" }], "2027-03-13").stage).toBe("ceasing");
  });

  test("what was recorded later is not there, whenever it happened", () => {
    const advice = { id: "a", type: "advice-requested", on: "2026-10-21", body: "health", recordedOn: "2026-11-02" };
    expect(rules([request, advice], "2026-11-01")).not.toContain("advice");
    expect(rules([request, advice], "2026-11-02")).toContain("advice");
  });

  test("a date before any rules is refused, with the event", () => {
    const early = { id: "early", type: "request-received", on: "2014-08-31" };
    expect(() => timeline([early, request], "2026-10-01")).toThrow(OutsideRulesError);
    expect(() => timeline([{ ...early, on: "2014-09-01" }], "2026-10-01")).not.toThrow();
  });
});

describe("ages", () => {
  const leaving = (dateOfBirth: string) => isoText(timelineOf({ person: { dateOfBirth: day(dateOfBirth) }, events: [] }, day("2026-11-22")).deadlines.find(({ rule }) => rule === "compulsory-school-age-end")?.due ?? 0);
  const planEnd = (dateOfBirth: string) => isoText(timelineOf({ person: { dateOfBirth: day(dateOfBirth) }, events: [] }, day("2026-11-22")).deadlines.find(({ rule }) => rule === "plan-latest-end")?.due ?? 0);

  test.each([
    ["2010-06-26", "2026-06-26"],
    ["2010-08-31", "2026-06-26"],
    ["2010-09-01", "2027-06-25"],
    ["2011-06-25", "2027-06-25"],
    ["2011-06-26", "2027-06-25"],
    ["2012-01-15", "2028-06-30"],
    ["2012-12-31", "2029-06-29"],
    ["2013-09-02", "2030-06-28"],
  ])("born %s: school leaving day %s", (born, expected) => expect(leaving(born)).toBe(expected));

  test("a school year that starts later than 1 September takes in the birthdays before it", () => {
    const [ends] = timelineOf({ person: { dateOfBirth: day("2011-09-03"), schoolYearStartsOn: day("2027-09-06") }, events: [] }, day("2026-11-22")).deadlines;
    expect(isoText(ends?.due ?? 0)).toBe("2027-06-25");
  });

  test.each([
    ["2002-07-31", "2027-07-31"],
    ["2002-08-01", "2028-07-31"],
    ["2004-02-29", "2029-07-31"],
  ])("born %s: a plan can last to %s", (born, expected) => expect(planEnd(born)).toBe(expected));
});

test.each<[what: string, rule: string, countedOn: string, events: RawEvent[]]>([
  ["an appeal, from the letter", "appeal", "2026-10-12", [request, refused]],
  ["an appeal, from the certificate where that gives longer", "appeal", "2026-12-10", [request, refused, { id: "c", type: "mediation-certificate-issued", on: "2026-12-10" }]],
  ["the notice of a mediation, back from its day", "mediation-notice", "2026-12-17", [request, refused, { id: "m", type: "mediation-set", on: "2026-12-01", meetingOn: "2026-12-17" }]],
  ["telling a family that has moved, from the day the plan came", "transfer-told", "2026-10-20", [{ id: "plan", type: "plan-made", on: "2026-01-05" }, { id: "moved", type: "moved-area", on: "2026-10-01", planPassedOn: "2026-10-20" }]],
])("a date says the day it is counted from: %s", (_what, rule, countedOn, events) => {
  expect(isoText(find(events, "2026-12-20", rule).countedOn)).toBe(countedOn);
});
