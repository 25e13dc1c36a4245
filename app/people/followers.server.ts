import type { Prisma } from "../../prisma/generated/client.ts";
import { recordPersonActs } from "../db/followers.server.ts";
import { dropWaiting } from "../db/notice-queue.server.ts";
import { holdFollower } from "../db/people.server.ts";
import type { Part } from "../domain/access/roles.ts";
import { isoText, type Day } from "../domain/calendar/day.ts";
import { tellUser } from "../notices/tell.server.ts";
import type { Site } from "../site.server.ts";

type Tx = Prisma.TransactionClient;
type Teller = Pick<Site, "config" | "pack" | "sealer">;

/**
 * The council stops somebody from seeing a child's record, at once and until it says otherwise, and with them whoever
 * they let in: a friend of theirs would see it for them. They hear nothing of it from us: whoever decided it knows how to
 * tell them.
 * @returns whether they followed it and were not blocked
 */
export async function blockFollower(tx: Tx, { followerId, by }: { followerId: string; by: string }): Promise<boolean> {
  const { count } = await tx.follower.updateMany({ where: { id: followerId, blockedAt: null }, data: { blockedAt: new Date() } });
  if (count === 0) return false;
  const { personId, userId } = await tx.follower.findUniqueOrThrow({ where: { id: followerId }, select: { personId: true, userId: true } });
  const letIn = await tx.follower.findMany({ where: { personId, letInBy: userId, relation: "supporter", endedAt: null }, select: { id: true, userId: true } });
  for (const { id, userId: friend } of letIn) {
    await tx.follower.update({ where: { id }, data: { endedAt: new Date(), endedBecause: "inviter-blocked" } });
    await dropWaiting(tx, { userId: friend, personId });
    await record(tx, id, by, "supporter-ended");
  }
  await dropWaiting(tx, { userId, personId });
  return record(tx, followerId, by, "follower-blocked");
}

/** The council lets somebody back. @returns whether they were blocked */
export async function unblockFollower(tx: Tx, { followerId, by }: { followerId: string; by: string }): Promise<boolean> {
  const { count } = await tx.follower.updateMany({ where: { id: followerId, blockedAt: { not: null } }, data: { blockedAt: null } });
  return count === 1 && (await record(tx, followerId, by, "follower-unblocked"));
}

/** Somebody stops following a record of their own accord. @returns whether they followed it */
export async function leaveRecord(tx: Tx, { personId, userId }: { personId: string; userId: string }): Promise<boolean> {
  const held = await holdFollower(tx, personId, userId);
  // Whoever is blocked stays so: who left could join again.
  if (!held || held.endedAt || held.blockedAt) return false;
  await tx.follower.update({ where: { id: held.id }, data: { endedAt: new Date(), endedBecause: "left" } });
  await dropWaiting(tx, { userId, personId });
  return record(tx, held.id, `user:${userId}`, "follower-left");
}

/** The family ends a supporter's time at once, who is told. @returns whether there was such a supporter */
export async function endSupporter(tx: Tx, site: Teller, { personId, followerId, by, caseId }: { personId: string; followerId: string; by: string; caseId: string }): Promise<boolean> {
  const endedAt = new Date();
  const { count } = await tx.follower.updateMany({ where: { id: followerId, personId, relation: "supporter", endedAt: null }, data: { endedAt, endedBecause: "ended-by-family" } });
  if (count === 0) return false;
  const { userId } = await tx.follower.findUniqueOrThrow({ where: { id: followerId } });
  await dropWaiting(tx, { userId, personId });
  await tellUser(tx, site, { kind: "access-ended", slots: {}, key: `ended:${followerId}:${endedAt.getTime()}`, userId, caseId });
  return record(tx, followerId, `user:${by}`, "supporter-ended");
}

/** The family changes what a supporter sees, and until when. @returns whether there was such a supporter */
export async function changeSupporter(tx: Tx, { personId, followerId, parts, endsOn, by }: { personId: string; followerId: string; parts: readonly Part[]; endsOn: Day; by: string }): Promise<boolean> {
  // Whoever decides now lets them in: from today it is not the earlier decision that counts.
  const { count } = await tx.follower.updateMany({ where: { id: followerId, personId, relation: "supporter", endedAt: null, blockedAt: null }, data: { parts: [...parts], endsOn: new Date(isoText(endsOn)), since: new Date(), letInBy: by } });
  return count === 1 && (await record(tx, followerId, `user:${by}`, "supporter-changed", { parts: parts.join(" "), until: isoText(endsOn) }));
}

/** Whether the others who follow a child may see somebody's address, phone and email. */
export async function setHidesContact(tx: Tx, { personId, userId, hides }: { personId: string; userId: string; hides: boolean }): Promise<void> {
  const { count } = await tx.follower.updateMany({ where: { personId, userId, hidesContact: !hides }, data: { hidesContact: hides } });
  if (count > 0) await recordPersonActs(tx, personId, { actor: `user:${userId}`, action: hides ? "contact-hidden" : "contact-shown", detail: {} });
}

async function record(tx: Tx, followerId: string, actor: string, action: string, more: Prisma.InputJsonObject = {}): Promise<true> {
  const { personId } = await tx.follower.findUniqueOrThrow({ where: { id: followerId }, select: { personId: true } });
  await recordPersonActs(tx, personId, { actor, action, detail: { follower: followerId, ...more } });
  return true;
}
