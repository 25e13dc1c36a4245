import { expect, test } from "vitest";
import { parse } from "postcode";
import { readMobile, readPostalAddress, shownMobile } from "./contact-choice.ts";

const postcodeOf = (line: string) => parse(line).postcode;

test.each(["07700 900123", "07700-900-123", "+44 7700 900123", "0044 7700 900 123", "+44 (0)7700 900123", "(07700) 900123", "０７７００９００１２３"])("%s is a mobile number", (typed) => {
  expect(readMobile(typed)).toBe("+447700900123");
  expect(shownMobile("+447700900123")).toBe("07700 900123");
});

test.each(["", "01632 960123", "0770090012", "077009001234", "07000 900123", "07611 900123", "+1 202 555 0123", "+33 7 70 09 00 12", "ring me"])("%j is no UK mobile number", (typed) => {
  expect(readMobile(typed)).toBeNull();
});

test("a number of the Isle of Man gets texts", () => {
  expect(readMobile("07624 123456")).toBe("+447624123456");
});

test.each([
  ["1 Invented Road\nSaltmarsh\ncm26jx", ["1 Invented Road", "Saltmarsh", "CM2 6JX"]],
  ["1 Invented Road, Saltmarsh, CM2 6JX", ["1 Invented Road", "Saltmarsh", "CM2 6JX"]],
  ["  Flat 2 \n\n CM2 6JX \n", ["Flat 2", "CM2 6JX"]],
  ["1 Invented Road\nCM2 6JX\nEssex", ["1 Invented Road", "Essex", "CM2 6JX"]],
])("%j is an address", (typed, lines) => {
  expect(readPostalAddress(typed, postcodeOf)).toEqual({ ok: true, lines });
});

test.each([
  ["", "empty"],
  [" \n ", "empty"],
  ["1 Invented Road\nSaltmarsh", "no-postcode"],
  ["CM2 6JX", "too-short"],
  ["1\n2\n3\n4\n5\n6\n7\nCM2 6JX", "too-long"],
  [`${"x".repeat(61)}\nCM2 6JX`, "too-long"],
])("of %j it is said what is wrong", (typed, because) => {
  expect(readPostalAddress(typed, postcodeOf)).toEqual({ ok: false, because });
});
