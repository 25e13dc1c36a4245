import { readDay, type Day } from "../domain/calendar/day.ts";
import type { Case } from "../domain/cases/events.ts";
import { usable, type UnusedEvent } from "../domain/cases/usable-events.ts";
import { timelineOf, type Timeline } from "../domain/cases/timeline.ts";
import { findCase, type CaseKey, type StoredCase } from "../db/cases.server.ts";
import { findDeath, findDecidedRights, diedBefore, type DecidedRights } from "../db/followers.server.ts";
import type { Rights } from "../domain/access/roles.ts";
import type { Site } from "../site.server.ts";

export interface CaseWithTimeline {
  stored: StoredCase;
  case: Case;
  timeline: Timeline;
  rights: Rights;
  /** Known from any case of theirs: a record that stayed open by an oversight must not write to a family that mourns. */
  diedOn: Day | null;
  /** What was sent and cannot be used, because what it corrects is not here or it contradicts it; for the officer. */
  unused: UnusedEvent[];
}

const NO_RIGHTS: DecidedRights = { lacksCapacity: false, hasRepresentative: false, shared: new Map(), schoolYearStartsOn: null };

/** A case with its stage and dates as they stood on a day; null when there is no such case. */
export async function timelineOfCase(site: Site, key: CaseKey, asOf: Day): Promise<CaseWithTimeline | null> {
  const { prisma } = site.database;
  const stored = await findCase(prisma, site.sealer, key);
  if (!stored) return null;
  const [{ schoolYearStartsOn, ...decided }, diedOn] = stored.person ? await Promise.all([findDecidedRights(prisma, stored.person.id), findDeath(prisma, stored.person.id, asOf)]) : [NO_RIGHTS, null];
  const dateOfBirth = stored.person?.dateOfBirth;
  const { events, unused } = usable(stored.events);
  const person = dateOfBirth ? { dateOfBirth: readDay(dateOfBirth) as Day, ...(schoolYearStartsOn === null ? {} : { schoolYearStartsOn }) } : null;
  const timeline = timelineOf({ person, events }, asOf, { schoolReply: site.pack.schoolReply });
  const age = timeline.deadlines.find(({ rule, state }) => rule === "young-person-from" && state !== "stopped")?.due ?? null;
  const youngPersonFrom = age !== null && !diedBefore(diedOn, age) ? age : null;
  return { stored, case: { person, events }, timeline, rights: { youngPersonFrom, ...decided }, diedOn, unused };
}
