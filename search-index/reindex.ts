import type { Meilisearch, Settings } from "meilisearch";
import { isMissing, succeeded, type SearchIndex } from "./client.server.ts";
import { type ListingDocument, toIndexDocuments } from "./listing-document.ts";


/** A build that was killed is cleared away by a later one, once it is surely not another process's that still runs. */
const STALE_BUILD_MS = 60 * 60 * 1000;
const TASK_TIMEOUT_MS = 3_600_000;

/**
 * Builds a new index from all documents, then swaps it in: search answers from the old one until the new one is whole,
 * and killed at any point it still does.
 * @param batches all documents, in lots
 * @param report told how many listings have gone in
 * @returns how many listings the index now holds
 */
export async function reindex(index: SearchIndex, settings: Settings, batches: AsyncIterable<readonly ListingDocument[]>, report: (count: number) => void = () => {}): Promise<number> {
  const { client, uid } = index;
  await clearStaleBuilds(client, uid);
  const build = `${uid}_build_${Date.now()}`;
  const wait = { timeout: TASK_TIMEOUT_MS, interval: 50 };
  await succeeded(client.createIndex(build, { primaryKey: "id" }).waitTask(wait));
  // Settings first: documents are then cut into words once only. They go along with the swap.
  await succeeded(client.index(build).updateSettings(settings).waitTask(wait));
  let count = 0;
  for await (const batch of batches) {
    await succeeded(client.index(build).addDocuments(batch.flatMap(toIndexDocuments)).waitTask(wait));
    count += batch.length;
    report(count);
  }
  await createIfMissing(client, uid, settings);
  await succeeded(client.swapIndexes([{ indexes: [uid, build], rename: false }]).waitTask(wait));
  await succeeded(client.deleteIndex(build).waitTask(wait));
  return count;
}

/** Makes the index, empty, when there is none yet: from then on a listing saved can be put in. */
export async function createIfMissing(client: Meilisearch, uid: string, settings: Settings): Promise<void> {
  const there = await client.getRawIndex(uid).then(() => true, (error: unknown) => {
    if (isMissing(error)) return false;
    throw error;
  });
  if (there) return;
  await succeeded(client.createIndex(uid, { primaryKey: "id" }).waitTask());
  await succeeded(client.index(uid).updateSettings(settings).waitTask());
}

async function clearStaleBuilds(client: Meilisearch, uid: string): Promise<void> {
  const { results } = await client.getRawIndexes({ limit: 1000 });
  const stale = results.filter(({ uid: name }) => name.startsWith(`${uid}_build_`) && Date.now() - Number(name.slice(`${uid}_build_`.length)) > STALE_BUILD_MS);
  for (const { uid: name } of stale) await succeeded(client.deleteIndex(name).waitTask());
}
