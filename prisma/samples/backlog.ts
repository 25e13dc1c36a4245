import type { CaseRow } from "../../app/cases/case-mapping.ts";
import { isoText, type Day } from "../../app/domain/calendar/day.ts";

/** Invented children whose assessments all wait for one thing: an educational psychologist. */
const CHILDREN = [
  ["Ayla", "Winter"], ["Ben", "Harrow"], ["Chidi", "Okafor"], ["Daisy", "Marsh"], ["Emre", "Yildiz"], ["Freya", "Stone"], ["Gio", "Bianchi"],
] as const;
const AGES_IN_DAYS = [1900, 2450, 3100, 3550, 4200, 4700, 5100] as const;

/** A backlog of one cause, for an officer who writes one honest update to all of its families. Days are counted from that of loading. */
export function buildBacklog(today: Day, officer: Record<string, unknown> | undefined): CaseRow[] {
  return CHILDREN.map(([firstName, lastName], i) => {
    const reference = `EHC-WAIT-${String(i + 1).padStart(2, "0")}`;
    const asked = today - 104 - i * 9;
    const events = [
      ["request-received", asked, {}],
      ["assessment-agreed", asked + 38, {}],
      ...["educational-psychologist", "health", "school"].map((body) => ["advice-requested", asked + 40, { body }] as const),
      ...["health", "school"].map((body) => ["advice-received", asked + 78, { body }] as const),
    ] as const;
    return {
      case: { case: reference, person: { reference: `sample-wait-${i + 1}`, firstName, lastName, dateOfBirth: isoText(today - (AGES_IN_DAYS[i] as number)) }, ...(officer ? { officer } : {}) },
      events: events.map(([type, on, fields], n) => ({ id: `${reference}/${n + 1}`, type, on: isoText(on), ...fields, case: reference })),
    };
  });
}
