import { z } from "zod";
import { day, isoText, readDay, type Day } from "../calendar/day.ts";
import { EVENT_TYPES, readEvents } from "./events.ts";

/** What a council's case system sends: one event of one case, or what is known of the case itself. */
export interface SentEvent {
  /** The sender's own id of it. */
  id: string;
  /** The council's reference of the case. */
  case: string;
  type: string;
  on: Day | null;
  /** As docs/events.md has it, without `case` and `note`. */
  event: Record<string, unknown>;
  /** Free text for people: personal. */
  note: string | null;
}

export interface SentCase {
  case: string;
  person?: { reference: string; firstName?: string | undefined; lastName?: string | undefined; dateOfBirth?: string | undefined } | undefined;
  officer?: { reference: string; name?: string | undefined; email?: string | undefined; phone?: string | undefined; team?: string | undefined } | undefined;
  quadrant?: string | undefined;
  district?: string | undefined;
}

/** Who gives advice: an organisation, by the id that events name it with. */
export interface SentBody {
  id: string;
  name: string;
}

/** Why something sent was not taken: the field, and what was expected of it. `id` is null when it had none. */
export interface Refusal {
  id: string | null;
  field: string;
  reason: string;
}

export type ReadSent<T> = { ok: true; sent: T } | ({ ok: false } & Refusal);

export const MOST_EVENTS = 1000;
const LARGEST_EVENT = 64 * 1024;
/** Part 3 of the Children and Families Act 2014 came into force on this day. */
const LAW_BEGAN = day("2014-09-01");
const FARTHEST_AHEAD_DAYS = 5 * 366;
/** What may lie ahead when it is sent. */
const PLANNED = ["review-meeting", "phase-transfer-planned", "moved-area", "school-closed", "absence"];

const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9/_.-]{0,60}$/;
const REFERENCE_WORDS = "the council's reference of the case: letters, digits and - / . _, at most 61 of them";

/**
 * One event as it was sent. What it corrects or withdraws need not be here yet: events come in any order.
 * @param today the day it came in, in London; what cannot lie ahead of it is refused
 */
export function readSentEvent(raw: unknown, today: Day): ReadSent<SentEvent> {
  if (!isRecord(raw)) return { ok: false, id: null, field: "", reason: 'expected an object with "id", "case", "type" and "on"' };
  const { case: reference, note, ...event } = raw;
  const id = typeof event.id === "string" && event.id !== "" && event.id.length <= 200 ? event.id : null;
  const refuse = (field: string, expected: string): ReadSent<SentEvent> => ({ ok: false, id, field, reason: `expected ${expected}` });
  if (id === null) return refuse("id", "an id of the event: 1 to 200 characters, never used again for another");
  if (JSON.stringify(raw).length > LARGEST_EVENT) return refuse("", `an event of at most ${LARGEST_EVENT / 1024} KB`);
  if (!isStorable(raw)) return refuse("", "text without null characters and halves of characters");
  if (typeof reference !== "string" || !REFERENCE.test(reference)) return refuse("case", REFERENCE_WORDS);
  if (note !== undefined && typeof note !== "string") return refuse("note", "words");
  if (typeof event.type !== "string" || !EVENT_TYPES.includes(event.type)) return refuse("type", `one of ${EVENT_TYPES.join(", ")}`);

  const aboutAnother = event.type === "correction" || event.type === "withdrawn";
  if (aboutAnother) {
    if (typeof event.of !== "string" || event.of === "") return refuse("of", "the id of an event of this case");
    if (event.of === id) return refuse("of", "the id of another event");
  } else {
    const read = readEvents([event]);
    const problem = read.ok ? null : read.problems[0];
    if (problem) return refuse(problem.field, problem.expected);
  }
  for (const [field, value] of Object.entries(event)) {
    if (!/^(on|from|to)$|On$/.test(field)) continue;
    const on = typeof value === "string" ? readDay(value) : null;
    if (on === null) return refuse(field, "a date that exists, written YYYY-MM-DD");
    if (on < LAW_BEGAN) return refuse(field, `a day on or after ${isoText(LAW_BEGAN)}, when the law that dates are counted by began`);
    if (on > today + FARTHEST_AHEAD_DAYS) return refuse(field, "a day within the next five years");
    const mustHaveCome = field === "recordedOn" || (field === "on" && !aboutAnother && !PLANNED.includes(event.type));
    if (on > today && mustHaveCome) return refuse(field, `a day that has come: it is ${isoText(today)}`);
  }
  const on = event.on ?? event.from;
  return { ok: true, sent: { id, case: reference, type: event.type, on: typeof on === "string" ? readDay(on) : null, event, note: note ?? null } };
}

const text = (most: number) =>
  z.string({ error: "words" }).trim().min(1, "words, not an empty text").max(most, `at most ${most} characters`).refine(isStorable, "text without null characters and halves of characters");
const birth = z.string({ error: "a date written YYYY-MM-DD" }).refine((value) => readDay(value) !== null, "a date that exists, written YYYY-MM-DD");

const caseSchema = z.strictObject({
  case: z.string({ error: REFERENCE_WORDS }).regex(REFERENCE, REFERENCE_WORDS),
  person: z.strictObject({ reference: text(100), firstName: text(200).optional(), lastName: text(200).optional(), dateOfBirth: birth.optional() }).optional(),
  officer: z.strictObject({ reference: text(100), name: text(200).optional(), email: z.email({ error: "an email address" }).max(254).optional(), phone: text(40).optional(), team: text(200).optional() }).optional(),
  quadrant: text(60).optional(),
  district: text(60).optional(),
});

/** What is known of a case: each field may be left out, and what is left out stays as it was. */
export function readSentCase(raw: unknown): ReadSent<SentCase> {
  const read = caseSchema.safeParse(raw);
  if (read.success) return { ok: true, sent: read.data };
  return { ok: false, id: isRecord(raw) && typeof raw.case === "string" ? raw.case.slice(0, 200) : null, ...refusalOf(read.error) };
}

const bodySchema = z.strictObject({ id: text(100), name: text(200) });

export function readSentBody(raw: unknown): ReadSent<SentBody> {
  const read = bodySchema.safeParse(raw);
  if (read.success) return { ok: true, sent: read.data };
  return { ok: false, id: isRecord(raw) && typeof raw.id === "string" ? raw.id.slice(0, 200) : null, ...refusalOf(read.error) };
}

function refusalOf(error: z.ZodError): { field: string; reason: string } {
  const issue = error.issues[0] as z.core.$ZodIssue;
  if (issue.code === "unrecognized_keys") return { field: [...issue.path, issue.keys[0]].join("."), reason: "no such field: see docs/events.md" };
  return { field: issue.path.join("."), reason: `expected ${issue.message}` };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** PostgreSQL takes neither a null character nor half of a surrogate pair, and one of them would lose the whole batch. */
function isStorable(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\0");
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, member]) => isStorable(key) && isStorable(member));
}
