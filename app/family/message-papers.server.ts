import { data } from "@remix-run/node";
import type { Prisma } from "../../prisma/generated/client.ts";
import { takeTry } from "../accounts/rate-limits.server.ts";
import type { CaseVisit } from "../accounts/visit.server.ts";
import { attachToMessage } from "../db/documents.server.ts";
import { documentsOfCase, documentsOfMessages } from "../documents/documents.server.ts";
import { UnreadableFormError } from "../documents/multipart.server.ts";
import { aboutMessages } from "../documents/page.server.ts";
import { StoreError } from "../documents/store.server.ts";
import { readUploadForm } from "../documents/upload-form.server.ts";
import type { ShownPaper } from "../domain/messages/shown.ts";
import { pageContext } from "../page-context.server.ts";

/**
 * Reads the form of a message with the papers in it. They are kept as they come, for their sender alone, and belong to
 * no message until one is sent: where the form comes back, they need not be chosen again.
 * @throws 400 for a form that breaks off, 503 where papers cannot be kept
 */
export async function readMessageForm(request: Request, visit: CaseVisit | null): Promise<FormData> {
  const { site } = visit ?? (await pageContext(request));
  const mayKeep = visit !== null && visit.may("add-document") && (await takeTry(site, "upload-per-account", visit.viewer.userId)).ok;
  try {
    const { form } = await readUploadForm(site, request, () => (mayKeep ? aboutMessages(visit) : null));
    return form;
  } catch (error) {
    if (error instanceof UnreadableFormError) throw data(null, { status: 400 });
    if (error instanceof StoreError) throw data(null, { status: 503 });
    throw error;
  }
}

/** What was not taken is told while the form is at hand, and no longer. */
const TOLD_FOR_MS = 60 * 60 * 1000;

/** Papers that somebody sent and that wait to go with their next message, and those just sent that could not be taken. */
export async function waitingPapers({ site, caseId, viewer, may }: CaseVisit): Promise<ShownPaper[]> {
  if (!may("add-document")) return [];
  const documents = await documentsOfCase(site, caseId, { userId: viewer.userId });
  const since = new Date(Date.now() - TOLD_FOR_MS).toISOString();
  const isOfNow = ({ state, receivedAt }: (typeof documents)[number]) => state !== "refused" || (receivedAt !== null && receivedAt > since);
  return documents.filter((document) => document.kind === "message" && document.messageId === null && document.from === "you" && isOfNow(document)).map(({ id, name, state }) => ({ id, name, isRefused: state === "refused" }));
}

/** Papers of the messages of a case, by the message's id, for those who may see papers. */
export async function papersOfMessages({ site, caseId, viewer, may }: CaseVisit): Promise<ReadonlyMap<string, ShownPaper[]>> {
  if (!may("see-documents")) return new Map();
  const found = await documentsOfMessages(site, caseId, { userId: viewer.userId });
  return new Map([...found].map(([id, documents]) => [id, documents.map((document) => ({ id: document.id, name: document.name, isRefused: document.state === "refused" }))]));
}

/** Puts papers to the message they go with, in its transaction: from then on those who see the message see them. */
export async function attachPapers(tx: Prisma.TransactionClient, { caseId, viewer }: CaseVisit, { messageId, papers, isPrivate }: { messageId: string; papers: readonly ShownPaper[]; isPrivate: boolean }): Promise<void> {
  const ids = papers.map(({ id }) => id);
  if (ids.length === 0) return;
  await attachToMessage(tx, ids, { caseId, messageId, userId: viewer.userId });
  await tx.caseDocument.updateMany({ where: { messageId, uploadedBy: viewer.userId }, data: { forUploaderOnly: isPrivate } });
}
