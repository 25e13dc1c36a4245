import { createHash } from "node:crypto";
import { v5 as uuidv5 } from "uuid";
import type { Prisma} from "../../prisma/generated/client.ts";
import { type PrismaClient } from "../../prisma/generated/client.ts";
import { isoText } from "../domain/calendar/day.ts";
import type { SentBody, SentCase, SentEvent } from "../domain/cases/intake.ts";
import { recordActs } from "./audit.server.ts";
import { insertRows } from "./insert-rows.server.ts";
import type { Sealer } from "./sealing.server.ts";

const NAMESPACE = "0b6c6a0e-5a57-5b0f-8d0e-6f3a1f0f9a10";

/** What became of an event that was sent. */
export type Stored = "stored" | "already-known" | "contradicts";

/** A case as the database has it, opened. */
export interface StoredCase {
  id: string;
  reference: string;
  person: { id: string; reference: string; firstName: string | null; lastName: string | null; dateOfBirth: string | null } | null;
  officer: { reference: string; name: string | null; email: string | null; phone: string | null; team: string | null; away: { until: string; cover: string | null } | null } | null;
  quadrant: string | null;
  district: string | null;
  changedAt: Date;
  /** As they were sent, with ids that no other event of the case has. */
  events: Record<string, unknown>[];
}

/**
 * Stores what was sent, all of it or nothing: cases that are new, what is known of them, their events, who gives
 * advice, and the lines of the audit trail. The same again changes nothing.
 * @returns what became of each event, in their order
 */
export async function storeSent(prisma: PrismaClient, sealer: Sealer, from: Origin, sent: SentBatch): Promise<Stored[]> {
  return againIfInTheWay(() => prisma.$transaction((tx) => storeWithin(tx, sealer, from, sent), { timeout: 60_000, maxWait: 60_000 }));
}

/** Who sends, and who that is in the audit trail. */
export interface Origin {
  sender: string;
  actor: string;
}

interface SentBatch {
  cases: readonly SentCase[];
  events: readonly SentEvent[];
  bodies: readonly SentBody[];
}

/** As `storeSent`, in a transaction that does more besides: an event that comes of something else is there with it or not at all. */
export async function storeWithin(tx: Prisma.TransactionClient, sealer: Sealer, from: Origin, { cases, events, bodies }: SentBatch): Promise<Stored[]> {
  const ids = await casesFor(tx, [...cases, ...events].map((sent) => sent.case));
  const changed = await saveDetails(tx, sealer, cases, ids);
  for (const { id, name } of bodies) await tx.adviceBody.upsert({ where: { id }, create: { id, name }, update: { name } });
  const stored = await saveEvents(tx, sealer, from.sender, events, ids);
  const touched = new Set([...changed, ...events.flatMap((sent, i) => (stored[i] === "stored" ? [ids.get(sent.case) as string] : []))]);
  if (touched.size > 0) await tx.caseFile.updateMany({ where: { id: { in: [...touched] } }, data: { changedAt: new Date() } });
  await recordActs(tx, [
    ...changed.map((caseId) => ({ actor: from.actor, action: "case-details-changed", caseId, detail: {} })),
    ...events.flatMap((sent, i) => (stored[i] === "stored" ? [{ actor: from.actor, action: "event-stored", caseId: ids.get(sent.case) as string, detail: { sender: from.sender, event: sent.id, type: sent.type } }] : [])),
  ]);
  return stored;
}

/** Two processes that are sent the same at once: one of them finds the other's rows in its way, and on looking again finds them known. */
async function againIfInTheWay<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      const inTheWay = ["P2002", "P2034"].includes(code ?? "") || /23505|40P01|40001|duplicate key|deadlock detected/.test(message);
      if (!inTheWay || attempt === 3) throw error;
    }
  }
}

/** Ids of cases by reference; a reference never seen before is a new case. Always in the same order, so that two batches wait rather than block each other. */
async function casesFor(tx: Prisma.TransactionClient, references: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(references)].sort();
  await tx.caseFile.createMany({ data: wanted.map((reference) => ({ id: uuidv5(`case:${reference}`, NAMESPACE), reference })), skipDuplicates: true });
  return new Map(wanted.map((reference) => [reference, uuidv5(`case:${reference}`, NAMESPACE)]));
}

