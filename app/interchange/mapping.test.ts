import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compileMapping, MappingError, parseMapping, type Mapping } from "./mapping.ts";
import { listingFromOruk } from "./oruk.ts";
import { codesOf } from "../domain/directory/taxonomies.ts";

const BASE: Mapping = { name: "Test", source: "test", format: "json", rows: "", continues: null, service: { id: "ref", name: "title" }, terms: [] };

async function listingOf(mapping: Mapping, row: object) {
  const { service, unknownWords } = await compileMapping(mapping, "test.json")(row);
  const reading = listingFromOruk(service, mapping.source);
  if (!reading.ok) throw new Error(reading.reason);
  return { listing: reading.listing, unknownWords };
}

test("expressions, lists made with `each`, and helpers for a council's dates, times and days", async () => {
  const mapping: Mapping = {
    ...BASE,
    service: {
      id: "ref",
      name: "title",
      minimum_age: "$number($split(ages, '-')[0])",
      last_modified: "$isoDate(changed)",
      schedules: { each: "times", freq: "'WEEKLY'", byday: "$weekday(day)", opens_at: "$clock(from)", closes_at: "$clock(to)", weeks: "$row.termOnly ? 'term'" },
    },
  };
  const row = { ref: 1, title: "Chess", ages: "8-11", changed: "07/06/2022", termOnly: true, times: [{ day: "Monday", from: "3:30 PM", to: "17:00:00" }, { day: "Friday", from: "9am", to: "noon" }] };
  const { listing } = await listingOf(mapping, row);
  expect(listing).toMatchObject({
    minimumAge: 8,
    lastModified: "2022-06-07T00:00:00.000Z",
    schedules: [{ byday: "MO", opensAt: "15:30", closesAt: "17:00", weeks: "term" }, { byday: "FR", opensAt: "09:00", weeks: "term" }],
  });
});

test("a table turns a source's words into ours, and tells which it does not have", async () => {
  const mapping: Mapping = { ...BASE, terms: [{ taxonomy: "need", from: "needs", to: { "Autism (ASD)": "autism", "Communication": ["autism", "speech-language"], "Not sure": null }, keepAs: "Their needs" }] };
  const { listing, unknownWords } = await listingOf(mapping, { ref: 1, title: "Chess", needs: ["autism (asd)", "Communication", "Not sure", "Left-handed"] });
  expect(codesOf(listing.attributes, "need")).toEqual(["autism", "speech-language"]);
  expect(unknownWords).toEqual([{ taxonomy: "need", words: "Left-handed" }]);
  expect(listing.attributes.filter(({ term }) => term.taxonomy === "Their needs").map(({ term }) => term.name)).toEqual(["autism (asd)", "Communication", "Not sure", "Left-handed"]);
});

test("access belongs to the building", async () => {
  const mapping: Mapping = {
    ...BASE,
    service: { id: "ref", name: "title", service_at_locations: [{ id: "'p'", location: { id: "'l'", name: "venue" } }] },
    terms: [{ taxonomy: "access", from: "facilities", to: { Hoist: "hoist" } }],
  };
  const { listing } = await listingOf(mapping, { ref: 1, title: "Chess", venue: "Hall", facilities: ["Hoist"] });
  expect(codesOf(listing.places[0]?.location.attributes ?? [], "access")).toEqual(["hoist"]);
  expect(codesOf(listing.attributes, "access")).toEqual([]);
});

describe("a mapping that cannot be used says where", () => {
  test.each([
    ["{", "not valid JSON"],
    ['{"name":"x"}', "source"],
    ['{"name":"x","source":"x","format":"json","service":{"id":"a"}}', "needs `id` and `name`"],
    ['{"name":"x","source":"x","format":"json","service":{"id":"a","name":"b"},"terms":[{"taxonomy":"need","from":"n","to":{"a":"purple"}}]}', '"purple" is not one of'],
    ['{"name":"x","source":"X Y","format":"json","service":{"id":"a","name":"b"}}', "lower-case"],
  ])("%s", (json, message) => {
    expect(() => parseMapping(json, "my.json")).toThrow(MappingError);
    expect(() => parseMapping(json, "my.json")).toThrow(message);
  });

  test("an expression that cannot be read is named", () => {
    expect(() => compileMapping({ ...BASE, service: { id: "ref", name: "((" } }, "my.json")).toThrow(/my\.json.*\n.*service\.name: "\(\("/);
  });
});

test.each(readdirSync("content/mappings"))("the mapping %s that comes with the site can be used", (name) => {
  const mapping = parseMapping(readFileSync(`content/mappings/${name}`, "utf8"), name);
  expect(() => compileMapping(mapping, name)).not.toThrow();
});
