import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { keyOf, openSealer } from "./sealing.server.ts";

const key = () => randomBytes(32).toString("base64");
const [first, second] = [`k1:${key()}`, `k2:${key()}`];

test("what was sealed opens again, whatever it is, and never looks the same twice", () => {
  const sealer = openSealer(first);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (words, row) => {
      const sealed = sealer.seal(words, row);
      expect(sealer.open(sealed, row)).toBe(words);
      expect(sealer.seal(words, row)).not.toBe(sealed);
      expect(sealed).toMatch(/^k1\.[\w-]+$/);
    }),
  );
});

test("a value in another person's row does not open, nor one that was altered in any byte", () => {
  const sealer = openSealer(first);
  const sealed = sealer.seal("Amira", "person.first_name.1");
  expect(() => sealer.open(sealed, "person.first_name.2")).toThrow(/altered, or belongs elsewhere/);
  for (let at = "k1.".length; at < sealed.length - 1; at++) {
    const altered = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
    expect(() => sealer.open(altered, "person.first_name.1")).toThrow(/altered/);
  }
});

test("after a change of keys the old values open and new ones have the new key", () => {
  const before = openSealer(first).seal("Amira", "x");
  const both = openSealer(`${second}, ${first}`);
  expect(both.open(before, "x")).toBe("Amira");
  expect(keyOf(both.seal("Amira", "x"))).toBe("k2");
  expect(() => openSealer(second).open(before, "x")).toThrow("The key k1 is not in DATA_KEYS.");
});

test.each([
  ["", /holds no key/],
  ["k1", /id:key pairs/],
  ["k1:c2hvcnQ=", /k1 in DATA_KEYS has 5 bytes/],
  [`${first},${first}`, /names the key k1 twice/],
])("keys that cannot be used are named without being told: %#", (keys, message) => {
  expect(() => openSealer(keys)).toThrow(message);
});
