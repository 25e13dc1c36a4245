import type { Visit } from "../accounts/visit.server.ts";
import { timelineOfCase, type CaseWithTimeline } from "../cases/case-timeline.server.ts";
import { recordActs } from "../db/audit.server.ts";
import { findRights, followingOf } from "../db/followers.server.ts";
import { may } from "../domain/access/permissions.ts";
import type { FollowedChild } from "../domain/access/followed-child.ts";
import { standingOf, type Role } from "../domain/access/roles.ts";
import { shownTakeover } from "../domain/access/takeover.ts";
import { isoText } from "../domain/calendar/day.ts";
import { familyView } from "../domain/cases/family-view.ts";

/**
 * The children whose records an account follows, each with where their cases stand. What is read of a record here is
 * written down like any other sight of it.
 */
export async function followedChildren({ site, viewer, today, t }: Visit): Promise<FollowedChild[]> {
  const { prisma } = site.database;
  const rows = await prisma.follower.findMany({
    where: { userId: viewer.userId, endedAt: null, blockedAt: null },
    orderBy: [{ since: "asc" }, { id: "asc" }],
    include: { person: { select: { id: true, firstNameSealed: true, cases: { orderBy: [{ createdAt: "desc" }, { id: "asc" }], select: { id: true } } } } },
  });
  const seen: { caseId: string; role: Role }[] = [];
  const children = await Promise.all(rows.map(async ({ person, ...row }): Promise<FollowedChild | null> => {
    const rights = await findRights(prisma, site.sealer, person.id, today);
    const following = followingOf(row);
    const standing = standingOf(following, rights, today);
    const isEarly = following.relation === "young-person" && standing.role === "none";
    if (standing.role === "none" && !isEarly) return null;
    const found = may(standing, "see-case") ? await Promise.all(person.cases.map(({ id }) => timelineOfCase(site, { id }, today))) : [];
    const maySeeDates = may(standing, "see-dates");
    const cases = found.filter((one) => one !== null).map((one) => ({ caseId: one.stored.id, reference: one.stored.reference, ...(maySeeDates ? lineOf(t, one, today) : { line: null, isLate: false, isYours: false }) }));
    seen.push(...cases.map(({ caseId }) => ({ caseId, role: standing.role })));
    return {
      personId: person.id,
      name: person.firstNameSealed ? site.sealer.open(person.firstNameSealed, `person.firstName.${person.id}`) : null,
      as: isEarly ? "not-yet" : standing.role,
      cases,
      leaveCaseId: may(standing, "leave-record") ? (person.cases[0]?.id ?? null) : null,
      parts: standing.role === "supporter" ? standing.parts : [],
      endsOn: standing.role === "supporter" ? endOf(following.endsOn ?? rights.shared.get(following.id)?.endsOn ?? null) : null,
      takeover: shownTakeover(rights, today),
    };
  }));
  await recordActs(prisma, seen.map(({ caseId, role }) => ({ actor: `user:${viewer.userId}`, action: "looked", caseId, detail: { at: "my-children", as: role } })));
  return children.filter((child) => child !== null);
}

function endOf(on: number | null): string | null {
  return on === null ? null : isoText(on);
}

function lineOf(t: Visit["t"], { case: record, timeline }: CaseWithTimeline, today: number): { line: string; isLate: boolean; isYours: boolean } {
  const { situation, late, yours } = familyView(record, timeline, today);
  return { line: t(`my-child:situation.${situation}.title`), isLate: late.some(({ excused }) => !excused), isYours: yours.length > 0 };
}
