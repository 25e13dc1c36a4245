import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { MEGABYTE } from "../domain/documents/kinds.ts";
import type { DocumentStore, PieceName } from "./store.server.ts";
import { StoreError } from "./store.server.ts";

/** Of every piece but the last, in bytes before it is sealed. */
export const PIECE_BYTES = MEGABYTE;
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What a sealed piece begins with. */
const ORDINARY = 0;
const LAST = 1;

/** Where a document's pieces lie, and the key that opens them. */
export interface Kept {
  store: DocumentStore;
  documentId: string;
  key: Buffer;
}

/**
 * Puts one piece away, sealed with AES-256-GCM. The document, the piece's number, the beginning of the arrival that wrote
 * it and whether it is the last are authenticated: pieces cannot be swapped, put in another order, or cut off at the end.
 */
export async function putPiece({ store, documentId, key }: Kept, piece: PieceName, bytes: Uint8Array, isLast: boolean): Promise<void> {
  const mark = isLast ? LAST : ORDINARY;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(belonging(documentId, piece, mark));
  await store.put(documentId, piece, Buffer.concat([Buffer.from([mark]), nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]));
}

/** @throws StoreError when the piece is not there, was altered, or belongs elsewhere */
export async function getPiece({ store, documentId, key }: Kept, piece: PieceName): Promise<{ bytes: Buffer; isLast: boolean }> {
  const sealed = await store.get(documentId, piece);
  const mark = sealed[0] ?? ORDINARY;
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(1, 1 + NONCE_BYTES)).setAAD(belonging(documentId, piece, mark)).setAuthTag(sealed.subarray(-TAG_BYTES));
    return { bytes: Buffer.concat([decipher.update(sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES)), decipher.final()]), isLast: mark === LAST };
  } catch {
    throw new StoreError(`Piece ${piece.number} of document ${documentId} was altered, or belongs elsewhere.`);
  }
}

function belonging(documentId: string, { number, arrival }: PieceName, mark: number): Buffer {
  return Buffer.from(`case_document.piece.${documentId}.${number}.${arrival}.${mark}`);
}

/** Of each number the piece that counts: the one that the latest beginning wrote. */
export async function standingPieces({ store, documentId }: Kept): Promise<Map<number, PieceName>> {
  const standing = new Map<number, PieceName>();
  for (const piece of await store.list(documentId)) {
    const other = standing.get(piece.number);
    if (!other || piece.arrival > other.arrival) standing.set(piece.number, piece);
  }
  return standing;
}

/** The opened bytes of a whole document. */
export interface OpenedBytes {
  size: number;
  /** All of them, a piece at a time. @throws StoreError as soon as something is missing or altered */
  pieces(): AsyncGenerator<Buffer, void, undefined>;
  /** Those from `start` to before `end`. */
  range(start: number, end: number): Promise<Buffer>;
}

/** @param size of the whole document, in bytes; every piece must have its part of it */
export async function openBytes(kept: Kept, size: number): Promise<OpenedBytes> {
  const standing = await standingPieces(kept);
  const count = Math.ceil(size / PIECE_BYTES);
  let latest: { number: number; bytes: Buffer } | null = null;
  const read = async (number: number): Promise<Buffer> => {
    if (latest?.number === number) return latest.bytes;
    const name = standing.get(number);
    if (!name) throw new StoreError(`Piece ${number} of document ${kept.documentId} is missing.`);
    const { bytes, isLast } = await getPiece(kept, name);
    const wanted = Math.min(PIECE_BYTES, size - number * PIECE_BYTES);
    if (bytes.length !== wanted || isLast !== (number === count - 1)) throw new StoreError(`Piece ${number} of document ${kept.documentId} is not whole.`);
    latest = { number, bytes };
    return bytes;
  };
  return {
    size,
    pieces: async function* () {
      for (let number = 0; number < count; number++) yield await read(number);
    },
    range: async (start, end) => {
      const parts: Buffer[] = [];
      for (let at = start; at < Math.min(end, size); ) {
        const number = Math.floor(at / PIECE_BYTES);
        const bytes = await read(number);
        const part = bytes.subarray(at - number * PIECE_BYTES, end - number * PIECE_BYTES);
        parts.push(part);
        at += part.length;
      }
      return Buffer.concat(parts);
    },
  };
}
