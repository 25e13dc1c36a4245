import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseCouncilPack } from "../../app/council/pack.ts";
import { categoriesOf } from "../../app/domain/directory/taxonomies.ts";
import { CATEGORIES } from "../../app/domain/directory/vocabulary.ts";
import { readSamples } from "./build-listings.ts";
import { Dice, generateListings, vary } from "./generate.ts";
import { sampleListingSchema } from "./sample-listing.ts";

const samples = readSamples("content");
const pack = parseCouncilPack(readFileSync("content/areas/essex.json", "utf8"), "essex");
const some = (from: number, to: number, seed = 1) => [...generateListings(samples, pack, { seed, today: "2026-11-22", from, to })];

describe("generated listings", () => {
  const listings = some(0, 3000);

  test("come out the same each time, wherever one starts", () => {
    expect(some(0, 50)).toEqual(listings.slice(0, 50));
    expect(some(2000, 2050)).toEqual(listings.slice(2000, 2050));
    expect(some(0, 50, 2)).not.toEqual(listings.slice(0, 50));
  });

  test("are each another listing", () => {
    expect(new Set(listings.map(({ id }) => id)).size).toBe(listings.length);
    expect(new Set(listings.map(({ sourceRef }) => sourceRef)).size).toBe(listings.length);
    expect(new Set(listings.map(({ name }) => name)).size).toBeGreaterThan(0.9 * listings.length);
    expect(new Set(listings.map(({ description }) => description)).size).toBeGreaterThan(0.99 * listings.length);
  });

  test("are of every topic, in every district, and more in towns than everywhere", () => {
    const categories = new Set(listings.flatMap((listing) => categoriesOf({ ...listing, slug: "" })));
    expect(CATEGORIES.filter((category) => !categories.has(category))).toEqual([]);
    const towns = new Map(pack.towns.map(({ name, district }) => [name, district]));
    const reached = new Set(listings.flatMap(({ places }) => places.map(({ location }) => towns.get(location.addresses[0]?.city ?? ""))));
    expect(pack.districts.filter(({ id }) => !reached.has(id))).toEqual([]);
    expect(listings.filter(({ send }) => send.servesWholeArea).length).toBeLessThan(0.25 * listings.length);
  });

  test("leave no placeholder unfilled, and ring nowhere", () => {
    expect(JSON.stringify(listings)).not.toMatch(/\{[a-z]\w*\}/i);
    for (const { phones } of listings) for (const { number } of phones) expect(number).toMatch(/^01632 960\d{3}$/);
  });

  test("tell of one building the same things each time", () => {
    const seen = new Map<string, unknown>();
    for (const { location } of listings.flatMap(({ places }) => places)) {
      expect(seen.get(location.id) ?? location).toEqual(location);
      seen.set(location.id, location);
    }
  });

  test("are what a person might have written into a file of samples", () => {
    samples.forEach((sample, i) => {
      const varied = vary(sample, "Colchester", i, new Dice(i));
      expect(sampleListingSchema.safeParse(varied).error?.issues, varied.key).toBeUndefined();
    });
  });
});
