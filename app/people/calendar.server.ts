import { createHash, randomBytes } from "node:crypto";
import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventClass, ICalEventStatus, ICalEventTransparency, type ICalCalendar } from "ical-generator";
import { v5 as uuidv5 } from "uuid";
import { bodyWords } from "../cases/body-words.server.ts";
import { timelineOfCase, type CaseWithTimeline } from "../cases/case-timeline.server.ts";
import { recordActs } from "../db/audit.server.ts";
import { namesOfBodies } from "../db/cases.server.ts";
import { findFollowing } from "../db/followers.server.ts";
import { everBooked, type EverBooked } from "../db/meetings.server.ts";
import { may } from "../domain/access/permissions.ts";
import { standingOf } from "../domain/access/roles.ts";
import { day, isoText, type Day } from "../domain/calendar/day.ts";
import { calendarDates, nothingTakenBack, type CalendarDate } from "../domain/cases/calendar-dates.ts";
import { ruleWords } from "../domain/cases/rule-set.ts";
import { timelineOf } from "../domain/cases/timeline.ts";
import { LANGUAGES, type LanguageCode } from "../i18n/languages.ts";
import { wordsIn, type PageContext } from "../page-context.server.ts";
import type { Site } from "../site.server.ts";
import { today } from "../today.ts";

const NAMESPACE = "3f0c4b0e-7a3d-5f55-9d2c-0b6d5a7c1e42";
const TOKEN_BYTES = 32;
const HOUR_S = 60 * 60;
const MINUTE_MS = 60_000;
/** Nine in the morning, a week and a day before a day that begins at midnight. */
const REMINDERS_S = [(7 * 24 - 9) * HOUR_S, (24 - 9) * HOUR_S];
/** A day and two hours before a meeting. */
const MEETING_REMINDERS_S = [24 * HOUR_S, 2 * HOUR_S];
/** How often calendars are asked to look again. Many look when they like. */
const REFRESH_S = 6 * HOUR_S;
const KEPT_BY_NOBODY = "private, no-store";

export interface CalendarWords {
  language: LanguageCode;
  showsInitials: boolean;
  /** The public address of the site, for the link to the case. */
  origin: string;
}

/**
 * The dates of a case as a calendar (RFC 5545). No name is in it; initials only where the family chose them. A date that
 * moved keeps its id under a higher sequence, and one that is over is cancelled.
 */
