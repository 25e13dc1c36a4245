import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { milesBetween } from "../../app/domain/directory/geography.ts";
import { FACETS, isFlag, LIST_FILTERS, parseSearch, type Facet, type ListFilter } from "../../app/domain/directory/search-query.ts";
import type { SearchResult } from "../../app/domain/directory/search-result.ts";
import { AGE_BAND_IDS } from "../../app/domain/directory/age-range.ts";
import { savePostcodes } from "../../app/db/places.server.ts";
import type { Site } from "../../app/site.server.ts";
import { seed } from "../../prisma/seed.ts";
import { freshSite } from "../support/site.ts";

interface Judged {
  searches: { q: string; expect: string[]; urgent?: boolean }[];
}
const judged = JSON.parse(readFileSync("tests/relevance/judged.json", "utf8")) as Judged;

/** One site that answers from Meilisearch, and one on a copy of the same listings that has none. */
let site: Site;
let without: Site;
let keys: Map<string, string>;

beforeAll(async () => {
  site = await freshSite("PostgreSQL");
  without = await freshSite("PGlite", { meiliUrl: null });
  await Promise.all([seed(site, "2026-11-22"), seed(without, "2026-11-22")]);
  await site.indexing.rebuild();
  const rows = await site.database.prisma.service.findMany({ select: { id: true, sourceRef: true } });
  keys = new Map(rows.map(({ id, sourceRef }) => [id, sourceRef.split("@")[0] as string]));
});

const search = (query: string | Record<string, string>, on: Site = site): Promise<SearchResult> => on.directory.search(new URLSearchParams(query));
const firstKeys = (result: SearchResult, count: number) => result.hits.slice(0, count).map(({ id }) => keys.get(id));

describe("a parent's own words", () => {
  test.each(judged.searches)("“$q”", async ({ q, expect: wanted, urgent = false }) => {
    const result = await search({ q });
    expect(result.engine).toBe("meilisearch");
    expect(firstKeys(result, 3).filter((key) => wanted.includes(key as string)), `first were ${firstKeys(result, 3).join(", ")}`).not.toEqual([]);
    expect(result.crisis).toBe(urgent);
  });

  test("nine in ten have it in first place", async () => {
    let first = 0;
    for (const { q, expect: wanted } of judged.searches) if (wanted.includes(firstKeys(await search({ q }), 1)[0] as string)) first++;
    expect(first).toBeGreaterThanOrEqual(Math.ceil(judged.searches.length * 0.9));
  });

  test("a misspelling is mended and told, and can be had exactly as typed", async () => {
    expect((await search({ q: "swiming" })).showing).toBe("swimming");
    expect((await search({ q: "footbal club" })).showing).toBe("football club");
    expect((await search({ q: "swiming", exact: "1" })).showing).toBeNull();
    expect((await search({ q: "swimming" })).showing).toBeNull();
  });

  test("a word that a listing has is never taken for a misspelling", async () => {
    const result = await search({ q: "Glitterball" });
    expect(result.showing).toBeNull();
    expect(firstKeys(result, 1)).toEqual(["glitterball-disco"]);
  });

  test("where nothing has all the words, what has some of them is shown and told", async () => {
    const result = await search({ q: "swimming judo chess trampolining" });
    expect(result.loosened).toBe(true);
    expect(result.total).toBeGreaterThan(0);
  });

  test("matches are marked, and marks are plain data", async () => {
    const { hits } = await search({ q: "swimming" });
    const otters = hits.find(({ name }) => name.startsWith("Otters"));
    expect(otters?.nameParts.map(({ text }) => text).join("")).toBe(otters?.name);
    expect(otters?.nameParts.filter(({ matched }) => matched).map(({ text }) => text).join(" ")).toContain("swimming");
    expect(otters?.nameParts[0]).toEqual({ text: "Otters: ", matched: false });
  });
});

