import type { CaseVisit } from "../accounts/visit.server.ts";
import { followingOf, partsOf } from "../db/followers.server.ts";
import type { ShownFollower } from "../domain/access/shown-follower.ts";
import { standingOf, type Part } from "../domain/access/roles.ts";
import { day, isoText } from "../domain/calendar/day.ts";
import { localDay } from "../today.ts";
import { INVITATION_DAYS } from "./invitations.server.ts";

/** Who follows a child's record, for the family: of the others' contact details only what they let be seen. */
export async function peopleOf({ site, viewer, child, today }: CaseVisit): Promise<ShownFollower[]> {
  const { person } = child.stored;
  if (!person) return [];
  const { prisma } = site.database;
  const rows = await prisma.follower.findMany({ where: { personId: person.id, endedAt: null, blockedAt: null }, orderBy: [{ since: "asc" }, { id: "asc" }], include: { user: { select: { id: true, name: true, email: true } } } });
  const shown = rows.filter(({ userId, hidesContact }) => userId === viewer.userId || !hidesContact).map(({ userId }) => userId);
  const choices = new Map((await prisma.contactChoice.findMany({ where: { userId: { in: shown } } })).map((row) => [row.userId, row]));
  return rows.map((row): ShownFollower => {
    const { userId, user } = row;
    const following = followingOf(row);
    const standing = standingOf(following, child.rights, today);
    const choice = choices.get(userId);
    const open = (field: "phone" | "address", sealed: string | null | undefined) => (sealed ? site.sealer.open(sealed, `contact_choice.${field}.${userId}`) : null);
    return {
      id: row.id,
      isYou: userId === viewer.userId,
      name: user.name,
      relation: following.relation,
      since: isoText(following.since),
      role: standing.role,
      parts: [...(following.relation === "supporter" && standing.role === "none" ? following.parts : standing.parts)],
      endsOn: endOf(following.relation === "supporter" ? following.endsOn : standing.role === "supporter" ? (child.rights.shared.get(row.id)?.endsOn ?? null) : null),
      hidesContact: row.hidesContact,
      contact: shown.includes(userId) ? { email: user.email, phone: open("phone", choice?.phoneSealed), address: open("address", choice?.addressSealed) } : null,
    };
  });
}

function endOf(on: number | null): string | null {
  return on === null ? null : isoText(on);
}

export interface ShownInvitation {
  id: string;
  name: string;
  email: string;
  parts: Part[];
  endsOn: string;
  /** The last day on which it can be answered. */
  answerBy: string;
}

/** Whom the family asked in and who has not answered yet. */
export async function invitationsOf({ site, child, today }: CaseVisit): Promise<ShownInvitation[]> {
  const { person } = child.stored;
  if (!person) return [];
  const rows = await site.database.prisma.supporterInvitation.findMany({ where: { personId: person.id, acceptedAt: null, withdrawnAt: null }, orderBy: [{ createdAt: "desc" }, { id: "asc" }] });
  return rows
    .map(({ id, nameSealed, emailSealed, parts, endsOn, createdAt }): ShownInvitation => ({
      id,
      name: site.sealer.open(nameSealed, `supporter_invitation.name.${id}`),
      email: site.sealer.open(emailSealed, `supporter_invitation.email.${id}`),
      parts: partsOf(parts),
      endsOn: endsOn.toISOString().slice(0, 10),
      answerBy: isoText(day(localDay(createdAt)) + INVITATION_DAYS),
    }))
    .filter(({ answerBy }) => answerBy >= isoText(today));
}
