import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * The least that Node can do with the same bytes: what a page costs the site is measured against this. BODIES names a
 * file of addresses, each with its compressed page in base64.
 */
const pages = new Map(Object.entries(JSON.parse(readFileSync(process.env.BODIES ?? "", "utf8")) as Record<string, string>).map(([path, body]) => [path, Buffer.from(body, "base64")]));

const server = createServer((request, response) => {
  const page = pages.get(request.url ?? "");
  if (!page) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip", "Content-Length": page.length }).end(page);
});
server.listen(0, "127.0.0.1", () => console.log(`The bare server is at http://127.0.0.1:${(server.address() as AddressInfo).port}`));
process.once("SIGTERM", () => process.exit(0));
