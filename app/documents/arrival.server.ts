import { randomBytes, randomUUID } from "node:crypto";
import {
  beginArrival, beginChecking, countReceived, countRemoved, createDocument, declareSize, forgetArriving, getDocument, openKey, refuseArriving, settleDocument,
  type NewDocument, type StoredDocument,
} from "../db/documents.server.ts";
import { cleanName, nameForType } from "../domain/documents/file-types.ts";
import { MOST_BYTES } from "../domain/documents/kinds.ts";
import type { Site } from "../site.server.ts";
import { check } from "./checking.server.ts";
import { scannerOf } from "./scanning.server.ts";
import { getPiece, KEY_BYTES, openBytes, PIECE_BYTES, putPiece, standingPieces, type Kept } from "./sealed-pieces.server.ts";
import { documentStore, StoreError } from "./store.server.ts";

/** What the arrival of a document needs of a site. */
export type DocumentSite = Pick<Site, "config" | "database" | "sealer">;

/** What is known of a document before it comes; its name as the browser gives it. */
export type Announced = Omit<NewDocument, "id" | "size" | "messageId" | "forUploaderOnly"> & { id?: string; size?: number; messageId?: string | null; forUploaderOnly?: boolean };

/** Another beginning of the same arrival has taken over, or it has ended. */
export class TakenOverError extends Error {
  override name = "TakenOverError";
}

/** A request takes no more papers: it has no room, or was sent before. */
export class NotTakenError extends Error {
  override name = "NotTakenError";
  readonly why: "no-room" | "sent-before";

  constructor(why: NotTakenError["why"]) {
    super(`A request takes no more papers (${why}).`);
    this.why = why;
  }
}

/** More bytes came than a document may have. */
class TooLargeError extends Error {
  override name = "TooLargeError";
}

/**
 * Makes room for a document, with a key of its own. Its bytes come with `receive`.
 * @returns its id
 * @throws NotTakenError
 */
export async function announce({ database, sealer }: DocumentSite, { id = randomUUID(), size = -1, messageId = null, forUploaderOnly = false, ...about }: Announced): Promise<string> {
  const made = await createDocument(database.prisma, sealer, { ...about, id, size, messageId, forUploaderOnly, name: cleanName(about.name) }, randomBytes(KEY_BYTES));
  if (made !== "made") throw new NotTakenError(made);
  return id;
}

/**
 * Takes in bytes from a place on. What is sealed and safe is counted, a piece at a time: after a break, or the end of the
 * process at any moment, the arrival goes on from the count. A piece that was put away and not counted is written over.
 * @param offset where the bytes begin; must be the count
 * @returns the count now
 * @throws TakenOverError, StoreError, and what `stream` throws; what had come by then is counted where its size is known
 */
export async function receive(site: DocumentSite, documentId: string, offset: number, stream: AsyncIterable<Uint8Array>): Promise<number> {
  try {
    return await receiveFrom(site, documentId, offset, stream);
  } catch (error) {
    // Thrown away meanwhile: a piece may have been put after the others were removed.
    if (error instanceof TakenOverError) await clearAway(site, documentId);
    throw error;
  }
}

async function receiveFrom(site: DocumentSite, documentId: string, offset: number, stream: AsyncIterable<Uint8Array>): Promise<number> {
  const { prisma } = site.database;
  const document = await getDocument(prisma, site.sealer, documentId);
  const arrival = document && (await beginArrival(prisma, documentId, offset));
  if (!document || arrival === null) throw new TakenOverError(`Document ${documentId} does not stand at ${offset}.`);
  const kept = keptOf(site, document);
  const isSizeKnown = document.size >= 0;
  const most = isSizeKnown ? document.size : MOST_BYTES;
  let number = Math.floor(offset / PIECE_BYTES);
  let counted = offset;
  let waiting: Uint8Array[] = [await beginningOf(kept, number, offset)];
  let length = (waiting[0] as Uint8Array).length;

  /** Seals the first bytes that wait, a piece of them at most. */
  const putNext = async (isEnd: boolean) => {
    const all = Buffer.concat(waiting);
    const piece = all.subarray(0, PIECE_BYTES);
    await putPiece(kept, { number, arrival }, piece, isEnd);
    counted = number * PIECE_BYTES + piece.length;
    if (!(await countReceived(prisma, documentId, arrival, counted))) throw new TakenOverError(`Another arrival of document ${documentId} has begun.`);
    waiting = [all.subarray(piece.length)];
    length = all.length - piece.length;
    number++;
  };
  const putRest = async (isWhole: boolean) => {
    const end = number * PIECE_BYTES + length;
    if (end > counted) await putNext(isWhole || end === document.size);
  };

  try {
    for await (const bytes of stream) {
      if (number * PIECE_BYTES + length + bytes.length > most) throw new TooLargeError(`More than ${most} bytes.`);
      waiting.push(bytes);
      length += bytes.length;
      // Strictly more: the last piece has to be known for the last when it is sealed.
      while (length > PIECE_BYTES) await putNext(false);
    }
  } catch (error) {
    if (isSizeKnown && !(error instanceof TakenOverError) && !(error instanceof StoreError)) await putRest(false);
    throw error;
  }
  await putRest(!isSizeKnown);
  if (!isSizeKnown && !(await declareSize(prisma, documentId, arrival, counted))) throw new TakenOverError(`Another arrival of document ${documentId} has begun.`);
  return counted;
}

