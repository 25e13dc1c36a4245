import { describe, expect, test } from "vitest";
import { day, isoText } from "../calendar/day.ts";
import { maySeeMessage, receiptReference, replyDue, replyState } from "./message.ts";

test.each([
  ["a Monday", "2026-11-23", 5, "2026-11-30"],
  ["a Saturday, which does not count", "2026-11-28", 5, "2026-12-04"],
  ["Christmas Eve, over two bank holidays", "2026-12-24", 5, "2027-01-05"],
  ["a Friday, for the next working day", "2026-11-27", 1, "2026-11-30"],
])("a message that comes in on %s is answered by the day that was promised", (_what, on, days, expected) => {
  expect(isoText(replyDue(day(on), days))).toBe(expected);
});

describe("how a message stands", () => {
  const due = day("2026-11-30");
  test("it waits to the end of the day that was promised", () => {
    expect(replyState(due, null, due)).toEqual({ is: "waiting" });
    expect(replyState(due, null, due + 1)).toEqual({ is: "late", days: 1 });
  });
  test("an answer on the last day is in time, the day after is late", () => {
    expect(replyState(due, due, due + 9)).toEqual({ is: "answered", on: due });
    expect(replyState(due, due + 1, due + 9)).toEqual({ is: "answered-late", on: due + 1, days: 1 });
  });
});

test("a receipt's reference is short and the same each time", () => {
  expect(receiptReference("M", "0b6c6a0e-5a57-4b0f-8d0e-6f3a1f0f9a10")).toBe("M-0B6C6-A0E5A");
});

test("what one parent wrote to the council alone, the other does not see", () => {
  const message = { fromFamily: true, userId: "a", privateTo: "a" };
  expect([maySeeMessage(message, { userId: "a" }), maySeeMessage(message, { userId: "b" }), maySeeMessage(message, "council")]).toEqual([true, false, true]);
  expect(maySeeMessage({ ...message, privateTo: null }, { userId: "b" })).toBe(true);
});
