import type { CaseVisit } from "../accounts/visit.server.ts";
import { PORTAL_SENDER, storeWithin } from "../db/cases.server.ts";
import { requestsOfCase, sendRequest } from "../db/requests.server.ts";
import { FAMILY_BODY } from "../domain/cases/review.ts";
import { isoText } from "../domain/calendar/day.ts";
import { dayInEngland, timeInEngland } from "../domain/calendar/england.ts";
import { VIEWS, type ReviewViews, type ShownViews } from "../domain/reviews/views.ts";
import { tellUser } from "../notices/tell.server.ts";
import { dropPageDraft } from "./drafts.server.ts";

const KIND = "review-views";

/**
 * Takes in what a family writes for its review: the words, sealed, and the event that says that it has written, together.
 * The same form again changes nothing.
 * @param sent.meetingOn the day of the meeting that it is for, ISO
 * @returns the id under which it is kept; null where the form's id is somebody else's
 */
export async function sendReviewViews(visit: CaseVisit, form: string, sent: { id: string; meetingOn: string; views: ReviewViews }): Promise<string | null> {
  const { site, caseId, child, viewer, today } = visit;
  return site.database.prisma.$transaction(async (tx) => {
    const stored = await sendRequest(tx, site.sealer, { formId: sent.id, kind: KIND, caseId, userId: viewer.userId, content: { meetingOn: sent.meetingOn, ...sent.views }, receivedOn: today, dueOn: null });
    if (!stored) return null;
    await dropPageDraft(tx, visit, form);
    if (stored.isNew) {
      const id = `${KIND}-${stored.id}`;
      const event = { id, type: "review-contribution-received", on: isoText(today), body: FAMILY_BODY } as const;
      await storeWithin(tx, site.sealer, { sender: PORTAL_SENDER, actor: `user:${viewer.userId}` }, { cases: [], bodies: [], events: [{ id, case: child.stored.reference, type: event.type, on: today, event, note: null }] });
      await tellUser(tx, site, { kind: "request-received", slots: { request: KIND }, key: `request-received:${stored.id}`, userId: viewer.userId, caseId });
    }
    return stored.id;
  });
}

/**
 * What was written for a review, the newest first.
 * @param since the day of the meeting before, ISO, where there was one: what came later is for this review
 */
export async function reviewViewsOf({ site, caseId, viewer }: CaseVisit, since: string | null): Promise<ShownViews[]> {
  const asked = await requestsOfCase(site.database.prisma, site.sealer, caseId);
  return asked.flatMap(({ id, kind, reference, userId, content, sentAt, answer, answeredAt }): ShownViews[] => {
    if (kind !== KIND || !sentAt) return [];
    const on = isoText(dayInEngland(sentAt));
    if (since !== null && on <= since) return [];
    const isOwn = userId === viewer.userId;
    const views = isOwn ? viewsIn(content) : null;
    return [{ id, isOwn, reference, on, at: timeInEngland(sentAt), views, answer: isOwn && answer !== null && answeredAt ? { on: isoText(dayInEngland(answeredAt)), words: answer } : null }];
  });
}

function viewsIn(content: Record<string, unknown>): ReviewViews {
  return Object.fromEntries(VIEWS.flatMap((view) => (typeof content[view] === "string" ? [[view, content[view]]] : [])));
}
