import type { CaseVisit } from "../accounts/visit.server.ts";
import { lastWords } from "../db/office.server.ts";
import { isoText, readDay } from "../domain/calendar/day.ts";
import { AT_REST, LONGEST_SILENCE_DAYS } from "../domain/office/silence.ts";
import { localDay } from "../today.ts";

/** What the council last told this family of its own accord, and by when it writes again: a message or a letter counts as well. */
export async function lastUpdate({ site, caseId, child }: CaseVisit): Promise<{ last: { words: string; on: string } | null; nextBy: string | null }> {
  const { prisma } = site.database;
  const row = await prisma.caseUpdate.findFirst({ where: { caseId }, orderBy: { approvedAt: "desc" } });
  const last = row && { words: site.sealer.open(row.wordsSealed, `case_update.words.${row.id}`), on: localDay(row.approvedAt) };
  const at = (await lastWords(prisma, caseId)).get(caseId);
  const on = at ? readDay(localDay(at)) : null;
  return { last, nextBy: on !== null && !AT_REST.includes(child.timeline.stage) ? isoText(on + LONGEST_SILENCE_DAYS) : null };
}
