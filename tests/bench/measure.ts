import { Agent, request } from "node:http";
import { gunzipSync } from "node:zlib";
import autocannon from "autocannon";

/** The value that a share of all values (0.5: half) do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError("There is nothing to take a percentile of.");
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] as number;
}

export interface Spread {
  p50: number;
  p99: number;
}

export function spread(values: readonly number[]): Spread {
  return { p50: round(percentile(values, 0.5)), p99: round(percentile(values, 0.99)) };
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** As it came over the wire, compressed. */
  body: Buffer;
  /** From sending the request to the last byte of the answer. */
  ms: number;
}

/** Asks as a browser does: on a connection that stays open one request after another, or on several. */
export function openClient(origin: string, connections = 1): { get(path: string, more?: Readonly<Record<string, string>>): Promise<Answer>; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    get: (path, more = {}) =>
      new Promise((done, fail) => {
        const began = performance.now();
        const asked = request(new URL(path, origin), { agent, headers: { "Accept-Encoding": "gzip", "Accept-Language": "en-GB", Accept: "text/html", ...more } }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("end", () => done({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks), ms: performance.now() - began }));
          answer.on("error", fail);
        });
        asked.on("error", fail);
        asked.end();
      }),
    close: () => agent.destroy(),
  };
}

export function textOf({ headers, body }: Answer): string {
  return (headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString("utf8");
}

/** How many of some pages a second a server gives, when so many ask at once for so long. @throws Error when any answer was not a page */
export async function pagesPerSecond(origin: string, paths: readonly string[], { connections, seconds }: { connections: number; seconds: number }): Promise<number> {
  const result = await autocannon({
    url: origin,
    connections,
    duration: seconds,
    headers: { "accept-encoding": "gzip", "accept-language": "en-GB", accept: "text/html" },
    requests: paths.map((path) => ({ path })),
  });
  if (result.non2xx + result.errors + result.timeouts > 0) throw new Error(`Of ${result.requests.sent} requests to ${paths[0]} and others, ${result.non2xx} were refused and ${result.errors} failed.`);
  return round(result.requests.total / result.duration, 1);
}
