import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Listing } from "../../app/domain/directory/listing.ts";
import type { NewListing } from "../../app/db/listings.server.ts";
import { saveListings } from "../../app/db/listings.server.ts";
import { hideListings } from "../../app/db/hide-listings.server.ts";
import { findListing, readListings } from "../../app/db/read-listings.server.ts";
import { listingFromOruk, serviceToOruk } from "../../app/interchange/oruk.ts";
import { termWords } from "../../app/interchange/feed.server.ts";
import { buildSampleListings, readSamples } from "../../prisma/samples/build-listings.ts";
import { freshDatabase, KINDS } from "../support/databases.ts";
import { packOf } from "../support/packs.ts";

const document = () => ({});
const samples = buildSampleListings(readSamples("content"), packOf("rutland"), "2026-11-22");

function withoutOrder(listing: object): unknown {
  return JSON.parse(JSON.stringify(listing, (_key, value: unknown) => (typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value)));
}

describe.each(KINDS)("listings on %s", (kind) => {
  test("come back as they were saved, every one of the samples", async () => {
    const { prisma } = await freshDatabase(kind);
    for (let at = 0; at < samples.length; at += 100) await saveListings(prisma, samples.slice(at, at + 100), document);
    const found = new Map((await readListings(prisma, {})).map((listing) => [listing.id, listing]));
    for (const sample of samples) {
      const { slug, ...rest } = found.get(sample.id) as Listing;
      expect(slug).toMatch(/^[a-z0-9-]+$/);
      // Words of our own terms live with the terms; a listing only points at them.
      const pointing = (listing: NewListing) =>
        withoutOrder(JSON.parse(JSON.stringify(listing, (key, value: unknown) => (key === "term" && typeof value === "object" ? (value as { id: string }).id : value))) as object);
      expect(pointing(rest), sample.name).toEqual(pointing(sample));
    }
  });

  test("are added, changed, unchanged or refused", async () => {
    const { prisma } = await freshDatabase(kind);
    const one = samples[0] as NewListing;
    const outcome = async (listing: NewListing) => (await saveListings(prisma, [listing], document))[0]?.outcome;
    expect(await outcome(one)).toBe("added");
    expect(await outcome(one)).toBe("unchanged");
    expect(await outcome({ ...one, description: "New words" })).toBe("changed");
    expect(await outcome({ ...one, source: "somebody-else" })).toBe("refused");
    expect((await findListing(prisma, { id: one.id }))?.description).toBe("New words");
  });

  test("keep their address when their name changes, and no two share one", async () => {
    const { prisma } = await freshDatabase(kind);
    const [one, two] = samples as [NewListing, NewListing];
    const twin = { ...two, name: one.name };
    const saved = await saveListings(prisma, [one, twin], document);
    const slugs = saved.map((each) => (each.outcome === "refused" ? "" : each.listing.slug));
    expect(new Set(slugs).size).toBe(2);
    await saveListings(prisma, [{ ...one, name: "Another name" }], document);
    expect((await findListing(prisma, { id: one.id }))?.slug).toBe(slugs[0]);
  });

  test("of two sources may share an organisation and a place, which stay their owner's", async () => {
    const { prisma } = await freshDatabase(kind);
    const one = samples.find((sample) => sample.places.length > 0) as NewListing;
    await saveListings(prisma, [one], document);
    const place = one.places[0] as NewListing["places"][number];
    const visitor: NewListing = {
      ...one, id: "11111111-1111-4111-8111-111111111111", source: "other", sourceRef: "1", name: "A visitor",
      organization: { ...one.organization, name: "Renamed by a visitor" },
      places: [{ ...place, location: { ...place.location, name: "Renamed by a visitor", attributes: [] } }],
    };
    expect((await saveListings(prisma, [visitor], document))[0]?.outcome).toBe("added");
    const found = await findListing(prisma, { id: one.id });
    expect(found?.organization.name).toBe(one.organization.name);
    expect(found?.places[0]?.location.name).toBe(place.location.name);
    expect(found?.places[0]?.location.attributes).toHaveLength(place.location.attributes.length);
  });

  test("that are hidden come back when their source lists them again", async () => {
    const { prisma } = await freshDatabase(kind);
    const one = samples[0] as NewListing;
    await saveListings(prisma, [one], document);
    await hideListings(prisma, [one.id]);
    expect((await findListing(prisma, { id: one.id }))?.status).toBe("inactive");
    expect((await saveListings(prisma, [one], document))[0]?.outcome).toBe("changed");
    expect((await findListing(prisma, { id: one.id }))?.status).toBe("active");
  });

  test("a batch is saved whole or not at all", async () => {
    const { prisma } = await freshDatabase(kind);
    const fault = () => {
      throw new Error("in the middle");
    };
    await expect(saveListings(prisma, samples.slice(0, 5), fault)).rejects.toThrow("in the middle");
    expect(await prisma.service.count()).toBe(0);
    expect(await prisma.organization.count()).toBe(0);
  });
});

const EXAMPLES = ["examples/service_full.json", "validator/Default/service_full.json", "validator/Test/service_full.json", "validator/Warn/service_full.json"].map((file) => `../shared/oruk/${file}`);

describe.each(EXAMPLES)("the standard's own %s", (file) => {
  const isThere = existsSync(file);
  test(isThere ? "goes into the database and out again with nothing lost" : "IS NOT HERE, so this was not checked with it", async () => {
    if (!isThere) {
      console.warn(`${file} is not here: the round trip was not checked with it.`);
      return;
    }
    const { prisma } = await freshDatabase("PGlite");
    const raw = JSON.parse(readFileSync(file, "utf8")) as { organization: { id: string } };
    const reading = listingFromOruk(raw, "standard");
    if (!reading.ok) throw new Error(reading.reason);
    await saveListings(prisma, [reading.listing], document);
    const found = (await findListing(prisma, { id: reading.listing.id })) as Listing;
    // The id of the organisation is added: the compliance page asks for it.
    expect(withoutOrder(serviceToOruk(found, termWords))).toEqual(withoutOrder({ ...raw, organization_id: raw.organization.id }));
  });
});
