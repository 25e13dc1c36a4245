import { z } from "zod";
import type { Day } from "../calendar/day.ts";
import { readDay } from "../calendar/day.ts";

/**
 * What can happen in a case, and what each kind of event says of it: the one list of event types. `docs/events.md`
 * tells the same to people, with an example of each.
 */
const date = z.string({ error: "a date written YYYY-MM-DD" }).transform((text, context): Day => {
  const on = readDay(text);
  if (on !== null) return on;
  context.addIssue({ code: "custom", message: "a date that exists, written YYYY-MM-DD" });
  return z.NEVER;
});
const words = z.string({ error: "words" }).trim().min(1, "words, not an empty text");
const flag = z.boolean({ error: "true or false" });
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values, { error: `one of ${values.join(", ")}` });

/** What a Tribunal order, or an appeal the council does not oppose, comes to. */
export const APPEAL_OUTCOMES = ["assess", "make-plan", "reconsider", "amend-provision", "change-school", "continue"] as const;
export type AppealOutcome = (typeof APPEAL_OUTCOMES)[number];

/** Whether mediation was about health care only, with no part in it for the council, or about other things too (CFA 2014 s.53). */
export const HEALTH_AT_MEDIATION = ["only", "also"] as const;

export const APPEAL_ENDINGS = ["withdrawn", "dismissed"] as const;
export const REVIEW_OUTCOMES = ["keep", "amend", "cease"] as const;
/** Why a case is closed, after the reasons for which a plan ends in the yearly SEN2 return. */
export const CLOSING_REASONS = ["moved-away", "left-england", "age-limit", "left-education", "not-needed", "died", "other"] as const;
export const PHASE_TRANSFER_KINDS = ["school-phase", "post-16", "between-post-16"] as const;

/** The fields of each type besides `id`, `type`, `on` and those of `ON_ANY_EVENT`. */
const FIELDS = {
  "request-received": {},
  "assessment-agreed": {},
  "assessment-refused": {},
  "advice-requested": { body: words },
  "advice-received": { body: words },
  "no-plan-decided": {},
  "draft-served": {},
  "comments-received": {},
  "school-consulted": { school: words.optional() },
  "school-replied": { school: words.optional() },
  "final-plan-sent": {},
  "decision-sent": {},
  "mediation-adviser-told": {},
  "mediation-certificate-issued": {},
  "mediation-council-informed": {},
  "mediation-set": { meetingOn: date, shorterNoticeAgreed: flag.optional() },
  "mediation-held": {},
  "mediation-agreed": { appealable: flag, outcome: oneOf(APPEAL_OUTCOMES).optional(), carriedOutOn: date.optional(), concernsHealth: oneOf(HEALTH_AT_MEDIATION).optional(), healthCarriedOutOn: date.optional(), councilToldOn: date.optional() },
  "appeal-registered": {},
  "tribunal-order": { outcome: oneOf(APPEAL_OUTCOMES) },
  "appeal-unopposed": { outcome: oneOf(APPEAL_OUTCOMES), contentsToo: flag.optional() },
  "appeal-ended": { how: oneOf(APPEAL_ENDINGS) },
  "plan-made": {},
  "review-meeting": { noticeOn: date.optional(), reportOn: date.optional() },
  "review-invited": { body: words },
  "review-contribution-received": { body: words },
  "review-decision-sent": { outcome: oneOf(REVIEW_OUTCOMES) },
  "amendment-notice-sent": {},
  "amended-plan-sent": {},
  "phase-transfer-planned": { kind: oneOf(PHASE_TRANSFER_KINDS) },
  "moved-area-aware": { movesOn: date.optional() },
  "moved-area": { planPassedOn: date.optional(), familyToldOn: date.optional() },
  "reassessment-requested": {},
  "reassessment-agreed": {},
  "exception-recorded": { kind: words, from: date.optional(), to: date.optional(), evidence: words.optional(), rule: words.optional() },
  "school-closed": { from: date, to: date },
  absence: { from: date, to: date },
  "appointment-missed": { body: words.optional() },
  "parent-asked-for-time": {},
  "case-closed": { reason: oneOf(CLOSING_REASONS) },
} as const satisfies Record<string, z.ZodRawShape>;

