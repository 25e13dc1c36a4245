import { timelineOfCase } from "../cases/case-timeline.server.ts";
import { freeSlots, meetingOf } from "../db/meetings.server.ts";
import { bookedMeetings, followedCases, sendersOfEvents } from "../db/notice-news.server.ts";
import { day, isoText } from "../domain/calendar/day.ts";
import { familyView } from "../domain/cases/family-view.ts";
import { eventKey, latenessOwed, meetingOwed, newsOwed, remindersOwed, takeoverOwed, type After, type Owed } from "../domain/notices/due.ts";
import type { NoticeKind } from "../domain/notices/kinds.ts";
import { logError } from "../log.server.ts";
import type { Site } from "../site.server.ts";
import { localDay } from "../today.ts";
import { tellFollowers, type Telling } from "./tell.server.ts";

/** Changes are looked for a little further back than the last run: a transaction may have been open then. */
const OVERLAP_MS = 10 * 60_000;
const NEWS_MS = 15 * 24 * 60 * 60_000;

/** Tells families what has happened in their cases since the last run, whoever told us: an officer, another system or a file. */
export async function tellNews(site: Site, { now, since }: { now: Date; since: Date | null }): Promise<void> {
  const changedSince = since ? new Date(since.getTime() - OVERLAP_MS) : new Date(now.getTime() - NEWS_MS);
  for await (const caseId of followedCases(site.database.prisma, changedSince)) await tellOfCase(site, caseId, localDay(now), "news");
}

/** Tells families what the day brings: days of theirs that are near, what has become late, who decides from when. */
export async function tellOfTheDay(site: Site, { now }: { now: Date }): Promise<void> {
  const offers = site.pack.localWords.refusalMeeting !== undefined && (await freeSlots(site.database.prisma, now)).length > 0;
  for await (const caseId of followedCases(site.database.prisma, null)) await tellOfCase(site, caseId, localDay(now), "all", offers);
}

/**
 * Tells the followers of one case what they are owed on a day (ISO) and have not been told.
 * @param offers whether there are meetings that a family who was told no can book
 * @returns how many notices are new
 */
export async function tellOfCase(site: Site, caseId: string, today: string, what: "news" | "all", offers = false): Promise<number> {
  // An embedded database answers without leaving this turn of the process: among many cases, pages come in between.
  await new Promise((done) => setImmediate(done));
  const { prisma } = site.database;
  const asOf = day(today);
  let owed: Owed[];
  let events: Awaited<ReturnType<typeof sendersOfEvents>>;
  try {
    const child = await timelineOfCase(site, { id: caseId }, asOf);
    if (!child || child.diedOn !== null) return 0;
    events = await sendersOfEvents(prisma, caseId);
    const known = events;
    const keyOf = (id: string) => known.keys.get(id) ?? eventKey("", id);
    owed = newsOwed(child.case, child.timeline, asOf, keyOf);
    if (what === "all") {
      const meetings = (await bookedMeetings(prisma, caseId)).map(({ id, startsAt }) => ({ reminder: "council-meeting" as const, id, on: day(localDay(startsAt)) }));
      const view = familyView(child.case, child.timeline, asOf);
      owed.push(...remindersOwed(child.case, child.timeline, asOf, keyOf, meetings), ...latenessOwed(view, keyOf), ...takeoverOwed(child.rights, asOf));
      // Who has answered knows of it.
      if (offers && (await meetingOf(prisma, caseId)) === null) owed.push(...meetingOwed(view, keyOf));
    }
  } catch (error) {
    // One case that cannot be read must not keep the news from all the others.
    logError("notices", null, error);
    return 0;
  }
  let told = 0;
  // Both siblings' parents hear of both: the key names the case.
  for (const { toldBefore, after, ...one } of owed) {
    const since = joinedBefore(after, events.receivedAt);
    told += await tellFollowers(prisma, site, { ...(one as Telling<NoticeKind>), key: `${caseId}:${one.key}`, caseId, joinedBefore: since, ...(toldBefore === undefined ? {} : { toldBefore: { key: `${caseId}:${toldBefore}`, at: since } }) });
  }
  return told;
}

function joinedBefore(after: After, receivedAt: ReadonlyMap<string, Date>): Date | undefined {
  if (after === null) return undefined;
  return "event" in after ? receivedAt.get(after.event) : new Date(`${isoText(after.day)}T00:00:00Z`);
}
