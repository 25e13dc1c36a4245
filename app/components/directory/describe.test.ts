import { expect, test } from "vitest";
import { per } from "./describe.ts";

test.each([
  ["session", "a session"],
  ["hour", "an hour"],
  ["evening", "an evening"],
  ["unit", "a unit"],
  ["per term", "per term"],
  ["each", "each"],
  ["2 hours", "for 2 hours"],
  ["ten weeks", "for ten weeks"],
  ["half a day", "for half a day"],
  ["half day", "a half day"],
  ["for a family of four", "for a family of four"],
  ["2 adults and a child", "2 adults and a child"],
])("a price for %j reads %j", (words, read) => {
  expect(per(words)).toBe(read);
});
