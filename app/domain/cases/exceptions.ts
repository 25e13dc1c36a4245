import type { Day } from "../calendar/day.ts";
import type { EventOf, Happening } from "./events.ts";
import { plainName, sameName } from "./names.ts";
import type { Reading } from "./reading.ts";
import type { ExceptionList, Rule, RuleId } from "./rule-set.ts";

/**
 * A reason for being late that was claimed for a step, or that the record itself shows. It excuses, where the law
 * allows it and keeping the date was impractical; it never moves a date, and the council must still act as soon as it can.
 */
export interface FoundException {
  rule: RuleId;
  /** The id of the event that the step is counted from. */
  step: string;
  /** The id of the event that tells of the reason. */
  event: string;
  kind: string;
  lawful: boolean;
  /** Which plain sentence says why: see `exceptionWords`. */
  why: ExceptionWhy;
}

export const EXCEPTION_WHYS = [
  "closure",
  "closure-assess",
  "closure-short",
  "closure-not-asked",
  "closure-not-here",
  "personal",
  "personal-assess",
  "personal-not-here",
  "absence",
  "absence-assess",
  "absence-short",
  "absence-not-here",
  "appointment",
  "appointment-not-here",
  "no-length",
  "after-the-last-day",
  "no-exceptions",
  "not-a-reason",
] as const;
export type ExceptionWhy = (typeof EXCEPTION_WHYS)[number];

/** Key of the sentence, in the namespace `timeline`. */
export function exceptionWords(why: ExceptionWhy): `exceptions.${ExceptionWhy}` {
  return `exceptions.${why}`;
}

/** The reasons the Regulations know, and other names that people write for them. */
export const KNOWN_KINDS = {
  "school-closed": ["school-closure", "closure", "school-holiday", "school-holidays", "summer-holiday", "summer-holidays"],
  "early-years-closed": ["early-years-closure", "nursery-closed", "nursery-closure"],
  "personal-circumstances": ["exceptional-circumstances", "exceptional-personal-circumstances", "personal", "bereavement", "serious-illness"],
  absence: ["absent", "absent-from-area", "absence-from-area"],
  "appointment-missed": ["missed-appointment", "failed-appointment", "appointment-not-kept"],
} as const;
export type KnownKind = keyof typeof KNOWN_KINDS;

const KIND_OF = new Map<string, KnownKind>(Object.entries(KNOWN_KINDS).flatMap(([kind, names]) => [kind, ...names].map((name): [string, KnownKind] => [name, kind as KnownKind])));

/** "Missed appointment" is `appointment-missed`; what the Regulations do not know stays as it was written. */
export function kindOf(written: string): { kind: string; known: KnownKind | null } {
  const plain = plainName(written);
  const known = KIND_OF.get(plain) ?? null;
  return { kind: known ?? plain, known };
}

const EARLY_YEARS = /early.?years|nursery|pre.?school|playgroup|childminder/i;
const SCHOOL = /school|head|principal|college|academy|sixth.?form/i;

/** Whether advice was asked from a head or principal, or from an early-years provider: only their closing counts. */
export function isSettingThatCloses(body: string, kind: "school-closed" | "early-years-closed"): boolean {
  const early = EARLY_YEARS.test(body);
  return kind === "early-years-closed" ? early : early || SCHOOL.test(body);
}

/** A step with the days it ran: from the day counted from to its last day, or to the day it was done or became needless. */
export interface RunningStep {
  rule: Rule;
  /** The law's list of reasons for this step; null where nobody claims any. */
  exceptions: ExceptionList | null;
  event: Happening;
  due: Day;
  until: Day | null;
}

interface Claim {
  event: Happening;
  kind: string;
  known: KnownKind | null;
  from: Day;
  /** Null: nobody has said when it ended. */
  to: Day | null;
  /** Claimed by the council, rather than a fact of the record. */
  claimed: boolean;
  /** The rule it was claimed for, where that was said. */
  rule: string | null;
  body: string | null;
}

