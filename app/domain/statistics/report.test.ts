import { describe, expect, test } from "vitest";
import { eventsOf } from "../../../tests/support/histories.ts";
import { day, isoText } from "../calendar/day.ts";
import { recordOn } from "../cases/record.ts";
import { timelineOf } from "../cases/timeline.ts";
import { FIGURE_IDS, FIGURES } from "./figures.ts";
import type { Wait } from "./likely-date.ts";
import { likelyRange, waitsOf } from "./likely-date.ts";
import type { Observation } from "./observations.ts";
import { observationsOf } from "./observations.ts";
import { percentile, reportOf } from "./report.ts";

function observed(events: object[], asOf = "2027-12-31", quadrant: string | null = "mid"): Observation[] {
  return observationsOf(timelineOf({ person: null, events: eventsOf(events) }, day(asOf)), quadrant, day(asOf));
}
const of = (figure: string, observations: Observation[]) => observations.filter((one) => one.figure === figure).map(({ on, inTime, weeks, excepted }) => ({ on: isoText(on), inTime, weeks, excepted }));

const request = { id: "request", type: "request-received", on: "2026-09-07" };
const final = (on: string) => ({ id: "final", type: "final-plan-sent", on });

describe("what a figure counts", () => {
  test("a plan sent on day 140 is within 20 weeks; on day 141 it is not", () => {
    expect(of("final-in-20-weeks-all", observed([request, final("2027-01-25")]))).toEqual([{ on: "2027-01-25", inTime: true, weeks: 20, excepted: false }]);
    expect(of("final-in-20-weeks-all", observed([request, final("2027-01-26")]))[0]).toMatchObject({ inTime: false });
  });

  test("a lawful exception in any phase takes the plan out of the headline; a claim the law does not know leaves it in", () => {
    const claim = { id: "claim", type: "exception-recorded", on: "2026-09-20", kind: "personal-circumstances", from: "2026-09-14", to: "2026-09-20" };
    expect(of("final-in-20-weeks-all", observed([request, claim, final("2027-01-26")]))[0]).toMatchObject({ excepted: true });
    expect(of("final-in-20-weeks-all", observed([request, { ...claim, kind: "panel" }, final("2027-01-26")]))[0]).toMatchObject({ excepted: false });
    const advice = [{ id: "a", type: "advice-requested", on: "2026-10-21", body: "health" }, { id: "m", type: "appointment-missed", on: "2026-11-12" }];
    expect(of("final-in-20-weeks-all", observed([request, ...advice, final("2027-01-26")]))[0]).toMatchObject({ excepted: true });
  });

  test("advice and reviews that were never done count against the council once their day has passed", () => {
    const asked = { id: "a", type: "advice-requested", on: "2026-10-21", body: "Health" };
    expect(observed([asked], "2026-12-02").filter((one) => one.figure === "advice-on-time")).toEqual([]);
    expect(observed([asked], "2026-12-03").filter((one) => one.figure === "advice-on-time")).toMatchObject([{ inTime: false, weeks: null, body: "health" }]);
    expect(of("review-in-12-months", observed([{ id: "p", type: "plan-made", on: "2026-03-10" }]))).toEqual([{ on: "2027-03-09", inTime: false, weeks: null, excepted: false }]);
  });

  test("what was stopped is not counted", () => {
    expect(observed([request, { id: "w", type: "withdrawn", of: "request", on: "2026-09-10" }])).toEqual([]);
    const review = [{ id: "m", type: "review-meeting", on: "2027-02-02" }, { id: "d", type: "review-decision-sent", on: "2027-03-02", outcome: "keep" }];
    expect(of("review-finished-in-12-weeks", observed(review))).toEqual([]);
    expect(of("review-decided-in-4-weeks", observed(review))).toEqual([{ on: "2027-03-02", inTime: true, weeks: 4, excepted: false }]);
  });

  test("every figure has its definition", () => {
    expect(FIGURES.map(({ id }) => id)).toEqual([...FIGURE_IDS]);
  });
});

