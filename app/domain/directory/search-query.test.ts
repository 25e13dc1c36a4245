import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chosenFacets, emptyQuery, parseSearch, searchPath, toParams, without } from "./search-query.ts";

const DISTRICTS = ["colchester", "tendring"];
const parse = (query: string) => parseSearch(new URLSearchParams(query), DISTRICTS);

test("a search keeps every choice it understands", () => {
  const { query, problems } = parse("q=swimming&near=CM2+6JX&miles=5&age=7&need=autism&need=adhd&support=one-to-one&day=sa,su&spaces=1&district=tendring&sort=nearest&page=2");
  expect(problems).toEqual([]);
  expect(query).toMatchObject({ q: "swimming", near: "CM2 6JX", miles: 5, age: { from: 7, to: 7 }, sort: "nearest", page: 2, flags: { spaces: true } });
  expect(query.filters).toMatchObject({ need: ["autism", "adhd"], support: ["one-to-one"], day: ["sa", "su"], district: ["tendring"] });
});

describe("nonsense is told, and the rest of the search stands", () => {
  test.each([
    ["age=-3", "age", "not-an-age"],
    ["age=99", "age", "not-an-age"],
    ["page=1e9", "page", "not-a-page"],
    ["page=0", "page", "not-a-page"],
    ["page=999999999", "page", "not-a-page"],
    ["miles=0", "miles", "not-miles"],
    ["miles=ten", "miles", "not-miles"],
    ["sort=cheapest", "sort", "not-a-sort"],
    ["need=purple", "need", "unknown-value"],
    ["district=atlantis", "district", "unknown-value"],
    ["online=perhaps", "online", "unknown-value"],
    ["colour=red", "colour", "unknown-parameter"],
    ["q=%FF%FEswim", "q", "unreadable"],
  ])("%s", (nonsense, parameter, what) => {
    const { query, problems } = parse(`${nonsense}&support=hoist`);
    expect(problems).toContainEqual(expect.objectContaining({ parameter, what }));
    expect(query.filters.support).toEqual(["hoist"]);
    expect(query.page).toBe(1);
  });
});

test("a query of 10 KB is cut, and says so", () => {
  const { query, problems } = parse(`q=${"swimming ".repeat(1200)}`);
  expect(query.q.length).toBeLessThanOrEqual(200);
  expect(problems).toEqual([expect.objectContaining({ parameter: "q", what: "too-long" })]);
});

test("an age in years says more than a band", () => {
  expect(parse("age=5-10&age=7").query.ageText).toBe("7");
  expect(parse("age=7&age=5-10").query.ageText).toBe("7");
  expect(parse("age=&age=11-15&age=").query.ageText).toBe("11-15");
});

test("links from mail and social media bring parameters that nobody typed", () => {
  expect(parse("q=swim&utm_source=x&fbclid=y").problems).toEqual([]);
});

test("taking a choice back leaves the others, and starts from page one", () => {
  const { query } = parse("need=autism&need=adhd&age=7&online=1&page=3");
  expect(toParams(without(query, "need", "autism")).toString()).toBe("age=7&need=adhd&online=1");
  expect(toParams(without(query, "need")).toString()).toBe("age=7&online=1");
  expect(toParams(without(query, "age")).toString()).toBe("need=autism&need=adhd&online=1");
  expect(chosenFacets(without(query, "online"))).toEqual(["age", "need"]);
});

test("the search for everything has the plainest address", () => {
  expect(searchPath(emptyQuery())).toBe("/services");
});

test("whatever is in the address, it is read without a fault, and its own address reads the same", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.oneof(fc.constantFrom("q", "near", "age", "page", "miles", "need", "support", "sort", "online", "exact", "ask", "duty"), fc.string()), fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("autism", "7", "5-10", "1", "nearest", "hoist"))), { maxLength: 12 }), (pairs) => {
      const { query } = parseSearch(new URLSearchParams(pairs), DISTRICTS);
      const again = parseSearch(toParams(query), DISTRICTS);
      expect(again.problems).toEqual([]);
      // A distance without a place says nothing, so the address leaves it out.
      expect({ ...again.query, miles: 0 }).toEqual({ ...query, miles: 0 });
    }),
  );
});