/** What is counted of a piece that is not whole yet. */
async function beginningOf(kept: Kept, number: number, offset: number): Promise<Buffer> {
  const within = offset - number * PIECE_BYTES;
  if (within === 0) return Buffer.alloc(0);
  const piece = (await standingPieces(kept)).get(number);
  if (!piece) throw new StoreError(`Piece ${number} of document ${kept.documentId} is missing.`);
  return (await getPiece(kept, piece)).bytes.subarray(0, within);
}

function keptOf(site: DocumentSite, document: StoredDocument): Kept {
  const key = openKey(site.sealer, document);
  if (!key) throw new StoreError(`The key of document ${document.id} has been thrown away.`);
  return { store: documentStore(site.config), documentId: document.id, key };
}

/** The opened bytes of a document that is all here. @throws StoreError */
export function bytesOf(site: DocumentSite, document: StoredDocument): ReturnType<typeof openBytes> {
  return openBytes(keptOf(site, document), document.size);
}

/**
 * Looks over a document that is all here, and settles what becomes of it. Stopped anywhere, the same call goes on; done
 * already, it changes nothing.
 * @returns the document as it stands; for one that had come before, that one. Null when there is none
 */
export async function finish(site: DocumentSite, documentId: string): Promise<StoredDocument | null> {
  const { prisma } = site.database;
  const arrived = await getDocument(prisma, site.sealer, documentId);
  if (arrived?.state === "arriving") await beginChecking(prisma, arrived, new Date());
  const document = await getDocument(prisma, site.sealer, documentId);
  if (document?.state === "checking") await settle(site, document);
  else if (document?.state === "refused") await clearAway(site, documentId);
  return standing(site, documentId);
}

/** Checks a document, writes what was found, and removes what may not stay. */
export async function settle(site: DocumentSite, document: StoredDocument): Promise<void> {
  const { prisma } = site.database;
  const verdict = await check(await bytesOf(site, document), document.name, scannerOf(site.config), site.config.scanWithout);
  const found = verdict.state === "refused" ? verdict : { ...verdict, name: nameForType(document.name, verdict.mediaType), reason: verdict.state === "quarantined" ? verdict.reason : null };
  await settleDocument(prisma, site.sealer, document, found);
  await clearAway(site, document.id);
}

/** Removes from the store what no longer counts: of a document that is not taken, everything. */
export async function clearAway(site: DocumentSite, documentId: string): Promise<void> {
  const document = await getDocument(site.database.prisma, site.sealer, documentId);
  const store = documentStore(site.config);
  if (document === null || document.state === "refused" || document.state === "withdrawn") {
    await store.remove(documentId);
    await countRemoved(site.database.prisma, documentId);
  } else if (document.state === "clean" || document.state === "quarantined") {
    const counting = [...(await standingPieces({ store, documentId, key: Buffer.alloc(0) })).values()];
    const idle = (await store.list(documentId)).filter((piece) => !counting.some(({ number, arrival }) => number === piece.number && arrival === piece.arrival));
    if (idle.length > 0) await store.remove(documentId, idle);
  }
}

/** A document as it stands: for a repeat, the one that came first. Null when there is none. */
export async function standing({ database, sealer }: DocumentSite, documentId: string): Promise<StoredDocument | null> {
  const document = await getDocument(database.prisma, sealer, documentId);
  const first = /^repeat:(.+)$/.exec(document?.stateReason ?? "")?.[1];
  return first === undefined ? document : getDocument(database.prisma, sealer, first);
}

/** Removes an arrival that nobody will go on with, bytes first: stopped between, the same call goes on. */
export async function abandon({ config, database }: DocumentSite, documentId: string): Promise<void> {
  await documentStore(config).remove(documentId);
  await forgetArriving(database.prisma, documentId);
}

/**
 * Keeps a document whose size is not known before, from its first byte to its receipt.
 * @returns the document as it stands: `clean`, `quarantined` or `refused`; of one that had come before, that one
 * @throws NotTakenError, StoreError; what `stream` throws: then nothing of it is kept
 */
export async function keepDocument(site: DocumentSite, about: Announced, stream: AsyncIterable<Uint8Array>): Promise<StoredDocument> {
  const { prisma } = site.database;
  const id = await announce(site, about);
  try {
    await receive(site, id, 0, stream);
  } catch (error) {
    if (!(error instanceof TooLargeError)) {
      await abandon(site, id);
      throw error;
    }
    const arrival = (await getDocument(prisma, site.sealer, id))?.arrival ?? 0;
    await refuseArriving(prisma, id, arrival, "too-large", new Date());
    await clearAway(site, id);
  }
  const kept = await finish(site, id);
  if (!kept) throw new StoreError(`Document ${id} has gone.`);
  return kept;
}
