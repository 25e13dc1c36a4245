import { readDay, type Day } from "../domain/calendar/day.ts";
import { readCase, type Case, type EventProblem } from "../domain/cases/events.ts";
import { timelineOf, type Timeline } from "../domain/cases/timeline.ts";
import { findCase, type StoredCase } from "../db/cases.server.ts";
import type { Site } from "../site.server.ts";

export interface CaseWithTimeline {
  stored: StoredCase;
  case: Case;
  timeline: Timeline;
  /** What was sent and cannot be used, because what it corrects is not here or it contradicts it; for the officer. */
  unused: { id: string; expected: string }[];
}

/** A case with its stage and dates as they stood on a day; null when there is no such case. */
export async function timelineOfCase(site: Site, reference: string, asOf: Day): Promise<CaseWithTimeline | null> {
  const stored = await findCase(site.database.prisma, site.sealer, reference);
  if (!stored) return null;
  const dateOfBirth = stored.person?.dateOfBirth;
  const { events, unused } = usable(stored.events);
  const read: Case = { person: dateOfBirth ? { dateOfBirth: readDay(dateOfBirth) as Day } : null, events };
  return { stored, case: read, timeline: timelineOf(read, asOf, { schoolReply: site.pack.schoolReply }), unused };
}

/** Events come in any order and from several hands: one that the others leave without sense waits, and the rest counts. */
export function usable(raw: readonly Record<string, unknown>[]): { events: Case["events"]; unused: CaseWithTimeline["unused"] } {
  let left = [...raw];
  const unused: CaseWithTimeline["unused"] = [];
  for (;;) {
    const read = readCase({ events: left });
    if (read.ok) return { events: read.case.events, unused };
    const wrong = new Map(read.problems.filter((problem): problem is EventProblem & { index: number } => problem.index !== null).map((problem) => [problem.index, problem]));
    if (wrong.size === 0) throw new Error("Events that cannot be read, and no event is to blame.");
    for (const [index, problem] of wrong) unused.push({ id: String(left[index]?.id), expected: `${problem.field ? `${problem.field}: ` : ""}${problem.expected}` });
    left = left.filter((_event, index) => !wrong.has(index));
  }
}
