import { expect, test } from "vitest";
import { codesOf, derivedId, OWN_TAXONOMIES, ownAttribute } from "./taxonomies.ts";

test("no two of our terms share an id or an address", () => {
  const terms = OWN_TAXONOMIES.flatMap((taxonomy) => taxonomy.terms);
  expect(new Set(terms.map(({ id }) => id)).size).toBe(terms.length);
  expect(new Set(terms.map(({ uri }) => uri)).size).toBe(terms.length);
});

test("ids never change: feeds out there hold them", () => {
  expect(derivedId("term", "need", "autism")).toBe("45e975e6-f7aa-5cb7-9f71-ca82efc450c2");
  expect(OWN_TAXONOMIES.find(({ name }) => name === "category")?.id).toBe("d2c9dddf-3f37-5c08-9ba2-bb89e727b6b9");
});

test("codes come back in the taxonomy's order, whatever order they were linked in", () => {
  const links = (["hearing", "autism"] as const).map((code) => ownAttribute("x", "need", code));
  expect(codesOf(links, "need")).toEqual(["autism", "hearing"]);
  expect(codesOf(links, "category")).toEqual([]);
});

test("a term that does not exist cannot be linked", () => {
  expect(() => ownAttribute("x", "need", "purple" as "autism")).toThrow(RangeError);
});
