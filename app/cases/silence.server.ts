import { lastWords } from "../db/office.server.ts";
import { day } from "../domain/calendar/day.ts";
import { familyView } from "../domain/cases/family-view.ts";
import { openSpell, silenceOf, type Silence } from "../domain/office/silence.ts";
import type { Site } from "../site.server.ts";
import { localDay } from "../today.ts";
import type { CaseWithTimeline } from "./case-timeline.server.ts";

/** How long the family of one case has heard nothing, the same for the family and for the officer; null while it is at rest. */
export async function silenceOfCase(site: Site, { stored, case: kase, timeline }: CaseWithTimeline, today: number): Promise<Silence | null> {
  const spell = openSpell(kase, timeline, familyView(kase, timeline, today), today);
  if (!spell) return null;
  const at = (await lastWords(site.database.prisma, { caseIds: [stored.id] })).get(stored.id);
  return silenceOf(spell, at ? day(localDay(at)) : null, today);
}
