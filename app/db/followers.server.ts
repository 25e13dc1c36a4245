import type { Prisma, PrismaClient } from "../../prisma/generated/client.ts";
import { ageDates } from "../domain/cases/ages.ts";
import { deathIn } from "../domain/cases/closing.ts";
import { recordOn } from "../domain/cases/record.ts";
import { usable } from "../domain/cases/usable-events.ts";
import { rulesInForce } from "../domain/cases/rules/index.ts";
import { day, readDay, type Day } from "../domain/calendar/day.ts";
import { PARTS, RELATIONS, type Following, type Part, type Rights, type Sharing } from "../domain/access/roles.ts";

import { localDay } from "../today.ts";
import { recordActs, type Act } from "./audit.server.ts";
import { eventsOf } from "./cases.server.ts";
import type { Sealer } from "./sealing.server.ts";

type Client = PrismaClient | Prisma.TransactionClient;

/** How an account follows a child; null when it does not. */
export async function findFollowing(prisma: Client, personId: string, userId: string): Promise<Following | null> {
  const row = await prisma.follower.findUnique({ where: { personId_userId: { personId, userId } } });
  return row && followingOf(row);
}

/** How an account follows the child of a case; null when it does not, and where there is no such case. */
export async function findFollowingOfCase(prisma: Client, caseId: string, userId: string): Promise<Following | null> {
  const row = await prisma.follower.findFirst({ where: { userId, person: { cases: { some: { id: caseId } } } } });
  return row && followingOf(row);
}

export function followingOf(row: { id: string; relation: string; since: Date; parts: string[]; endsOn: Date | null; endedAt: Date | null; blockedAt: Date | null }): Following {
  return {
    id: row.id,
    relation: RELATIONS.find((relation) => relation === row.relation) ?? "supporter",
    since: day(localDay(row.since)),
    parts: partsOf(row.parts),
    endsOn: row.endsOn && day(row.endsOn.toISOString().slice(0, 10)),
    isEnded: row.endedAt !== null,
    isBlocked: row.blockedAt !== null,
  };
}

export function partsOf(parts: readonly string[]): Part[] {
  return PARTS.filter((part) => parts.includes(part));
}

/** What was decided about who acts for a person, standing now. `schoolYearStartsOn` is for the age rules. */
export interface DecidedRights extends Omit<Rights, "youngPersonFrom"> {
  schoolYearStartsOn: Day | null;
}

export async function findDecidedRights(prisma: Client, personId: string): Promise<DecidedRights> {
  const [decisions, representative] = await Promise.all([
    prisma.rightsDecision.findMany({ where: { personId, undoneAt: null }, orderBy: [{ decidedAt: "asc" }, { id: "asc" }], select: { kind: true, followerId: true, parts: true, on: true } }),
    prisma.follower.count({ where: { personId, relation: "alternative-person", endedAt: null, blockedAt: null } }),
  ]);
  const rights: DecidedRights = { lacksCapacity: false, hasRepresentative: representative > 0, shared: new Map<string, Sharing>(), schoolYearStartsOn: null };
  const shared = new Map<string, Sharing>();
  for (const { kind, followerId, parts, on } of decisions) {
    if (kind === "lacks-capacity") rights.lacksCapacity = true;
    if (kind === "has-capacity") rights.lacksCapacity = false;
    if (kind === "shares-with-parent" && followerId) shared.set(followerId, { parts: partsOf(parts), endsOn: on && day(on.toISOString().slice(0, 10)) });
    if (kind === "ends-sharing" && followerId) shared.delete(followerId);
    if (kind === "school-year-starts" && on) rights.schoolYearStartsOn = readDay(on.toISOString().slice(0, 10));
  }
  return { ...rights, shared };
}

/** Who acts for a person, as it stands on a day, from what is in the database alone. */
export async function findRights(prisma: Client, sealer: Sealer, personId: string, asOf: Day): Promise<Rights> {
  const { schoolYearStartsOn, ...decided } = await findDecidedRights(prisma, personId);
  const born = await findDateOfBirth(prisma, sealer, personId);
  if (born === null) return { youngPersonFrom: null, ...decided };
  const ages = ageDates({ dateOfBirth: born, ...(schoolYearStartsOn === null ? {} : { schoolYearStartsOn }) }, rulesInForce(asOf).ages);
  const youngPersonFrom = ages["young-person-from"];
  return { youngPersonFrom: diedBefore(await findDeath(prisma, personId, asOf), youngPersonFrom) ? null : youngPersonFrom, ...decided };
}

/** A decision passes to nobody who died before it would. */
export function diedBefore(death: Day | null, youngPersonFrom: Day): boolean {
  return death !== null && death < youngPersonFrom;
}

/** The day from which somebody's case is closed because they died, as any case of theirs tells by `asOf`; null where none does. */
export async function findDeath(prisma: Client, personId: string, asOf: Day): Promise<Day | null> {
  const cases = await prisma.caseFile.findMany({ where: { personId, events: { some: { type: "case-closed" } } }, select: { events: { select: { sender: true, eventId: true, event: true } } } });
  const days = cases.flatMap(({ events }) => deathIn(recordOn(asOf, usable(eventsOf(events)).events).happened().events) ?? []);
  return days.length > 0 ? Math.min(...days) : null;
}

/** Null for nobody, and for somebody whose date of birth was not sent. */
export async function findDateOfBirth(prisma: Client, sealer: Sealer, personId: string): Promise<Day | null> {
  const sealed = (await prisma.person.findUnique({ where: { id: personId }, select: { dateOfBirthSealed: true } }))?.dateOfBirthSealed;
  return sealed ? readDay(sealer.open(sealed, `person.dateOfBirth.${personId}`)) : null;
}

/** Writes down an act that is about a person: in the trail of each of their cases. @returns those cases, the newest first */
export async function recordPersonActs(tx: Prisma.TransactionClient, personId: string, act: Omit<Act, "caseId">): Promise<string[]> {
  const cases = await tx.caseFile.findMany({ where: { personId }, orderBy: [{ createdAt: "desc" }, { id: "asc" }], select: { id: true } });
  await recordActs(tx, cases.length > 0 ? cases.map(({ id }) => ({ ...act, caseId: id })) : [{ ...act, caseId: null }]);
  return cases.map(({ id }) => id);
}
