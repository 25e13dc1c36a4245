import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Prisma } from "../../prisma/generated/client.ts";
import { findFollowing, findRights, partsOf, recordPersonActs } from "../db/followers.server.ts";
import { holdFollower } from "../db/people.server.ts";
import { may } from "../domain/access/permissions.ts";
import { parentsAct, standingOf, type Part } from "../domain/access/roles.ts";
import { day, isoText, type Day } from "../domain/calendar/day.ts";
import { tellAddressLater, tellFollowers } from "../notices/tell.server.ts";
import { siteAddress } from "../notices/ways.ts";
import type { Site } from "../site.server.ts";
import { localDay, today } from "../today.ts";

type Tx = Prisma.TransactionClient;

/** An invitation that nobody answers in so many days is over; another can be sent. */
export const INVITATION_DAYS = 14;
const TOKEN_BYTES = 32;

/**
 * Asks somebody in to help with a child's record. The message holds a link and nothing about the child.
 * @param invitation.id made by the form: the same form again sends nothing
 */
export async function inviteSupporter(tx: Tx, site: Site, { id, personId, caseId, name, email, parts, endsOn, by, language }: { id: string; personId: string; caseId: string; name: string; email: string; parts: readonly Part[]; endsOn: Day; by: string; language: string }): Promise<void> {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const { count } = await tx.supporterInvitation.createMany({
    data: [{
      id, personId, invitedBy: by, parts: [...parts], endsOn: new Date(isoText(endsOn)), tokenHash: hashOf(token),
      nameSealed: site.sealer.seal(name, `supporter_invitation.name.${id}`),
      emailSealed: site.sealer.seal(email.toLowerCase(), `supporter_invitation.email.${id}`),
    }],
    skipDuplicates: true,
  });
  if (count === 0) return;
  await recordPersonActs(tx, personId, { actor: `user:${by}`, action: "supporter-invited", detail: { invitation: id, parts: parts.join(" "), until: isoText(endsOn) } });
  const due = isoText(day(today()) + INVITATION_DAYS);
  await tellAddressLater(tx, site, { kind: "supporter-invited", slots: { link: `${siteAddress(site.config)}/invitation/${token}`, due }, key: `invitation:${id}`, to: email, channel: "email", language, caseId });
}

/** The family takes an invitation back that was not answered. @returns whether there was such a one */
export async function withdrawInvitation(tx: Tx, { personId, invitationId, by }: { personId: string; invitationId: string; by: string }): Promise<boolean> {
  const { count } = await tx.supporterInvitation.updateMany({ where: { id: invitationId, personId, acceptedAt: null, withdrawnAt: null }, data: { withdrawnAt: new Date() } });
  if (count === 1) await recordPersonActs(tx, personId, { actor: `user:${by}`, action: "invitation-withdrawn", detail: { invitation: invitationId } });
  return count === 1;
}

/** An invitation as whoever has its link finds it. */
export type FoundInvitation =
  | { state: "open"; id: string; parts: Part[]; endsOn: string; firstName: string | null }
  /** It was sent to another address than this account's. */
  | { state: "not-yours" }
  /** Taken back, too old, past its last day, or from somebody who may not let people in any more. */
  | { state: "over" }
  | { state: "taken" };

/** The invitation of a link, for somebody who is signed in. Null for a link that never was one. */
export async function findInvitation(site: Site, token: string, viewer: { userId: string; email: string }): Promise<FoundInvitation | null> {
  const { prisma } = site.database;
  const row = await prisma.supporterInvitation.findUnique({ where: { tokenHash: hashOf(token) }, include: { person: { select: { firstNameSealed: true } } } });
  if (!row) return null;
  if (site.sealer.open(row.emailSealed, `supporter_invitation.email.${row.id}`) !== viewer.email.toLowerCase()) return { state: "not-yours" };
  if (row.acceptedAt) return { state: "taken" };
  if (!(await isOpen(prisma, site, row))) return { state: "over" };
  const { firstNameSealed } = row.person;
  return { state: "open", id: row.id, parts: partsOf(row.parts), endsOn: row.endsOn.toISOString().slice(0, 10), firstName: firstNameSealed && site.sealer.open(firstNameSealed, `person.firstName.${row.personId}`) };
}

/**
 * Lets somebody in who followed the link of an invitation and said yes. It works once; a parent whose view has passed to
 * the young person gets what is shared with them, and who sees more already loses nothing.
 * @returns false where it is no invitation of theirs, or is over
 */
export async function acceptInvitation(site: Site, token: string, viewer: { userId: string; email: string }): Promise<boolean> {
  return site.database.prisma.$transaction(async (tx) => {
    const [held] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM supporter_invitation WHERE token_hash = ${hashOf(token)} FOR UPDATE`;
    const row = held && (await tx.supporterInvitation.findUnique({ where: { id: held.id } }));
    if (!row || site.sealer.open(row.emailSealed, `supporter_invitation.email.${row.id}`) !== viewer.email.toLowerCase()) return false;
    const before = await holdFollower(tx, row.personId, viewer.userId);
    // The same form again, by the same person: it was answered.
    if (row.acceptedAt) return before !== null && before.endedAt === null && before.blockedAt === null;
    if (before?.blockedAt || !(await isOpen(tx, site, row))) return false;
    await tx.supporterInvitation.update({ where: { id: row.id }, data: { acceptedAt: new Date() } });
    const now = day(today());
    await letIn(tx, row, before, viewer.userId, parentsAct(await findRights(tx, site.sealer, row.personId, now), now));
    const [caseId] = await recordPersonActs(tx, row.personId, { actor: `user:${viewer.userId}`, action: "joined", detail: { as: "supporter", invitation: row.id } });
    if (caseId !== undefined) await tellFollowers(tx, site, { caseId, kind: "supporter-joined", slots: {}, key: `invitation:${row.id}`, except: viewer.userId });
    return true;
  });
}

async function letIn(tx: Tx, { personId, parts, endsOn, invitedBy }: Invitation, before: { id: string; relation: string; endedAt: Date | null } | null, userId: string, doParentsAct: boolean): Promise<void> {
  if (before && before.endedAt === null && before.relation === "parent") {
    // As long as parents act one parent cannot decide for the day when none does.
    if (doParentsAct) return;
    await tx.rightsDecision.create({ data: { id: randomUUID(), personId, kind: "shares-with-parent", followerId: before.id, parts, on: endsOn, decidedBy: invitedBy } });
    return;
  }
  if (before && before.endedAt === null && before.relation !== "supporter") return;
  const fresh = { relation: "supporter", since: new Date(), parts, endsOn, endedAt: null, endedBecause: null, letInBy: invitedBy };
  await tx.follower.upsert({ where: { personId_userId: { personId, userId } }, create: { id: randomUUID(), personId, userId, ...fresh }, update: fresh });
}

type Invitation = Prisma.SupporterInvitationGetPayload<object>;

async function isOpen(tx: Tx, site: Site, { personId, invitedBy, withdrawnAt, createdAt, endsOn }: Invitation): Promise<boolean> {
  const now = day(today());
  if (withdrawnAt || day(localDay(createdAt)) + INVITATION_DAYS < now || day(endsOn.toISOString().slice(0, 10)) < now) return false;
  const inviter = standingOf(await findFollowing(tx, personId, invitedBy), await findRights(tx, site.sealer, personId, now), now);
  return may(inviter, "manage-people");
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
