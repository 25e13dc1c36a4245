import type { Prisma, PrismaClient } from "../../prisma/generated/client.ts";
import type { DocumentKind, DocumentState } from "../domain/documents/kinds.ts";
import { DOCUMENT_KINDS, DOCUMENT_STATES } from "../domain/documents/kinds.ts";
import { recordActs } from "./audit.server.ts";
import { hasRoom, THROWN_AWAY, throwAwayPapers } from "./request-papers.server.ts";
import { keepLonger } from "./requests.server.ts";
import type { Sealer } from "./sealing.server.ts";

type Client = PrismaClient | Prisma.TransactionClient;

/** What a document belongs to: a case, or a request that somebody makes without an account. */
export type DocumentOwner = { caseId: string } | { requestId: string };

/** A document as the database has it, with its name opened. Sizes in bytes. */
export interface StoredDocument {
  id: string;
  caseId: string | null;
  requestId: string | null;
  messageId: string | null;
  uploadedBy: string | null;
  fromFamily: boolean;
  kind: DocumentKind;
  name: string;
  mediaType: string;
  /** -1 while it is not known. */
  size: number;
  received: number;
  arrival: number;
  sha256: string | null;
  state: DocumentState;
  stateReason: string | null;
  forUploaderOnly: boolean;
  createdAt: Date;
  finishedAt: Date | null;
  releasedAt: Date | null;
  keySealed: string | null;
}

type Row = Prisma.CaseDocumentGetPayload<object>;

const nameOf = (id: string) => `case_document.name.${id}`;
const keyOf = (id: string) => `case_document.key.${id}`;

function documentOf(sealer: Sealer, row: Row): StoredDocument {
  const { nameSealed, ...rest } = row;
  return {
    ...rest,
    name: sealer.open(nameSealed, nameOf(row.id)),
    size: Number(row.size),
    received: Number(row.received),
    kind: DOCUMENT_KINDS.find((kind) => kind === row.kind) ?? "other",
    state: DOCUMENT_STATES.find((state) => state === row.state) ?? "refused",
  };
}

/** The document's own key; null once it has been thrown away. */
export function openKey(sealer: Sealer, { id, keySealed }: Pick<StoredDocument, "id" | "keySealed">): Buffer | null {
  return keySealed === null ? null : Buffer.from(sealer.open(keySealed, keyOf(id)), "base64");
}

/** What is known of a document before its bytes come. */
export interface NewDocument {
  id: string;
  owner: DocumentOwner;
  /** The account; null for a request without one. */
  uploadedBy: string | null;
  fromFamily: boolean;
  kind: DocumentKind;
  name: string;
  /** -1 when it is not known yet. */
  size: number;
  messageId: string | null;
  forUploaderOnly: boolean;
}

/** @returns not `made` for a request that has no room for one more, or that is no draft any more */
export async function createDocument(prisma: PrismaClient, sealer: Sealer, { owner, name, ...rest }: NewDocument, key: Buffer): Promise<"made" | "no-room" | "sent-before"> {
  const data = { ...rest, ...owner, nameSealed: sealer.seal(name, nameOf(rest.id)), mediaType: "", keySealed: sealer.seal(key.toString("base64"), keyOf(rest.id)), state: "arriving" };
  return prisma.$transaction(async (tx) => {
    if ("requestId" in owner) {
      if (!(await keepLonger(tx, owner.requestId))) return "sent-before";
      if (!(await hasRoom(tx, owner.requestId, rest))) return "no-room";
    }
    await tx.caseDocument.create({ data });
    return "made";
  });
}

export async function getDocument(prisma: Client, sealer: Sealer, id: string): Promise<StoredDocument | null> {
  const row = await prisma.caseDocument.findUnique({ where: { id } });
  return row && documentOf(sealer, row);
}

