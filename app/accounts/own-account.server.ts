import { recordActs } from "../db/audit.server.ts";
import { dropWaiting } from "../db/notice-queue.server.ts";
import { deviceOf, type Device } from "../domain/accounts/device.ts";
import type { Site } from "../site.server.ts";
import { removeAllPasskeys } from "./passkeys.server.ts";
import { isLive, type Viewer } from "./viewer.server.ts";

/** Where somebody is signed in. */
export interface OwnSession {
  id: string;
  device: Device;
  since: Date;
  usedAt: Date;
  isThis: boolean;
}

/** Where an account is signed in now, this browser first, then the one used last. */
export async function ownSessions({ database }: Site, { userId, sessionId, kind }: Viewer): Promise<OwnSession[]> {
  const rows = await database.prisma.session.findMany({ where: { userId }, orderBy: { updatedAt: "desc" } });
  return rows
    .filter((row) => isLive(row, kind))
    .map((row) => ({ id: row.id, device: deviceOf(row.userAgent), since: row.createdAt, usedAt: row.updatedAt, isThis: row.id === sessionId }))
    .sort((a, b) => Number(b.isThis) - Number(a.isThis));
}

/** Ends one session of an account, or all but this one. @returns how many have ended */
export async function endSessions({ database }: Site, { userId, sessionId }: Viewer, which: { id: string } | "all-others"): Promise<number> {
  return database.prisma.$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { userId, ...(which === "all-others" ? { id: { not: sessionId } } : { id: which.id }) } });
    if (count > 0) await recordActs(tx, [{ actor: `user:${userId}`, action: "sessions-ended", caseId: null, detail: { count } }]);
    return count;
  });
}

export async function saveName({ database }: Site, { userId }: Viewer, name: string): Promise<void> {
  await database.prisma.user.update({ where: { id: userId }, data: { name, updatedAt: new Date() } });
}

const CLOSED_DOMAIN = "@closed.invalid";

/**
 * Closes an account for good: nobody can sign in to it, it follows no child, and how to reach its owner is gone. The name
 * stays with what was sent in and looked at: the council must be able to say who wrote to it and who saw a record.
 */
export async function closeAccount({ database }: Site, { userId }: Viewer): Promise<void> {
  await database.prisma.$transaction(async (tx) => {
    const now = new Date();
    await tx.follower.updateMany({ where: { userId, endedAt: null }, data: { endedAt: now, endedBecause: "left" } });
    await tx.calendarAddress.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } });
    await tx.draft.deleteMany({ where: { owner: userId } });
    await dropWaiting(tx, { userId, personId: null });
    await tx.contactChoice.deleteMany({ where: { userId } });
    await tx.twoFactor.deleteMany({ where: { userId } });
    await removeAllPasskeys(tx, userId);
    await tx.session.deleteMany({ where: { userId } });
    await tx.user.update({ where: { id: userId }, data: { email: `${userId.toLowerCase()}${CLOSED_DOMAIN}`, emailVerified: false, twoFactorEnabled: false, updatedAt: now } });
    await recordActs(tx, [{ actor: `user:${userId}`, action: "account-closed", caseId: null, detail: {} }]);
  });
}
