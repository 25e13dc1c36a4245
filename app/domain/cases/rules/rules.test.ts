import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../../../i18n/languages.ts";
import { day } from "../../calendar/day.ts";
import { EXCEPTION_WHYS } from "../exceptions.ts";
import type { LegalSource, RuleSet } from "../rule-set.ts";
import { AGE_RULES, byEvent, RULE_IDS } from "../rule-set.ts";
import { OutsideRulesError, RULE_SETS, rulesInForce } from "./index.ts";

/** The rules as a whole: nothing without a source, words in every language and an example. */
const EXAMPLES = JSON.parse(readFileSync("tests/timeline/worked-examples.json", "utf8")) as { expect: { rule: string }[] }[];

interface Words {
  rules: Record<string, { name: string; reason: string; who: string }>;
  exceptions: Record<string, string>;
}
const wordsIn = (language: string) => JSON.parse(readFileSync(`content/locales/${language}/timeline.json`, "utf8")) as Words;

describe.each(RULE_SETS)("the rules $id", (set) => {
  test("are all there, each once", () => {
    expect([...set.rules.map(({ id }) => id), ...AGE_RULES].sort()).toEqual([...RULE_IDS].sort());
  });

  test("each has a legal source for each event it is counted from; what is not law says so", () => {
    for (const rule of set.rules) {
      for (const type of Object.keys(rule.from)) {
        const source: LegalSource = byEvent(rule.source, type as never);
        expect(source.text, rule.id).toMatch(rule.statutory ? /(reg|s\.|rules?) ?\d/ : /not law/);
        if (rule.statutory) expect(source.url, rule.id).toMatch(/^https:\/\/www\.legislation\.gov\.uk\//);
      }
      expect(rule.law, rule.id).not.toBe("");
    }
    for (const rule of AGE_RULES) expect(set.ages.sources[rule].url, rule).toMatch(/^https:\/\/www\.legislation\.gov\.uk\//);
  });

  test("each has a worked example", () => {
    const shown = new Set(EXAMPLES.flatMap((example) => example.expect.map(({ rule }) => rule)));
    expect(RULE_IDS.filter((id) => !shown.has(id))).toEqual([]);
  });
});

test.each(LANGUAGES.map(({ code }) => code))("every rule and every answer about exceptions has its words in %s", (language) => {
  const { rules, exceptions } = wordsIn(language);
  expect(Object.keys(rules).sort()).toEqual([...RULE_IDS].sort());
  expect(Object.keys(exceptions).sort()).toEqual([...EXCEPTION_WHYS].sort());
  for (const [id, { name, reason, who }] of Object.entries(rules)) expect([name, reason, who].every((text) => text.trim() !== "" && !text.includes("\n")), id).toBe(true);
});

describe("which rules were in force", () => {
  test("those of the day, from the first day to the last", () => {
    expect(rulesInForce(day("2014-09-01")).id).toBe("england-2014");
    expect(rulesInForce(day("2026-11-22")).id).toBe("england-2014");
    expect(() => rulesInForce(day("2014-08-31"))).toThrow(OutsideRulesError);
  });

  test("another plan is one more set, and a day between two sets is an error, not a guess", () => {
    const [england] = RULE_SETS as [RuleSet];
    const ended: RuleSet = { ...england, inForceTo: day("2029-08-31") };
    const next: RuleSet = { ...england, id: "next", inForceFrom: day("2029-09-10") };
    expect(rulesInForce(day("2029-08-31"), "ehc-plan", [ended, next]).id).toBe("england-2014");
    expect(rulesInForce(day("2029-09-10"), "ehc-plan", [ended, next]).id).toBe("next");
    expect(() => rulesInForce(day("2029-09-03"), "ehc-plan", [ended, next])).toThrow(OutsideRulesError);
  });

  test("the periods of the sets of one plan neither overlap nor run backwards", () => {
    for (const set of RULE_SETS) {
      expect(set.inForceTo === null || set.inForceTo >= set.inForceFrom, set.id).toBe(true);
      for (const other of RULE_SETS) if (other !== set && other.plan === set.plan) expect((set.inForceTo ?? Infinity) < other.inForceFrom || (other.inForceTo ?? Infinity) < set.inForceFrom).toBe(true);
    }
  });
});
