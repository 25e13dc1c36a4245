import net from "node:net";

/** A way to a server that a test can slow down or cut, as networks do. */
export interface Proxy {
  url: string;
  /** Holds back every answer by so many milliseconds. */
  delay(ms: number): void;
  /** Refuses new connections and drops those there are; `restore` lets them through again. */
  cut(): void;
  restore(): void;
  close(): Promise<void>;
}

export async function startProxy(target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  let wait = 0;
  let isCut = false;
  const sockets = new Set<net.Socket>();
  const server = net.createServer((client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const upstream = net.connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on("data", (chunk) => setTimeout(() => !client.destroyed && client.write(chunk), wait));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    delay: (ms) => (wait = ms),
    cut: () => {
      isCut = true;
      sockets.forEach((socket) => socket.destroy());
    },
    restore: () => (isCut = false),
    close: () =>
      new Promise((done) => {
        sockets.forEach((socket) => socket.destroy());
        server.close(() => done());
      }),
  };
}
