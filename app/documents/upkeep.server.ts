import { forgetThrownAway, listDocuments } from "../db/documents.server.ts";
import { THROWN_AWAY } from "../db/request-papers.server.ts";
import { ABANDONED_AFTER_DAYS } from "../domain/documents/kinds.ts";
import { abandon, clearAway, finish, settle, type DocumentSite } from "./arrival.server.ts";
import { logError } from "../log.server.ts";
import { documentStore, StoreError } from "./store.server.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Longer than any check takes: by then the process that made it has gone. */
const INTERRUPTED_AFTER_MS = 15 * MINUTE_MS;

/**
 * Looks again at the documents that nothing could scan, and at those whose check was cut off.
 * @returns how many were looked at
 */
export async function recheckQuarantined(site: DocumentSite, now = new Date()): Promise<number> {
  const { prisma } = site.database;
  const interrupted = await listDocuments(prisma, site.sealer, { state: "checking", finishedAt: { lt: new Date(now.getTime() - INTERRUPTED_AFTER_MS) } });
  for (const { id } of interrupted) await goingOn(() => finish(site, id));
  // Without a scanner another look finds what the first one did.
  const isIdle = site.config.clamdUrl === undefined && site.config.scanWithout === "quarantine";
  const held = isIdle ? [] : await listDocuments(prisma, site.sealer, { state: "quarantined" });
  for (const document of held) await goingOn(() => settle(site, document));
  return interrupted.length + held.length;
}

/** One that cannot be opened must not keep the others waiting. */
async function goingOn(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    logError("documents", null, error);
  }
}

/**
 * Removes what was begun and left, and what is still in the store of documents that were not taken.
 * @returns how many arrivals were removed
 */
export async function removeAbandoned(site: DocumentSite, now = new Date()): Promise<number> {
  const { prisma } = site.database;
  const abandoned = await listDocuments(prisma, site.sealer, { state: "arriving", createdAt: { lt: new Date(now.getTime() - ABANDONED_AFTER_DAYS * DAY_MS) } });
  for (const { id } of abandoned) await abandon(site, id);
  await removeThrownAway(site);
  for (const { id } of await listDocuments(prisma, site.sealer, { state: { in: ["refused", "withdrawn"] }, received: { gt: 0 } })) await clearAway(site, id);
  return abandoned.length;
}

/**
 * Removes papers that were thrown away with a request or out of it, bytes first: stopped between, or while the store is
 * away, the next run goes on.
 * @param which all unless it is given
 */
export async function removeThrownAway(site: DocumentSite, which: { id?: string } = {}): Promise<void> {
  const { prisma } = site.database;
  for (const { id } of await prisma.caseDocument.findMany({ where: { ...which, state: "withdrawn", stateReason: THROWN_AWAY }, select: { id: true } })) {
    await goingOn(async () => {
      await documentStore(site.config).remove(id);
      await forgetThrownAway(prisma, id);
    });
  }
}
