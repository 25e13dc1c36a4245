import { expect, test } from "vitest";
import { ageRange, bandsOf, parseAge } from "./age-range.ts";

test.each([
  ["7", { from: 7, to: 7 }],
  ["0", { from: 0, to: 0 }],
  ["25", { from: 25, to: 25 }],
  ["5-10", { from: 5, to: 10 }],
  ["19-25", { from: 19, to: 25 }],
  ["-3", null],
  ["26", null],
  ["5-11", null],
  ["7.5", null],
  ["seven", null],
  ["", null],
])("age %j is read as %j", (text, range) => {
  expect(parseAge(text)).toEqual(range);
});

test.each([
  [5, 10, ["5-10"]],
  [4, 11, ["0-4", "5-10", "11-15"]],
  [16, 18, ["16-18"]],
  [18, 25, ["16-18", "19-25"]],
  [undefined, 4, ["0-4"]],
  [14, undefined, ["11-15", "16-18", "19-25"]],
  [undefined, undefined, ["0-4", "5-10", "11-15", "16-18", "19-25"]],
  [30, 60, []],
])("a listing for %s to %s is in the bands %j", (from, to, bands) => {
  expect(bandsOf(ageRange(from, to))).toEqual(bands);
});