describe("a year", () => {
  const many = (count: number, make: (i: number) => Partial<Observation>): Observation[] =>
    Array.from({ length: count }, (_, i) => ({ figure: "final-in-20-weeks-all", on: day("2026-05-12"), inTime: true, weeks: 18, excepted: false, quadrant: "mid", body: null, ...make(i) }));

  test("numerators, denominators, median and 90th percentile, with and without exceptions", () => {
    const observations = [...many(40, (i) => ({ inTime: i < 20, weeks: i < 20 ? 18 : 30 })), ...many(20, () => ({ inTime: false, weeks: 40, excepted: true, quadrant: "south" }))];
    const { published } = reportOf(observations, 2026, ["mid", "south"]);
    const [headline, all] = ["final-in-20-weeks", "final-in-20-weeks-all"].map((id) => published.find(({ figure }) => figure === id));
    expect(headline?.all).toEqual({ suppressed: false, numerator: 20, denominator: 40, share: 0.5, medianWeeks: 18, ninetiethPercentileWeeks: 30 });
    expect(all?.all).toEqual({ suppressed: false, numerator: 20, denominator: 60, share: 20 / 60, medianWeeks: 30, ninetiethPercentileWeeks: 40 });
    expect(headline?.quadrants.south).toEqual({ suppressed: false, numerator: 0, denominator: 0, share: null, medianWeeks: null, ninetiethPercentileWeeks: null });
    expect(headline?.months["2026-05"]).toEqual(headline?.all);
  });

  test("small numbers are kept for the council and hidden from everyone else", () => {
    const observations = [...many(40, (i) => ({ inTime: i < 20 })), ...many(3, () => ({ on: day("2026-06-01") })), ...many(30, (i) => ({ on: day("2026-07-01"), inTime: i < 12 }))];
    const { counted, published } = reportOf(observations, 2026, ["mid", "south"]);
    const at = (list: typeof published | typeof counted) => list.find(({ figure }) => figure === "final-in-20-weeks-all");
    expect(at(counted)?.months["2026-06"]).toMatchObject({ numerator: 3, denominator: 3 });
    expect(at(published)?.months["2026-06"]).toEqual({ suppressed: true });
    expect(at(published)?.months["2026-07"]).toEqual({ suppressed: true });
    expect(at(published)?.months["2026-05"]).toMatchObject({ suppressed: false, denominator: 40 });
  });

  test("another year, and cases without a quadrant, are where they belong", () => {
    const { counted } = reportOf([...many(3, () => ({ on: day("2025-12-31") })), ...many(2, () => ({ quadrant: null }))], 2026, ["mid"]);
    expect(counted.find(({ figure }) => figure === "final-in-20-weeks-all")).toMatchObject({ all: { denominator: 2 }, quadrants: { mid: { denominator: 0 }, unknown: { denominator: 2 } } });
  });

  test("advice is told by body", () => {
    const advice = [...many(10, () => ({ figure: "advice-on-time", body: "health" })), ...many(20, (i) => ({ figure: "advice-on-time", body: "school", inTime: i < 10 }))] as Observation[];
    expect(reportOf(advice, 2026, []).published.find(({ figure }) => figure === "advice-on-time")?.bodies).toMatchObject({ health: { numerator: 10 }, school: { share: 0.5 } });
  });
});

test("the nearest rank", () => {
  const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  expect([10, 50, 90, 100].map((percent) => percentile(ten, percent))).toEqual([1, 5, 9, 10]);
  expect(() => percentile([], 50)).toThrow(RangeError);
});

describe("the likely date", () => {
  const asOf = day("2026-11-22");
  const began = day("2026-09-07");
  const waits = (count: number, make: (i: number) => Partial<Wait> = () => ({})): Wait[] => Array.from({ length: count }, (_, i) => ({ stage: "assessing", days: 100 + i, endedOn: asOf - 10, ...make(i) }));

  test("a range from at least ten others, and nothing from nine", () => {
    expect(likelyRange(waits(10), "assessing", began, asOf)).toEqual({ earliest: began + 100, latest: began + 108, cases: 10 });
    expect(likelyRange(waits(9), "assessing", began, asOf)).toBeNull();
  });

  test("only the last 90 days, the same stage, and those who waited as long as this one has", () => {
    expect(likelyRange(waits(20, (i) => ({ endedOn: i < 10 ? asOf - 90 : asOf - 89 })), "assessing", began, asOf)?.cases).toBe(10);
    expect(likelyRange(waits(20), "draft", began, asOf)).toBeNull();
    expect(likelyRange(waits(20, (i) => ({ days: i < 15 ? 20 : 100 })), "assessing", began, asOf)).toBeNull();
    // As long as this one: to the day.
    expect(likelyRange(waits(10, () => ({ days: asOf - began })), "assessing", began, asOf)?.earliest).toBe(asOf);
    // Those that ended today, and none of which only the day is known.
    expect(likelyRange(waits(10, () => ({ endedOn: asOf })), "assessing", began, asOf)?.cases).toBe(10);
    expect(likelyRange(waits(10, () => ({ endedOn: asOf + 1 })), "assessing", began, asOf)).toBeNull();
  });

  test("never a day that has passed", () => {
    const range = likelyRange(waits(40, (i) => ({ days: 40 + i * 3 })), "assessing", began, asOf);
    expect(range?.earliest).toBeGreaterThanOrEqual(asOf);
  });

  test("how long the steps of a case took", () => {
    const record = recordOn(asOf, eventsOf([request, { id: "yes", type: "assessment-agreed", on: "2026-10-19" }]));
    expect(waitsOf(record)).toEqual([{ stage: "requested", days: 42, endedOn: day("2026-10-19") }]);
  });

  test("after a move, from the day the plan came along until the family is told", () => {
    const moved = (more: object) => waitsOf(recordOn(asOf, eventsOf([{ id: "m", type: "moved-area", on: "2026-09-01", planPassedOn: "2026-09-10", ...more }])));
    expect(moved({ familyToldOn: "2026-10-10" })).toEqual([{ stage: "moved", days: 30, endedOn: day("2026-10-10") }]);
    expect(moved({ familyToldOn: "2026-11-22" })).toHaveLength(1);
    expect(moved({ familyToldOn: "2026-11-23" })).toEqual([]);
    expect(moved({})).toEqual([]);
  });
});
