import type { CaseVisit } from "../accounts/visit.server.ts";
import type { Slot } from "../db/meetings.server.ts";
import { isoText, weekday } from "../domain/calendar/day.ts";
import { dayInEngland, timeInEngland } from "../domain/calendar/england.ts";
import type { ShownSlot } from "../domain/meetings/shown.ts";
import { notFound } from "../page-context.server.ts";

/** What this council calls its meeting after a refusal. @throws 404 where it has none */
export function refusalMeeting({ site }: Pick<CaseVisit, "site">): string {
  return site.pack.localWords.refusalMeeting ?? notFound();
}

export function shownSlot({ id, startsAt, minutes, place }: Slot, seatsLeft = 0): ShownSlot {
  const on = dayInEngland(startsAt);
  return { id, on: isoText(on), at: timeInEngland(startsAt), weekday: weekday(on), minutes, place, seatsLeft };
}
