import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { atEnd } from "./at-end.ts";

export interface NotifyRequest {
  method: string;
  path: string;
  authorization: string;
  body: { template_id?: string; email_address?: string; phone_number?: string; reference?: string; personalisation?: Record<string, string> };
}

/** A server that answers like GOV.UK Notify's API: real messages would cost money and leave the machine. */
export interface NotifyServer {
  url: string;
  requests: NotifyRequest[];
  /** What it has taken, by our reference. */
  taken: Map<string, string>;
  /** What it took and could not deliver, the newest first. */
  failed: { id: string; reference: string | null; status: string }[];
  /** The status of its next answers to a message, and whether it takes it all the same. */
  next: { status: number; takes?: boolean }[];
}

export async function startNotifyServer(): Promise<NotifyServer> {
  const state: NotifyServer = { url: "", requests: [], taken: new Map(), failed: [], next: [] };
  const server = createServer((request, response) => {
    void text(request).then((words) => {
      const body = (words ? JSON.parse(words) : {}) as NotifyRequest["body"];
      const url = new URL(request.url ?? "/", "http://localhost");
      state.requests.push({ method: request.method ?? "", path: url.pathname, authorization: request.headers.authorization ?? "", body });
      const answer = (status: number, json: object) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
      if (request.method === "GET" && url.searchParams.get("status") === "failed") {
        const olderThan = url.searchParams.get("older_than");
        // A page of one: whoever reads no further than the first misses the rest.
        answer(200, { notifications: state.failed.slice(olderThan === null ? 0 : state.failed.findIndex(({ id }) => id === olderThan) + 1).slice(0, 1), links: { current: url.href } });
        return;
      }
      if (request.method === "GET") {
        const id = state.taken.get(url.searchParams.get("reference") ?? "");
        const status = state.failed.find((one) => one.id === id)?.status ?? "delivered";
        answer(200, { notifications: id ? [{ id, reference: url.searchParams.get("reference"), status }] : [], links: { current: url.href } });
        return;
      }
      const { status, takes = status === 201 } = state.next.shift() ?? { status: 201 };
      const id = `notify-${state.taken.size + 1}`;
      if (takes) state.taken.set(body.reference ?? "", id);
      if (status === 201) answer(201, { id, reference: body.reference, content: {}, uri: "", template: {} });
      else answer(status, { status_code: status, errors: [{ error: "Error", message: "no" }] });
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  atEnd(() => new Promise<void>((done) => {
    server.close(() => done());
    server.closeAllConnections();
  }));
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return state;
}