export async function calendarOf(site: Site, child: CaseWithTimeline, asOf: Day, { language, showsInitials, origin }: CalendarWords): Promise<string> {
  const { prisma } = site.database;
  const { stored } = child;
  const t = wordsIn(language);
  const names = await namesOfBodies(prisma);
  const decisions = stored.person ? await prisma.rightsDecision.findMany({ where: { personId: stored.person.id }, select: { decidedAt: true, undoneAt: true } }) : [];
  const before = timelineOf(nothingTakenBack(child.case), asOf, { schoolReply: site.pack.schoolReply });
  const changes = [stored.changedAt, ...decisions.flatMap(({ decidedAt, undoneAt }) => (undoneAt ? [decidedAt, undoneAt] : [decidedAt]))];
  const changedAt = new Date(Math.max(...changes.map((at) => at.getTime())));
  // Nothing of a case is ever removed: whatever moves a date makes these more.
  const sequence = stored.events.length + changes.length - 1;
  const initials = showsInitials ? initialsOf(stored.person) : "";
  const title = (words: string) => (initials ? `${initials}: ${words}` : words);
  const link = `${origin}/my-child/${stored.id}`;
  const calendar = ical({
    name: title(t("people:calendar.name")),
    prodId: { company: site.pack.name, product: "SEND", language: language.slice(0, 2).toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_S,
  });
  for (const date of calendarDates(child.case, child.timeline, before, asOf)) {
    const summary = title(summaryOf(t, date, names));
    calendar.createEvent({
      id: uuidv5(`${stored.id}/${date.key}`, NAMESPACE),
      start: new Date(isoText(date.on)),
      allDay: true,
      summary,
      description: [date.deadline && t(`timeline:${ruleWords(date.deadline.rule).reason as "rules.advice.reason"}`), t("people:calendar.look", { link })].filter(Boolean).join("\n\n"),
      url: link,
      sequence,
      stamp: changedAt,
      lastModified: changedAt,
      status: date.isOver ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      class: ICalEventClass.PRIVATE,
      transparency: ICalEventTransparency.TRANSPARENT,
      alarms: date.hasReminder && !date.isOver ? REMINDERS_S.map((trigger) => ({ type: ICalAlarmType.display, trigger, description: summary })) : [],
    });
  }
  const { slots, answers } = await everBooked(prisma, stored.id);
  for (const slot of slots) addMeeting(calendar, child.diedOn === null ? slot : { ...slot, stands: false }, answers, { summary: title(site.pack.localWords.refusalMeeting ?? t("people:calendar.event.council-meeting")), description: t("people:calendar.look", { link: `${link}/meeting` }), url: `${link}/meeting` });
  return wholeCalendar(calendar);
}

/** The one meeting that a family has booked, as a file: the same event as in its calendar of the case. Null where none stands. */
export async function meetingCalendar(site: Site, { caseId, name, language, origin }: { caseId: string; name: string; language: LanguageCode; origin: string }): Promise<string | null> {
  const { slots, answers } = await everBooked(site.database.prisma, caseId);
  const booked = slots.find(({ stands }) => stands);
  if (!booked) return null;
  const calendar = ical({ name, prodId: { company: site.pack.name, product: "SEND", language: language.slice(0, 2).toUpperCase() }, method: ICalCalendarMethod.PUBLISH });
  const url = `${origin}/my-child/${caseId}/meeting`;
  addMeeting(calendar, booked, answers, { summary: name, description: `${site.pack.contact.phone.number}\n\n${wordsIn(language)("people:calendar.look", { link: url })}`, url });
  return wholeCalendar(calendar);
}

function addMeeting(calendar: ICalCalendar, { id, startsAt, minutes, place, stands, changedAt }: EverBooked, answers: number, words: { summary: string; description: string; url: string }): void {
  calendar.createEvent({
    ...words,
    id,
    start: startsAt,
    end: new Date(startsAt.getTime() + minutes * MINUTE_MS),
    location: place,
    // Each answer of the case, and the council's taking it back, is a change.
    sequence: stands ? answers : answers + 1,
    stamp: changedAt,
    lastModified: changedAt,
    status: stands ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
    class: ICalEventClass.PRIVATE,
    alarms: stands ? MEETING_REMINDERS_S.map((trigger) => ({ type: ICalAlarmType.display, trigger, description: words.summary })) : [],
  });
}

function wholeCalendar(calendar: ICalCalendar): string {
  // RFC 5545 wants the end of the last line too (3.1).
  return `${calendar.toString()}\r\n`;
}

function summaryOf(t: PageContext["t"], { kind, deadline }: CalendarDate, names: ReadonlyMap<string, string>): string {
  if (kind === "review-meeting" || kind === "mediation-meeting" || deadline === null) return t(`people:calendar.event.${kind}`);
  const what = t(`timeline:${ruleWords(deadline.rule).name as "rules.advice.name"}`);
  const who = deadline.body === null ? "" : bodyWords(t, names, deadline.body);
  return t(`people:calendar.event.${deadline.actor === "family" && kind === "legal" ? "yours" : kind}`, { what: who ? `${what} (${who})` : what });
}

const firstLetter = new Intl.Segmenter();

function initialsOf(person: { firstName: string | null; lastName: string | null } | null): string {
  return [person?.firstName, person?.lastName].map((name) => firstLetter.segment(name ?? "")[Symbol.iterator]().next().value?.segment ?? "").join("").toUpperCase();
}

/** Somebody's calendar address of a case, if they have one that works. */
export async function calendarAddressOf({ database }: Pick<Site, "database">, { userId, caseId }: { userId: string; caseId: string }): Promise<{ createdAt: Date; showsInitials: boolean } | null> {
  return database.prisma.calendarAddress.findFirst({ where: { userId, caseId, revokedAt: null }, select: { createdAt: true, showsInitials: true } });
}

/**
 * Makes a new secret address for somebody's calendar of a case; the one they had stops.
 * @param made.id made by the form: the same form again makes nothing
 * @returns the secret, to be shown this once; null where the form made its address before
 */
export async function makeCalendarAddress(site: Site, made: { id: string; userId: string; caseId: string; language: LanguageCode; showsInitials: boolean }): Promise<string | null> {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const { id, userId, caseId, language, showsInitials } = made;
  return site.database.prisma.$transaction(async (tx) => {
    // One after the other, so that two at once leave one address.
    await tx.$queryRaw`SELECT id FROM "user" WHERE id = ${userId} FOR UPDATE`;
    if ((await tx.calendarAddress.count({ where: { id } })) > 0) return null;
    await tx.calendarAddress.updateMany({ where: { userId, caseId, revokedAt: null }, data: { revokedAt: new Date() } });
    await tx.calendarAddress.create({ data: { id, userId, caseId, tokenHash: hashOf(token), language, showsInitials } });
    await recordActs(tx, [{ actor: `user:${userId}`, action: "calendar-made", caseId, detail: { address: id } }]);
    return token;
  });
}

/** Stops somebody's calendar address of a case. */
export async function revokeCalendarAddress({ database }: Pick<Site, "database">, { userId, caseId }: { userId: string; caseId: string }): Promise<void> {
  await database.prisma.$transaction(async (tx) => {
    const { count } = await tx.calendarAddress.updateMany({ where: { userId, caseId, revokedAt: null }, data: { revokedAt: new Date() } });
    if (count > 0) await recordActs(tx, [{ actor: `user:${userId}`, action: "calendar-revoked", caseId, detail: {} }]);
  });
}

/**
 * The calendar of a secret address; null where there is none, it was revoked, or its owner may not see the dates any
 * more. The first fetch of a day is written down as a sight of the record.
 */
export async function calendarOfAddress(site: Site, token: string, origin: string): Promise<string | null> {
  const { prisma } = site.database;
  const address = await prisma.calendarAddress.findUnique({ where: { tokenHash: hashOf(token) } });
  if (!address || address.revokedAt) return null;
  const { id, userId, caseId, showsInitials } = address;
  const now = day(today());
  const child = await timelineOfCase(site, { id: caseId }, now);
  if (!child?.stored.person) return null;
  const standing = standingOf(await findFollowing(prisma, child.stored.person.id, userId), child.rights, now);
  if (!may(standing, "see-dates")) return null;
  const on = new Date(isoText(now));
  const { count } = await prisma.calendarAddress.updateMany({ where: { id, OR: [{ fetchedOn: null }, { fetchedOn: { not: on } }] }, data: { fetchedOn: on } });
  if (count === 1) await recordActs(prisma, [{ actor: `user:${userId}`, action: "looked", caseId, detail: { at: "calendar", as: standing.role } }]);
  const language = LANGUAGES.find(({ code }) => code === address.language)?.code ?? "en-GB";
  return calendarOf(site, child, now, { language, showsInitials, origin });
}

/**
 * The answer to a calendar app, which asks all day: the calendar, or that what the app holds is still so (304; RFC 9110, 13.1.2).
 * Nobody on the way may keep it, but an app holds its calendar, and the mark of it (ETag) beside that: see docs/decisions/011.
 */
export function calendarAnswer(request: Request, calendar: string): Response {
  // Of the text before it is compressed, hence weak.
  const mark = createHash("sha256").update(calendar).digest("base64url");
  const headers = { ...calendarHeaders("inline"), ETag: `W/"${mark}"` };
  if (!holds(request.headers.get("If-None-Match"), mark)) return new Response(calendar, { headers });
  return new Response(null, { status: 304, headers: { ETag: headers.ETag, "Cache-Control": KEPT_BY_NOBODY } });
}

/** Whether a list of marks, weak or not, has this one; `*` is whatever there is. */
function holds(marks: string | null, mark: string): boolean {
  return marks?.trim() === "*" || [...(marks ?? "").matchAll(/"([^"]*)"/g)].some(([, held]) => held === mark);
}

/** What a calendar is sent with: kept by nobody on the way, and found by no search engine. */
export function calendarHeaders(disposition: "inline" | "attachment", file = "dates"): Record<string, string> {
  return { "Content-Type": "text/calendar; charset=utf-8", "Content-Disposition": `${disposition}; filename="${file}.ics"`, "Cache-Control": KEPT_BY_NOBODY, "X-Robots-Tag": "noindex" };
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
