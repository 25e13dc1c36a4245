import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { CouncilPack } from "../../app/council/pack.ts";
import { dateOf, dayOf, isoText, weekday, type Day } from "../../app/domain/calendar/day.ts";
import type { CaseRow } from "../../app/cases/case-mapping.ts";

const eventSchema = z.looseObject({
  id: z.string().optional(),
  type: z.string(),
  /** Days from the day of loading; fields that are dates in an event are counted the same way. */
  day: z.int().optional(),
  recordedDay: z.int().optional(),
  nextSeptember: z.boolean().optional(),
  changes: z.record(z.string(), z.unknown()).optional(),
});

const samplesSchema = z.strictObject({
  about: z.string(),
  officers: z.array(z.strictObject({ reference: z.string(), name: z.string(), team: z.string(), email: z.string() })),
  cases: z.array(
    z.strictObject({
      key: z.string(),
      reference: z.string(),
      /** What the case shows, for whoever looks through the samples. */
      situation: z.string(),
      person: z.strictObject({ firstName: z.string(), lastName: z.string(), bornDaysAgo: z.int() }),
      /** Which of the pack's quadrants, counted from 0. */
      quadrant: z.int(),
      officer: z.string(),
      events: z.array(eventSchema),
    }),
  ),
});

export type SampleCases = z.output<typeof samplesSchema>;

export function readSampleCases(contentDir: string): SampleCases {
  return samplesSchema.parse(JSON.parse(readFileSync(join(contentDir, "samples", "cases", "cases.json"), "utf8")));
}

/** The invented cases, their dates counted from `today`, as an import takes them. */
export function buildSampleCases(samples: SampleCases, pack: CouncilPack, today: Day): CaseRow[] {
  return samples.cases.map(({ key, reference, person, quadrant, officer, events }) => {
    const quadrants = pack.quadrants.map(({ id }) => id);
    const place = quadrants[quadrant % Math.max(quadrants.length, 1)];
    return {
      case: {
        case: reference,
        person: { reference: `sample-${key}`, firstName: person.firstName, lastName: person.lastName, dateOfBirth: isoText(today - person.bornDaysAgo) },
        officer: samples.officers.find((one) => one.reference === officer),
        ...(place ? { quadrant: place } : {}),
      },
      events: events.map((event, i) => ({ ...dated(event, today), id: `${reference}/${event.id ?? i + 1}`, ...(event.of ? { of: `${reference}/${event.of as string}` } : {}), case: reference })),
    };
  });
}

function dated({ day, recordedDay, nextSeptember, changes, id: _id, ...event }: z.output<typeof eventSchema>, today: Day): Record<string, unknown> {
  const fields = Object.fromEntries(Object.entries({ ...event, ...changes }).map(([field, value]) => [field, typeof value === "number" ? isoText(today + value) : value]));
  const on = nextSeptember ? firstOfSeptemberAfter(today) : day === undefined ? undefined : event.type === "request-received" ? today + day : weekdayBefore(today + day);
  return { ...fields, ...(on === undefined ? {} : { on: isoText(on) }), ...(recordedDay === undefined ? {} : { recordedOn: isoText(today + recordedDay) }) };
}

/** Offices send letters on weekdays; families write on any day. */
function weekdayBefore(on: Day): Day {
  return on - Math.max(0, weekday(on) - 5);
}

/** A move of school lies well ahead: this September's is too near from spring on. */
function firstOfSeptemberAfter(today: Day): Day {
  const { year, month } = dateOf(today);
  return dayOf({ year: month >= 4 ? year + 1 : year, month: 9, day: 1 });
}
