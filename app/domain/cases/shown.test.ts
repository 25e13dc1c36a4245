import { expect, test } from "vitest";
import { hasRights, toldState, waitsForCertificate, type FamilyPage, type ToldState } from "./shown.ts";
import type { Deadline } from "./timeline.ts";

const FINAL_PLAN: Parameters<typeof toldState>[0] = { rule: "final-plan", state: "running", countedFrom: "sent", awaitsCertificate: false, doneOn: null, endedOn: null };

test.each<[what: string, told: ToldState, date: Partial<Deadline>]>([
  ["a duty that runs", "running", {}],
  ["a duty that is late", "late", { state: "late" }],
  ["a duty that was done late", "was-late", { state: "late", doneOn: 1 }],
  ["a duty that was late when nobody needed it any more", "was-late", { state: "late", endedOn: 1 }],
  ["a duty that was done late for a reason the law allows", "was-excused", { state: "may-be-late", doneOn: 1 }],
  ["a date of age that is to come", "to-come", { rule: "young-person-from", countedFrom: "birth" }],
  ["a date of age that has come is nobody's doing in time", "come", { rule: "young-person-from", countedFrom: "birth", state: "met" }],
  ["a decision that need not come is never late", "missed", { rule: "no-plan-decision", state: "late" }],
  ["but late where it came after its last day", "was-late", { rule: "no-plan-decision", state: "late", doneOn: 1 }],
  ["a report that was sent late, though the review was decided by then", "was-late", { rule: "review-report", state: "stopped", doneOn: 1 }],
  ["a plan that was changed when its review had long left it as it was", "stopped", { rule: "review-final-overall", state: "stopped", doneOn: 1 }],
  ["a day that is only practice is never late", "missed", { rule: "review-meeting-by", state: "late" }],
  ["nor where what it was for was done after it", "missed", { rule: "review-meeting-by", state: "late", doneOn: 1 }],
  ["a time that a certificate will lengthen is not over", "running", { rule: "appeal", state: "missed", awaitsCertificate: true }],
  ["a time that nothing will lengthen is", "missed", { rule: "appeal", state: "missed" }],
])("%s", (_what, told, date) => {
  expect(toldState({ ...FINAL_PLAN, ...date })).toBe(told);
});

test.each<[what: string, rights: boolean, waits: boolean, awaitsCertificate: boolean, yours: string[]]>([
  ["both times run", true, false, false, ["mediation-contact", "appeal"]],
  ["the adviser was asked, and the two months run", true, false, true, ["appeal"]],
  ["the two months are over, and the certificate is to come", true, true, true, []],
  ["both are over", false, false, false, []],
  ["only comments run", false, false, false, ["draft-comments"]],
])("what a family can still do: %s", (_what, rights, waits, awaitsCertificate, rules) => {
  const page = { refusal: { awaitsCertificate }, yours: rules.map((rule) => ({ rule })) } as unknown as FamilyPage;
  expect([hasRights(page), waitsForCertificate(page)]).toEqual([rights, waits]);
});
