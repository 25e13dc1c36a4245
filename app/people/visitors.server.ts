import { Prisma } from "../../prisma/generated/client.ts";
import type { CaseVisit } from "../accounts/visit.server.ts";
import { RELATIONS, STAFF_ROLES } from "../domain/access/roles.ts";
import { SEEN, seenAt, type Visitors } from "../domain/access/visits.ts";

const PAGE_SIZE = 50;

interface Line {
  day: string;
  actor: string;
  at: string[];
  count: number;
}

/**
 * Who looked at a case, the newest day first: one line a day for each person, system or command.
 * @param page counted from 1
 */
export async function visitorsOf(visit: CaseVisit, { page, withoutYou }: { page: number; withoutYou: boolean }): Promise<{ days: Visitors[]; isLast: boolean }> {
  const { site, viewer, caseId } = visit;
  const you = `user:${viewer.userId}`;
  const lines = await site.database.prisma.$queryRaw<Line[]>`
    SELECT to_char(at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD') AS day, actor, array_agg(DISTINCT COALESCE(detail->>'at', '')) AS at, COUNT(*)::int AS count
    FROM audit_entry
    WHERE case_id = ${caseId}::uuid AND action = 'looked' ${withoutYou ? Prisma.sql`AND actor <> ${you}` : Prisma.empty}
    GROUP BY 1, actor ORDER BY 1 DESC, MAX(id) DESC LIMIT ${PAGE_SIZE + 1} OFFSET ${(page - 1) * PAGE_SIZE}`;
  const shown = lines.slice(0, PAGE_SIZE);
  const who = await whoLooked(visit, shown.map(({ actor }) => actor));
  const days: Visitors[] = [];
  for (const { day, actor, at, count } of shown) {
    if (days.at(-1)?.day !== day) days.push({ day, sights: [] });
    const seen = new Set(at.map(seenAt));
    days.at(-1)?.sights.push({ key: actor, who: who(actor), seen: SEEN.filter((one) => seen.has(one)), count });
  }
  return { days, isLast: lines.length <= PAGE_SIZE };
}

type Who = Visitors["sights"][number]["who"];

/** Who these are to whoever reads the record: each by the name and the role that they are shown with. */
export async function whoLooked({ site, viewer, child, t }: CaseVisit, actors: readonly string[]): Promise<(actor: string) => Who> {
  const { prisma } = site.database;
  const ids = [...new Set(actors.filter((actor) => actor.startsWith("user:")).map((actor) => actor.slice("user:".length)))];
  const users = await prisma.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true, kind: true, staffRole: true, officerId: true } });
  const officers = new Map((await prisma.officer.findMany({ where: { id: { in: users.flatMap(({ officerId }) => officerId ?? []) } } })).map((row) => [row.id, row]));
  const followers = new Map((child.stored.person ? await prisma.follower.findMany({ where: { personId: child.stored.person.id, userId: { in: ids } }, select: { userId: true, relation: true } }) : []).map((row) => [row.userId, row.relation]));
  const byId = new Map(users.map((user): [string, Who] => {
    if (user.id === viewer.userId) return [user.id, { kind: "you", name: "", role: "" }];
    if (user.kind === "staff") {
      const officer = user.officerId ? officers.get(user.officerId) : undefined;
      const name = officer?.nameSealed ? site.sealer.open(officer.nameSealed, `officer.name.${officer.id}`) : user.name;
      const role = STAFF_ROLES.find((one) => one === user.staffRole) ?? "caseworker";
      return [user.id, { kind: "staff", name: name || t("people:visitors.staffUnnamed"), role: t(`people:visitors.role.${role}`) }];
    }
    const relation = RELATIONS.find((one) => one === followers.get(user.id)) ?? "supporter";
    return [user.id, { kind: relation === "supporter" ? "supporter" : "family", name: user.name, role: t(`people:relation.${relation}`) }];
  }));
  return (actor) => {
    const [kind = "", ...rest] = actor.split(":");
    const id = rest.join(":");
    if (kind === "user") return byId.get(id) ?? { kind: "family", name: "", role: t("people:visitors.unknown") };
    return { kind: "system", name: id, role: kind === "sender" ? t("people:visitors.sender") : t("people:visitors.command") };
  };
}
