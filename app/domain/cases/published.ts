import { isoText, type Day } from "../calendar/day.ts";
import type { FoundException } from "./exceptions.ts";
import type { Timeline } from "./timeline.ts";

/** A timeline as other systems get it: dates as ISO text, sources in words. These names are public, and stay. */
export interface PublishedTimeline {
  ruleSet: string;
  stage: string;
  deadlines: { rule: string; due: string; beSafe: string | null; target: string | null; from: string | null; actor: string; state: string; source: string }[];
  exceptions: { rule: string; kind: string; lawful: boolean; why: string }[];
}

/** @param inWords the sentence for why an exception counts, or does not */
export function published({ ruleSet, stage, deadlines, exceptions }: Timeline, inWords: (why: FoundException["why"]) => string): PublishedTimeline {
  const iso = (on: Day | null) => (on === null ? null : isoText(on));
  return {
    ruleSet,
    stage,
    deadlines: deadlines.map(({ rule, due, beSafe, target, from, actor, state, source }) => ({ rule, due: isoText(due), beSafe: iso(beSafe), target: iso(target), from, actor, state, source: source.text })),
    exceptions: distinct(exceptions.map(({ rule, kind, lawful, why }) => ({ rule, kind, lawful, why: inWords(why) }))),
  };
}

function distinct<T>(list: readonly T[]): T[] {
  return [...new Map(list.map((item) => [JSON.stringify(item), item])).values()];
}
