import { Prisma, type PrismaClient } from "../../prisma/generated/client.ts";

/** A notice that this process alone has. */
export type ClaimedNotice = Prisma.NoticeGetPayload<object>;

/** How a try ended, to be written down. */
export type Ending = { became: "sent"; ref: string | null } | { became: "again" | "refused" | "uncertain"; fault: string };

const STATE_AFTER = { sent: "sent", again: "waiting", refused: "failed", uncertain: "uncertain" } as const;

/** Takes a waiting notice, in one statement: of many who try, one gets it. Null for the others. */
export async function claimNotice(prisma: PrismaClient, id: string, claim: string, viaFor: (channel: "email" | "text") => string): Promise<ClaimedNotice | null> {
  const found = await prisma.notice.findUnique({ where: { id }, select: { channel: true } });
  if (found?.channel !== "email" && found?.channel !== "text") return null;
  const [row] = await prisma.notice.updateManyAndReturn({
    where: { id, state: "waiting" },
    data: { state: "sending", claim, claimedAt: new Date(), handedAt: null, via: viaFor(found.channel), attempts: { increment: 1 } },
  });
  return row ?? null;
}

/** Writes down that the notice is about to leave. False when this claim no longer holds: then it must not. */
export async function handNotice(prisma: PrismaClient, id: string, claim: string): Promise<boolean> {
  return (await prisma.notice.updateMany({ where: { id, claim, state: "sending" }, data: { handedAt: new Date() } })).count === 1;
}

/** Writes down how a try ended. Who was taken for dead and then heard that it was sent still says so. */
export async function settleNotice(prisma: PrismaClient, id: string, claim: string, ending: Ending): Promise<void> {
  const data = ending.became === "sent" ? { sentAt: new Date(), providerRef: ending.ref, lastFault: null } : { lastFault: ending.fault };
  await prisma.notice.updateMany({ where: { id, claim, state: ending.became === "sent" ? { in: ["sending", "uncertain"] } : "sending" }, data: { ...data, state: STATE_AFTER[ending.became] } });
}

/** Notes that what the other side took did not arrive: of this sending, and not of one before a person had it sent again. False when it is known. */
export async function markBounced(prisma: PrismaClient, { id, ref, fault }: { id: string; ref: string; fault: string }): Promise<boolean> {
  return (await prisma.notice.updateMany({ where: { id, providerRef: ref, state: "sent" }, data: { state: "failed", lastFault: fault, sentAt: null } })).count === 1;
}

/** Gives up on a notice that waits. */
export async function giveUp(prisma: PrismaClient, id: string): Promise<void> {
  await prisma.notice.updateMany({ where: { id, state: "waiting" }, data: { state: "failed" } });
}

/**
 * Puts back what a process that died had and had not sent. A new round is a new job of the queue. Where it was handed
 * over since it was looked at, whoever has it is alive, and nothing is done.
 */
export async function takeBack(prisma: PrismaClient, { id, claim, handedAt }: AbandonedNotice): Promise<void> {
  await prisma.notice.updateMany({ where: { id, claim, handedAt, state: "sending" }, data: { state: "waiting", round: { increment: 1 }, queuedAt: null } });
}

/** Drops what still waits to be sent or printed for an account, or that a person might send again: all of it, or what is about one child. */
export async function dropWaiting(tx: Prisma.TransactionClient, { userId, personId }: { userId: string; personId: string | null }): Promise<void> {
  const cases = personId === null ? null : await tx.caseFile.findMany({ where: { personId }, select: { id: true } });
  await tx.notice.deleteMany({ where: { userId, state: { in: ["waiting", "to-print", "failed", "uncertain"] }, ...(cases ? { caseId: { in: cases.map(({ id }) => id) } } : {}) } });
}

/** Has a notice sent again that failed or may not have arrived, because a person says so. False when it is in neither state. */
export async function sendAgain(tx: Prisma.TransactionClient, id: string): Promise<boolean> {
  const again = { state: "waiting", round: { increment: 1 }, queuedAt: null, notBefore: null };
  return (await tx.notice.updateMany({ where: { id, state: { in: ["failed", "uncertain"] } }, data: again })).count === 1;
}

/** Notes that somebody has printed a letter and put it in the post. False when that was done before. */
export async function markPrinted(tx: Prisma.TransactionClient, id: string): Promise<boolean> {
  return (await tx.notice.updateMany({ where: { id, state: "to-print" }, data: { state: "printed", sentAt: new Date() } })).count === 1;
}

/** Notes that somebody told its receiver in another way. False where it neither failed nor may be lost. */
export async function markToldOtherwise(tx: Prisma.TransactionClient, id: string): Promise<boolean> {
  return (await tx.notice.updateMany({ where: { id, state: { in: ["failed", "uncertain"] } }, data: { state: "told-otherwise", sentAt: new Date() } })).count === 1;
}

export interface AbandonedNotice {
  id: string;
  claim: string;
  via: string | null;
  handedAt: Date | null;
  claimedAt: Date;
}

/** Notices that a process has had for longer than a try takes. */
export async function findAbandoned(prisma: PrismaClient, leaseMs: number): Promise<AbandonedNotice[]> {
  const rows = await prisma.notice.findMany({ where: { state: "sending", claimedAt: { lte: new Date(Date.now() - leaseMs) } }, select: { id: true, claim: true, via: true, handedAt: true, claimedAt: true }, take: 500 });
  return rows.map((row) => ({ ...row, claim: row.claim ?? "", claimedAt: row.claimedAt ?? new Date(0) }));
}

export interface UnqueuedNotice {
  id: string;
  round: number;
  notBefore: Date | null;
}

/** However long the queue puts a try off, it is less than this. */
const LOST_AFTER_MS = 3 * 60 * 60_000;

/** Notices that wait and that the queue does not know, or has not spoken of for so long that it may have lost them (a restored database). */
export async function findUnqueued(prisma: PrismaClient, most: number): Promise<UnqueuedNotice[]> {
  const long = new Date(Date.now() - LOST_AFTER_MS);
  return prisma.notice.findMany({
    where: { state: "waiting", OR: [{ queuedAt: null }, { queuedAt: { lt: long }, OR: [{ notBefore: null }, { notBefore: { lt: long } }] }] },
    orderBy: { createdAt: "asc" },
    take: most,
    select: { id: true, round: true, notBefore: true },
  });
}

export async function markQueued(prisma: PrismaClient, notices: readonly UnqueuedNotice[]): Promise<void> {
  if (notices.length === 0) return;
  await prisma.$executeRaw`UPDATE notice SET queued_at = now() FROM (VALUES ${Prisma.join(notices.map(({ id, round }) => Prisma.sql`(${id}::uuid, ${round}::int)`))}) AS job (id, round) WHERE notice.id = job.id AND notice.round = job.round`;
}
