import type { CouncilPack } from "../council/pack.ts";
import { saveListings, type NewListing, type Saved } from "../db/listings.server.ts";
import type { PrismaClient } from "../../prisma/generated/client.ts";
import type { SearchIndex } from "../../search-index/client.server.ts";
import type { ListingDocument } from "../../search-index/listing-document.ts";
import { createIfMissing, reindex } from "../../search-index/reindex.ts";
import { settingsFor } from "../../search-index/settings.ts";
import { synonymGroupsFor } from "../../search-index/synonyms.ts";
import { documentMaker } from "./document-context.server.ts";

/**
 * Keeps the index in step with the database. Whatever is saved is marked in the same transaction as still to be
 * indexed; it goes to the index at once, and what could not (Meilisearch away, the process killed) goes with a later
 * sweep. Several processes may sweep at once: putting a listing in twice changes nothing.
 */
export interface Indexing {
  /** Saves listings and has them searchable, or (Meilisearch away) marked for when it is back. */
  save(listings: readonly NewListing[]): Promise<Saved[]>;
  /** Saves listings and leaves them marked: for a long import, which sweeps once at its end. */
  saveForLater(listings: readonly NewListing[]): Promise<Saved[]>;
  /** Puts into the index what is still missing from it. @returns how many listings that were */
  sweep(): Promise<number>;
  /** Builds the whole index anew and swaps it in. */
  rebuild(report?: (count: number) => void): Promise<number>;
  /** Sweeps now and every few seconds until the returned function is called; `onTurn` is told each time how it went. */
  keepSweeping(onTurn: (error: Error | null) => void): () => Promise<void>;
}

const SWEEP_EVERY_MS = 5000;
const SWEEP_BATCH = 500;
const REBUILD_BATCH = 5000;

export function openIndexing(parts: { pack: CouncilPack; prisma: PrismaClient; index: SearchIndex | null }): Indexing {
  const { pack, prisma, index } = parts;
  const settings = settingsFor(synonymGroupsFor(pack.acronyms));

  const indexing: Indexing = {
    saveForLater: async (listings) => saveListings(prisma, listings, await documentMaker(pack, prisma, listings)),
    save: async (listings) => {
      const saved = await indexing.saveForLater(listings);
      if (saved.some(({ outcome }) => outcome === "added" || outcome === "changed")) await indexing.sweep().catch(() => {});
      return saved;
    },
    sweep: async () => {
      if (!index) return 0;
      let count = 0;
      for (;;) {
        const entries = await prisma.searchEntry.findMany({ where: { indexedAt: null }, orderBy: { changedAt: "asc" }, take: SWEEP_BATCH });
        const removals = await prisma.searchRemoval.findMany({ where: { indexedAt: null }, take: SWEEP_BATCH });
        if (entries.length === 0 && removals.length === 0) return count;
        await createIfMissing(index.client, index.uid, settings);
        await index.put(entries.map((entry) => entry.document as unknown as ListingDocument));
        await index.remove(removals.map(({ serviceId }) => serviceId));
        await markIndexed(prisma, entries, removals.map(({ serviceId }) => serviceId));
        count += entries.length + removals.length;
      }
    },
    rebuild: async (report) => {
      if (!index) throw new Error("There is no Meilisearch to build an index in: set MEILI_URL and MEILI_KEY.");
      const startedAt = new Date();
      const count = await reindex(index, settings, allDocuments(prisma), report);
      // What was saved while the new index was being built may have missed it: put in once more by the next sweep.
      await prisma.searchEntry.updateMany({ where: { changedAt: { lt: startedAt }, indexedAt: null }, data: { indexedAt: startedAt } });
      await prisma.searchEntry.updateMany({ where: { changedAt: { gte: startedAt } }, data: { indexedAt: null } });
      await prisma.searchRemoval.updateMany({ where: { removedAt: { gte: startedAt } }, data: { indexedAt: null } });
      await indexing.sweep();
      return count;
    },
    keepSweeping: (onTurn) => {
      let stopped = false;
      let running: Promise<void> = Promise.resolve();
      const turn = () => {
        running = indexing.sweep().then(() => onTurn(null), onTurn).finally(() => {
          if (!stopped) timer = setTimeout(turn, SWEEP_EVERY_MS).unref();
        });
      };
      let timer = setTimeout(turn, 0).unref();
      return async () => {
        stopped = true;
        clearTimeout(timer);
        await running;
      };
    },
  };
  return indexing;
}

/** Only what was put in: a listing saved again meanwhile has a later `changedAt` and stays marked. */
async function markIndexed(prisma: PrismaClient, entries: readonly { serviceId: string; changedAt: Date }[], removed: readonly string[]): Promise<void> {
  await prisma.$executeRaw`
    UPDATE search_entry SET indexed_at = now()
    FROM unnest(${entries.map((entry) => entry.serviceId)}::uuid[], ${entries.map((entry) => entry.changedAt.toISOString())}::timestamptz[]) AS put(id, changed)
    WHERE service_id = put.id AND changed_at = put.changed`;
  await prisma.searchRemoval.updateMany({ where: { serviceId: { in: [...removed] } }, data: { indexedAt: new Date() } });
}

async function* allDocuments(prisma: PrismaClient): AsyncIterable<ListingDocument[]> {
  let after: string | undefined;
  for (;;) {
    const entries = await prisma.searchEntry.findMany({
      orderBy: { serviceId: "asc" },
      take: REBUILD_BATCH,
      ...(after ? { cursor: { serviceId: after }, skip: 1 } : {}),
    });
    if (entries.length === 0) return;
    yield entries.map((entry) => entry.document as unknown as ListingDocument);
    after = entries.at(-1)?.serviceId;
  }
}
