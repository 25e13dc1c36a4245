import type { Prisma } from "../../prisma/generated/client.ts";
import { MOST_REQUEST_BYTES, MOST_REQUEST_FILES } from "../domain/documents/kinds.ts";

/** States of a paper of which bytes are kept, or are coming. */
const KEPT = ["arriving", "checking", "clean", "quarantined"];
/** Why a paper was withdrawn of which nothing is to be left, not even its row. */
export const THROWN_AWAY = "thrown-away";

/**
 * Whether one more paper has room with a request. Whoever asks holds the request (`keepLonger`), so that two that come
 * at once do not both take the last place.
 * @param size in bytes; -1 while it is not known
 */
export async function hasRoom(tx: Prisma.TransactionClient, requestId: string, { id, size }: { id: string; size: number }): Promise<boolean> {
  const others = await tx.caseDocument.findMany({ where: { requestId, id: { not: id }, state: { in: KEPT } }, select: { size: true, received: true } });
  const bytes = others.reduce((sum, one) => sum + Math.max(Number(one.size), Number(one.received)), Math.max(size, 0));
  return others.length < MOST_REQUEST_FILES && bytes <= MOST_REQUEST_BYTES;
}

/** Throws away papers of a draft, all or one: from now on their bytes open for nobody. @returns how many */
export async function throwAwayPapers(tx: Prisma.TransactionClient, which: { requestId: string; id?: string }): Promise<number> {
  const { count } = await tx.caseDocument.updateMany({ where: { ...which, caseId: null }, data: { state: "withdrawn", stateReason: THROWN_AWAY, keySealed: null } });
  return count;
}

/**
 * The papers of a request that is being sent go into its case. The council has them from this moment, and not from when
 * they were added to a draft. One that is not all here yet stays behind, and is refused when it is.
 */
export async function joinToCase(tx: Prisma.TransactionClient, requestId: string, { caseId, userId }: { caseId: string; userId: string | null }, now = new Date()): Promise<void> {
  await tx.caseDocument.updateMany({ where: { requestId, state: { in: ["checking", "clean", "quarantined", "refused"] } }, data: { caseId, uploadedBy: userId, finishedAt: now } });
}
