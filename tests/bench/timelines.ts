import type { CaseEvent } from "../../app/domain/cases/events.ts";
import { readEvents } from "../../app/domain/cases/events.ts";
import { day, isoText } from "../../app/domain/calendar/day.ts";
import { timelineOf } from "../../app/domain/cases/timeline.ts";
import { percentile, round } from "./measure.ts";
import type { Section } from "./section.ts";

/** Timelines worked out in a second on one core, from cases of 20 events each. */
const TIMELINES_AIM = 100_000;
const CASES = 2_000;
const ROUNDS = 5;
const SECONDS_A_ROUND = 1;

/** The days after the request on which a case goes through its first two years: 20 events. */
const COURSE: [string, number, object?][] = [
  ["request-received", 0],
  ["assessment-agreed", 38],
  ["advice-requested", 40, { body: "school" }],
  ["advice-requested", 40, { body: "health" }],
  ["advice-requested", 41, { body: "educational-psychologist" }],
  ["advice-requested", 41, { body: "social-care" }],
  ["advice-received", 70, { body: "school" }],
  ["advice-received", 76, { body: "health" }],
  ["advice-received", 90, { body: "educational-psychologist" }],
  ["advice-received", 80, { body: "social-care" }],
  ["exception-recorded", 95, { kind: "personal-circumstances", from: 90, to: 100 }],
  ["draft-served", 112],
  ["comments-received", 124],
  ["school-consulted", 114],
  ["school-replied", 126],
  ["final-plan-sent", 139],
  ["mediation-adviser-told", 180],
  ["review-meeting", 470],
  ["review-decision-sent", 494, { outcome: "amend" }],
  ["amendment-notice-sent", 494],
];

function cases(): CaseEvent[][] {
  const first = day("2024-01-08");
  return Array.from({ length: CASES }, (_, i) => {
    const begun = first + (i % 700);
    const read = readEvents(
      COURSE.map(([type, after, fields = {}], n) => ({
        id: `${i}-${n}`,
        type,
        on: isoText(begun + after),
        ...Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, typeof value === "number" ? isoText(begun + value) : (value as string)])),
      })),
    );
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    return read.events;
  });
}

interface TimelineFigures {
  /** Microseconds of processor time for one timeline, in each round. */
  each: number[];
  deadlines: number;
}

/** By the time the processor gave to this process: what others do on the machine meanwhile is not counted. */
function measureTimelines(): TimelineFigures {
  const all = cases().map((events) => ({ person: { dateOfBirth: day("2015-05-12") }, events }));
  const asOf = day("2026-03-02");
  let deadlines = 0;
  const once = () => {
    const began = process.cpuUsage();
    const spent = () => process.cpuUsage(began).user / 1e6;
    let done = 0;
    deadlines = 0;
    while (spent() < SECONDS_A_ROUND) {
      for (const file of all) deadlines += timelineOf(file, asOf).deadlines.length;
      done += all.length;
    }
    deadlines /= done;
    return (spent() / done) * 1e6;
  };
  // The first round only warms up.
  const each = Array.from({ length: ROUNDS + 1 }, once).slice(1);
  return { each, deadlines };
}

export const timelines: Section = {
  about: "statutory timelines of 20 events, worked out on one core",
  run: ({ say }) => {
    say(`Timelines of ${COURSE.length} events ...`);
    const { each, deadlines } = measureTimelines();
    const half = round(percentile(each, 0.5));
    const figures = { events: COURSE.length, deadlines: round(deadlines, 1), microsecondsEach: half, perSecond: Math.round(1e6 / half), bestPerSecond: Math.round(1e6 / Math.min(...each)) };
    return Promise.resolve({
      figures,
      tables: [
        {
          title: "Timelines",
          columns: ["events a case", "dates a case", "microseconds each", "a second on one core", "best round"],
          rows: [[figures.events, figures.deadlines, figures.microsecondsEach, figures.perSecond, figures.bestPerSecond]],
          note: `from events in memory; the median of ${ROUNDS} rounds; user time of the processor, which others on the machine slow down too`,
        },
      ],
      aims: [{ what: `microseconds a timeline of ${COURSE.length} events takes (10: 100,000 a second)`, value: half, most: 1e6 / TIMELINES_AIM }],
    });
  },
};
