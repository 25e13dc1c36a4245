import { readCase, type Case, type EventProblem } from "./events.ts";

/** What was sent and cannot be used, and what was expected of it. */
export interface UnusedEvent {
  id: string;
  expected: string;
}

/** Events come in any order and from several hands: one that the others leave without sense waits, and the rest counts. */
export function usable(raw: readonly Record<string, unknown>[]): { events: Case["events"]; unused: UnusedEvent[] } {
  let left = [...raw];
  const unused: UnusedEvent[] = [];
  for (;;) {
    const read = readCase({ events: left });
    if (read.ok) return { events: read.case.events, unused };
    const wrong = new Map(read.problems.filter((problem): problem is EventProblem & { index: number } => problem.index !== null).map((problem) => [problem.index, problem]));
    if (wrong.size === 0) throw new Error("Events that cannot be read, and no event is to blame.");
    for (const [index, problem] of wrong) unused.push({ id: String(left[index]?.id), expected: `${problem.field ? `${problem.field}: ` : ""}${problem.expected}` });
    left = left.filter((_event, index) => !wrong.has(index));
  }
}
