import type { PrismaClient } from "../../prisma/generated/client.ts";
import { fileName, readName, StoreError, type DocumentStore, type PieceName } from "../documents/store.server.ts";
import type { AddPart } from "./archive.server.ts";
import { BackupError } from "./backup-error.ts";

/** The sealed pieces of documents as parts of a backup, wherever the store has them: `documents/ID/000000-000001`. */

const AT_ONCE = 500;
const PART = /^documents\/([0-9a-f-]{36})\/([0-9-]+)$/;

/**
 * Adds the pieces of every document that the database names, encrypted as they lie.
 * @returns how many pieces there are
 * @throws BackupError when the store cannot be used
 */
export async function addDocuments(prisma: PrismaClient, store: DocumentStore, add: AddPart): Promise<number> {
  let added = 0;
  for (let after: string | undefined; ; ) {
    const rows = await prisma.caseDocument.findMany({ select: { id: true }, orderBy: { id: "asc" }, take: AT_ONCE, ...(after ? { cursor: { id: after }, skip: 1 } : {}) });
    for (const { id } of rows) {
      for (const piece of await said(store.list(id))) {
        const bytes = await read(store, id, piece);
        if (!bytes) continue;
        await add(`documents/${id}/${fileName(piece)}`, bytes.length, [bytes]);
        added++;
      }
    }
    if (rows.length < AT_ONCE) return added;
    after = rows.at(-1)?.id;
  }
}

/** Null for a piece that was removed since it was listed. */
async function read(store: DocumentStore, id: string, piece: PieceName): Promise<Buffer | null> {
  try {
    return await store.get(id, piece);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const isThere = (await said(store.list(id))).some(({ number, arrival }) => number === piece.number && arrival === piece.arrival);
    if (isThere) throw new BackupError(error.message, { cause: error });
    return null;
  }
}

/**
 * Puts a piece of a backup back into the store.
 * @throws BackupError for a name that no piece has, and when the store cannot be used
 */
export async function putDocument(store: DocumentStore, name: string, bytes: Uint8Array): Promise<void> {
  const [, id, file = ""] = PART.exec(name) ?? [];
  const [piece] = readName(file);
  if (!id || !piece) throw new BackupError("The backup has a part that this program does not know.");
  await said(store.put(id, piece, bytes));
}

/** A fault of the store in the words of a backup. */
async function said<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof StoreError ? new BackupError(error.message, { cause: error }) : error;
  }
}