export type HappeningType = keyof typeof FIELDS;
export const HAPPENING_TYPES = Object.keys(FIELDS) as HappeningType[];
/** Everything an event file may hold: what happened, and what was wrong about what was said to have happened. */
export const EVENT_TYPES: readonly string[] = [...HAPPENING_TYPES, "correction", "withdrawn"];

/** A field of an event as a form asks for it. */
export interface EventField {
  name: string;
  kind: "date" | "words" | "flag" | "choice";
  /** For a choice: the values there are. */
  choices: readonly string[];
  isOptional: boolean;
}

/** The fields of a type besides its day, in the order of the list above. */
export function eventFields(type: HappeningType): EventField[] {
  return Object.entries(FIELDS[type] as z.ZodRawShape).map(([name, schema]) => {
    const isOptional = schema instanceof z.ZodOptional;
    const inner: unknown = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
    if (inner instanceof z.ZodEnum) return { name, kind: "choice", choices: inner.options.map(String), isOptional };
    return { name, kind: inner instanceof z.ZodBoolean ? "flag" : inner instanceof z.ZodString ? "words" : "date", choices: [], isOptional };
  });
}

interface EventBase {
  id: string;
  on: Day;
  /** The day it became known, where that is another than `on`: before that day nobody could count with it. */
  recordedOn?: Day | undefined;
}

type FieldsOf<T extends HappeningType> = z.output<z.ZodObject<(typeof FIELDS)[T]>>;
export type EventOf<T extends HappeningType> = EventBase & { type: T } & FieldsOf<T>;
export type Happening = { [T in HappeningType]: EventOf<T> }[HappeningType];

/** The fields that were wrong, with what is right. Known from `recordedOn`; without it, as though never otherwise. */
export interface Correction {
  id: string;
  type: "correction";
  of: string;
  recordedOn?: Day | undefined;
  changes: Readonly<Record<string, unknown>>;
}

/** The event `of` did not happen, or (a request) was taken back. Known from `recordedOn`, or else from `on`. */
export interface Withdrawal extends EventBase {
  type: "withdrawn";
  of: string;
}

export type CaseEvent = Happening | Correction | Withdrawal;

export interface Person {
  dateOfBirth: Day;
  /** The first day of the school year in the autumn after the 16th birthday, where 1 September is not it. */
  schoolYearStartsOn?: Day | undefined;
}

export interface Case {
  person: Person | null;
  events: readonly CaseEvent[];
}

const ON_ANY_EVENT = { recordedOn: date.optional(), note: z.string({ error: "words" }).optional(), source: z.string({ error: "words" }).optional() };

const id = z.string({ error: "an id: a text that no other event of the case has" }).min(1, "an id that is not empty").max(200, "an id of at most 200 characters");

const SCHEMAS = new Map<string, z.ZodType<Happening>>(
  HAPPENING_TYPES.map((type) => [type, z.strictObject({ id, type: z.literal(type), on: date, ...ON_ANY_EVENT, ...FIELDS[type] }) as unknown as z.ZodType<Happening>]),
);

const withdrawnSchema = z.strictObject({ id, type: z.literal("withdrawn"), of: z.string({ error: "the id of an event of this case" }), on: date, ...ON_ANY_EVENT });
const correctionSchema = z.looseObject({ id, type: z.literal("correction"), of: z.string({ error: "the id of an event of this case" }), ...ON_ANY_EVENT });

const personSchema = z.strictObject({ dateOfBirth: date, schoolYearStartsOn: date.optional() });

