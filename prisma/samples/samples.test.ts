import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseCouncilPack } from "../../app/council/pack.ts";
import { AGE_BANDS, ageRange, overlaps } from "../../app/domain/directory/age-range.ts";
import { categoriesOf, codesOf } from "../../app/domain/directory/taxonomies.ts";
import { CAPABILITIES, CATEGORIES, HOLIDAYS, NEED_IDS, SCHEDULE_2_PARAGRAPHS } from "../../app/domain/directory/vocabulary.ts";
import { buildSampleListings, readSamples } from "./build-listings.ts";

const samples = readSamples("content");
const AREAS = ["essex", "worcestershire", "southend", "rutland"];

describe.each(AREAS)("the invented listings in %s", (area) => {
  const pack = parseCouncilPack(readFileSync(`content/areas/${area}.json`, "utf8"), area);
  const listings = buildSampleListings(samples, pack, "2026-11-22").map((listing) => ({ ...listing, slug: listing.id }));
  const between = (from: number, to: number, category?: (typeof CATEGORIES)[number]) =>
    listings.filter((listing) => (!category || categoriesOf(listing).includes(category)) && overlaps(ageRange(listing.minimumAge, listing.maximumAge), { from, to }));

  test("are at least 180, each with an id of its own", () => {
    expect(listings.length).toBeGreaterThanOrEqual(180);
    expect(new Set(listings.map(({ id }) => id)).size).toBe(listings.length);
  });

  test("leave no placeholder unfilled", () => {
    expect(JSON.stringify(listings)).not.toMatch(/\{[a-z]\w*\}/i);
  });

  test("cover every topic, need, holiday and capability", () => {
    const categories = new Set(listings.flatMap(categoriesOf));
    expect(CATEGORIES.filter((category) => !categories.has(category))).toEqual([]);
    const needs = new Set(listings.flatMap((listing) => codesOf(listing.attributes, "need")));
    expect(NEED_IDS.filter((need) => !needs.has(need))).toEqual([]);
    const holidays = new Set(listings.flatMap((listing) => codesOf(listing.attributes, "holiday")));
    expect(HOLIDAYS.filter((holiday) => !holidays.has(holiday))).toEqual([]);
    const answered = new Set(listings.flatMap((listing) => Object.keys(listing.send.capabilities)));
    expect(CAPABILITIES.filter((capability) => !answered.has(capability))).toEqual([]);
  });

  test("are for all ages from birth to 25", () => {
    for (const band of AGE_BANDS) expect(between(band.from, band.to).length, band.id).toBeGreaterThan(20);
  });

  test("have what the council reports say is missing: clubs at 19 to 25, personal assistants, open clubs, waits, courses", () => {
    expect(between(19, 25, "clubs").length).toBeGreaterThanOrEqual(6);
    expect(listings.filter((listing) => categoriesOf(listing).includes("personal-assistants")).length).toBeGreaterThanOrEqual(5);
    expect(listings.filter((listing) => listing.send.specialist === false && categoriesOf(listing).includes("clubs")).length).toBeGreaterThanOrEqual(5);
    expect(listings.filter((listing) => categoriesOf(listing).includes("therapies") && listing.send.waitingWeeks).length).toBeGreaterThanOrEqual(5);
    expect(listings.filter((listing) => listing.send.post16).length).toBeGreaterThanOrEqual(15);
  });

  test("stand in every district", () => {
    const towns = new Map(pack.towns.map(({ name, district }) => [name, district]));
    const reached = new Set(listings.flatMap((listing) => listing.places.map((place) => towns.get(place.location.addresses[0]?.city ?? ""))));
    expect(pack.districts.filter(({ id }) => !reached.has(id))).toEqual([]);
  });

  test("ring nowhere and write to nobody: drama numbers and reserved domains only", () => {
    for (const { phones, email, url } of listings) {
      for (const { number } of phones) expect(number).toMatch(/^01632 960\d{3}$/);
      expect(email).toMatch(/@[a-z0-9.-]+\.example\.org$/);
      expect(url).toBeUndefined();
    }
  });
});

test("nearly all of Schedule 2 has a listing that speaks to it", () => {
  const tags = new Set(samples.flatMap(({ schedule2 }) => schedule2));
  expect(SCHEDULE_2_PARAGRAPHS.filter((paragraph) => !tags.has(paragraph)).length).toBeLessThanOrEqual(8);
});

test("the same day and pack give the same listings, and a later day moves only dates", () => {
  const pack = parseCouncilPack(readFileSync("content/areas/rutland.json", "utf8"), "rutland");
  const first = buildSampleListings(samples, pack, "2026-11-22");
  expect(buildSampleListings(samples, pack, "2026-11-22")).toEqual(first);
  const later = buildSampleListings(samples, pack, "2026-12-01");
  const withoutDates = (list: typeof first) => JSON.parse(JSON.stringify(list, (key, value: unknown) => (["assuredOn", "lastModified", "spacesOn"].includes(key) ? undefined : value))) as unknown;
  expect(withoutDates(later)).toEqual(withoutDates(first));
});
