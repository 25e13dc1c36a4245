import type { Day } from "../domain/calendar/day.ts";
import { MOST_EVENTS, readSentBody, readSentCase, readSentEvent, type ReadSent, type SentCase, type SentEvent } from "../domain/cases/intake.ts";
import { storeSent, type Stored } from "../db/cases.server.ts";
import type { Site } from "../site.server.ts";

/** What became of one thing that was sent. `field` and `reason` are there when it was refused. */
export interface Answer {
  id: string | null;
  answer: "stored" | "already-known" | "refused";
  field?: string;
  reason?: string;
}

export interface IntakeAnswer {
  cases: { case: string | null; answer: "read" | "refused"; field?: string; reason?: string }[];
  events: Answer[];
  /** There when bodies were sent. */
  bodies?: { id: string | null; answer: "read" | "refused"; field?: string; reason?: string }[];
}

/** What was sent is no batch at all; the message says what was expected. */
export class UnreadableBatchError extends Error {
  override name = "UnreadableBatchError";
}

const CONTRADICTION = { field: "id", reason: "known already with other content: send a correction, with an id of its own" };

/**
 * Takes in `{ cases?, events?, bodies? }`: what can be used is stored, all of it in one transaction, and each thing has its answer.
 * The same again is answered `already-known` and changes nothing.
 * @param today in London
 * @throws UnreadableBatchError
 */
export async function takeIn(site: Site, from: { sender: string; actor: string }, input: unknown, today: Day, options: { isDryRun?: boolean } = {}): Promise<IntakeAnswer> {
  const { cases, events, bodies } = batchOf(input);
  const readBodies = bodies.map((raw) => readSentBody(raw));
  const readCases = cases.map((raw) => readSentCase(raw));
  const readEvents = events.map((raw) => readSentEvent(raw, today));
  const good = taken(readEvents);
  const sent = { cases: taken(readCases), events: good, bodies: taken(readBodies) };
  const stored = options.isDryRun ? good.map((): Stored => "stored") : await storeSent(site.database.prisma, site.sealer, from, sent);
  let next = 0;
  return {
    cases: readCases.map(answerCase),
    events: readEvents.map((read) => (read.ok ? answerEvent(read.sent, stored[next++] as Stored) : { id: read.id, answer: "refused", field: read.field, reason: read.reason })),
    ...(bodies.length > 0 ? { bodies: readBodies.map((read) => (read.ok ? { id: read.sent.id, answer: "read" as const } : { id: read.id, answer: "refused" as const, field: read.field, reason: read.reason })) } : {}),
  };
}

function taken<T>(reads: readonly ReadSent<T>[]): T[] {
  return reads.flatMap((read) => (read.ok ? [read.sent] : []));
}

function batchOf(input: unknown): { cases: unknown[]; events: unknown[]; bodies: unknown[] } {
  if (typeof input !== "object" || input === null || Array.isArray(input)) throw new UnreadableBatchError('Expected an object with "events" (a list) and, where wanted, "cases" (a list).');
  const { cases = [], events = [], bodies = [], ...others } = input as Record<string, unknown>;
  const other = Object.keys(others)[0];
  if (other !== undefined) throw new UnreadableBatchError(`There is no "${other.slice(0, 50)}" in a batch: only "events", "cases" and "bodies".`);
  for (const [name, list] of Object.entries({ cases, events, bodies })) {
    if (!Array.isArray(list)) throw new UnreadableBatchError(`"${name}" must be a list.`);
    if (list.length > MOST_EVENTS) throw new UnreadableBatchError(`"${name}" has ${list.length} entries: send at most ${MOST_EVENTS} at a time. Nothing was stored.`);
  }
  return { cases: cases as unknown[], events: events as unknown[], bodies: bodies as unknown[] };
}

function answerCase(read: ReadSent<SentCase>): IntakeAnswer["cases"][number] {
  return read.ok ? { case: read.sent.case, answer: "read" } : { case: read.id, answer: "refused", field: read.field, reason: read.reason };
}

function answerEvent({ id }: SentEvent, stored: Stored): Answer {
  return stored === "contradicts" ? { id, answer: "refused", ...CONTRADICTION } : { id, answer: stored };
}

