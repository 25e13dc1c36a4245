import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { access, rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { extract, pack } from "tar-stream";
import type { Sealer } from "../db/sealing.server.ts";
import { BackupError } from "./backup-error.ts";
import { MANIFEST, manifestSchema, type Manifest } from "./manifest.ts";
import { openStream, sealStream } from "./sealed-stream.server.ts";

export type Part = Manifest["parts"][number];

/** Adds a part to an archive that is being written. */
export type AddPart = (name: string, bytes: number, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) => Promise<void>;

/**
 * Writes an encrypted archive (a tar) as a stream: what `fill` adds, and last the manifest that it gives. The file has its
 * name only when it is whole.
 * @throws BackupError where it cannot be written
 */
export async function writeArchive(file: string, sealer: Sealer, fill: (add: AddPart) => Promise<Omit<Manifest, "parts">>): Promise<Manifest> {
  if (await access(file).then(() => true, () => false)) throw new BackupError(`There is a file ${file} already: name another.`);
  const unfinished = `${file}.part`;
  const tar = pack();
  const stop = new AbortController();
  const written = pipeline(tar as AsyncIterable<Uint8Array>, sealStream(sealer), createWriteStream(unfinished, { flags: "w", mode: 0o600, flush: true }), { signal: stop.signal });
  // It is awaited below; until then a fault of it must not end the process.
  written.catch(() => {});
  const parts: Part[] = [];
  const add: AddPart = async (name, bytes, content) => {
    const hash = createHash("sha256");
    const done = new Promise<void>((resolve, reject) => {
      const entry = tar.entry({ name, size: bytes, mtime: new Date(0), mode: 0o600 }, (error) => {
        if (error) reject(error);
        else resolve();
      });
      pipeline(
        Readable.from(content),
        async function* (chunks: AsyncIterable<Uint8Array>) {
          for await (const chunk of chunks) {
            hash.update(chunk);
            yield chunk;
          }
        },
        entry,
      ).catch(reject);
    });
    // When the disk is full nobody reads on, and the part would wait for ever.
    await Promise.race([done, written]);
    parts.push({ name, bytes, sha256: hash.digest("hex") });
  };
  try {
    const manifest: Manifest = { ...(await fill(add)), parts: [] };
    manifest.parts.push(...parts);
    const words = Buffer.from(JSON.stringify(manifest));
    await add(MANIFEST, words.length, [words]);
    tar.finalize();
    await written;
    await rename(unfinished, file);
    return manifest;
  } catch (error) {
    stop.abort();
    const fault = await written.then(() => error, (cause: unknown) => cause);
    await rm(unfinished, { force: true }).catch(() => {});
    if (isSystem(fault)) throw new BackupError(`The backup ${file} cannot be written (${fault.code}).`);
    throw error;
  }
}

/**
 * Reads an archive from its beginning, one part after the other.
 * @throws BackupError where it is not there, damaged, cut short, or sealed with a key that is not here
 */
export async function readArchive(file: string, sealer: Sealer, each: (name: string, content: AsyncIterable<Buffer>) => Promise<void>): Promise<void> {
  const tar = extract();
  const stop = new AbortController();
  const read = pipeline(createReadStream(file), openStream(sealer), tar, { signal: stop.signal });
  read.catch(() => {});
  try {
    for await (const entry of tar) {
      await each(entry.header.name, entry as AsyncIterable<Buffer>);
      entry.resume();
    }
    await read;
  } catch (error) {
    stop.abort();
    // What stopped the reading says more than what it stopped.
    const fault = await read.then(() => error, (cause: unknown) => (cause instanceof BackupError || isSystem(cause) ? cause : error));
    if (fault instanceof BackupError) throw fault;
    if (isSystem(fault)) throw new BackupError(fault.code === "ENOENT" ? `There is no file ${file}.` : `The backup ${file} cannot be read (${fault.code}).`);
    throw fault;
  }
}

/**
 * Reads all of an archive and compares every part with what the manifest says of it.
 * @throws BackupError
 */
export async function checkArchive(file: string, sealer: Sealer): Promise<Manifest> {
  const found: Part[] = [];
  let manifest: Manifest | null = null;
  await readArchive(file, sealer, async (name, content) => {
    if (manifest) throw new BackupError("The backup is damaged: something follows its list of parts.");
    if (name === MANIFEST) {
      const read = manifestSchema.safeParse(JSON.parse((await buffer(content)).toString("utf8")));
      if (!read.success) throw new BackupError("The backup was made by a newer version of this program: install that version first.");
      manifest = read.data;
      return;
    }
    const hash = createHash("sha256");
    let bytes = 0;
    for await (const chunk of content) {
      hash.update(chunk);
      bytes += chunk.length;
    }
    found.push({ name, bytes, sha256: hash.digest("hex") });
  });
  const said = (manifest as Manifest | null)?.parts;
  if (!said) throw new BackupError("The backup is cut short: its list of parts is missing. Use another copy.");
  const differs = said.length !== found.length || said.some((part, i) => JSON.stringify(part) !== JSON.stringify(found[i]));
  if (differs) throw new BackupError("The backup is damaged: its parts are not those that it lists. Use another copy.");
  return manifest as unknown as Manifest;
}

function isSystem(error: unknown): error is NodeJS.ErrnoException {
  return typeof (error as NodeJS.ErrnoException).syscall === "string";
}
