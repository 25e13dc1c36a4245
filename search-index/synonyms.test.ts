import { expect, test } from "vitest";
import english from "./synonyms/en.json" with { type: "json" };
import { expandWords, meilisearchSynonyms, synonymGroupsFor, wordCount } from "./synonyms.ts";

const groups = synonymGroupsFor({ ewmhs: ["camhs", "child and adolescent mental health"] });
const synonyms = meilisearchSynonyms(groups);

test("no key is longer than Meilisearch looks up, and none has more than it keeps", () => {
  for (const [key, targets] of Object.entries(synonyms)) {
    expect(wordCount(key), key).toBeLessThanOrEqual(3);
    expect(targets.length, key).toBeLessThanOrEqual(50);
    // Where a target has several words, Meilisearch counts their sum.
    expect(targets.reduce((sum, target) => sum + wordCount(target), 0), key).toBeLessThanOrEqual(100);
  }
});

test("no key stands for itself, and every key for something", () => {
  for (const [key, targets] of Object.entries(synonyms)) {
    expect(targets, key).not.toContain(key);
    expect(targets.length, key).toBeGreaterThan(0);
  }
});

test("two-way terms find each other; a one-way word leads one way", () => {
  expect(synonyms.respite).toContain("short breaks");
  expect(synonyms["short breaks"]).toContain("respite");
  expect(synonyms.salt).toContain("speech and language therapy");
  expect(synonyms["speech therapy"]).not.toContain("salt");
});

test("a council's own acronyms are known in that council only", () => {
  expect(synonyms.ewmhs).toEqual(["camhs", "child and adolescent mental health"]);
  expect(meilisearchSynonyms(synonymGroupsFor({}))).not.toHaveProperty("ewmhs");
});

test("every group says where it comes from", () => {
  for (const group of english.groups) expect(Object.keys(english.sources), group.id).toEqual(expect.arrayContaining(group.src));
});

test("an engine without synonyms is given them", () => {
  expect(expandWords("respite chelmsford", groups)).toEqual([["respite", ...(synonyms.respite ?? [])], ["chelmsford"]]);
  expect(expandWords("stay and play", groups)[0]?.[0]).toBe("stay and play");
});
