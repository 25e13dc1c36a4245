import { readDay, type Day } from "../domain/calendar/day.ts";
import { readCase, type Case, type EventProblem } from "../domain/cases/events.ts";
import { timelineOf, type Timeline } from "../domain/cases/timeline.ts";
import { findCase, type CaseKey, type StoredCase } from "../db/cases.server.ts";
import { findDecidedRights, type DecidedRights } from "../db/followers.server.ts";
import type { Rights } from "../domain/access/roles.ts";
import type { Site } from "../site.server.ts";

export interface CaseWithTimeline {
  stored: StoredCase;
  case: Case;
  timeline: Timeline;
  rights: Rights;
  /** What was sent and cannot be used, because what it corrects is not here or it contradicts it; for the officer. */
  unused: { id: string; expected: string }[];
}

const NO_RIGHTS: DecidedRights = { lacksCapacity: false, hasRepresentative: false, shared: new Map(), schoolYearStartsOn: null };

/** A case with its stage and dates as they stood on a day; null when there is no such case. */
export async function timelineOfCase(site: Site, key: CaseKey, asOf: Day): Promise<CaseWithTimeline | null> {
  const { prisma } = site.database;
  const stored = await findCase(prisma, site.sealer, key);
  if (!stored) return null;
  const { schoolYearStartsOn, ...decided } = stored.person ? await findDecidedRights(prisma, stored.person.id) : NO_RIGHTS;
  const dateOfBirth = stored.person?.dateOfBirth;
  const { events, unused } = usable(stored.events);
  const person = dateOfBirth ? { dateOfBirth: readDay(dateOfBirth) as Day, ...(schoolYearStartsOn === null ? {} : { schoolYearStartsOn }) } : null;
  const timeline = timelineOf({ person, events }, asOf, { schoolReply: site.pack.schoolReply });
  const youngPersonFrom = timeline.deadlines.find(({ rule }) => rule === "young-person-from")?.due ?? null;
  return { stored, case: { person, events }, timeline, rights: { youngPersonFrom, ...decided }, unused };
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
