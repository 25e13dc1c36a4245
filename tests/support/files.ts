/** Small files of each kind that families send, and of kinds that are not taken: real in what makes them what they are. */

interface InZip {
  name: string;
  content?: string | Buffer;
  /** What the archive says of its size, where that is not true. */
  saysSize?: number;
  isLocked?: boolean;
}

/** A zip of stored files. */
export function zip(files: readonly InZip[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content = "x", saysSize, isLocked } of files) {
    const bytes = Buffer.from(content);
    const nameBytes = Buffer.from(name);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(isLocked ? 1 : 0, 6);
    head.writeUInt32LE(bytes.length, 18);
    head.writeUInt32LE(bytes.length, 22);
    head.writeUInt16LE(nameBytes.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(isLocked ? 1 : 0, 8);
    entry.writeUInt32LE(bytes.length, 20);
    entry.writeUInt32LE(saysSize ?? bytes.length, 24);
    entry.writeUInt16LE(nameBytes.length, 28);
    entry.writeUInt32LE(at, 42);
    parts.push(head, nameBytes, bytes);
    directory.push(entry, nameBytes);
    at += head.length + nameBytes.length + bytes.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, list, end]);
}

const contentTypes = (main: string) => `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/${main.includes("sheet") ? "xl/workbook" : "word/document"}.xml" ContentType="${main}"/></Types>`;
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
const WORD_MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml";

export const docx = (more: readonly InZip[] = []) => zip([{ name: "[Content_Types].xml", content: contentTypes(WORD) }, { name: "_rels/.rels" }, { name: "word/document.xml" }, ...more]);
/** As some programs write them: what says what it is stands last. */
export const docxInOddOrder = () => zip([{ name: "customXml/item1.xml", content: Buffer.alloc(1_100_000, 97) }, { name: "word/document.xml" }, { name: "[Content_Types].xml", content: contentTypes(WORD) }]);
export const xlsx = () => zip([{ name: "[Content_Types].xml", content: contentTypes(EXCEL) }, { name: "xl/workbook.xml" }]);
export const docm = () => zip([{ name: "[Content_Types].xml", content: contentTypes(WORD_MACRO) }, { name: "word/document.xml" }, { name: "word/vbaProject.bin" }]);
export const odt = (more: readonly InZip[] = []) => zip([{ name: "mimetype", content: "application/vnd.oasis.opendocument.text" }, { name: "content.xml" }, ...more]);

const BOX_START = Buffer.from("d0cf11e0a1b11ae1", "hex");
/** A box of streams with these names, as old Office files and locked new ones are. */
export const box = (...names: readonly string[]) => Buffer.concat([BOX_START, Buffer.alloc(1528), ...names.map((name) => Buffer.concat([Buffer.from(name, "utf16le"), Buffer.alloc(64)]))]);

const brand = (name: string) => Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${name}`), Buffer.alloc(12), Buffer.alloc(64)]);

export const pdf = (words = "A report") => Buffer.from(`%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n% ${words}\ntrailer << /Root 1 0 R >>\n%%EOF\n`);
export const jpeg = (length = 2000, seed = 1) => Buffer.concat([Buffer.from("ffd8ffe000104a46494600010100000100010000", "hex"), noise(length, seed), Buffer.from("ffd9", "hex")]);
export const png = () => Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
export const heic = () => brand("heic");
export const mp4 = () => brand("isom");
export const mov = () => brand("qt  ");
export const m4a = () => brand("M4A ");
export const webp = () => Buffer.concat([Buffer.from("RIFF\x24\x00\x00\x00WEBPVP8 ", "latin1"), Buffer.alloc(40)]);
export const gif = () => Buffer.concat([Buffer.from("GIF89a"), Buffer.alloc(40)]);
export const mp3 = () => Buffer.concat([Buffer.from("ID3\x04\x00\x00\x00\x00\x00\x00", "latin1"), Buffer.from("fffb9064", "hex"), Buffer.alloc(600)]);
export const wav = () => Buffer.concat([Buffer.from("RIFF\x24\x00\x00\x00WAVEfmt ", "latin1"), Buffer.alloc(40)]);
export const ogg = () => Buffer.concat([Buffer.from("OggS\0\x02", "latin1"), Buffer.alloc(20), Buffer.from("\x01\x1e\x01vorbis", "latin1"), Buffer.alloc(40)]);
export const webm = () => Buffer.concat([Buffer.from("1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104", "hex"), Buffer.alloc(64)]);
export const exe = () => Buffer.concat([Buffer.from("MZ"), noise(500, 3)]);
export const rtf = () => Buffer.from("{\\rtf1 hello}");
export const svg = () => Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
/** What every scanner finds and harms nobody (eicar.org); in two parts, so that none finds it in this file. */
export const eicar = () => Buffer.from(["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-", "TEST-FILE!$H+H*"].join(""));

/** Bytes that look like chance, and are the same each time. */
export function noise(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed * 2654435761;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

/** In parts of a size, as a network gives them. */
export async function* inParts(bytes: Buffer, size = 64 * 1024): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