/** Reasons for being late on the record, in order. */
export function claimsOf({ record }: Reading): Claim[] {
  const claims: Claim[] = [];
  const fact = { claimed: false, rule: null, body: null };
  for (const event of record.all("school-closed")) claims.push({ event, kind: "school-closed", known: "school-closed", from: event.from, to: event.to, ...fact });
  for (const event of record.all("absence")) claims.push({ event, kind: "absence", known: "absence", from: event.from, to: event.to, ...fact });
  for (const event of record.all("appointment-missed")) claims.push({ event, kind: "appointment-missed", known: "appointment-missed", from: event.on, to: event.on, ...fact, body: event.body ?? null });
  for (const event of record.all("parent-asked-for-time")) claims.push({ event, kind: "parent-asked-for-time", known: null, from: event.on, to: event.on, ...fact });
  for (const event of record.all("exception-recorded")) claims.push({ event, ...kindOf(event.kind), ...daysOf(event), claimed: true, rule: event.rule ?? null, body: null });
  return claims;
}

function daysOf(event: EventOf<"exception-recorded">): { from: Day; to: Day | null } {
  return { from: event.from ?? event.on, to: event.to ?? null };
}

/**
 * What a claim does for a step; null when it has nothing to do with it.
 */
export function judge(claim: Claim, step: RunningStep, reading: Reading): FoundException | null {
  const { rule, exceptions, event, due } = step;
  const named = claim.rule === rule.id;
  if (claim.rule !== null ? !named : exceptions === null) return null;
  const list = exceptions ?? "none";
  // A fact of the record is not an excuse for what the law excuses never; only a claim is answered there.
  if (list === "none" && !claim.claimed) return null;
  const answer = (lawful: boolean, why: ExceptionWhy): FoundException => ({
    rule: rule.id,
    step: event.id,
    event: claim.event.id,
    kind: claim.kind,
    lawful,
    why: lawful && rule.id === "assess-decision" ? (`${why}-assess` as ExceptionWhy) : why,
  });

  // The days on which it could have touched the step. A closure counts by the day advice was asked.
  const closes = claim.known === "school-closed" || claim.known === "early-years-closed";
  const start = closes ? claim.from - WEEK : claim.from;
  const end = claim.to ?? Infinity;
  const ran = step.until ?? Infinity;
  // "Circumstances ... during the time period": one whose end nobody gave is no excuse for what began after it.
  if (claim.to === null && claim.known === "personal-circumstances" && event.on > claim.from) return named ? answer(false, "no-length") : null;
  if (end < event.on || start > ran) return named ? answer(false, "after-the-last-day") : null;
  if (start > due && !claim.claimed) return null;

  if (list === "none") return answer(false, "no-exceptions");
  if (claim.known !== null && start > due) return answer(false, "after-the-last-day");
  const terms = reading.ruleSet.exceptionLists[list];
  switch (claim.known) {
    case null:
      return answer(false, "not-a-reason");
    case "personal-circumstances":
      return terms.personalCircumstances ? answer(true, "personal") : answer(false, "personal-not-here");
    case "appointment-missed":
      if (claim.body !== null && event.type === "advice-requested" && !sameName(claim.body, event.body)) return null;
      return terms.missedAppointment ? answer(true, "appointment") : answer(false, "appointment-not-here");
    case "absence": {
      if (terms.absenceDays === null) return answer(false, "absence-not-here");
      if (claim.to === null) return answer(false, "no-length");
      // "... absent for a continuous period of not less than 4 weeks during the time period": within the step's own days.
      const days = Math.min(claim.to, due) - Math.max(claim.from, event.on) + 1;
      return days >= terms.absenceDays ? answer(true, "absence") : answer(false, "absence-short");
    }
    case "school-closed":
    case "early-years-closed": {
      if (terms.closureDays === null) return answer(false, "closure-not-here");
      if (claim.to === null) return answer(false, "no-length");
      if (claim.to - claim.from + 1 < terms.closureDays) return answer(false, "closure-short");
      return adviceAsked(claim.known, claim.from, claim.to, step, reading) ? answer(true, "closure") : answer(false, "closure-not-asked");
    }
  }
}

const WEEK = 7;

/** Whether a head was asked between a week before the first closed day and a week before the reopening, while the step ran. */
function adviceAsked(kind: "school-closed" | "early-years-closed", from: Day, to: Day, { event, due }: RunningStep, { record }: Reading): boolean {
  const reopens = to + 1;
  return record.all("advice-requested").some(({ on, body }) => on >= from - WEEK && on <= reopens - WEEK && on >= event.on && on <= due && isSettingThatCloses(body, kind));
}
