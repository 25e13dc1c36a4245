import type { CaseVisit } from "../accounts/visit.server.ts";
import { askForMoreTime, sendComments } from "../db/comments.server.ts";
import { bookMeeting, declineMeeting, type Booking } from "../db/meetings.server.ts";
import { sendMessage, type SentMessage } from "../db/messages.server.ts";
import { isoText } from "../domain/calendar/day.ts";
import { dayInEngland } from "../domain/calendar/england.ts";
import type { PlanComments } from "../domain/comments/sections.ts";
import { replyDue, type Desk } from "../domain/messages/message.ts";
import type { ShownPaper } from "../domain/messages/shown.ts";
import { tellFollowers, tellUser } from "../notices/tell.server.ts";
import { dropPageDraft } from "./drafts.server.ts";
import { attachPapers } from "./message-papers.server.ts";

/**
 * What a family sends, each in one transaction with all that belongs to it: the thing itself, its lines in the audit
 * trail, the end of its draft and the notices. Killed anywhere, all of it is there or nothing; sent again, it is there once.
 */

/** @param message.replyDueOn as it was shown. @param message.papers that go with it. @returns null where the form's id is somebody else's */
export async function sendFromFamily(visit: CaseVisit, form: string, message: { id: string; body: string; desk: Desk; isPrivate: boolean; replyDueOn: number; papers: readonly ShownPaper[] }): Promise<SentMessage | null> {
  const { site, caseId, viewer } = visit;
  return site.database.prisma.$transaction(async (tx) => {
    const stored = await sendMessage(tx, site, { ...message, caseId, userId: viewer.userId });
    if (stored) await attachPapers(tx, visit, { messageId: stored.id, papers: message.papers, isPrivate: message.isPrivate });
    if (stored) await dropPageDraft(tx, visit, form);
    return stored;
  });
}

interface About {
  id: string;
  about: { of: "draft-plan" | "changes"; served: string };
}

/** @returns null where the form's id is somebody else's */
export async function sendCommentsFromFamily(visit: CaseVisit, form: string, sent: About & { comments: PlanComments }): Promise<SentMessage | null> {
  const { site, caseId, child, viewer, today } = visit;
  return site.database.prisma.$transaction(async (tx) => {
    const stored = await sendComments(tx, site, { ...sent, caseId, reference: child.stored.reference, userId: viewer.userId, today });
    if (stored) await dropPageDraft(tx, visit, form);
    if (stored?.isNew) await tellUser(tx, site, { kind: "request-received", slots: { request: "comments" }, key: `request-received:${stored.id}`, userId: viewer.userId, caseId });
    return stored;
  });
}

/** @returns null where the form's id is somebody else's */
export async function askForMoreTimeFromFamily({ site, caseId, child, viewer, today }: CaseVisit, sent: About & { why: string }): Promise<SentMessage | null> {
  const dueOn = replyDue(today, site.pack.replyWorkingDays);
  return site.database.prisma.$transaction(async (tx) => {
    const stored = await askForMoreTime(tx, site, { ...sent, caseId, reference: child.stored.reference, userId: viewer.userId, today, dueOn });
    if (stored?.isNew) await tellUser(tx, site, { kind: "request-received", slots: { request: "more-time", due: isoText(dueOn) }, key: `request-received:${stored.id}`, userId: viewer.userId, caseId });
    return stored;
  });
}

/** Says no to a meeting, or gives back the time that was booked, and tells the others who had it in their calendar. @returns whether one was given back */
export async function declineForFamily({ site, caseId, viewer }: CaseVisit): Promise<boolean> {
  return site.database.prisma.$transaction(async (tx) => {
    const givenBack = await declineMeeting(tx, { caseId, userId: viewer.userId });
    if (givenBack) await tellFollowers(tx, site, { kind: "meeting-given-back", slots: { on: isoText(dayInEngland(givenBack.startsAt)) }, key: `meeting-given-back:${givenBack.answer}`, caseId, except: viewer.userId });
    return givenBack !== null;
  });
}

/** Books a meeting, and tells the others who follow the child. */
export async function bookForFamily({ site, caseId, viewer }: CaseVisit, slotId: string): Promise<Booking> {
  return site.database.prisma.$transaction(async (tx) => {
    const booking = await bookMeeting(tx, { caseId, slotId, userId: viewer.userId, now: new Date() });
    if (booking.is === "booked") await tellFollowers(tx, site, { kind: "meeting-booked", slots: { on: isoText(dayInEngland(booking.startsAt)) }, key: `meeting-booked:${booking.answer}`, caseId });
    return booking;
  });
}
