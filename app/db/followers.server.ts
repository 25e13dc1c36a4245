import type { Prisma, PrismaClient } from "../../prisma/generated/client.ts";
import { day, readDay, type Day } from "../domain/calendar/day.ts";
import { PARTS, RELATIONS, type Following, type Part, type Rights } from "../domain/access/roles.ts";

type Client = PrismaClient | Prisma.TransactionClient;

/** How an account follows a child; null when it does not. */
export async function findFollowing(prisma: Client, personId: string, userId: string): Promise<Following | null> {
  const row = await prisma.follower.findUnique({ where: { personId_userId: { personId, userId } } });
  return row && followingOf(row);
}

export function followingOf(row: { id: string; relation: string; parts: string[]; endsOn: Date | null; endedAt: Date | null; blockedAt: Date | null }): Following {
  return {
    id: row.id,
    relation: RELATIONS.find((relation) => relation === row.relation) ?? "supporter",
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
    prisma.rightsDecision.findMany({ where: { personId, undoneAt: null }, orderBy: { decidedAt: "asc" }, select: { kind: true, followerId: true, parts: true, on: true } }),
    prisma.follower.count({ where: { personId, relation: "alternative-person", endedAt: null, blockedAt: null } }),
  ]);
  const rights: DecidedRights = { lacksCapacity: false, hasRepresentative: representative > 0, shared: new Map<string, Part[]>(), schoolYearStartsOn: null };
  const shared = new Map<string, Part[]>();
  for (const { kind, followerId, parts, on } of decisions) {
    if (kind === "lacks-capacity") rights.lacksCapacity = true;
    if (kind === "has-capacity") rights.lacksCapacity = false;
    if (kind === "shares-with-parent" && followerId) shared.set(followerId, partsOf(parts));
    if (kind === "ends-sharing" && followerId) shared.delete(followerId);
    if (kind === "school-year-starts" && on) rights.schoolYearStartsOn = readDay(on.toISOString().slice(0, 10));
  }
  return { ...rights, shared };
}
