import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Prisma, PrismaClient } from "../../prisma/generated/client.ts";
import { CODE_BYTES, codeOf, readCode } from "../domain/access/activation-code.ts";
import { isoText, readDay, type Day } from "../domain/calendar/day.ts";
import { receiptReference } from "../domain/messages/message.ts";
import { recordActs } from "./audit.server.ts";
import { throwAwayPapers } from "./request-papers.server.ts";
import { idOfSent } from "./repeats.server.ts";
import type { Sealer } from "./sealing.server.ts";

type Client = PrismaClient | Prisma.TransactionClient;

export const ASKED_KINDS = ["assessment", "complaint", "other-format", "record", "comments", "more-time", "review-views"] as const;
export type AskedKind = (typeof ASKED_KINDS)[number];

/** Something a family asked the council for, opened. */
export interface AskedRequest {
  id: string;
  kind: AskedKind;
  reference: string;
  caseId: string | null;
  userId: string | null;
  content: Record<string, unknown>;
  state: "draft" | "sent" | "answered" | "withdrawn";
  version: number;
  sentAt: Date | null;
  receivedOn: Day | null;
  dueOn: Day | null;
  answeredAt: Date | null;
  answer: string | null;
}

const contentOf = (id: string) => `family_request.content.${id}`;
const answerOf = (id: string) => `family_request.answer.${id}`;
const dayOf = (date: Date | null): Day | null => date && readDay(date.toISOString().slice(0, 10));
const dateOf = (on: Day | null): Date | null => (on === null ? null : new Date(isoText(on)));

type Row = NonNullable<Awaited<ReturnType<PrismaClient["familyRequest"]["findUnique"]>>>;

function opened(sealer: Sealer, row: Row): AskedRequest {
  return {
    id: row.id,
    kind: ASKED_KINDS.find((kind) => kind === row.kind) ?? "complaint",
    reference: row.reference,
    caseId: row.caseId,
    userId: row.userId,
    content: JSON.parse(sealer.open(row.contentSealed, contentOf(row.id))) as Record<string, unknown>,
    state: row.state as AskedRequest["state"],
    version: row.version,
    sentAt: row.sentAt,
    receivedOn: dayOf(row.receivedOn),
    dueOn: dayOf(row.dueOn),
    answeredAt: row.answeredAt,
    answer: row.answerSealed === null ? null : sealer.open(row.answerSealed, answerOf(row.id)),
  };
}

function hashOf(code: string): string {
  return createHash("sha256").update(code).digest("hex");
}

/**
 * Begins a request that will be sent later, by somebody who need have no account.
 * @returns its id, and the code to come back with: of the code only a hash is kept
 */
export async function beginRequest(prisma: Client, sealer: Sealer, kind: AskedKind, content: object, userId: string | null): Promise<{ id: string; code: string }> {
  const id = randomUUID();
  const code = codeOf(randomBytes(CODE_BYTES));
  await prisma.familyRequest.create({ data: { id, kind, userId, reference: receiptReference("R", id), returnHash: hashOf(code), contentSealed: sealer.seal(JSON.stringify(content), contentOf(id)), state: "draft" } });
  return { id, code };
}

/** The request that a code comes back to; null for a code that no request has. */
export async function findByCode(prisma: Client, sealer: Sealer, typed: string): Promise<AskedRequest | null> {
  const code = readCode(typed);
  const row = code === null ? null : await prisma.familyRequest.findUnique({ where: { returnHash: hashOf(code) } });
  return row && opened(sealer, row);
}

/**
 * Keeps what was typed, if nobody has changed it since this version.
 * @returns the version now; null when somebody has (another window), or it is no draft any more
 */
export async function saveRequestDraft(prisma: Client, sealer: Sealer, id: string, version: number, content: object): Promise<number | null> {
  const { count } = await prisma.familyRequest.updateMany({ where: { id, version, state: "draft" }, data: { contentSealed: sealer.seal(JSON.stringify(content), contentOf(id)), version: version + 1, updatedAt: new Date() } });
  return count === 1 ? version + 1 : null;
}

/** Marks a draft as sent, once: of two that try, one is told true. */
export async function markSent(tx: Prisma.TransactionClient, id: string, sent: { caseId: string | null; receivedOn: Day; dueOn: Day | null }): Promise<boolean> {
  const now = new Date();
  const { count } = await tx.familyRequest.updateMany({ where: { id, state: "draft" }, data: { state: "sent", caseId: sent.caseId, sentAt: now, updatedAt: now, receivedOn: dateOf(sent.receivedOn), dueOn: dateOf(sent.dueOn) } });
  return count === 1;
}

