import type { CaseVisit } from "../accounts/visit.server.ts";
import { usable } from "../domain/cases/usable-events.ts";
import { PORTAL_SENDER, storeWithin } from "../db/cases.server.ts";
import type { Prisma } from "../../prisma/generated/client.ts";
import { familyView, type FamilyView } from "../domain/cases/family-view.ts";
import { readSentEvent, type SentEvent } from "../domain/cases/intake.ts";
import { timelineOf, type Timeline } from "../domain/cases/timeline.ts";
import { dateChanges, type DateChange } from "../domain/office/event-form.ts";
import { eventKey, newsOwed, type Owed } from "../domain/notices/due.ts";
import type { NoticeKind } from "../domain/notices/kinds.ts";
import { tellFollowers, type Telling } from "../notices/tell.server.ts";
import type { Site } from "../site.server.ts";

type Tx = Prisma.TransactionClient;

/** An event as an officer's form gives it, with days in ISO text. `ofSender` names whose event it puts right. */
export type TypedEvent = Readonly<Record<string, unknown>> & { id: string; type: string };

/** What those who follow are told of an event, each as the background would tell it: whichever comes first, it is told once. */
export type News = readonly Owed[];

/** What an event would do, seen before it is recorded. */
export type EventPreview =
  | { ok: true; sent: SentEvent; before: Timeline; after: Timeline; viewBefore: FamilyView; viewAfter: FamilyView; changes: DateChange[]; news: News }
  | { ok: false; field: string; expected: string };

/** What an event of a case would change, without recording it. */
export function previewEvent(visit: Pick<CaseVisit, "site" | "child" | "today">, typed: TypedEvent): EventPreview {
  const { site, child, today } = visit;
  const read = readSentEvent({ ...typed, case: child.stored.reference }, today);
  if (!read.ok) return { ok: false, field: read.field, expected: read.reason.replace(/^expected /, "") };
  const id = idWith(child.stored.events, typed.id);
  const stored = asStored(child.stored.events, typed, id);
  const together = [...child.stored.events, stored];
  const { events, unused } = usable(together);
  const wrong = unused.find((one) => one.id === id);
  if (wrong) {
    const [field, ...rest] = wrong.expected.split(": ");
    return rest.length > 0 ? { ok: false, field: field ?? "", expected: rest.join(": ") } : { ok: false, field: "", expected: wrong.expected };
  }
  const { person } = child.case;
  const settings = { schoolReply: site.pack.schoolReply };
  const before = timelineOf(child.case, today, settings);
  const after = timelineOf({ person, events }, today, settings);
  // Of the others the senders are not known here: what is owed about them the background tells.
  const keys = new Map([[id, eventKey(PORTAL_SENDER, typed.id)], ...(typeof typed.of === "string" ? [[String(stored.of), eventKey(typeof typed.ofSender === "string" ? typed.ofSender : PORTAL_SENDER, typed.of)] as const] : [])]);
  const keyOf = (of: string) => keys.get(of) ?? `unknown:${of}`;
  const isOfThis = ({ after: since }: Owed) => since !== null && "event" in since && [...keys.values()].includes(since.event);
  const owedBefore = new Set(newsOwed(child.case, before, today, keyOf).map(({ key }) => key));
  return {
    ok: true,
    sent: read.sent,
    before,
    after,
    viewBefore: familyView(child.case, before, today),
    viewAfter: familyView({ person, events }, after, today),
    changes: dateChanges(before, after),
    news: newsOwed({ person, events }, after, today, keyOf).filter((one) => isOfThis(one) && !owedBefore.has(one.key)),
  };
}

/** The events of a case have their sender before their ids where there are several. */
function idWith(stored: readonly Record<string, unknown>[], id: string): string {
  return stored.some((event) => String(event.id).includes(":")) ? `${PORTAL_SENDER}:${id}` : `new:${id}`;
}

function asStored(stored: readonly Record<string, unknown>[], { ofSender, ...typed }: TypedEvent, id: string): Record<string, unknown> {
  if (typeof typed.of !== "string") return { ...typed, id };
  const sender = typeof ofSender === "string" ? ofSender : PORTAL_SENDER;
  const isNamed = stored.some((event) => String(event.id).startsWith(`${sender}:`));
  return { ...typed, id, of: isNamed ? `${sender}:${typed.of}` : typed.of };
}

/** What became of recording: the second of two that are the same is answered like the first. */
export type Recorded = "recorded" | "already" | "changed-meanwhile" | "contradicts";

/**
 * Records an event that an officer has seen the effect of, with its line in the audit trail and the notices to those who
 * follow, all of it or nothing.
 * @param seenAt `changedAt` of the case when the officer saw it; null where nothing was to be seen first
 */
export async function recordWithin(tx: Tx, site: Site, { caseId, by, sent, seenAt, news }: { caseId: string; by: string; sent: SentEvent; seenAt: Date | null; news: News }): Promise<Recorded> {
  const [held] = await tx.$queryRaw<{ changed: Date }[]>`SELECT changed_at AS changed FROM case_file WHERE id = ${caseId}::uuid FOR UPDATE`;
  const isKnown = await tx.caseEvent.count({ where: { sender: PORTAL_SENDER, eventId: sent.id } });
  if (isKnown === 0 && seenAt !== null && held && held.changed.getTime() !== seenAt.getTime()) return "changed-meanwhile";
  const [stored] = await storeWithin(tx, site.sealer, { sender: PORTAL_SENDER, actor: `user:${by}` }, { cases: [], events: [sent], bodies: [] });
  if (stored !== "stored") return stored === "already-known" ? "already" : "contradicts";
  await tellNewsOf(tx, site, caseId, news);
  return "recorded";
}

/** Tells those who follow a case what is owed of an event that came in now. */
export async function tellNewsOf(tx: Tx, site: Site, caseId: string, news: News): Promise<void> {
  for (const { toldBefore, after: _after, ...one } of news) {
    await tellFollowers(tx, site, { ...(one as Telling<NoticeKind>), key: `${caseId}:${one.key}`, caseId, ...(toldBefore === undefined ? {} : { toldBefore: { key: `${caseId}:${toldBefore}`, at: undefined } }) });
  }
}

/** Events of a case that came in after a moment, in the words of their ids and types: what somebody did meanwhile. */
export async function eventsSince(site: Site, caseId: string, since: Date): Promise<{ type: string; on: string | null; sender: string }[]> {
  const rows = await site.database.prisma.caseEvent.findMany({ where: { caseId, receivedAt: { gt: since } }, orderBy: { receivedAt: "asc" }, select: { type: true, on: true, sender: true } });
  return rows.map(({ type, on, sender }) => ({ type, on: on && on.toISOString().slice(0, 10), sender }));
}

/** An event of the case as it stands in the database, with whose it is: what a correction or a withdrawal names. */
export async function findStoredEvent(site: Site, caseId: string, id: string): Promise<{ sender: string; eventId: string; type: string; event: Record<string, unknown> } | null> {
  const rows = await site.database.prisma.caseEvent.findMany({ where: { caseId }, select: { sender: true, eventId: true, type: true, event: true } });
  const found = rows.find(({ sender, eventId }) => `${sender}:${eventId}` === id || eventId === id);
  return found ? { ...found, event: found.event as Record<string, unknown> } : null;
}
