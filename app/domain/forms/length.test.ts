import { expect, test } from "vitest";
import { characterCount, tooManyCharacters } from "./length.ts";

test.each<[what: string, count: number, text: string]>([
  ["nothing", 0, ""],
  ["letters, spaces and new lines", 8, "Tom\n say"],
  ["a new line as Windows writes it", 3, "a\r\nb"],
  ["an emoji", 1, "🙂"],
  ["one with a skin tone", 1, "👍🏽"],
  ["a family", 1, "👨‍👩‍👧‍👦"],
  ["a kiss in two skin tones", 1, "👩🏽‍❤️‍💋‍👩🏿"],
  ["flags", 2, "🇵🇱🏴󠁧󠁢󠁥󠁮󠁧󠁿"],
  ["an accent written by itself", 4, "cafe\u0301"],
  ["Urdu with its marks", 3, "پَہَل"],
  ["half of an emoji", 2, "a\ud83d"],
  ["marks that nobody writes", 63, "a" + "\u0301".repeat(1000)],
])("a person counts %s as %i", (_what, count, text) => {
  expect(characterCount(text)).toBe(count);
});

test("what is too long says by how much", () => {
  expect(["🙂".repeat(5), "🙂".repeat(6), "x".repeat(7), ""].map((text) => tooManyCharacters(text, 5))).toEqual([0, 1, 2, 0]);
});
