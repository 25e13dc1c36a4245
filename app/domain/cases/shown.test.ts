import { expect, test } from "vitest";
import { toldState, type ToldState } from "./shown.ts";
import type { Deadline } from "./timeline.ts";

const FINAL_PLAN: Parameters<typeof toldState>[0] = { rule: "final-plan", state: "running", countedFrom: "sent", awaitsCertificate: false };

test.each<[what: string, told: ToldState, date: Partial<Deadline>]>([
  ["a duty that runs", "running", {}],
  ["a duty that is late", "late", { state: "late" }],
  ["a date of age that is to come", "to-come", { rule: "young-person-from", countedFrom: "birth" }],
  ["a date of age that has come is nobody's doing in time", "come", { rule: "young-person-from", countedFrom: "birth", state: "met" }],
  ["a decision that need not come is never late", "missed", { rule: "no-plan-decision", state: "late" }],
  ["a time that a certificate will lengthen is not over", "running", { rule: "appeal", state: "missed", awaitsCertificate: true }],
  ["a time that nothing will lengthen is", "missed", { rule: "appeal", state: "missed" }],
])("%s", (_what, told, date) => {
  expect(toldState({ ...FINAL_PLAN, ...date })).toBe(told);
});
