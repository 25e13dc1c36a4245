import type { CaseVisit } from "../accounts/visit.server.ts";
import { isoText, readDay } from "../domain/calendar/day.ts";
import type { Stage } from "../domain/cases/stage.ts";
import { localDay } from "../today.ts";

/** However little there is to say, a family with an open case hears from a person at least so often. */
export const LONGEST_SILENCE_DAYS = 14;
/** Nothing is under way, so nobody waits to hear. */
const AT_REST: readonly Stage[] = ["none", "plan", "ceased", "withdrawn", "refused", "no-plan"];

/** What the council last told this family of its own accord, and by when it writes again. */
export async function lastUpdate({ site, caseId, child }: CaseVisit): Promise<{ last: { words: string; on: string } | null; nextBy: string | null }> {
  const row = await site.database.prisma.caseUpdate.findFirst({ where: { caseId }, orderBy: { approvedAt: "desc" } });
  const last = row && { words: site.sealer.open(row.wordsSealed, `case_update.words.${row.id}`), on: localDay(row.approvedAt) };
  const on = last && readDay(last.on);
  return { last, nextBy: on !== null && !AT_REST.includes(child.timeline.stage) ? isoText(on + LONGEST_SILENCE_DAYS) : null };
}