/** Documents in the order in which they came. */
export async function listDocuments(prisma: Client, sealer: Sealer, where: Prisma.CaseDocumentWhereInput): Promise<StoredDocument[]> {
  const rows = await prisma.caseDocument.findMany({ where, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
  return rows.map((row) => documentOf(sealer, row));
}

/** Begins the arrival anew from where it is. @returns the number of the new beginning; null when it is not at this place any more */
export async function beginArrival(prisma: Client, id: string, received: number): Promise<number | null> {
  const rows = await prisma.caseDocument.updateManyAndReturn({ where: { id, state: "arriving", received }, data: { arrival: { increment: 1 } }, select: { arrival: true } });
  return rows[0]?.arrival ?? null;
}

/** @returns whether it counts: not when another beginning has taken over */
export async function countReceived(prisma: Client, id: string, arrival: number, received: number): Promise<boolean> {
  const { count } = await prisma.caseDocument.updateMany({ where: { id, arrival, state: "arriving" }, data: { received } });
  return count === 1;
}

/** For an arrival whose size was not known: now it is. */
export async function declareSize(prisma: Client, id: string, arrival: number, size: number): Promise<boolean> {
  const { count } = await prisma.caseDocument.updateMany({ where: { id, arrival, state: "arriving", size: -1 }, data: { size } });
  return count === 1;
}

/** All of it is here: from now on nothing more of it is counted. What came too late for its request, or does not fit in it, is refused. */
export async function beginChecking(prisma: PrismaClient, { id, size, requestId }: Pick<StoredDocument, "id" | "size" | "requestId">, now: Date): Promise<void> {
  await prisma.$transaction(async (tx) => {
    const isTooLate = requestId !== null && !(await keepLonger(tx, requestId));
    const fault = isTooLate ? "sent-before" : requestId === null || (await hasRoom(tx, requestId, { id, size })) ? null : "no-room";
    const becomes = fault === null ? { state: "checking" } : { state: "refused", stateReason: fault, keySealed: null };
    await tx.caseDocument.updateMany({ where: { id, state: "arriving", size, received: size }, data: { ...becomes, arrival: { increment: 1 }, finishedAt: now } });
  });
}

type Settled = { state: "clean" | "quarantined"; mediaType: string; sha256: string; name: string; reason: string | null } | { state: "refused"; reason: string };

/**
 * Writes what a check found, and a line of the audit trail with it. A document that the same account has sent to the
 * same place before becomes a repeat of that one. Done already, it changes nothing.
 */
export async function settleDocument(prisma: PrismaClient, sealer: Sealer, document: StoredDocument, found: Settled): Promise<void> {
  const { id, caseId, requestId, uploadedBy, messageId, fromFamily, kind } = document;
  // A request may be sent meanwhile, and its papers join a case.
  const place = requestId === null ? { caseId, requestId, uploadedBy, messageId, fromFamily, kind } : { requestId };
  await prisma.$transaction(async (tx) => {
    if (found.state !== "refused") {
      // Two of the same that end at the same moment: the second waits, and then finds the first.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${found.sha256 + (requestId ?? caseId ?? "")}, 0))`;
      const earlier = await tx.caseDocument.findFirst({ where: { id: { not: id }, ...place, sha256: found.sha256, state: { in: ["clean", "quarantined"] } }, select: { id: true } });
      if (earlier) {
        await tx.caseDocument.updateMany({ where: { id, state: "checking" }, data: { state: "withdrawn", stateReason: `repeat:${earlier.id}`, keySealed: null } });
        return;
      }
    }
    const data: Prisma.CaseDocumentUpdateManyMutationInput =
      found.state === "refused"
        ? { state: "refused", stateReason: found.reason, keySealed: null }
        : { state: found.state, stateReason: found.reason, mediaType: found.mediaType, sha256: found.sha256, nameSealed: sealer.seal(found.name, nameOf(id)) };
    const [settled] = await tx.caseDocument.updateManyAndReturn({ where: { id, state: { in: ["checking", "quarantined"] }, NOT: { state: found.state } }, data, select: { caseId: true } });
    if (!settled) return;
    await recordActs(tx, [{ actor: uploadedBy === null ? `request:${requestId}` : `user:${uploadedBy}`, action: `document-${found.state}`, caseId: settled.caseId, detail: { document: id, kind, ...(found.reason === null ? {} : { reason: found.reason }) } }]);
  });
}

/** Refuses what is not taken however much of it has come. */
export async function refuseArriving(prisma: Client, id: string, arrival: number, reason: string, now: Date): Promise<void> {
  await prisma.caseDocument.updateMany({ where: { id, arrival, state: "arriving" }, data: { state: "refused", stateReason: reason, keySealed: null, finishedAt: now } });
}

/** Bytes of a document that nobody may open any more have been removed. */
export async function countRemoved(prisma: Client, id: string): Promise<void> {
  await prisma.caseDocument.updateMany({ where: { id, state: { in: ["refused", "withdrawn"] } }, data: { received: 0 } });
}

/** Takes a paper out of a request that is not sent yet. @returns whether it is so; not when the request was sent, or the paper is none of its own */
export async function takeOutOfDraft(prisma: PrismaClient, { id, requestId }: { id: string; requestId: string }): Promise<boolean> {
  return prisma.$transaction(async (tx) => {
    if (!(await keepLonger(tx, requestId)) || (await throwAwayPapers(tx, { id, requestId })) === 0) return false;
    await recordActs(tx, [{ actor: `request:${requestId}`, action: "document-withdrawn", caseId: null, detail: { document: id } }]);
    return true;
  });
}

/** Removes the row of a paper that was thrown away; its bytes are gone by then. */
export async function forgetThrownAway(prisma: Client, id: string): Promise<void> {
  await prisma.caseDocument.deleteMany({ where: { id, state: "withdrawn", stateReason: THROWN_AWAY } });
}

/** Removes an arrival that was not finished; its bytes are gone by then. */
export async function forgetArriving(prisma: Client, id: string): Promise<void> {
  await prisma.caseDocument.deleteMany({ where: { id, state: "arriving" } });
}

/** An officer lets the family have a document. @returns whether it is so now; not when it is not clean */
export async function markReleased(tx: Prisma.TransactionClient, { id, caseId }: { id: string; caseId: string }, userId: string, now: Date): Promise<"released" | "already" | "not-clean"> {
  const { count } = await tx.caseDocument.updateMany({ where: { id, caseId, fromFamily: false, state: "clean", releasedAt: null }, data: { releasedAt: now, releasedBy: userId } });
  if (count === 0) return (await tx.caseDocument.count({ where: { id, caseId, fromFamily: false, state: "clean" } })) > 0 ? "already" : "not-clean";
  await recordActs(tx, [{ actor: `user:${userId}`, action: "document-released", caseId, detail: { document: id } }]);
  return "released";
}

/** Takes back a document of the council's that no family has had yet. */
export async function withdrawUnreleased(prisma: PrismaClient, { id, caseId }: { id: string; caseId: string }, userId: string): Promise<boolean> {
  return prisma.$transaction(async (tx) => {
    const { count } = await tx.caseDocument.updateMany({ where: { id, caseId, fromFamily: false, releasedAt: null, state: { in: ["clean", "quarantined"] } }, data: { state: "withdrawn", keySealed: null } });
    if (count > 0) await recordActs(tx, [{ actor: `user:${userId}`, action: "document-withdrawn", caseId, detail: { document: id } }]);
    return count > 0;
  });
}

/** Puts documents that somebody sent to a message of theirs. Only their own, and only those that are with no message yet. */
export async function attachToMessage(tx: Prisma.TransactionClient, ids: readonly string[], { caseId, messageId, userId }: { caseId: string; messageId: string; userId: string }): Promise<void> {
  await tx.caseDocument.updateMany({ where: { id: { in: [...ids] }, caseId, uploadedBy: userId, messageId: null }, data: { messageId } });
}

/** The names of accounts, by id; without those that have none. */
export async function namesOfUsers(prisma: Client, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await prisma.user.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, name: true } });
  return new Map(rows.filter(({ name }) => name !== "").map(({ id, name }) => [id, name]));
}
