import { expect, test } from "vitest";
import { ASSESSMENT_PAGES, assessmentProblems, NO_ANSWERS, pageAfter, pagesToDo } from "./assessment.ts";

const FILLED = { ...NO_ANSWERS, asker: "parent" as const, yourName: "A", firstName: "B", lastName: "C", why: "D", channel: "email" as const, email: "a@example.org" };

test("nothing is asked twice, and an empty request lacks only what the council cannot do without", () => {
  const missing = ASSESSMENT_PAGES.flatMap((page) => assessmentProblems(page, NO_ANSWERS, null).map(({ field }) => `${page} ${field}`));
  expect(missing).toEqual(["you asker", "you yourName", "child firstName", "child lastName", "why why", "contact channel"]);
  expect(ASSESSMENT_PAGES.flatMap((page) => assessmentProblems(page, FILLED, 7))).toEqual([]);
});

test("the way leads through every page once, and papers are no page that must be filled in", () => {
  const walked: string[] = [];
  for (let at: ReturnType<typeof pageAfter> = "you"; at !== "check"; at = pageAfter(at)) walked.push(at);
  expect(walked).toEqual(["you", "child", "why", "helps", "papers", "contact"]);
  expect(walked.filter((page) => page !== "papers")).toEqual([...ASSESSMENT_PAGES]);
});

test.each([
  ["somebody not born yet", -1, "tooYoungYet"],
  ["somebody of 25", 25, "tooOld"],
])("%s cannot be assessed", (_who, age, problem) => {
  expect(assessmentProblems("child", FILLED, age)).toEqual([{ field: "born-day", problem }]);
});

test("somebody of 24 and a baby can be asked for", () => {
  expect([0, 24].flatMap((age) => assessmentProblems("child", FILLED, age))).toEqual([]);
});

test("a way of being told needs what it goes to, and an address that was typed must be one", () => {
  const problems = (answers: object) => assessmentProblems("contact", { ...FILLED, ...answers }, 7).map(({ problem }) => problem);
  expect(problems({ channel: "email", email: "nobody" })).toEqual(["emailShape"]);
  expect(problems({ channel: "text", phone: "" })).toEqual(["phoneShape"]);
  expect(problems({ channel: "text", phone: "07700 900123" })).toEqual([]);
  expect(problems({ channel: "letter" })).toEqual(["addressMissing"]);
  expect(problems({ channel: "letter", address: "1 Road", email: "wrong" })).toEqual(["emailShape"]);
});

test("a reason can be words or needs that were ticked", () => {
  expect(assessmentProblems("why", { ...FILLED, why: "", needs: ["autism"] }, 7)).toEqual([]);
});

test("what is still to do is told page by page", () => {
  expect(pagesToDo({ ...NO_ANSWERS, done: ["you", "why"] })).toEqual(["child", "helps", "contact"]);
});
