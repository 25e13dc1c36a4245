import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Prisma } from "../../prisma/generated/client.ts";
import { findDateOfBirth, findRights, recordPersonActs } from "../db/followers.server.ts";
import { countWrongTry, holdCode, holdFollower, type StoredCode } from "../db/people.server.ts";
import { CODE_BYTES, CODE_DAYS, codeOf, printedCode, readCode } from "../domain/access/activation-code.ts";
import type { Relation } from "../domain/access/roles.ts";
import { mayHaveCode } from "../domain/access/takeover.ts";
import { day, type Day } from "../domain/calendar/day.ts";
import { tellFollowers, tellOffice } from "../notices/tell.server.ts";
import type { Site } from "../site.server.ts";
import { today } from "../today.ts";

type Tx = Prisma.TransactionClient;
export type CodeRelation = Exclude<Relation, "supporter">;

const DAY_MS = 24 * 60 * 60 * 1000;

/** A code cannot be given; `why` names the words for the officer. */
export class NoCodeError extends Error {
  override name = "NoCodeError";
  readonly why: "no-date-of-birth" | "too-early" | "passed-on" | "has-capacity";

  constructor(why: NoCodeError["why"]) {
    super(`No activation code can be given: ${why}.`);
    this.why = why;
  }
}

/**
 * Makes a code for a letter, with which somebody joins a child's record. Only its hash is kept: this is the one time
 * that it can be read.
 * @param by whose act it is, as in the audit trail: `user:ID`, `command:NAME`
 * @returns the code as a letter prints it, in fours, and the last day on which it works
 * @throws NoCodeError
 */
export async function giveActivationCode(tx: Tx, site: Pick<Site, "sealer">, { personId, relation, by }: { personId: string; relation: CodeRelation; by: string }): Promise<{ id: string; code: string; expiresAt: Date }> {
  // Without it nobody could ever use the code, and it could not say why.
  if ((await findDateOfBirth(tx, site.sealer, personId)) === null) throw new NoCodeError("no-date-of-birth");
  const now = day(today());
  if (!mayHaveCode(relation, await findRights(tx, site.sealer, personId, now), now)) {
    throw new NoCodeError(relation === "parent" ? "passed-on" : relation === "young-person" ? "too-early" : "has-capacity");
  }
  const code = codeOf(randomBytes(CODE_BYTES));
  const id = randomUUID();
  const expiresAt = new Date(Date.now() + CODE_DAYS * DAY_MS);
  await tx.activationCode.create({ data: { id, personId, relation, codeHash: hashOf(code), createdBy: by, expiresAt } });
  await recordPersonActs(tx, personId, { actor: by, action: "code-given", detail: { code: id, as: relation } });
  return { id, code: printedCode(code), expiresAt };
}

/** What became of a try to join. `not-joined` says no more, whatever the reason: it must not tell which codes there are. */
export type Joined = { joined: true; personId: string; caseId: string | null; relation: CodeRelation } | { joined: false };

const NOT_JOINED: Joined = { joined: false };

/**
 * Joins an account to a child's record with the code of the council's letter and the date of birth. Five wrong dates
 * lock the code and tell the council, however many processes they come to. The same again by the same account is
 * answered like the first time.
 */
export async function joinRecord(site: Site, { userId, typedCode, dateOfBirth }: { userId: string; typedCode: string; dateOfBirth: Day }): Promise<Joined> {
  const code = readCode(typedCode);
  if (code === null) return NOT_JOINED;
  return site.database.prisma.$transaction(async (tx) => {
    const held = await holdCode(tx, hashOf(code));
    if (!held || held.lockedAt) return NOT_JOINED;
    const isMine = held.usedAt !== null && held.usedBy === userId;
    if (!isMine && (held.usedAt !== null || held.expiresAt <= new Date())) return NOT_JOINED;
    if ((await findDateOfBirth(tx, site.sealer, held.personId)) !== dateOfBirth) {
      if (!isMine) await refuseDate(tx, site, held, userId);
      return NOT_JOINED;
    }
    return follow(tx, site, held, userId, isMine);
  });
}

