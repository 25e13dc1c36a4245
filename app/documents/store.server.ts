import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type * as S3 from "@aws-sdk/client-s3";
import type { Config } from "../config.server.ts";

/** One sealed piece of a document: which in order, and which beginning of its arrival wrote it. */
export interface PieceName {
  number: number;
  arrival: number;
}

/** Where the sealed pieces of documents lie. What is put is safe, whole, when the promise is kept; the same name again takes its place. */
export interface DocumentStore {
  put(documentId: string, piece: PieceName, bytes: Uint8Array): Promise<void>;
  /** @throws StoreError when it is not there */
  get(documentId: string, piece: PieceName): Promise<Buffer>;
  /** In no order. */
  list(documentId: string): Promise<PieceName[]>;
  /** Some pieces, or all that there are. What is not there is removed already. */
  remove(documentId: string, pieces?: readonly PieceName[]): Promise<void>;
}

/** The store cannot be reached, is full, or lacks what it should have; the message holds nothing personal. */
export class StoreError extends Error {
  override name = "StoreError";
}

const opened = new WeakMap<Config["documents"], DocumentStore>();

/** The store that the site's settings name. */
export function documentStore({ documents }: Pick<Config, "documents">): DocumentStore {
  let store = opened.get(documents);
  if (!store) opened.set(documents, (store = "folder" in documents ? folderStore(documents.folder) : s3Store(documents)));
  return store;
}

const NAME = /^(\d{6})-(\d{6})$/;

/** A piece's name in a store and in a backup: `000002-000001`. */
export function fileName({ number, arrival }: PieceName): string {
  return `${String(number).padStart(6, "0")}-${String(arrival).padStart(6, "0")}`;
}

/** The piece of such a name; none for anything else. */
export function readName(name: string): PieceName[] {
  const [, number, arrival] = NAME.exec(name) ?? [];
  return number && arrival ? [{ number: Number(number), arrival: Number(arrival) }] : [];
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}

/** A folder of files that nobody but the site's own account can read. */
export function folderStore(folder: string): DocumentStore {
  // Two letters first: a folder of a hundred thousand folders is slow on some disks.
  const placeOf = (documentId: string) => join(folder, documentId.slice(0, 2), documentId);
  const failed = (error: unknown) => new StoreError(`The folder of documents cannot be used (${(error as NodeJS.ErrnoException).code ?? "unknown"}).`, { cause: error });
  return {
    put: async (documentId, piece, bytes) => {
      const place = placeOf(documentId);
      const half = join(place, `half-${randomBytes(8).toString("hex")}`);
      try {
        await mkdir(place, { recursive: true, mode: 0o700 });
        const file = await open(half, "wx", 0o600);
        try {
          await file.writeFile(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(half, join(place, fileName(piece)));
        await syncFolder(place);
        if (piece.number === 0) await syncFolder(dirname(place));
      } catch (error) {
        await rm(half, { force: true }).catch(() => {});
        throw failed(error);
      }
    },
    get: async (documentId, piece) => {
      try {
        return await readFile(join(placeOf(documentId), fileName(piece)));
      } catch (error) {
        throw failed(error);
      }
    },
    list: async (documentId) => {
      try {
        return (await readdir(placeOf(documentId))).flatMap(readName);
      } catch (error) {
        if (isMissing(error)) return [];
        throw failed(error);
      }
    },
    remove: async (documentId, pieces) => {
      try {
        if (!pieces) await rm(placeOf(documentId), { recursive: true, force: true });
        else for (const piece of pieces) await rm(join(placeOf(documentId), fileName(piece)), { force: true });
      } catch (error) {
        throw failed(error);
      }
    },
  };
}

/** A renamed file is safe from a power cut only when its folder has been written too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A bucket of any service that speaks S3's protocol. */
export function s3Store({ url, bucket, key, secret, region }: { url: string; bucket: string; key: string; secret: string; region: string }): DocumentStore {
  const prefixOf = (documentId: string) => `documents/${documentId}/`;
  let loaded: Promise<{ client: S3.S3Client; s3: typeof S3 }> | null = null;
  // Loaded when first used: a site that keeps its documents in a folder never pays for it.
  const connect = () =>
    (loaded ??= import("@aws-sdk/client-s3").then((s3) => ({
      s3,
      client: new s3.S3Client({
        endpoint: url, region, credentials: { accessKeyId: key, secretAccessKey: secret }, forcePathStyle: true,
        // Newer checksums are unknown to many compatible services; what was altered does not open (sealed-pieces.server.ts).
        requestChecksumCalculation: "WHEN_REQUIRED", responseChecksumValidation: "WHEN_REQUIRED",
      }),
    })));
  const asking = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof StoreError) throw error;
      throw new StoreError(`The document service cannot be used (${(error as Error).name}).`, { cause: error });
    }
  };
  const list = (documentId: string) =>
    asking(async () => {
      const { client, s3 } = await connect();
      const found: PieceName[] = [];
      let token: string | undefined;
      do {
        const page = await client.send(new s3.ListObjectsV2Command({ Bucket: bucket, Prefix: prefixOf(documentId), ContinuationToken: token }));
        for (const { Key } of page.Contents ?? []) found.push(...readName(Key?.slice(prefixOf(documentId).length) ?? ""));
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return found;
    });
  return {
    list,
    put: (documentId, piece, bytes) =>
      asking(async () => {
        const { client, s3 } = await connect();
        await client.send(new s3.PutObjectCommand({ Bucket: bucket, Key: prefixOf(documentId) + fileName(piece), Body: bytes, ContentLength: bytes.length, ContentType: "application/octet-stream" }));
      }),
    get: (documentId, piece) =>
      asking(async () => {
        const { client, s3 } = await connect();
        const { Body } = await client.send(new s3.GetObjectCommand({ Bucket: bucket, Key: prefixOf(documentId) + fileName(piece) }));
        if (!Body) throw new StoreError("The document service gave an empty answer.");
        return Buffer.from(await Body.transformToByteArray());
      }),
    remove: (documentId, pieces) =>
      asking(async () => {
        const { client, s3 } = await connect();
        for (const piece of pieces ?? (await list(documentId))) await client.send(new s3.DeleteObjectCommand({ Bucket: bucket, Key: prefixOf(documentId) + fileName(piece) }));
      }),
  };
}
