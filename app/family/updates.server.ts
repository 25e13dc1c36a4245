import type { CaseVisit } from "../accounts/visit.server.ts";
import { silenceOfCase } from "../cases/silence.server.ts";
import { isoText } from "../domain/calendar/day.ts";
import { localDay } from "../today.ts";

export interface LastUpdate {
  last: { words: string; on: string } | null;
  /** By when the council writes again, a message or a letter counting as well, and whether it let that day pass; null while nothing is open. */
  next: { by: string; isPassed: boolean } | null;
}

/** What the council last told this family of its own accord. */
export async function lastUpdate({ site, caseId, child, today }: CaseVisit): Promise<LastUpdate> {
  const row = await site.database.prisma.caseUpdate.findFirst({ where: { caseId }, orderBy: { approvedAt: "desc" } });
  const silence = await silenceOfCase(site, child, today);
  return {
    last: row && { words: site.sealer.open(row.wordsSealed, `case_update.words.${row.id}`), on: localDay(row.approvedAt) },
    next: silence && { by: isoText(silence.silentOn), isPassed: today > silence.silentOn },
  };
}
