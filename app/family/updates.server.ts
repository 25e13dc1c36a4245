import type { CaseVisit } from "../accounts/visit.server.ts";
import { silenceOfCase } from "../cases/silence.server.ts";
import { isoText } from "../domain/calendar/day.ts";
import type { FamilyPage } from "../domain/cases/shown.ts";
import { localDay } from "../today.ts";

export interface LastUpdate {
  last: { words: string | null; letter: string | null; on: string } | null;
  /** By when the council writes again, a message or a letter counting as well, and whether it let that day pass; null while nothing is open. */
  next: { by: string; isPassed: boolean } | null;
}

/** What the council last told this family of its own accord: an update, or a letter if that was later. */
export async function lastUpdate({ site, caseId, child, today, may }: CaseVisit): Promise<LastUpdate> {
  const row = await site.database.prisma.caseUpdate.findFirst({ where: { caseId }, orderBy: { approvedAt: "desc" } });
  const letter = await site.database.prisma.caseLetter.findFirst({ where: { caseId }, orderBy: { sentAt: "desc" }, select: { id: true, sentAt: true } });
  const isLetter = letter !== null && (row === null || letter.sentAt > row.approvedAt);
  const silence = await silenceOfCase(site, child, today);
  return {
    last: isLetter ? { words: null, letter: may("see-documents") ? letter.id : null, on: localDay(letter.sentAt) } : row && { words: site.sealer.open(row.wordsSealed, `case_update.words.${row.id}`), letter: null, on: localDay(row.approvedAt) },
    next: silence && { by: isoText(silence.silentOn), isPassed: today > silence.silentOn },
  };
}

/** What the council wrote after something became late: its answer to that. Null where it has not, or nothing is late. */
export function answerToLateness({ late }: Pick<FamilyPage, "late">, last: LastUpdate["last"]): LastUpdate["last"] {
  const since = late.map(({ date }) => date.due).sort()[0];
  return last && since !== undefined && last.on >= since ? last : null;
}
