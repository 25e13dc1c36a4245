import { createHash } from "node:crypto";
import { fileTypeFromBuffer } from "file-type";
import { extensionOf, nameFits, takenType, type MediaType } from "../domain/documents/file-types.ts";
import { MEGABYTE, MOST_BYTES, type Refusal } from "../domain/documents/kinds.ts";
import { PIECE_BYTES, type OpenedBytes } from "./sealed-pieces.server.ts";
import type { Scanner } from "./scanning.server.ts";
import { zipEntries } from "./zip-entries.server.ts";

/** What a look at a document found. */
export type Verdict =
  | { state: "clean"; mediaType: MediaType; sha256: string }
  | { state: "quarantined"; mediaType: MediaType; sha256: string; reason: "not-scanned" }
  | { state: "refused"; reason: Refusal };

/** Unpacked, an office file of the size that we take comes nowhere near. */
const LARGEST_INSIDE = 500 * MEGABYTE;
/** Old Office files and locked new ones are both boxes of streams, which have names in UTF-16. */
const BOX = "application/x-cfb";
const wide = (words: string) => Buffer.from(words, "utf16le");
const WORD = wide("WordDocument");
const LOCKED = wide("EncryptedPackage");
const MACROS = [wide("_VBA_PROJECT"), wide("Macros")];
const LONGEST_MARK = Math.max(...[WORD, LOCKED, ...MACROS].map(({ length }) => length));
/** Extensions of office files that carry macros, whatever is in them. */
const MACRO_EXTENSIONS = ["docm", "dotm", "xlsm", "xltm", "xlsb", "xlam"];

const refused = (reason: Refusal): Verdict => ({ state: "refused", reason });

/**
 * Whether a document is taken: by its size, by what its bytes are (never by what its name or the browser says), by its
 * name, and by the scanner.
 * @param without what becomes of a document that nothing could scan
 */
export async function check(bytes: OpenedBytes, name: string, scanner: Scanner | null, without: "accept" | "quarantine" | "refuse"): Promise<Verdict> {
  if (bytes.size === 0) return refused("empty");
  if (bytes.size > MOST_BYTES) return refused("too-large");
  const found = (await fileTypeFromBuffer(await bytes.range(0, PIECE_BYTES)))?.mime;
  const look = await lookThrough(bytes);
  const named = found === "application/zip" ? await officeTypeOf(bytes) : typeOf(found, look);
  if (typeof named === "object") return refused(named.reason);
  if (MACRO_EXTENSIONS.includes(extensionOf(name))) return refused("macros");
  const fault = named.includes("opendocument") || named.includes("openxml") ? await faultInside(bytes) : null;
  if (fault) return refused(fault);
  if (!nameFits(name, named)) return refused("name");
  const scan = scanner ? await scanner(bytes.pieces()) : "not-scanned";
  if (scan === "virus" || (scan === "not-scanned" && without === "refuse")) return refused(scan);
  const taken = { mediaType: named, sha256: look.sha256 };
  return scan === "not-scanned" && without === "quarantine" ? { state: "quarantined", ...taken, reason: "not-scanned" } : { state: "clean", ...taken };
}

interface Look {
  sha256: string;
  isText: boolean;
  has(mark: Buffer): boolean;
}

/** One read of all the bytes. */
async function lookThrough(bytes: OpenedBytes): Promise<Look> {
  const hash = createHash("sha256");
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const found = new Set<Buffer>();
  let isText = true;
  let before = Buffer.alloc(0);
  for await (const piece of bytes.pieces()) {
    hash.update(piece);
    isText &&= isPlainText(decoder, piece);
    // A mark may begin in one piece and end in the next.
    const around = Buffer.concat([before, piece]);
    for (const mark of [WORD, LOCKED, ...MACROS]) if (around.includes(mark)) found.add(mark);
    before = around.subarray(-LONGEST_MARK);
  }
  return { sha256: hash.digest("hex"), isText: isText && isPlainText(decoder, null), has: (mark) => found.has(mark) };
}

/** UTF-8, and nothing in it that no text has. `null` is the end. */
function isPlainText(decoder: TextDecoder, piece: Buffer | null): boolean {
  try {
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    return !/[\u0000-\u0008\u000e-\u001f]/.test(piece ? decoder.decode(piece, { stream: true }) : decoder.decode());
  } catch {
    return false;
  }
}

function typeOf(found: string | undefined, look: Look): MediaType | { reason: Refusal } {
  if (found === BOX) {
    if (look.has(LOCKED)) return { reason: "locked" };
    if (MACROS.some((mark) => look.has(mark))) return { reason: "macros" };
    return look.has(WORD) ? "application/msword" : { reason: "type" };
  }
  if (found === undefined) return look.isText ? "text/plain" : { reason: "type" };
  if (found.includes("macroenabled")) return { reason: "macros" };
  return takenType(found.toLowerCase()) ?? { reason: "type" };
}

/** An office file whose parts stand in an order that hides what it is from a look at its beginning. */
async function officeTypeOf(bytes: OpenedBytes): Promise<MediaType | { reason: Refusal }> {
  const names = new Set((await zipEntries(bytes))?.map(({ name }) => name));
  if (!names.has("[Content_Types].xml")) return { reason: "type" };
  if (names.has("word/document.xml")) return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  return names.has("xl/workbook.xml") ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : { reason: "type" };
}

/** What is wrong inside a file that is really a zip of others. */
async function faultInside(bytes: OpenedBytes): Promise<Refusal | null> {
  const entries = await zipEntries(bytes);
  if (entries === null || entries.length === 0) return "damaged";
  if (entries.some(({ isLocked }) => isLocked)) return "locked";
  if (entries.reduce((sum, { size }) => sum + size, 0) > LARGEST_INSIDE) return "too-big-inside";
  return entries.some(({ name }) => /(^|\/)(vbaProject\.bin|Basic\/|Scripts\/)/i.test(name)) ? "macros" : null;
}
