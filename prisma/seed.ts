import type { Site } from "../app/site.server.ts";
import type { NewListing } from "../app/db/listings.server.ts";
import { buildSampleListings, readSamples, SAMPLE_SOURCE } from "./samples/build-listings.ts";
import { generateListings } from "./samples/generate.ts";

const BATCH = 100;
const BIG_BATCH = 500;

/**
 * Loads the invented listings, their dates counted back from `today`. Again on a later day: the dates move along, and
 * nothing else changes.
 * @returns how many sample listings there are
 */
export async function seed(site: Site, today: string): Promise<number> {
  await saveSource(site);
  return saveAll(site, buildSampleListings(readSamples(site.config.contentDir), site.pack, today), BATCH);
}

/**
 * Loads generated listings `from` to (not including) `to`, to see how the site bears thousands. They are marked for the
 * index and not yet in it: see `Indexing.rebuild`.
 */
export async function seedGenerated(site: Site, range: { today: string; from: number; to: number; seed?: number }): Promise<number> {
  await saveSource(site);
  return saveAll(site, generateListings(readSamples(site.config.contentDir), site.pack, { seed: 1, ...range }), BIG_BATCH);
}

async function saveSource({ database }: Site): Promise<void> {
  await database.prisma.source.upsert({ where: { id: SAMPLE_SOURCE }, create: { id: SAMPLE_SOURCE, name: "Invented samples" }, update: {} });
}

async function saveAll(site: Site, listings: Iterable<NewListing>, size: number): Promise<number> {
  let count = 0;
  // The next lot is made while the database takes in the last.
  let saving: Promise<unknown> = Promise.resolve();
  for (const batch of batches(listings, size)) {
    await saving;
    saving = site.indexing.saveForLater(batch);
    count += batch.length;
  }
  await saving;
  return count;
}

function* batches<T>(all: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = [];
  for (const one of all) {
    batch.push(one);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