/** What is wrong with an event: its place in the list, the field, and what was expected there. */
export interface EventProblem {
  /** Counted from 0, as in the list; null for what is not about an event. */
  index: number | null;
  /** "" for the thing as a whole. */
  field: string;
  expected: string;
}

/** "events[3].on: expected a date that exists, written YYYY-MM-DD". */
export function problemText({ index, field, expected }: EventProblem): string {
  const place = index === null ? (field === "" ? "the file" : field) : `events[${index}]${field === "" ? "" : `.${field}`}`;
  return `${place}: expected ${expected}`;
}

export type CaseReading = { ok: true; case: Case } | { ok: false; problems: EventProblem[] };

/**
 * A case from parsed JSON: `{ person?, events }`. Nothing is guessed: an unknown type, an unknown field, a date that
 * does not exist or an id that nothing has is a problem, because a slip of the keyboard must not change a date.
 */
export function readCase(input: unknown): CaseReading {
  if (!isRecord(input)) return { ok: false, problems: [{ index: null, field: "", expected: 'an object with "events", and "person" where the date of birth is known' }] };
  const { person, events, ...others } = input;
  const problems: EventProblem[] = Object.keys(others).map((field) => ({ index: null, field, expected: 'no such field: a case has "person" and "events"' }));
  const personRead = readPerson(person, problems);
  if (!Array.isArray(events)) return { ok: false, problems: [...problems, { index: null, field: "events", expected: "a list of events" }] };
  const read = readEvents(events as unknown[]);
  if (!read.ok) problems.push(...read.problems);
  return read.ok && problems.length === 0 ? { ok: true, case: { person: personRead, events: read.events } } : { ok: false, problems };
}

function readPerson(person: unknown, problems: EventProblem[]): Person | null {
  if (person === undefined || person === null) return null;
  const read = isRecord(person) ? personSchema.safeParse(person) : null;
  if (read?.success) return read.data;
  problems.push(...(read ? issuesOf(read.error, person, null, "person.") : [{ index: null, field: "person", expected: 'an object with "dateOfBirth"' }]));
  return null;
}

