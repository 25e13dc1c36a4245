import { expect, test } from "vitest";
import { channelFor, minutesToWait, type Channel } from "./channel.ts";

test.each<[channel: Channel, adjustments: string[], has: string, expected: Channel | null]>([
  ["email", [], "email", "email"],
  ["text", [], "email phone", "text"],
  ["text", [], "email", "email"],
  ["letter", [], "email address", "letter"],
  ["letter", [], "email", "email"],
  ["email", ["phone-not-email"], "email phone address", "text"],
  ["email", ["phone-not-email"], "email address", "letter"],
  ["email", ["phone-not-email"], "email", "email"],
  ["text", ["phone-not-email"], "email address", "letter"],
  ["email", [], "", null],
])("who chose %s with %j, of whom we know %s, is told by %s", (channel, adjustments, has, expected) => {
  expect(channelFor({ channel, adjustments, has: { email: has.includes("email"), phone: has.includes("phone"), address: has.includes("address") } })).toBe(expected);
});

const HOUR = 60;
test.each<[at: number, channel: Channel, adjustments: string[], urgent: boolean, expected: number]>([
  [3 * HOUR, "email", [], false, 0],
  [3 * HOUR, "text", [], false, 5 * HOUR],
  [22 * HOUR, "text", [], false, 10 * HOUR],
  [9 * HOUR, "text", [], false, 0],
  [3 * HOUR, "text", [], true, 0],
  [3 * HOUR, "letter", ["morning"], false, 0],
  [13 * HOUR, "email", ["morning"], false, 19 * HOUR],
  [9 * HOUR, "email", ["morning"], false, 0],
  [9 * HOUR, "text", ["afternoon", "evening"], false, 3 * HOUR],
  [18 * HOUR, "text", ["afternoon", "evening"], false, 0],
])("at minute %s a %s for %j (urgent: %s) waits %s minutes", (at, channel, adjustments, urgent, expected) => {
  expect(minutesToWait(at, channel, adjustments, urgent)).toBe(expected);
});