describe("distance", () => {
  test("is counted from the place, nearest first when asked, and never beyond what was asked", async () => {
    const { hits, place } = await search("near=Chelmsford&sort=nearest&miles=15");
    const miles = hits.flatMap(({ distanceMiles }) => distanceMiles ?? []);
    expect(place).toMatchObject({ name: "Chelmsford" });
    expect(miles.length).toBeGreaterThan(5);
    expect(miles).toEqual([...miles].sort((a, b) => a - b));
    expect(Math.max(...miles)).toBeLessThanOrEqual(15);
  });

  test("of a listing at two places is to the nearer, and it counts once", async () => {
    const two = await site.database.prisma.service.findFirstOrThrow({ where: { sourceRef: "first-words-speech-drop-in" }, include: { locations: { include: { location: true } } } });
    const points = two.locations.map(({ location }) => ({ lat: location.latitude as number, lng: location.longitude as number }));
    expect(points).toHaveLength(2);
    for (const point of points) {
      const nearest = await search({ near: "Colchester", miles: "100", q: two.name });
      const hits = nearest.hits.filter(({ id }) => id === two.id);
      expect(hits).toHaveLength(1);
      const expected = Math.min(...points.map((candidate) => milesBetween(nearest.place as { lat: number; lng: number }, candidate)));
      expect(hits[0]?.distanceMiles).toBeCloseTo(expected, 1);
      expect(point.lat).toBeGreaterThan(50);
    }
  });

  test("lifted out of the words is the same as in its own box", async () => {
    const ids = async (query: string) => (await search(query)).hits.map(({ id }) => id);
    expect(await ids("q=swimming near CM2 6JX")).toEqual(await ids("q=swimming&near=CM2 6JX"));
    expect(await ids("q=CM2")).toEqual(await ids("near=CM2"));
    expect((await search("q=ss26er")).place).toMatchObject({ standsFor: "SS2 6ER" });
  });

  test("from a postcode that the table has is exact; from another, its sector's, then its district's, and says so", async () => {
    const { prisma } = site.database;
    const row = (code: string, latitude: number) => ({ code, latitude, longitude: 0.48, districtCode: null, districtName: null });
    await savePostcodes(prisma, [row("CM9 9AA", 51.7301), row("CM9 9AB", 51.7303), row("CM9 8AA", 51.75)]);
    expect((await search("near=cm99aa")).place).toEqual({ name: "CM9 9AA", lat: 51.7301, lng: 0.48 });
    expect((await search("near=CM9 9ZZ")).place).toMatchObject({ name: "CM9 9", standsFor: "CM9 9ZZ", lat: expect.closeTo(51.7302, 4) as number });
    expect((await search("near=CM9 5AA")).place).toMatchObject({ name: "CM9", standsFor: "CM9 5AA" });
  });

  test("from a place that nobody knows is told, and the rest of the search stands", async () => {
    const result = await search("near=ZZ99&q=swimming&support=hoist");
    expect(result.place).toBeNull();
    expect(result.problems).toEqual([{ parameter: "near", what: "unknown-place", value: "ZZ99" }]);
    expect(result.total).toBe((await search("q=swimming&support=hoist")).total);
  });

  test("from a town with a slip in its name is understood", async () => {
    expect((await search("near=chelmsferd")).place?.name).toBe("Chelmsford");
    expect((await search("near=Saffron Waldon")).place?.name).toBe("Saffron Walden");
  });
});

/** Queries of all kinds of choices, as addresses hold them. */
const someQuery = fc
  .record(
    {
      q: fc.constantFrom("", "club", "autism", "swimming", "help"),
      near: fc.constantFrom("", "Chelmsford", "CO1"),
      age: fc.constantFrom("", "7", "17", ...AGE_BAND_IDS),
      need: fc.subarray(["autism", "adhd", "hearing", "physical"], { maxLength: 2 }),
      category: fc.subarray(["clubs", "short-breaks", "therapies", "post-16"], { maxLength: 2 }),
      support: fc.subarray(["one-to-one", "quiet-space", "hoist"], { maxLength: 2 }),
      access: fc.subarray(["step-free", "hoist"], { maxLength: 1 }),
      day: fc.subarray(["sa", "mo"], { maxLength: 2 }),
      cost: fc.subarray(["free", "short-breaks"], { maxLength: 1 }),
      district: fc.subarray(["chelmsford", "tendring"], { maxLength: 2 }),
      ask: fc.constantFrom("", "1"),
      "no-referral": fc.constantFrom("", "1"),
      online: fc.constantFrom("", "1"),
      spaces: fc.constantFrom("", "1"),
    },
    { requiredKeys: [] },
  )
  .map((choices) => {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries(choices)) for (const each of [value].flat()) if (each) params.append(name, each);
    return params;
  });

function onlyChoice(params: URLSearchParams, facet: Facet, value: string): URLSearchParams {
  const next = new URLSearchParams(params);
  next.delete(facet);
  next.set(facet, isFlag(facet) ? "1" : value);
  return next;
}