/** Events from parsed JSON, all of them or none. */
export function readEvents(list: readonly unknown[]): { ok: true; events: CaseEvent[] } | { ok: false; problems: EventProblem[] } {
  const problems: EventProblem[] = [];
  const events: CaseEvent[] = [];
  const byId = new Map<string, { index: number; raw: Raw }>();
  const corrections: Placed[] = [];
  const withdrawals: Placed[] = [];

  list.forEach((raw, index) => {
    const complain = (field: string, expected: string) => problems.push({ index, field, expected });
    if (!isRecord(raw)) return void complain("", 'an object with "id", "type" and "on"');
    if (typeof raw.id === "string") {
      const other = byId.get(raw.id);
      if (other) complain("id", `an id of its own: event ${other.index} has "${raw.id}" as well`);
      else byId.set(raw.id, { index, raw });
    }
    if (raw.type === "correction") return void corrections.push({ index, raw });
    if (raw.type === "withdrawn") return void withdrawals.push({ index, raw });
    const schema = typeof raw.type === "string" ? SCHEMAS.get(raw.type) : undefined;
    if (!schema) return void complain("type", `one of ${EVENT_TYPES.join(", ")}`);
    const read = schema.safeParse(withItsDay(raw));
    if (!read.success) return void problems.push(...issuesOf(read.error, raw, index));
    problems.push(...contradictions(read.data, index));
    events.push(tidied(read.data));
  });

  const target = ({ index, raw }: Placed, refuses: readonly string[], expected: string): Raw | null => {
    const found = byId.get(String(raw.of))?.raw;
    if (found && !refuses.includes(String(found.type))) return found;
    problems.push({ index, field: "of", expected });
    return null;
  };

  for (const placed of withdrawals) {
    const read = withdrawnSchema.safeParse(placed.raw);
    if (!read.success) problems.push(...issuesOf(read.error, placed.raw, placed.index));
    else if (target(placed, ["withdrawn"], "the id of another event of this case, and not of a withdrawal")) events.push(tidied(read.data));
  }

  // In the order in which they take effect: each is judged together with those before it.
  const asCorrected = new Map<Raw, Raw>();
  for (const placed of corrections.sort((a, b) => (takesEffectAt(a.raw) < takesEffectAt(b.raw) ? -1 : 1))) {
    const { index, raw } = placed;
    const read = correctionSchema.safeParse(raw);
    if (!read.success) {
      problems.push(...issuesOf(read.error, raw, index));
      continue;
    }
    const original = target(placed, ["withdrawn", "correction"], "the id of another event of this case, and not of a correction or a withdrawal");
    const schema = original && SCHEMAS.get(String(original.type));
    if (!schema) continue;
    const changes: Raw = Object.fromEntries(Object.entries(raw).filter(([field]) => !(field in correctionSchema.shape)));
    if (Object.keys(changes).length === 0) problems.push({ index, field: "", expected: "at least one field, with what is right" });
    const corrected = { ...(asCorrected.get(original) ?? original), ...changes };
    asCorrected.set(original, corrected);
    const right = schema.safeParse(withItsDay(corrected));
    // What was wrong with the event itself is said there.
    if (!right.success) problems.push(...issuesOf(right.error, corrected, index).filter(({ field }) => field in changes));
    else {
      problems.push(...contradictions(right.data, index));
      const values = right.data as unknown as Raw;
      events.push({ id: read.data.id, type: "correction", of: read.data.of, recordedOn: read.data.recordedOn, changes: Object.fromEntries(Object.keys(changes).map((field) => [field, values[field]])) });
    }
  }
  return problems.length > 0 ? { ok: false, problems: problems.sort((a, b) => (a.index ?? -1) - (b.index ?? -1)) } : { ok: true, events };
}

type Raw = Record<string, unknown>;
interface Placed {
  index: number;
  raw: Raw;
}

function isRecord(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A closure or an absence happens on its first day where nothing else is said. */
function withItsDay(raw: Raw): Raw {
  return (raw.type === "school-closed" || raw.type === "absence") && raw.on === undefined ? { ...raw, on: raw.from } : raw;
}

/** The later correction wins; one whose day of recording nobody gave comes before those that have one. */
function takesEffectAt(raw: Raw): string {
  return `${typeof raw.recordedOn === "string" ? raw.recordedOn : ""} ${String(raw.id)}`;
}

/** Fields that are right one by one and cannot be right together. */
function contradictions(event: Happening, index: number): EventProblem[] {
  if ("to" in event && event.to !== undefined && event.to < (event.from ?? event.on)) return [{ index, field: "to", expected: `a day on or after ${event.from === undefined ? "`on`" : "`from`"}` }];
  if (event.type === "mediation-set" && event.meetingOn < event.on) return [{ index, field: "meetingOn", expected: "a day on or after `on`, the day the family was told" }];
  return [];
}

/** Only what the clock reads is kept: notes and sources are for people. */
function tidied<T extends object>(event: T): T {
  const { note: _note, source: _source, ...rest } = event as T & { note?: string; source?: string };
  return rest as T;
}

function issuesOf(error: z.ZodError, input: unknown, index: number | null, at = ""): EventProblem[] {
  return error.issues.flatMap((issue): EventProblem[] => {
    if (issue.code === "unrecognized_keys") return issue.keys.map((field) => ({ index, field: at + field, expected: "no such field: see docs/events.md for those it may have" }));
    const field = at + issue.path.join(".");
    const missing = issue.path.length === 1 && (input as Record<string, unknown>)[issue.path[0] as string] === undefined;
    return [{ index, field: field.replace(/\.$/, ""), expected: missing ? `${issue.message} (it is missing)` : issue.message }];
  });
}
