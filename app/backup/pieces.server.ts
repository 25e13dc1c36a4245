import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, rename, stat } from "node:fs/promises";
import { dirname, join, normalize, sep } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Config } from "../config.server.ts";

/** Where documents' bytes are kept, as a backup sees it: things with names, encrypted already. */
export interface Pieces {
  list(): AsyncIterable<{ name: string; bytes: number }>;
  /** Its first `bytes`; null when it is no longer there. */
  read(name: string, bytes: number): Promise<AsyncIterable<Uint8Array> | null>;
  /** Puts it in place at once, whole; what was there before is replaced. */
  write(name: string, content: Readable): Promise<void>;
}

/** Where this site keeps its documents. */
export function documentPieces({ dataDir }: Pick<Config, "dataDir">): Pieces {
  return piecesInFolder(join(dataDir, "documents"));
}

/** Documents in a folder. */
export function piecesInFolder(folder: string): Pieces {
  const pathOf = (name: string) => {
    const path = normalize(join(folder, ...name.split("/")));
    if (!path.startsWith(folder + sep)) throw new RangeError("A document's name leads out of its folder.");
    return path;
  };
  return {
    async *list() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(ifThere([]));
      for (const entry of entries.filter((one) => one.isFile() && !isUnfinished(one.name))) {
        const path = join(entry.parentPath, entry.name);
        const found = await stat(path).catch(ifThere(null));
        if (found) yield { name: path.slice(folder.length + 1).split(sep).join("/"), bytes: found.size };
      }
    },
    read: async (name, bytes) => {
      const path = pathOf(name);
      if ((await stat(path).catch(ifThere(null))) === null) return null;
      return bytes === 0 ? (async function* () {})() : createReadStream(path, { end: bytes - 1 });
    },
    write: async (name, content) => {
      const path = pathOf(name);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await pipeline(content, createWriteStream(path + UNFINISHED, { mode: 0o600, flush: true }));
      await rename(path + UNFINISHED, path);
    },
  };
}

const UNFINISHED = ".restoring";

/** A restore's own beginnings, and the site's (`half-...`). */
function isUnfinished(name: string): boolean {
  return name.endsWith(UNFINISHED) || name.startsWith("half-");
}

function ifThere<T>(otherwise: T): (error: unknown) => T {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return otherwise;
    throw error;
  };
}
