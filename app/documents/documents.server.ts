import type { Prisma } from "../../prisma/generated/client.ts";
import { getDocument, listDocuments, markReleased, withdrawUnreleased, type DocumentOwner, type StoredDocument } from "../db/documents.server.ts";
import { receiptReference } from "../domain/documents/kinds.ts";
import type { ShownDocument } from "../domain/documents/shown.ts";
import { clearAway, standing, type DocumentSite } from "./arrival.server.ts";

/** For whom documents of a case are looked up: an account of the family's, or the council's staff. */
export type Reader = { userId: string } | "staff";

export function shownDocument(document: StoredDocument, reader: Reader): ShownDocument {
  const { id, name, mediaType, size, kind, messageId, state, stateReason, forUploaderOnly, finishedAt, releasedAt, uploadedBy, fromFamily } = document;
  const isOwn = reader !== "staff" && uploadedBy === reader.userId;
  return {
    id, name, mediaType, size, kind, uploadedBy, messageId, state, forUploaderOnly,
    reference: receiptReference(id),
    from: !fromFamily ? "council" : isOwn ? "you" : "family",
    reason: stateReason,
    receivedAt: finishedAt?.toISOString() ?? null,
    releasedAt: releasedAt?.toISOString() ?? null,
  };
}

/** Which documents of a case a reader may know of. Of another's in the family: only what was taken, and not kept from them. */
function visibleTo(reader: Reader): Prisma.CaseDocumentWhereInput {
  if (reader === "staff") return { state: { in: ["checking", "clean", "quarantined", "refused"] } };
  return {
    OR: [
      { fromFamily: true, uploadedBy: reader.userId, state: { in: ["checking", "clean", "quarantined", "refused"] } },
      { fromFamily: true, forUploaderOnly: false, state: { in: ["clean", "quarantined"] } },
      { fromFamily: false, state: "clean", releasedAt: { not: null } },
    ],
  };
}

/** The documents of a case, both ways, the newest first. */
export async function documentsOfCase({ database, sealer }: DocumentSite, caseId: string, reader: Reader): Promise<ShownDocument[]> {
  const found = await listDocuments(database.prisma, sealer, { caseId, ...visibleTo(reader) });
  return found.map((document) => shownDocument(document, reader)).sort((a, b) => ((a.releasedAt ?? a.receivedAt ?? "") < (b.releasedAt ?? b.receivedAt ?? "") ? 1 : -1));
}

/** The documents that came with messages of a case, by the message's id. */
export async function documentsOfMessages({ database, sealer }: DocumentSite, caseId: string, reader: Reader): Promise<Map<string, ShownDocument[]>> {
  const found = await listDocuments(database.prisma, sealer, { AND: [{ caseId, messageId: { not: null } }, visibleTo(reader)] });
  return Map.groupBy(found.map((document) => shownDocument(document, reader)), ({ messageId }) => messageId as string);
}

/** The documents that came with a request, in the order in which they came, and those of a draft that are still coming. */
export async function documentsOfRequest({ database, sealer }: DocumentSite, requestId: string, isDraft = false): Promise<ShownDocument[]> {
  const found = await listDocuments(database.prisma, sealer, { requestId, state: { in: [...(isDraft ? ["arriving"] : []), "checking", "clean", "quarantined", "refused"] } });
  // Whoever reads it by its code is told of no account.
  return found.map((document) => ({ ...shownDocument(document, "staff"), uploadedBy: null }));
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** One document that a reader may have, to give out with `documentResponse`; null for what is not there and what is not theirs. */
export async function findDocument({ database, sealer }: DocumentSite, owner: DocumentOwner, documentId: string | undefined, reader: Reader): Promise<StoredDocument | null> {
  if (!documentId || !UUID.test(documentId)) return null;
  const [found] = await listDocuments(database.prisma, sealer, { AND: [{ id: documentId }, owner, "caseId" in owner ? visibleTo(reader) : {}] });
  return found ?? null;
}

/** Receipts for what an account has just sent: those of the ids that are its own, each once. */
export async function receipts(site: DocumentSite, owner: DocumentOwner, ids: readonly string[], userId: string | null): Promise<ShownDocument[]> {
  const shown = new Map<string, ShownDocument>();
  for (const id of ids.filter((one) => UUID.test(one))) {
    const sent = await getDocument(site.database.prisma, site.sealer, id);
    if (!sent || sent.uploadedBy !== userId || ("caseId" in owner ? sent.caseId !== owner.caseId : sent.requestId !== owner.requestId)) continue;
    const document = await standing(site, id);
    if (document && document.state !== "arriving" && document.state !== "withdrawn") shown.set(document.id, shownDocument(document, userId === null ? "staff" : { userId }));
  }
  return [...shown.values()];
}

/**
 * Lets the family have a document of the council's, and tells it, in one transaction. The same again changes nothing.
 * @param tell queues the notice to those who follow the child; it runs only the first time
 */
export async function releaseDocument({ database }: DocumentSite, document: { id: string; caseId: string }, userId: string, tell: (tx: Prisma.TransactionClient) => Promise<void>): Promise<"released" | "already" | "not-clean"> {
  return database.prisma.$transaction(async (tx) => {
    const outcome = await markReleased(tx, document, userId, new Date());
    if (outcome === "released") await tell(tx);
    return outcome;
  });
}

/** Takes back a document of the council's that the family has not had. @returns whether it was taken back */
export async function withdrawDocument(site: DocumentSite, document: { id: string; caseId: string }, userId: string): Promise<boolean> {
  const isWithdrawn = await withdrawUnreleased(site.database.prisma, document, userId);
  if (isWithdrawn) await clearAway(site, document.id);
  return isWithdrawn;
}
