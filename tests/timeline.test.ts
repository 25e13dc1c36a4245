import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { day, isoText } from "../app/domain/calendar/day.ts";
import { readCase } from "../app/domain/cases/events.ts";
import { DEFAULT_SETTINGS } from "../app/domain/cases/reading.ts";
import type { Timeline } from "../app/domain/cases/timeline.ts";
import { timelineOf } from "../app/domain/cases/timeline.ts";
import type { Example } from "./timeline/example.ts";

/** The worked examples of law.md: `tests/timeline/worked-examples.json`. */
const EXAMPLES = JSON.parse(readFileSync("tests/timeline/worked-examples.json", "utf8")) as Example[];

function timeline({ person, events, asOf = "2026-11-22", settings = DEFAULT_SETTINGS }: Example): Timeline {
  const read = readCase({ person, events });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return timelineOf(read.case, day(asOf), settings);
}

function shown({ deadlines }: Timeline) {
  const iso = (on: number | null) => (on === null ? null : isoText(on));
  return deadlines.map(({ rule, due, beSafe, target, from, actor, state }) => ({ rule, due: iso(due), beSafe: iso(beSafe), target: iso(target), from, actor, state }));
}

describe.each(EXAMPLES)("example $example: $case", (example) => {
  const found = timeline(example);

  test.each(example.expect)("$rule: $due", (expected) => {
    const same = shown(found).filter(({ rule, from }) => rule === expected.rule && (expected.from === undefined || from === expected.from));
    expect(same).toEqual([expect.objectContaining(expected)]);
  });
});

describe.each(EXAMPLES.filter(({ exceptions }) => exceptions))("example $example: $case", (example) => {
  test("its reasons for being late", () => {
    const found = timeline(example).exceptions;
    for (const { rule, kind, lawful } of example.exceptions ?? []) {
      const answers = found.filter((answer) => answer.rule === rule && answer.kind === kind).map((answer) => answer.lawful);
      expect([...new Set(answers)], `${rule} ${kind}`).toEqual([lawful]);
    }
  });
});