async function refuseDate(tx: Tx, site: Site, { id, personId }: StoredCode, userId: string): Promise<void> {
  const isLocked = await countWrongTry(tx, id);
  const [caseId = null] = await recordPersonActs(tx, personId, { actor: `user:${userId}`, action: isLocked ? "code-locked" : "code-tried", detail: { code: id } });
  if (isLocked) await tellOffice(tx, site, { kind: "code-locked", slots: {}, key: `code-locked:${id}`, caseId });
}

async function follow(tx: Tx, site: Site, { id, personId, relation }: StoredCode, userId: string, isMine: boolean): Promise<Joined> {
  const as = relation as CodeRelation;
  const before = await holdFollower(tx, personId, userId);
  // Who was blocked comes back when a manager says so, and no other way.
  if (before?.blockedAt) return NOT_JOINED;
  const isThere = before !== null && before.endedAt === null && before.relation !== "supporter";
  if (isThere || isMine) {
    // One account is not both a parent and the young person.
    if (!before || before.endedAt !== null || before.relation !== as) return NOT_JOINED;
    return { joined: true, personId, caseId: await newestCase(tx, personId), relation: as };
  }
  const follower = before?.id ?? randomUUID();
  const fresh = { relation: as, since: new Date(), parts: [], endsOn: null, endedAt: null, endedBecause: null, letInBy: null };
  await tx.follower.upsert({ where: { personId_userId: { personId, userId } }, create: { id: follower, personId, userId, ...fresh }, update: fresh });
  await tx.activationCode.update({ where: { id }, data: { usedAt: new Date(), usedBy: userId } });
  const [caseId = null] = await recordPersonActs(tx, personId, { actor: `user:${userId}`, action: "joined", detail: { as, code: id } });
  if (caseId !== null) await tellFollowers(tx, site, { caseId, kind: "follower-joined", slots: {}, key: `joined:${id}`, except: userId });
  return { joined: true, personId, caseId, relation: as };
}

async function newestCase(tx: Tx, personId: string): Promise<string | null> {
  return (await tx.caseFile.findFirst({ where: { personId }, orderBy: [{ createdAt: "desc" }, { id: "asc" }], select: { id: true } }))?.id ?? null;
}

/** A code whose letter went astray, or that was tried with wrong dates, for the officers' queue. */
export interface LockedCode {
  id: string;
  lockedAt: Date;
  relation: CodeRelation;
  personId: string;
  /** The newest case of the child. */
  caseId: string | null;
  reference: string | null;
}

/** Codes that wrong dates locked and that no officer has looked at yet, the oldest first. */
export async function lockedCodes({ database }: Pick<Site, "database">): Promise<LockedCode[]> {
  const rows = await database.prisma.activationCode.findMany({
    where: { lockedAt: { not: null }, lockSeenAt: null },
    orderBy: [{ lockedAt: "asc" }, { id: "asc" }],
    include: { person: { select: { cases: { orderBy: [{ createdAt: "desc" }, { id: "asc" }], take: 1, select: { id: true, reference: true } } } } },
  });
  return rows.map(({ id, lockedAt, relation, personId, person: { cases } }) => ({ id, lockedAt: lockedAt as Date, relation: relation as CodeRelation, personId, caseId: cases[0]?.id ?? null, reference: cases[0]?.reference ?? null }));
}

/** An officer has looked at a locked code: it leaves the queue, and stays locked. @returns whether it was there */
export async function seeLockedCode(tx: Tx, { codeId, by }: { codeId: string; by: string }): Promise<boolean> {
  const { count } = await tx.activationCode.updateMany({ where: { id: codeId, lockedAt: { not: null }, lockSeenAt: null }, data: { lockSeenAt: new Date() } });
  if (count === 0) return false;
  const { personId } = await tx.activationCode.findUniqueOrThrow({ where: { id: codeId } });
  await recordPersonActs(tx, personId, { actor: by, action: "locked-code-seen", detail: { code: codeId } });
  return true;
}

function hashOf(code: string): string {
  return createHash("sha256").update(code).digest("hex");
}
