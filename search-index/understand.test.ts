import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseCouncilPack } from "../app/council/pack.ts";
import { searchablePlaceNames } from "../app/search/places.ts";
import { synonymGroupsFor } from "./synonyms.ts";
import { makeLexicon, understand, type Lexicon, type Understood } from "./understand.ts";

const pack = parseCouncilPack(readFileSync("content/areas/essex.json", "utf8"), "essex.json");
const lexicon: Lexicon = makeLexicon({
  groups: synonymGroupsFor(pack.acronyms),
  places: searchablePlaceNames(pack),
  postcodeDistricts: [pack, ...pack.neighbours].flatMap((area) => area.postcodeDistricts.map(({ code }) => code)),
  areaNames: [pack.name],
  moreWords: ["Clubs and activities", "Step-free"],
});

const NOTHING: Omit<Understood, "unchanged"> = { text: "", corrected: null, rewritten: false, place: null, district: null, age: null, miles: null };

describe("places are lifted out of the words", () => {
  test.each<[string, Partial<Understood>]>([
    ["swimming near CM2 6JX", { text: "swimming", place: "CM2 6JX" }],
    ["ss26er", { place: "SS2 6ER" }],
    ["CM2", { place: "CM2" }],
    ["special schools near SS2", { text: "special schools", place: "SS2" }],
    ["clubs within 5 miles of CM1", { text: "clubs", place: "CM1", miles: 5 }],
    ["autism chelmsford", { text: "autism", place: "Chelmsford" }],
    ["youth clubs in Walton-on-the-Naze", { text: "youth clubs", place: "Walton-on-the-Naze" }],
    ["clubs in tendring", { text: "clubs", district: "tendring" }],
    ["youth clubs in essex", { text: "youth clubs" }],
    ["nurseries in stock", { text: "nurseries", place: "Stock" }],
    ["stock car racing", { text: "stock car racing" }],
    ["vitamin b12", { text: "vitamin b12" }],
    ["ks2 maths", { text: "ks2 maths" }],
    ["section 41 schools", { text: "section 41 schools" }],
  ])("%s", (q, expected) => {
    expect(understand(q, lexicon)).toMatchObject({ ...NOTHING, ...expected });
  });
});

describe("an age is read from the words", () => {
  test.each<[string, Partial<Understood>]>([
    ["my son is 3 and not talking", { text: "not talking", age: 3 }],
    ["clubs for 7 year olds", { text: "clubs", age: 7 }],
    ["football for a 4yo", { text: "football", age: 4 }],
    ["my daughter's 16 swimming", { text: "swimming", age: 16 }],
    ["dance aged 12", { text: "dance", age: 12 }],
    ["2 year old funding", { text: "2 year old funded", rewritten: true }],
    ["30 hours", { text: "30 hours" }],
    ["clubs for 40 year olds", { text: "clubs 40 olds" }],
  ])("%s", (q, expected) => {
    expect(understand(q, lexicon)).toMatchObject(expected);
  });
});

describe("long questions, long phrases and acronyms become what services are called", () => {
  test.each<[string, string]>([
    ["how do i get my child assessed", "ehc needs assessment"],
    ["child wont go to school", "school refusal"],
    ["my child won't go to school", "school refusal"],
    ["somewhere for my teenager to make friends", "teenager make friends"],
    ["overnight respite for complex needs", "overnight respite complex needs"],
    ["OT", "occupational therapy"],
    ["dla form help", "disability living allowance form help"],
    ["education health and care plan", "ehcp"],
    ["speech and language therapy", "speech therapy"],
    ["hoist and changing bench", "changing places"],
    ["kicked out of school", "exclusion"],
    ["job for my son", "supported employment"],
    ["stay and play under 5s", "stay and play under 5s"],
    ["the", "the"],
  ])("“%s” is searched for as “%s”", (q, text) => {
    expect(understand(q, lexicon).text).toBe(text);
  });

  test("what reads alike is not told, and what does not is", () => {
    expect(understand("speech and language therapy", lexicon).rewritten).toBe(false);
    expect(understand("OT", lexicon).rewritten).toBe(true);
  });
});

describe("misspellings", () => {
  test.each([
    ["austism", "autism"],
    ["swiming", "swimming"],
    ["resbite", "respite"],
    ["speach therapy", "speech therapy"],
    ["dyslexa", "dyslexia"],
    ["cahms", "camhs"],
    ["echp application", "ehcp application"],
  ])("that we know of are mended: %s", (q, text) => {
    expect(understand(q, lexicon)).toMatchObject({ text, corrected: null, rewritten: true });
  });

  test.each([
    ["footbal club", "football club"],
    ["phisiotherapy", "physiotherapy"],
    ["wheelchiar", "wheelchair"],
  ])("that we guess at keep the words as typed beside them: %s", (q, corrected) => {
    expect(understand(q, lexicon)).toMatchObject({ text: q, corrected });
  });

  test.each(["otters", "teenager", "swimm", "autyzm", "آٹزم", "scoala speciala", "aspergers", "deaf", "care"])("are not seen where there are none: %s", (q) => {
    expect(understand(q, lexicon)).toMatchObject({ text: q, corrected: null, rewritten: false });
  });
});

test("never more words than Meilisearch reads", () => {
  expect(understand("swimming ".repeat(30), lexicon).text.split(" ")).toHaveLength(10);
});

test.each(["", "   ", "((((", "\\", "a".repeat(200), "🏊 near 🏊", "' OR 1=1 --", "%", "near near near"])("%j is understood without a fault", (q) => {
  expect(() => understand(q, lexicon)).not.toThrow();
});
