import { randomUUID } from "node:crypto";
import type { Prisma } from "../../prisma/generated/client.ts";
import { recordPersonActs } from "../db/followers.server.ts";
import type { Part } from "../domain/access/roles.ts";
import { isoText, type Day } from "../domain/calendar/day.ts";
import { tellUser } from "../notices/tell.server.ts";
import type { Site } from "../site.server.ts";

/**
 * What is decided about who acts for a young person. Every decision is a row of its own: a later one counts instead of
 * it, and undoing one marks it and lets the earlier one count again.
 */

type Tx = Prisma.TransactionClient;

/** A manager's decision whether a young person can make these decisions. `by` is an account. @returns its id */
export async function recordCapacityDecision(tx: Tx, site: Pick<Site, "sealer">, { id = randomUUID(), personId, lacksCapacity, reason, by }: { id?: string; personId: string; lacksCapacity: boolean; reason: string; by: string }): Promise<string> {
  const kind = lacksCapacity ? "lacks-capacity" : "has-capacity";
  await decide(tx, { id, personId, kind, reasonSealed: site.sealer.seal(reason, `rights_decision.reason.${id}`), decidedBy: by }, {});
  return id;
}

/** A manager says on which day the school year of the 16th birthday starts at this young person's school. @returns its id */
export async function setSchoolYearStart(tx: Tx, { id = randomUUID(), personId, on, by }: { id?: string; personId: string; on: Day; by: string }): Promise<string> {
  await decide(tx, { id, personId, kind: "school-year-starts", on: new Date(isoText(on)), decidedBy: by }, { on: isoText(on) });
  return id;
}

/**
 * The young person lets a parent see parts of the record until a day, or nothing. The parent is told when they may see
 * nothing any more.
 * @param choice.id made by the form: the same form again is the same choice
 * @returns false where that is no parent who follows the record
 */
export async function chooseSharing(tx: Tx, site: Pick<Site, "config" | "pack" | "sealer">, { id, personId, followerId, parts, endsOn, by, caseId }: { id: string; personId: string; followerId: string; parts: readonly Part[]; endsOn: Day | null; by: string; caseId: string }): Promise<boolean> {
  const parent = await tx.follower.findFirst({ where: { id: followerId, personId, relation: "parent", endedAt: null, blockedAt: null }, select: { userId: true } });
  if (!parent) return false;
  const kind = parts.length > 0 ? "shares-with-parent" : "ends-sharing";
  const isNew = await decide(tx, { id, personId, kind, followerId, parts: [...parts], on: endsOn === null ? null : new Date(isoText(endsOn)), decidedBy: by }, { follower: followerId, parts: parts.join(" ") });
  if (isNew && kind === "ends-sharing") await tellUser(tx, site, { kind: "access-ended", slots: {}, key: `sharing:${id}`, userId: parent.userId, caseId });
  return true;
}

/**
 * Takes a decision back: the one before it counts again. A parent who may see nothing after it is told.
 * @param which.ofFollower for a young person, who may undo only what they chose to share
 * @returns false where it stands no more, or is none of this person's
 */
export async function undoDecision(tx: Tx, site: Pick<Site, "config" | "pack" | "sealer">, { personId, decisionId, by, ownSharingOnly = false }: { personId: string; decisionId: string; by: string; ownSharingOnly?: boolean }): Promise<boolean> {
  const { count } = await tx.rightsDecision.updateMany({
    where: { id: decisionId, personId, undoneAt: null, ...(ownSharingOnly ? { kind: { in: ["shares-with-parent", "ends-sharing"] } } : {}) },
    data: { undoneAt: new Date(), undoneBy: by },
  });
  if (count === 0) return false;
  const [caseId] = await recordPersonActs(tx, personId, { actor: `user:${by}`, action: "decision-undone", detail: { decision: decisionId } });
  const undone = await tx.rightsDecision.findUniqueOrThrow({ where: { id: decisionId }, select: { kind: true, followerId: true } });
  if (undone.kind === "shares-with-parent" && undone.followerId !== null) {
    const before = await tx.rightsDecision.findFirst({ where: { followerId: undone.followerId, undoneAt: null, kind: { in: ["shares-with-parent", "ends-sharing"] } }, orderBy: [{ decidedAt: "desc" }, { id: "desc" }], select: { kind: true } });
    const parent = await tx.follower.findFirst({ where: { id: undone.followerId, endedAt: null, blockedAt: null }, select: { userId: true } });
    if (parent && before?.kind !== "shares-with-parent") await tellUser(tx, site, { kind: "access-ended", slots: {}, key: `sharing-undone:${decisionId}`, userId: parent.userId, caseId: caseId ?? null });
  }
  return true;
}

async function decide(tx: Tx, row: Prisma.RightsDecisionCreateManyInput & { id: string }, detail: Prisma.InputJsonObject): Promise<boolean> {
  const { count } = await tx.rightsDecision.createMany({ data: [row], skipDuplicates: true });
  if (count === 1) await recordPersonActs(tx, row.personId, { actor: `user:${row.decidedBy}`, action: "rights-decided", detail: { decision: row.id, kind: row.kind, ...detail } });
  return count === 1;
}

/** A decision that is or was on record, for the pages of who may read it. */
export interface RecordedDecision {
  id: string;
  kind: "lacks-capacity" | "has-capacity" | "shares-with-parent" | "ends-sharing" | "school-year-starts";
  followerId: string | null;
  parts: string[];
  on: string | null;
  reason: string | null;
  decidedBy: string;
  decidedAt: string;
  undoneAt: string | null;
}

/** All decisions about who acts for a person, the newest first, with those that were undone. */
export async function decisionsOf({ database, sealer }: Pick<Site, "database" | "sealer">, personId: string): Promise<RecordedDecision[]> {
  const rows = await database.prisma.rightsDecision.findMany({ where: { personId }, orderBy: [{ decidedAt: "desc" }, { id: "desc" }] });
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as RecordedDecision["kind"],
    followerId: row.followerId,
    parts: row.parts,
    on: row.on && row.on.toISOString().slice(0, 10),
    reason: row.reasonSealed === null ? null : sealer.open(row.reasonSealed, `rights_decision.reason.${row.id}`),
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt.toISOString(),
    undoneAt: row.undoneAt && row.undoneAt.toISOString(),
  }));
}
