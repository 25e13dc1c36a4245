import { connect, type Socket } from "node:net";
import type { Config } from "../config.server.ts";

/** What a scanner says of a document. `not-scanned`: there is none, it does not answer, or it did not look at all of it. */
export type Scan = "clean" | "virus" | "not-scanned";

/** Looks a document over; never throws. */
export type Scanner = (pieces: AsyncIterable<Uint8Array>) => Promise<Scan>;

/** Between two answers of clamd. It looks through a large archive for many seconds. */
const PATIENCE_MS = 120_000;
const CONNECT_MS = 5_000;

/** What clamd "finds" in what it did not look through: larger or deeper than it goes (`AlertExceedsMax`), or locked (`AlertEncrypted`). */
const NOT_ALL = /^stream: Heuristics\.(Limits\.Exceeded|Encrypted)\S* FOUND$/;

/** The scanner that the site's settings name; null where they name none. */
export function scannerOf({ clamdUrl }: Pick<Config, "clamdUrl">): Scanner | null {
  return clamdUrl === undefined ? null : (pieces) => scanWithClamd(clamdUrl, pieces);
}

/**
 * clamd's INSTREAM (clamd(8)): pieces with their length before them, a length of zero at the end, and one line back.
 * @param url `tcp://host:port` or `unix:/path`
 */
async function scanWithClamd(url: string, pieces: AsyncIterable<Uint8Array>): Promise<Scan> {
  const socket = url.startsWith("unix:") ? connect(url.slice("unix:".length)) : connect(Number(new URL(url).port), new URL(url).hostname);
  socket.setTimeout(CONNECT_MS, () => socket.destroy(new Error("clamd does not answer")));
  socket.once("connect", () => socket.setTimeout(PATIENCE_MS));
  const answer = answerOf(socket);
  try {
    await write(socket, Buffer.from("zINSTREAM\0"));
    for await (const piece of pieces) {
      if (piece.length === 0) continue;
      const length = Buffer.alloc(4);
      length.writeUInt32BE(piece.length);
      await write(socket, length);
      await write(socket, piece);
    }
    await write(socket, Buffer.alloc(4));
  } catch {
    // It answers before the end, and closes, when the document is larger than its limit: the answer says which it was.
  }
  const words = await answer;
  socket.destroy();
  if (/^stream: OK$/.test(words)) return "clean";
  if (NOT_ALL.test(words)) return "not-scanned";
  return / FOUND$/.test(words) ? "virus" : "not-scanned";
}

/** All that comes until the other side closes; what came so far when it breaks. */
function answerOf(socket: Socket): Promise<string> {
  return new Promise((done) => {
    let words = "";
    const end = () => done(words.replace(/\0.*$/s, "").trim());
    socket.setEncoding("utf8").on("data", (text: string) => {
      words += text;
      if (words.includes("\0") || words.length > 10_000) end();
    });
    socket.on("error", end);
    socket.once("close", end);
  });
}

function write(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((done, fail) => {
    if (socket.destroyed) fail(new Error("clamd has closed"));
    else socket.write(bytes, (error) => (error ? fail(error) : done()));
  });
}
