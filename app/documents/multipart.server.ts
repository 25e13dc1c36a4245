import { MOST_BYTES, MOST_FILES } from "../domain/documents/kinds.ts";

/** One part of a form that is being sent. Its bytes come as they arrive, and must be read before the next part. */
export interface FormPart {
  name: string;
  /** Null for a field that is no file. An empty name is a file input in which nothing was chosen. */
  fileName: string | null;
  bytes: AsyncGenerator<Uint8Array, void, undefined>;
}

/** What was sent is no form of files, or breaks off. */
export class UnreadableFormError extends Error {
  override name = "UnreadableFormError";
}

const LONGEST_HEAD = 16 * 1024;
/** As many files as a form may have, and as much again: somebody who chose one film that is too long is told so, once it is all here. */
const MOST_FORM_BYTES = 2 * MOST_FILES * MOST_BYTES;
const HEAD_END = Buffer.from("\r\n\r\n");

/**
 * The parts of a `multipart/form-data` body (RFC 7578) as they arrive: nothing is gathered but the head of each. Written
 * here because Remix's own reader fails on a file name with a semicolon in it, which families do send.
 * @throws UnreadableFormError
 */
export async function* formParts(body: ReadableStream<Uint8Array> | null, contentType: string | null): AsyncGenerator<FormPart, void, undefined> {
  const [, quoted, plain] = /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(contentType ?? "") ?? [];
  const boundary = quoted ?? plain;
  if (!body || !boundary) throw new UnreadableFormError("What was sent is no form with files.");
  const input = reader(body);
  const first = Buffer.from(`--${boundary}`);
  const between = Buffer.from(`\r\n--${boundary}`);
  await passOver(input.until(first));
  for (;;) {
    const after = await input.take(2);
    if (after.toString("latin1") === "--") return;
    if (after.toString("latin1") !== "\r\n") throw new UnreadableFormError("A part of the form does not begin.");
    const head = await input.head();
    const bytes = input.until(between);
    yield { ...readHead(head), bytes };
    // Whoever asked for it may not have read all of it.
    await passOver(bytes);
    if (!input.isAtBoundary()) await passOver(input.until(between));
  }
}

async function passOver(bytes: AsyncGenerator<Uint8Array, void, undefined>): Promise<void> {
  while (!(await bytes.next()).done);
}

function readHead(head: string): { name: string; fileName: string | null } {
  const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(head)?.[1];
  const valueOf = (field: string) => new RegExp(`(?:^|;)\\s*${field}="((?:[^"\\\\]|\\\\.)*)"`, "i").exec(disposition ?? "")?.[1];
  const name = valueOf("name");
  if (name === undefined) throw new UnreadableFormError("A part of the form has no name.");
  // As browsers write them (HTML, multipart/form-data encoding algorithm).
  const plain = (text: string) => text.replace(/%22/g, '"').replace(/%0D/gi, "\r").replace(/%0A/gi, "\n");
  const fileName = valueOf("filename");
  return { name: plain(name), fileName: fileName === undefined ? null : plain(fileName) };
}

function reader(body: ReadableStream<Uint8Array>) {
  const source = body.getReader();
  let come = 0;
  let held: Buffer = Buffer.alloc(0);
  let atBoundary = true;
  const more = async () => {
    const { done, value } = await source.read();
    if (done) throw new UnreadableFormError("The form breaks off.");
    come += value.length;
    if (come > MOST_FORM_BYTES) throw new UnreadableFormError("The form is too large.");
    held = held.length === 0 ? Buffer.from(value) : Buffer.concat([held, value]);
  };
  return {
    isAtBoundary: () => atBoundary,
    take: async (count: number): Promise<Buffer> => {
      while (held.length < count) await more();
      const taken = held.subarray(0, count);
      held = held.subarray(count);
      return taken;
    },
    head: async (): Promise<string> => {
      for (;;) {
        const end = held.indexOf(HEAD_END);
        if (end >= 0) {
          const head = held.toString("utf8", 0, end);
          held = held.subarray(end + HEAD_END.length);
          return head;
        }
        if (held.length > LONGEST_HEAD) throw new UnreadableFormError("The head of a part of the form is too long.");
        await more();
      }
    },
    /** All up to a mark, which is passed over. */
    until: async function* (mark: Buffer): AsyncGenerator<Uint8Array, void, undefined> {
      atBoundary = false;
      for (;;) {
        const at = held.indexOf(mark);
        if (at >= 0) {
          const last = held.subarray(0, at);
          held = held.subarray(at + mark.length);
          atBoundary = true;
          if (last.length > 0) yield last;
          return;
        }
        // The mark may begin in what is held and end in what is still to come.
        const safe = held.length - mark.length + 1;
        if (safe > 0) {
          const part = held.subarray(0, safe);
          held = held.subarray(safe);
          yield part;
        }
        await more();
      }
    },
  };
}
