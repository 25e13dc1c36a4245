import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findVagueWords, markVagueWords } from "./vague-words.ts";

const words = (text: string) => findVagueWords(text).map(({ from, to, kind }) => `${kind}: ${text.slice(from, to)}`);

describe("what a plan leaves open", () => {
  test.each([
    ["Sam will have access to a speech and language therapist as required.", ["access: will have access to", "as-required: as required"]],
    ["Regular small group work with school staff.", ["how-often: Regular", "how-much: small group", "who: school staff"]],
    ["Opportunities for movement breaks, where possible.", ["opportunities: Opportunities for", "where-possible: where possible"]],
    ["He would benefit from additional support on a regular basis.", ["may: would benefit from", "how-much: additional support", "how-often: on a regular basis"]],
    ["Up to 10 hours a week from a suitably trained adult, e.g. a teaching assistant.", ["how-much: Up to 10 hours", "who: suitably trained", "such-as: e.g."]],
    ["OT advice AS AND WHEN NEEDED", ["as-required: AS AND WHEN NEEDED"]],
  ])("%s", (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  test.each([
    "A qualified speech and language therapist sees Sam for 45 minutes each week, in 38 weeks of the year, one to one.",
    "A teaching assistant sits beside Sam in every lesson, 32.5 hours a week.",
    "",
    "Irregular verbs. Inaccessible. The Example School.",
  ])("nothing to ask: %s", (text) => {
    expect(words(text)).toEqual([]);
  });

  test("the pieces of any text are the whole text, and none lies over another", () => {
    const anyText = fc.array(fc.oneof(fc.string(), fc.constantFrom(" access to ", "as required", "regularly ", "e.g. ", "٣ ", "😀"))).map((parts) => parts.join(""));
    fc.assert(
      fc.property(anyText, (text) => {
        expect(markVagueWords(text).map((piece) => piece.text).join("")).toBe(text);
        const found = findVagueWords(text);
        found.forEach(({ from, to }, i) => {
          expect(to).toBeGreaterThan(from);
          expect(from).toBeGreaterThanOrEqual(found[i - 1]?.to ?? 0);
        });
      }),
    );
  });
});
