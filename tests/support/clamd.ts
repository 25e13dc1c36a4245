import { createServer, type Server, type Socket } from "node:net";
import { atEnd } from "./at-end.ts";
import { eicar } from "./files.ts";

/** A server that speaks as much of clamd's protocol as the site uses (clamd(8), INSTREAM), and finds EICAR's test file. */
export interface Clamd {
  url: string;
  /** How many documents it was given whole. */
  scanned(): number;
  stop(): Promise<void>;
}

/** @param limit the largest stream it takes, in bytes, as clamd's StreamMaxLength */
export async function startClamd({ limit = Infinity, port = 0 }: { limit?: number; port?: number } = {}): Promise<Clamd> {
  let scanned = 0;
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    let held = Buffer.alloc(0);
    let stream: Buffer | null = null;
    socket.on("data", (bytes: Buffer) => {
      held = Buffer.concat([held, bytes]);
      if (stream === null) {
        if (held.length < 10) return;
        if (held.toString("latin1", 0, 10) !== "zINSTREAM\0") return void socket.end("UNKNOWN COMMAND\0");
        held = held.subarray(10);
        stream = Buffer.alloc(0);
      }
      while (held.length >= 4) {
        const length = held.readUInt32BE(0);
        if (length === 0) {
          scanned++;
          return void socket.end(stream.includes(eicar()) ? "stream: Eicar-Signature FOUND\0" : "stream: OK\0");
        }
        if (held.length < 4 + length) return;
        stream = Buffer.concat([stream, held.subarray(4, 4 + length)]);
        held = held.subarray(4 + length);
        if (stream.length > limit) return void socket.end("INSTREAM size limit exceeded. ERROR\0");
      }
    });
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  const address = server.address() as { port: number };
  const stop = () =>
    new Promise<void>((done) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => done());
    });
  atEnd(async () => {
    if (server.listening) await stop();
  });
  return { url: `tcp://127.0.0.1:${address.port}`, scanned: () => scanned, stop };
}
