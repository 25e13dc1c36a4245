import type { CaseVisit } from "../accounts/visit.server.ts";
import { namesOfBodies } from "../db/cases.server.ts";
import { isoText } from "../domain/calendar/day.ts";
import type { CaseEvent, Happening } from "../domain/cases/events.ts";
import { formatDate } from "../i18n/format.ts";
import { bodyWords } from "./family-page.server.ts";

export interface HistoryLine {
  id: string;
  on: string;
  /** Where it became known on another day. */
  recordedOn: string | null;
  words: string;
}

/** Everything that happened in a case, newest first, with what was put right or taken back as lines of their own. */
export async function historyOf({ site, t, child, today, language }: CaseVisit): Promise<HistoryLine[]> {
  const names = await namesOfBodies(site.database.prisma);
  const events = child.case.events.filter((event) => event.recordedOn === undefined || event.recordedOn <= today);
  const byId = new Map(events.map((event) => [event.id, event]));
  const wordsOf = (event: Happening): string =>
    t(`my-child:events.${event.type}`, {
      body: "body" in event && event.body ? bodyWords(t, names, event.body) : "",
      meetingOn: "meetingOn" in event ? formatDate(isoText(event.meetingOn), language) : "",
    });
  const wordsOfAny = (event: CaseEvent): string => {
    if (event.type !== "correction" && event.type !== "withdrawn") return wordsOf(event);
    const original = byId.get(event.of);
    const what = original && original.type !== "correction" && original.type !== "withdrawn" ? wordsOf(original) : "";
    return event.type === "correction" ? t("my-child:history.corrected", { what }) : t("my-child:history.withdrawn", { what });
  };
  return events
    .map((event): HistoryLine & { at: number } => {
      const at = "on" in event ? event.on : (event.recordedOn ?? correctedDay(byId.get(event.of)));
      const recorded = event.recordedOn !== undefined && event.recordedOn !== at ? isoText(event.recordedOn) : null;
      return { id: event.id, at, on: isoText(at), recordedOn: recorded, words: wordsOfAny(event) };
    })
    .filter(({ at }) => at <= today)
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
    .map(({ at: _at, ...line }) => line);
}

function correctedDay(original: CaseEvent | undefined): number {
  return original && "on" in original ? original.on : 0;
}