/** @returns the ids of the cases of which something is known now that was not known before */
async function saveDetails(tx: Prisma.TransactionClient, sealer: Sealer, cases: readonly SentCase[], ids: ReadonlyMap<string, string>): Promise<string[]> {
  const changed: string[] = [];
  if (cases.length === 0) return changed;
  const before = new Map((await tx.caseFile.findMany({ where: { id: { in: cases.map((sent) => ids.get(sent.case) as string) } }, include: { person: true, officer: true } })).map((row) => [row.id, row]));
  for (const sent of cases) {
    const id = ids.get(sent.case) as string;
    const row = before.get(id);
    const link: Prisma.CaseFileUncheckedUpdateInput = {};
    let isChanged = false;
    if (sent.person) {
      const { reference, ...known } = sent.person;
      const personId = uuidv5(`person:${reference}`, NAMESPACE);
      const data = sealChanged(sealer, "person", personId, row?.person?.id === personId ? row.person : null, known);
      if (Object.keys(data).length > 0 || row?.personId !== personId) {
        await tx.person.upsert({ where: { reference }, create: { id: personId, reference, ...data }, update: data });
        isChanged = true;
      }
      link.personId = personId;
    }
    if (sent.officer) {
      const { reference, team, ...known } = sent.officer;
      const officerId = uuidv5(`officer:${reference}`, NAMESPACE);
      const same = row?.officer?.id === officerId ? row.officer : null;
      const data = { ...sealChanged(sealer, "officer", officerId, same, known), ...(team !== undefined && team !== same?.team ? { team } : {}) };
      if (Object.keys(data).length > 0 || row?.officerId !== officerId) {
        await tx.officer.upsert({ where: { reference }, create: { id: officerId, reference, ...data }, update: data });
        isChanged = true;
      }
      link.officerId = officerId;
    }
    for (const place of ["quadrant", "district"] as const) {
      if (sent[place] !== undefined && sent[place] !== row?.[place]) link[place] = sent[place];
    }
    if (!isChanged && Object.entries(link).every(([column, value]) => row?.[column as "personId"] === value)) continue;
    await tx.caseFile.update({ where: { id }, data: link });
    changed.push(id);
  }
  return changed;
}

/** The columns to write, each sealed to its row, for what differs from what the row has. */
function sealChanged(sealer: Sealer, table: string, id: string, row: object | null, known: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [field, words] of Object.entries(known)) {
    if (words === undefined) continue;
    const column = `${field}Sealed`;
    const sealed = (row as Record<string, string | null> | null)?.[column];
    if (sealed && sealer.open(sealed, `${table}.${field}.${id}`) === words) continue;
    out[column] = sealer.seal(words, `${table}.${field}.${id}`);
  }
  return out;
}

async function saveEvents(tx: Prisma.TransactionClient, sealer: Sealer, sender: string, events: readonly SentEvent[], ids: ReadonlyMap<string, string>): Promise<Stored[]> {
  if (events.length === 0) return [];
  const rows = new Map<string, Prisma.CaseEventUncheckedCreateInput & { digest: string }>();
  const digests = events.map((sent) => digestOf(sent));
  events.forEach((sent, i) => {
    if (rows.has(sent.id)) return;
    rows.set(sent.id, {
      sender, eventId: sent.id, caseId: ids.get(sent.case) as string, type: sent.type,
      on: sent.on === null ? null : isoText(sent.on), event: sent.event as Prisma.InputJsonObject,
      noteSealed: sent.note === null ? null : sealer.seal(sent.note, noteOf(sender, sent.id)), digest: digests[i] as string,
    });
  });
  const known = new Map((await tx.caseEvent.findMany({ where: { sender, eventId: { in: [...rows.keys()] } }, select: { eventId: true, digest: true } })).map((row) => [row.eventId, row.digest]));
  await insertRows(tx, "case_event", [...rows.values()].filter((row) => !known.has(row.eventId)).sort((a, b) => (a.eventId < b.eventId ? -1 : 1)));
  return events.map((sent, i) => {
    const first = known.get(sent.id) ?? rows.get(sent.id)?.digest;
    if (first !== digests[i]) return "contradicts";
    if (known.has(sent.id)) return "already-known";
    // The second of two that are the same in one batch.
    known.set(sent.id, first as string);
    return "stored";
  });
}

function noteOf(sender: string, eventId: string): string {
  return `case_event.note.${sender}.${eventId}`;
}

