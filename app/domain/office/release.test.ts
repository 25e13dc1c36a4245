import { expect, test } from "vitest";
import { initialsOf, isRightChild } from "./release.ts";

test.each([
  ["Amira", "Okonkwo", "AO"],
  ["Jean-Luc", "de Souza", "JS"],
  ["Élodie", "van der Berg", "EB"],
  ["Żaneta", "Łoś", "ZL"],
  [null, "Okonkwo", "O"],
  [null, null, ""],
])("the initials of %s %s are %s", (firstName, lastName, initials) => {
  expect(initialsOf({ firstName, lastName })).toBe(initials);
});

test("what people type for initials is understood, another child's is not", () => {
  const check = { initials: "AO", bornIn: 2016, reference: "EHC-1" };
  for (const typed of ["AO", "ao", "A.O.", " a o "]) expect(isRightChild(typed, check)).toBe(true);
  for (const typed of ["", "A", "OA", "AOB", "EHC-1"]) expect(isRightChild(typed, check)).toBe(false);
  expect(isRightChild("ehc-1", { ...check, initials: "" })).toBe(true);
  expect(isRightChild("", { ...check, initials: "" })).toBe(false);
});
