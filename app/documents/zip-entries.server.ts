import type { OpenedBytes } from "./sealed-pieces.server.ts";

/** What a zip says it holds. */
interface ZipEntry {
  name: string;
  isLocked: boolean;
  /** Unpacked, in bytes, as the archive itself says. */
  size: number;
}

const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const MOST_ENTRIES = 20_000;
const LARGEST_DIRECTORY = 8 * 1024 ** 2;

/** The list of contents of a zip (PKWARE APPNOTE 4.3.12, 4.3.16): nothing is unpacked. Null where it cannot be read, as with more than 4 GB. */
export async function zipEntries(bytes: OpenedBytes): Promise<ZipEntry[] | null> {
  const tailAt = Math.max(0, bytes.size - END_BYTES - LONGEST_COMMENT);
  const tail = await bytes.range(tailAt, bytes.size);
  const at = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (at < 0 || at + END_BYTES > tail.length || tail.readUInt32LE(at) !== END) return null;
  const count = tail.readUInt16LE(at + 10);
  const size = tail.readUInt32LE(at + 12);
  const start = tail.readUInt32LE(at + 16);
  if (count > MOST_ENTRIES || size > LARGEST_DIRECTORY || start + size > tailAt + at) return null;
  const directory = await bytes.range(start, start + size);
  const entries: ZipEntry[] = [];
  for (let place = 0; entries.length < count; ) {
    if (place + ENTRY_BYTES > directory.length || directory.readUInt32LE(place) !== ENTRY) return null;
    const nameLength = directory.readUInt16LE(place + 28);
    entries.push({
      name: directory.toString("utf8", place + ENTRY_BYTES, place + ENTRY_BYTES + nameLength),
      isLocked: (directory.readUInt16LE(place + 8) & 1) === 1,
      size: directory.readUInt32LE(place + 24),
    });
    place += ENTRY_BYTES + nameLength + directory.readUInt16LE(place + 30) + directory.readUInt16LE(place + 32);
  }
  return entries;
}