describe("counts never lie", () => {
  test("a facet's count for a value is what choosing that value alone gives, whatever else is chosen", async () => {
    await fc.assert(
      fc.asyncProperty(someQuery, fc.constantFrom(...FACETS.filter((facet) => facet !== "duty")), fc.nat(), async (params, facet, pick) => {
        const { facets } = await search(params.toString());
        const values = Object.keys(facets[facet]);
        const value = values[pick % Math.max(values.length, 1)];
        if (value === undefined) return;
        const chosen = await search(onlyChoice(params, facet, value).toString());
        // A search that had to leave words out looks for something else.
        const before = await search(params.toString());
        if (before.loosened !== chosen.loosened || before.showing !== chosen.showing) return;
        expect({ facet, value, total: chosen.total }).toEqual({ facet, value, total: facets[facet][value] });
      }),
      { numRuns: 150 },
    );
  });

  test("where every choice must hold, the count beside a value is what adding it gives", async () => {
    await fc.assert(
      fc.asyncProperty(someQuery, fc.constantFrom<ListFilter>("support", "access"), fc.nat(), async (params, facet, pick) => {
        const before = await search(params.toString());
        const values = Object.keys(before.within[facet]).filter((value) => !params.getAll(facet).includes(value) && (LIST_FILTERS[facet].values as readonly string[]).includes(value));
        const value = values[pick % Math.max(values.length, 1)];
        if (value === undefined) return;
        const added = new URLSearchParams(params);
        added.append(facet, value);
        const after = await search(added.toString());
        if (before.loosened || after.loosened) return;
        expect({ facet, value, total: after.total }).toEqual({ facet, value, total: before.within[facet][value] });
      }),
      { numRuns: 100 },
    );
  });

  test("both engines filter and count alike", async () => {
    await fc.assert(
      fc.asyncProperty(someQuery, async (params) => {
        params.delete("q");
        const [one, other] = await Promise.all([search(params.toString()), search(params.toString(), without)]);
        expect([one.engine, other.engine]).toEqual(["meilisearch", "postgres"]);
        expect({ total: other.total, facets: other.facets, withoutFacet: other.withoutFacet }).toEqual({ total: one.total, facets: one.facets, withoutFacet: one.withoutFacet });
      }),
      { numRuns: 60 },
    );
  });
});

describe("PostgreSQL's own search, while Meilisearch is away", () => {
  test.each(["swimming", "swiming", "respite", "OT", "my son is 3 and not talking", "dla form help", "youth club", "camhs", "child wont go to school", "wheelchair football"])("answers “%s”", async (q) => {
    const result = await search({ q }, without);
    const wanted = judged.searches.find((one) => one.q === q)?.expect ?? ["otters-swimming-lessons"];
    expect(result.engine).toBe("postgres");
    expect(firstKeys(result, 5).filter((key) => wanted.includes(key as string)), `first were ${firstKeys(result, 5).join(", ")}`).not.toEqual([]);
  });

  test("orders by distance as Meilisearch does", async () => {
    const [one, other] = await Promise.all([search("near=Chelmsford&sort=nearest"), search("near=Chelmsford&sort=nearest", without)]);
    expect(other.hits.map(({ distanceMiles }) => distanceMiles)).toEqual(one.hits.map(({ distanceMiles }) => distanceMiles));
  });
});

describe("pages", () => {
  test("hold every listing once", async () => {
    const { total } = await search("category=clubs");
    const ids: string[] = [];
    for (let page = 1; page <= Math.ceil(total / 20); page++) ids.push(...(await search(`category=clubs&page=${page}`)).hits.map(({ id }) => id));
    expect(ids).toHaveLength(total);
    expect(new Set(ids).size).toBe(total);
  });

  test("beyond the last are told, and page one is shown", async () => {
    const result = await search("category=clubs&page=4999");
    expect(result.problems).toEqual([{ parameter: "page", what: "no-such-page", value: "4999" }]);
    expect(result.query.page).toBe(1);
    expect(result.hits.length).toBeGreaterThan(0);
  });
});

test("words that would be commands elsewhere are words here", async () => {
  for (const q of ["'; DROP TABLE service; --", "\" OR 1=1", "\\", "%_%", "<script>alert(1)</script>", "AND OR NOT", ":*", "a\u0000b", "🏊‍♀️", "_geoRadius(0,0,1)"]) {
    for (const on of [site, without]) {
      const result = await search({ q, near: q }, on);
      expect(result.query.q.length).toBeGreaterThanOrEqual(0);
    }
  }
  expect(await site.database.prisma.service.count()).toBeGreaterThan(180);
});

test("every filter of the page is known to the parser", () => {
  expect(parseSearch(new URLSearchParams("duty=15a,18"), []).query.filters.duty).toEqual(["15a", "18"]);
});
