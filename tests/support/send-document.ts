import { readFileSync } from "node:fs";
import { announce, finish, keepDocument, receive, type DocumentSite } from "../../app/documents/arrival.server.ts";
import { documentStore } from "../../app/documents/store.server.ts";
import { getDocument } from "../../app/db/documents.server.ts";
import { openDatabase } from "../../app/db/database.server.ts";
import { openSealer } from "../../app/db/sealing.server.ts";
import { readConfig } from "../../app/config.server.ts";
import { inParts } from "./files.ts";

/**
 * Sends documents to a case as a family's browser would have the site do it, and can be killed between any two steps:
 * `send-document.ts HOW CASE STEP ID FILE ...`. All but the last file are sent to their end; in the last, the process
 * kills itself before the step of that number. Says on standard output what it has a receipt for.
 */
const [how, caseId, step, ...sent] = process.argv.slice(2) as [string, string, string, ...string[]];
const config = readConfig(process.env);
const database = await openDatabase(config);
let stepsLeft = Infinity;
const beforeStep = () => {
  if (--stepsLeft <= 0) process.kill(process.pid, "SIGKILL");
};
const store = documentStore(config);
for (const name of ["put", "get", "list", "remove"] as const) {
  const original = store[name].bind(store) as (...args: unknown[]) => Promise<unknown>;
  Object.assign(store, { [name]: (...args: unknown[]) => (beforeStep(), original(...args)) });
}
const prisma = database.prisma.$extends({ query: { $allOperations: ({ args, query }) => (beforeStep(), query(args)) } }) as unknown as typeof database.prisma;
const site: DocumentSite = { config, sealer: openSealer(config.dataKeys ?? ""), database: { ...database, prisma } };

const about = { owner: { caseId }, uploadedBy: "parent", fromFamily: true, kind: "evidence" as const, name: "photo.jpg" };
for (let i = 0; i < sent.length; i += 2) {
  const id = sent[i] as string;
  const bytes = readFileSync(sent[i + 1] as string);
  stepsLeft = i + 2 < sent.length ? Infinity : Number(step);
  if (how === "form") {
    const kept = await keepDocument(site, about, inParts(bytes));
    console.log(JSON.stringify({ file: sent[i + 1], id: kept.id, state: kept.state }));
    continue;
  }
  if (!(await getDocument(prisma, site.sealer, id))) await announce(site, { ...about, id, size: bytes.length });
  const at = await getDocument(prisma, site.sealer, id);
  if (at?.state === "arriving") await receive(site, id, at.received, inParts(bytes.subarray(at.received)));
  const kept = await finish(site, id);
  console.log(JSON.stringify({ file: sent[i + 1], id: kept?.id, state: kept?.state }));
}
await database.close();
