import { expect, test } from "vitest";
import { daysIn, endOf } from "./schedule.ts";

test.each([
  ["MO,WE", ["mo", "we"]],
  ["2WE", ["we"]],
  ["-1FR, sa", ["fr", "sa"]],
  ["", []],
  [undefined, []],
])("days in %j", (byday, days) => {
  expect(daysIn(byday)).toEqual(days);
});

test("a listing ends on its last date only when every one of its schedules has an end", () => {
  expect(endOf([])).toBeNull();
  expect(endOf([{ id: "a", validTo: "2022-07-01" }, { id: "b" }])).toBeNull();
  expect(endOf([{ id: "a", validTo: "2022-12-16" }, { id: "b", validTo: "2022-07-01" }])).toBe("2022-12-16");
});
