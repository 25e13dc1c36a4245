import type { Site } from "../app/site.server.ts";
import { buildSampleListings, readSamples, SAMPLE_SOURCE } from "./samples/build-listings.ts";

/**
 * Loads the invented listings, their dates counted back from `today`. Again on a later day: the dates move along, and
 * nothing else changes.
 * @returns how many sample listings there are
 */
export async function seed(site: Site, today: string): Promise<number> {
  const { prisma } = site.database;
  await prisma.source.upsert({ where: { id: SAMPLE_SOURCE }, create: { id: SAMPLE_SOURCE, name: "Invented samples" }, update: {} });
  const listings = buildSampleListings(readSamples(site.config.contentDir), site.pack, today);
  for (let at = 0; at < listings.length; at += 100) await site.indexing.saveForLater(listings.slice(at, at + 100));
  return listings.length;
}
