import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Sealer } from "../db/sealing.server.ts";
import { SealingError } from "../db/sealing.server.ts";
import { BackupError } from "./backup-error.ts";

const MAGIC = "SENDBAK1";
const SALT_BYTES = 16;
const TAG_BYTES = 16;
const SEGMENT_BYTES = 64 * 1024;
const MORE = 0;
const LAST = 1;

/*
 * The form of a sealed stream:
 *   "SENDBAK1", 1 byte: length of the key's id, the id, 16 bytes of salt; then segments of
 *   1 byte: 0 (more follow) or 1 (the last), 4 bytes: length, the words (AES-256-GCM), 16 bytes of tag.
 * Each stream has a key of its own, derived from a data key and the salt, so a segment's number is its nonce. The header
 * and whether it is the last are authenticated with every segment: none can be left out, moved, or come from elsewhere.
 */

/** Encrypts a stream with the current data key, in `pipeline(source, sealStream(sealer), target)`. */
export function sealStream(sealer: Sealer): (source: AsyncIterable<Uint8Array>) => AsyncGenerator<Buffer> {
  return async function* (source) {
    const salt = randomBytes(SALT_BYTES);
    const id = Buffer.from(sealer.currentKey);
    const header = Buffer.concat([Buffer.from(MAGIC), Buffer.of(id.length), id, salt]);
    const key = sealer.keyFor(purposeOf(salt));
    let number = 0n;
    const seal = (words: Buffer, flag: number): Buffer => {
      const cipher = createCipheriv("aes-256-gcm", key, nonceOf(number++)).setAAD(Buffer.concat([header, Buffer.of(flag)]));
      const sealed = Buffer.concat([cipher.update(words), cipher.final()]);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(sealed.length);
      return Buffer.concat([Buffer.of(flag), length, sealed, cipher.getAuthTag()]);
    };
    yield header;
    let waiting: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of source) {
      waiting.push(chunk);
      size += chunk.length;
      if (size < SEGMENT_BYTES) continue;
      const all = Buffer.concat(waiting);
      let at = 0;
      for (; all.length - at >= SEGMENT_BYTES; at += SEGMENT_BYTES) yield seal(all.subarray(at, at + SEGMENT_BYTES), MORE);
      waiting = [all.subarray(at)];
      size = all.length - at;
    }
    yield seal(Buffer.concat(waiting), LAST);
  };
}

/**
 * Opens what `sealStream` has encrypted. Nothing is handed on that was not found whole and unaltered.
 * @throws BackupError while it is read: it is something else, its key is not here, it was altered, or it is cut short
 */
export function openStream(sealer: Sealer): (source: AsyncIterable<Uint8Array>) => AsyncGenerator<Buffer> {
  return async function* (source) {
    const take = takerOf(source);
    const magic = await take(MAGIC.length);
    if (magic?.toString("latin1") !== MAGIC) throw new BackupError("The file is not a backup of this site.");
    const id = await take((await needed(take, 1))[0] as number);
    const salt = await take(SALT_BYTES);
    if (!id || !salt) throw cutShort();
    const header = Buffer.concat([magic, Buffer.of(id.length), id, salt]);
    const key = keyOrFault(sealer, id.toString("latin1"), salt);
    for (let number = 0n; ; number++) {
      const [flag, ...length] = await needed(take, 5);
      const size = Buffer.from(length).readUInt32BE();
      if ((flag !== MORE && flag !== LAST) || size > SEGMENT_BYTES) throw damaged(number, id);
      const sealed = await needed(take, size);
      const tag = await needed(take, TAG_BYTES);
      const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(number)).setAAD(Buffer.concat([header, Buffer.of(flag)])).setAuthTag(tag);
      let words: Buffer;
      try {
        words = Buffer.concat([decipher.update(sealed), decipher.final()]);
      } catch {
        throw damaged(number, id);
      }
      yield words;
      if (flag === LAST) break;
    }
    if ((await take(1)) !== null) throw new BackupError("The backup is damaged: something follows its end.");
  };
}

function purposeOf(salt: Buffer): string {
  return `backup.${salt.toString("hex")}`;
}

function nonceOf(number: bigint): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(number, 4);
  return nonce;
}

function keyOrFault(sealer: Sealer, id: string, salt: Buffer): Buffer {
  try {
    return sealer.keyFor(purposeOf(salt), id);
  } catch (error) {
    if (!(error instanceof SealingError) || !/^[a-z0-9-]{1,20}$/.test(id)) throw new BackupError("The backup is damaged at its beginning.");
    throw new BackupError(`The backup was made with the key ${id}, which is not in DATA_KEYS: add it after the others.`);
  }
}

function damaged(number: bigint, id: Buffer): BackupError {
  if (number > 0n) return new BackupError("The backup is damaged: a part of it was altered. Use another copy.");
  return new BackupError(`The backup does not open with the key ${id.toString("latin1")}: it is damaged, or DATA_KEYS has another key under that name.`);
}

function cutShort(): BackupError {
  return new BackupError("The backup is cut short: its end is missing. Use another copy.");
}

type Take = (bytes: number) => Promise<Buffer | null>;

async function needed(take: Take, bytes: number): Promise<Buffer> {
  const found = await take(bytes);
  if (!found) throw cutShort();
  return found;
}

/** Reads just so many bytes at a time; null when there are no longer as many. */
function takerOf(source: AsyncIterable<Uint8Array>): Take {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  return async (bytes) => {
    const parts: Uint8Array[] = [rest];
    let size = rest.length;
    while (size < bytes) {
      const { done, value } = (await chunks.next()) as IteratorResult<Uint8Array, undefined>;
      if (done) return null;
      parts.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
      size += value.length;
    }
    const all = parts.length === 1 ? rest : Buffer.concat(parts);
    rest = all.subarray(bytes);
    return all.subarray(0, bytes);
  };
}
