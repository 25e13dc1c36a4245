import { expect, test } from "vitest";
import { eventsOf } from "../../../tests/support/histories.ts";
import { day } from "../calendar/day.ts";
import { recordOn } from "./record.ts";

const meetings = recordOn(day("2026-12-01"), eventsOf(["2024-10-01", "2025-10-01", "2026-10-01"].map((on, i) => ({ id: `m${i}`, type: "review-meeting", on }))));

test("the last of its kind is the last up to a day, that day included", () => {
  const last = (until: string) => meetings.last(["review-meeting"], day(until))?.id ?? null;
  expect(["2024-09-30", "2024-10-01", "2025-09-30", "2025-10-01", "2027-01-01"].map(last)).toEqual([null, "m0", "m0", "m1", "m2"]);
});

test("the first of its kind is the first from a day, that day included", () => {
  const first = (from: string) => meetings.first(["review-meeting"], day(from))?.id ?? null;
  expect(["2024-01-01", "2024-10-01", "2024-10-02", "2026-10-01", "2026-10-02"].map(first)).toEqual(["m0", "m0", "m1", "m2", null]);
});
