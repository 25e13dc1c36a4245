import type { Prisma, PrismaClient } from "../../prisma/generated/client.ts";
import { WRONG_TRIES } from "../domain/access/activation-code.ts";

type Tx = Prisma.TransactionClient;

/** A code as it is kept. */
export interface StoredCode {
  id: string;
  personId: string;
  relation: string;
  expiresAt: Date;
  lockedAt: Date | null;
  usedAt: Date | null;
  usedBy: string | null;
}

/**
 * The code of a hash, held until the transaction ends: whoever else tries it at the same moment waits, and finds what
 * became of it. Null when there is none.
 */
export async function holdCode(tx: Tx, codeHash: string): Promise<StoredCode | null> {
  const [held] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM activation_code WHERE code_hash = ${codeHash} FOR UPDATE`;
  return held ? tx.activationCode.findUnique({ where: { id: held.id } }) : null;
}

/** How many codes were joined with from a moment until before another. */
export async function joinedBetween(prisma: PrismaClient, from: Date, before: Date): Promise<number> {
  return prisma.activationCode.count({ where: { usedAt: { gte: from, lt: before } } });
}

/** Counts a wrong try of a code that is held. @returns whether this one locked it */
export async function countWrongTry(tx: Tx, id: string): Promise<boolean> {
  const { wrongTries } = await tx.activationCode.update({ where: { id }, data: { wrongTries: { increment: 1 } }, select: { wrongTries: true } });
  if (wrongTries < WRONG_TRIES) return false;
  await tx.activationCode.update({ where: { id }, data: { lockedAt: new Date() } });
  return true;
}

/**
 * How somebody follows a child, held until the transaction ends, so that a block and a joining that come at the same
 * moment come one after the other. Null when they never did.
 */
export async function holdFollower(tx: Tx, personId: string, userId: string): Promise<Prisma.FollowerGetPayload<object> | null> {
  const [held] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM follower WHERE person_id = ${personId}::uuid AND user_id = ${userId} FOR UPDATE`;
  return held ? tx.follower.findUnique({ where: { id: held.id } }) : null;
}
