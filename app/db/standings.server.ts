import { Prisma, type PrismaClient } from "../../prisma/generated/client.ts";
import { isoText, type Day } from "../domain/calendar/day.ts";

/** For what a standing of a case holds good: a day, and whoever worked it out. */
export interface MadeFor {
  asOf: Day;
  madeBy: string;
}

/** A case, with where it stands if that was kept and still fits. */
export interface KeptStanding {
  caseId: string;
  reference: string;
  officerId: string | null;
  changedAt: Date;
  standing: unknown;
}

const AT_ONCE = 2000;

/** Cases that changed since a moment, or all of them, some at a time, each with what is kept of it; `standing` is null where that is nothing, or of another day, version or state of the case. */
export async function* keptStandings(prisma: PrismaClient, { asOf, madeBy }: MadeFor, since: Date | null): AsyncGenerator<KeptStanding[]> {
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const rows = await prisma.$queryRaw<KeptStanding[]>`
      SELECT c.id AS "caseId", c.reference, c.officer_id AS "officerId", c.changed_at AS "changedAt", s.standing
      FROM case_file c LEFT JOIN case_standing s ON s.case_id = c.id AND s.as_of = ${isoText(asOf)}::date AND s.made_by = ${madeBy} AND s.changed_at = c.changed_at
      WHERE c.id > ${after}::uuid ${since === null ? Prisma.empty : Prisma.sql`AND c.changed_at >= ${since}`}
      ORDER BY c.id LIMIT ${AT_ONCE}`;
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < AT_ONCE) return;
    after = last.caseId;
  }
}

/** Keeps where cases stand, in place of what was kept of them before. */
export async function keepStandings(prisma: PrismaClient, { asOf, madeBy }: MadeFor, rows: readonly { caseId: string; changedAt: Date; standing: object }[]): Promise<void> {
  // In one order everywhere: two processes that keep the same cases wait for each other and never block.
  const sorted = [...rows].sort((a, b) => (a.caseId < b.caseId ? -1 : 1)).map(({ caseId, changedAt, standing }) => ({ case_id: caseId, as_of: isoText(asOf), changed_at: changedAt.toISOString(), made_by: madeBy, standing }));
  await prisma.$executeRaw`
    INSERT INTO case_standing SELECT n.* FROM json_populate_recordset(NULL::case_standing, ${JSON.stringify(sorted)}::json) n JOIN case_file c ON c.id = n.case_id
    ON CONFLICT (case_id) DO UPDATE SET as_of = excluded.as_of, changed_at = excluded.changed_at, made_by = excluded.made_by, standing = excluded.standing`;
}