/**
 * Takes in a request that is sent at once. The same form again is the same request.
 * @param formId made by the form
 * @returns null where the form's id is somebody else's
 */
export async function sendRequest(tx: Prisma.TransactionClient, sealer: Sealer, sent: { formId: string; kind: AskedKind; caseId: string | null; userId: string | null; content: object; receivedOn: Day; dueOn: Day | null; code?: string }): Promise<{ id: string; isNew: boolean } | null> {
  const { formId, kind, caseId, userId } = sent;
  const words = JSON.stringify(sent.content);
  const known = await tx.familyRequest.findUnique({ where: { id: formId } });
  if (known && (known.caseId !== caseId || known.userId !== userId || known.kind !== kind)) return null;
  const id = idOfSent(formId, words, known && { words: sealer.open(known.contentSealed, contentOf(known.id)) });
  const now = new Date();
  const { count } = await tx.familyRequest.createMany({
    data: [{ id, kind, caseId, userId, reference: receiptReference("R", id), contentSealed: sealer.seal(words, contentOf(id)), state: "sent", createdAt: now, updatedAt: now, sentAt: now, receivedOn: dateOf(sent.receivedOn), dueOn: dateOf(sent.dueOn), ...(sent.code ? { returnHash: hashOf(sent.code) } : {}) }],
    skipDuplicates: true,
  });
  if (count === 1) await recordActs(tx, [{ actor: userId === null ? "visitor" : `user:${userId}`, action: "request-sent", caseId, detail: { request: id, kind } }]);
  return { id, isNew: count === 1 };
}

export async function findRequest(prisma: Client, sealer: Sealer, id: string): Promise<AskedRequest | null> {
  const row = await prisma.familyRequest.findUnique({ where: { id } });
  return row && opened(sealer, row);
}

/** What was asked for in a case, newest first; of a complaint only its own writer sees the words. */
export async function requestsOfCase(prisma: Client, sealer: Sealer, caseId: string): Promise<AskedRequest[]> {
  const rows = await prisma.familyRequest.findMany({ where: { caseId, state: { not: "draft" } }, orderBy: [{ sentAt: "desc" }, { id: "asc" }] });
  return rows.map((row) => opened(sealer, row));
}

/** What waits for an answer of the council, the earliest last day first. */
export async function openRequests(prisma: Client, sealer: Sealer, take = 200): Promise<AskedRequest[]> {
  const rows = await prisma.familyRequest.findMany({ where: { state: "sent" }, orderBy: [{ dueOn: "asc" }, { id: "asc" }], take });
  return rows.map((row) => opened(sealer, row));
}

/** Answers a request, once. @returns false when somebody has answered it already */
export async function answerRequest(tx: Prisma.TransactionClient, sealer: Sealer, { id, answer, by }: { id: string; answer: string; by: string }): Promise<boolean> {
  const { count } = await tx.familyRequest.updateMany({ where: { id, state: "sent" }, data: { state: "answered", answeredAt: new Date(), answeredBy: by, answerSealed: sealer.seal(answer, answerOf(id)) } });
  if (count === 0) return false;
  const row = await tx.familyRequest.findUnique({ where: { id }, select: { caseId: true, kind: true } });
  await recordActs(tx, [{ actor: `user:${by}`, action: "request-answered", caseId: row?.caseId ?? null, detail: { request: id, kind: row?.kind ?? "" } }]);
  return true;
}

/**
 * A draft is kept as if it had been changed now, and until the transaction ends nobody sends or forgets it.
 * @returns false when it is no draft any more
 */
export async function keepLonger(tx: Prisma.TransactionClient, id: string): Promise<boolean> {
  const { count } = await tx.familyRequest.updateMany({ where: { id, state: "draft" }, data: { updatedAt: new Date() } });
  return count === 1;
}

/**
 * Drafts that nobody has touched since a moment are forgotten, and nobody can open their papers any more from then on;
 * the papers' bytes are removed by `removeThrownAway` (app/documents/upkeep.server.ts), also after a stop in between.
 * @returns how many there were
 */
export async function forgetOldDrafts(prisma: PrismaClient, before: Date): Promise<number> {
  const old = { state: "draft", updatedAt: { lt: before } };
  let forgotten = 0;
  for (const { id } of await prisma.familyRequest.findMany({ where: old, select: { id: true } })) {
    await prisma.$transaction(async (tx) => {
      const { count } = await tx.familyRequest.deleteMany({ where: { id, ...old } });
      if (count === 1) await throwAwayPapers(tx, { requestId: id });
      forgotten += count;
    });
  }
  return forgotten;
}
