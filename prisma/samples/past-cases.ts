import type { CaseRow } from "../../app/cases/case-mapping.ts";
import { isoText, type Day } from "../../app/domain/calendar/day.ts";

/**
 * Invented cases that ended in the last weeks, with nobody in them: from how long they took, the likely date of a case
 * that runs is worked out. Their days are counted from the day of loading.
 */
export function buildPastCases(today: Day): CaseRow[] {
  return [...Array.from({ length: 30 }, (_none, i) => pastAssessment(i, today)), ...Array.from({ length: 24 }, (_none, i) => pastReview(i, today))];
}

/** A plan made in 21 to 38 weeks, sent in the last 80 days. */
function pastAssessment(i: number, today: Day): CaseRow {
  const ended = today - 2 - ((i * 17) % 78);
  const took = 147 + ((i * 37) % 121);
  const asked = ended - took;
  const reference = `EHC-PAST-${String(i + 1).padStart(2, "0")}`;
  return rowOf(reference, [
    ["request-received", asked, {}],
    ["assessment-agreed", asked + 33 + ((i * 7) % 16), {}],
    ["advice-requested", asked + 50, { body: "educational-psychologist" }],
    ["advice-received", ended - 48, { body: "educational-psychologist" }],
    ["draft-served", ended - 24 - ((i * 5) % 20), {}],
    ["final-plan-sent", ended, {}],
  ]);
}

/** A review decided in 3 to 9 weeks, and a changed plan 6 to 13 weeks after that. */
function pastReview(i: number, today: Day): CaseRow {
  const ended = today - 3 - ((i * 13) % 76);
  const noticed = ended - 42 - ((i * 11) % 50);
  const met = (i % 2 === 0 ? noticed : ended) - 21 - ((i * 9) % 43);
  const reference = `EHC-PAST-${String(i + 51).padStart(2, "0")}`;
  return rowOf(reference, i % 2 === 0
    ? [["plan-made", noticed - 300, {}], ["review-meeting", met, {}], ["amendment-notice-sent", noticed, {}], ["amended-plan-sent", ended, {}]]
    : [["plan-made", ended - 340, {}], ["review-meeting", met, {}], ["review-decision-sent", ended, { outcome: "keep" }]]);
}

function rowOf(reference: string, events: readonly (readonly [string, Day, Record<string, string>])[]): CaseRow {
  return { case: { case: reference }, events: events.map(([type, on, fields], i) => ({ id: `${reference}/${i + 1}`, type, on: isoText(on), ...fields, case: reference })) };
}