/** The same for the same content, in whatever order its members were written. */
function digestOf(sent: SentEvent): string {
  const sorted = Object.fromEntries(Object.entries({ ...sent.event, case: sent.case, note: sent.note }).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex");
}

/** How a case is named: by the council's reference, or by our own id, which pages have in their addresses. */
export type CaseKey = { reference: string } | { id: string };

/** The case of this name; null when there is none. */
export async function findCase(prisma: PrismaClient, sealer: Sealer, key: CaseKey): Promise<StoredCase | null> {
  const row = await prisma.caseFile.findUnique({ where: key, include: { person: true, officer: { include: { cover: true } }, events: { orderBy: [{ on: "asc" }, { sender: "asc" }, { eventId: "asc" }] } } });
  if (!row) return null;
  const { person, officer } = row;
  const open = (table: string, id: string, field: string, sealed: string | null) => (sealed === null ? null : sealer.open(sealed, `${table}.${field}.${id}`));
  return {
    id: row.id,
    reference: row.reference,
    person: person && {
      id: person.id,
      reference: person.reference,
      firstName: open("person", person.id, "firstName", person.firstNameSealed),
      lastName: open("person", person.id, "lastName", person.lastNameSealed),
      dateOfBirth: open("person", person.id, "dateOfBirth", person.dateOfBirthSealed),
    },
    officer: officer && {
      reference: officer.reference,
      name: open("officer", officer.id, "name", officer.nameSealed),
      email: open("officer", officer.id, "email", officer.emailSealed),
      phone: open("officer", officer.id, "phone", officer.phoneSealed),
      team: officer.team,
      away: officer.awayUntil && { until: officer.awayUntil.toISOString().slice(0, 10), cover: officer.cover && open("officer", officer.cover.id, "name", officer.cover.nameSealed) },
    },
    quadrant: row.quadrant,
    district: row.district,
    changedAt: row.changedAt,
    events: eventsOf(row.events),
  };
}

/** What is recorded on this site itself. */
export const PORTAL_SENDER = "portal";

/**
 * Two senders may use the same id in one case: then every id says whose it is. Officers put right here what another
 * sender said: their correction names that sender in `ofSender`.
 */
export function eventsOf(rows: readonly { sender: string; eventId: string; event: Prisma.JsonValue }[]): Record<string, unknown>[] {
  const senders = new Set(rows.map((row) => row.sender));
  return rows.map((row) => {
    const stored = row.event as Record<string, unknown>;
    if (senders.size < 2) return stored;
    const { ofSender, ...named } = stored;
    const isOurs = row.sender === PORTAL_SENDER && typeof ofSender === "string";
    const event = isOurs ? named : stored;
    return { ...event, id: `${row.sender}:${row.eventId}`, ...(typeof event.of === "string" ? { of: `${isOurs ? ofSender : row.sender}:${event.of}` } : {}) };
  });
}

/** An event of a sender with its corrections put in, and how many there were. */
export interface StandingEvent {
  event: Record<string, unknown>;
  corrections: number;
}

/** Events of a sender as they stand now, by id; those it never sent are left out. */
export async function standingEvents(prisma: PrismaClient, sender: string, ids: readonly string[]): Promise<Map<string, StandingEvent>> {
  const originals = await prisma.caseEvent.findMany({ where: { sender, eventId: { in: [...ids] } }, select: { eventId: true, caseId: true, event: true } });
  const standing = new Map(originals.map((row) => [row.eventId, { event: row.event as Record<string, unknown>, corrections: 0 }]));
  const caseIds = [...new Set(originals.map((row) => row.caseId))];
  const corrections = await prisma.caseEvent.findMany({ where: { sender, type: "correction", caseId: { in: caseIds } }, orderBy: [{ receivedAt: "asc" }, { eventId: "asc" }], select: { event: true } });
  for (const row of corrections) {
    const { id: _id, type: _type, of, recordedOn: _recordedOn, ...changes } = row.event as Record<string, unknown>;
    const found = standing.get(String(of));
    if (found) standing.set(String(of), { event: { ...found.event, ...changes }, corrections: found.corrections + 1 });
  }
  return standing;
}

export interface CaseForFigures {
  reference: string;
  quadrant: string | null;
  events: Record<string, unknown>[];
}

/** Every case with its events and nothing personal, some at a time. */
export async function* allCases(prisma: PrismaClient): AsyncGenerator<CaseForFigures> {
  let after: string | undefined;
  for (;;) {
    const rows = await prisma.caseFile.findMany({
      where: after === undefined ? {} : { id: { gt: after } },
      orderBy: { id: "asc" },
      take: 500,
      select: { id: true, reference: true, quadrant: true, events: { select: { sender: true, eventId: true, event: true } } },
    });
    for (const row of rows) yield { reference: row.reference, quadrant: row.quadrant, events: eventsOf(row.events) };
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}

/** The events of every case in which something of these types happened since a day, some cases at a time. */
export async function* endedRecently(prisma: PrismaClient, types: readonly string[], since: string): AsyncGenerator<Record<string, unknown>[]> {
  const ended = await prisma.caseEvent.findMany({ where: { type: { in: [...types] }, on: { gte: new Date(since) } }, distinct: ["caseId"], select: { caseId: true } });
  const ids = ended.map(({ caseId }) => caseId);
  for (let at = 0; at < ids.length; at += 500) {
    const rows = await prisma.caseFile.findMany({ where: { id: { in: ids.slice(at, at + 500) } }, select: { events: { select: { sender: true, eventId: true, event: true } } } });
    for (const row of rows) yield eventsOf(row.events);
  }
}

/** What bodies that give advice are called, by id. */
export async function namesOfBodies(prisma: PrismaClient): Promise<Map<string, string>> {
  return new Map((await prisma.adviceBody.findMany()).map(({ id, name }) => [id, name]));
}
