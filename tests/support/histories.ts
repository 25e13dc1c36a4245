import fc from "fast-check";
import { day, isoText } from "../../app/domain/calendar/day.ts";
import type { CaseEvent } from "../../app/domain/cases/events.ts";
import { APPEAL_ENDINGS, APPEAL_OUTCOMES, CLOSING_REASONS, HAPPENING_TYPES, HEALTH_AT_MEDIATION, PHASE_TRANSFER_KINDS, readEvents, REVIEW_OUTCOMES } from "../../app/domain/cases/events.ts";

/** Any event at all, as it comes in a file: no story holds these together. */
export type RawEvent = Record<string, unknown> & { id: string; type: string; on: string };

const FIRST = day("2025-01-01");
export const anyDate = fc.integer({ min: 0, max: 900 }).map((after) => isoText(FIRST + after));
const later = (from: string, days: number) => isoText(day(from) + days);

const fields: Record<string, (on: string) => fc.Arbitrary<Record<string, unknown>>> = {
  "advice-requested": () => fc.record({ body: fc.constantFrom("school", "health", "early-years") }),
  "review-invited": () => fc.record({ body: fc.constantFrom("school", "health") }),
  "review-contribution-received": () => fc.record({ body: fc.constantFrom("school", "health") }),
  "advice-received": () => fc.record({ body: fc.constantFrom("school", "health", "early-years") }),
  "mediation-set": (on) => fc.record({ meetingOn: fc.integer({ min: 0, max: 40 }).map((n) => later(on, n)) }),
  "mediation-agreed": (on) => fc.record({ appealable: fc.boolean(), outcome: fc.constantFrom(...APPEAL_OUTCOMES), concernsHealth: fc.constantFrom(...HEALTH_AT_MEDIATION), councilToldOn: fc.integer({ min: 0, max: 10 }).map((n) => later(on, n)) }, { requiredKeys: ["appealable", "outcome"] }),
  "tribunal-order": () => fc.record({ outcome: fc.constantFrom(...APPEAL_OUTCOMES) }),
  "appeal-unopposed": () => fc.record({ outcome: fc.constantFrom(...APPEAL_OUTCOMES) }),
  "appeal-ended": () => fc.record({ how: fc.constantFrom(...APPEAL_ENDINGS) }),
  "review-decision-sent": () => fc.record({ outcome: fc.constantFrom(...REVIEW_OUTCOMES) }),
  "phase-transfer-planned": () => fc.record({ kind: fc.constantFrom(...PHASE_TRANSFER_KINDS) }),
  "exception-recorded": (on) => fc.record({ kind: fc.constantFrom("absence", "personal-circumstances", "panel", "missed-appointment", "school-closed"), from: fc.constant(on), to: fc.integer({ min: 0, max: 60 }).map((n) => later(on, n)) }),
  "school-closed": (on) => fc.record({ from: fc.constant(on), to: fc.integer({ min: 0, max: 60 }).map((n) => later(on, n)) }),
  "case-closed": () => fc.record({ reason: fc.constantFrom(...CLOSING_REASONS) }),
  absence: (on) => fc.record({ from: fc.constant(on), to: fc.integer({ min: 0, max: 60 }).map((n) => later(on, n)) }),
};

/** Fields that a type cannot be without, the same each time. */
export function someOwnFields(type: string, on: string): Record<string, unknown> {
  const own = fields[type]?.(on);
  return own ? (fc.sample(own, { numRuns: 1, seed: 1 })[0] ?? {}) : {};
}

export const EXCEPTION_TYPES: readonly string[] = ["exception-recorded", "school-closed", "absence", "appointment-missed", "parent-asked-for-time"];

const anyEvent: fc.Arbitrary<{ type: string; on: string }> = fc
  .tuple(fc.constantFrom(...HAPPENING_TYPES), anyDate)
  .chain(([type, on]) => (fields[type]?.(on) ?? fc.constant({})).map((own) => ({ ...own, type, on })));

/** Up to 25 events of any kind on any days, most of them starting from a request or a plan. */
export const anyHistory: fc.Arbitrary<RawEvent[]> = fc
  .tuple(fc.constantFrom("request-received", "plan-made", null), anyDate, fc.array(anyEvent, { maxLength: 24 }))
  .map(([type, on, events]): RawEvent[] => (type === null ? events : [{ type, on }, ...events]).map((event, i) => ({ ...event, id: `e${i}` })));

export function eventsOf(raw: readonly object[]): CaseEvent[] {
  const read = readEvents(raw);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.events;
}
