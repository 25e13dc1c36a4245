import type { CaseVisit } from "../accounts/visit.server.ts";
import { namesOfBodies } from "../db/cases.server.ts";
import { answersToMeeting } from "../db/meetings.server.ts";
import { messagesOfCase } from "../db/messages.server.ts";
import { provisionOfCase } from "../db/provision.server.ts";
import { requestsOfCase } from "../db/requests.server.ts";
import { documentsOfCase } from "../documents/documents.server.ts";
import { RELATIONS } from "../domain/access/roles.ts";
import type { Visitors } from "../domain/access/visits.ts";
import { isoText } from "../domain/calendar/day.ts";
import { familyPage, shownDate } from "./family-page.server.ts";
import { historyOf } from "./history.server.ts";
import { whoLooked } from "../people/visitors.server.ts";
import { localDay } from "../today.ts";

/** The shape of the record's file: raised when it changes in a way that breaks who reads it. */
const RECORD_VERSION = 1;

/**
 * Everything of a child's record that this viewer may see, as plain data: what the JSON file holds, and what the page to
 * read is made of. Days are ISO text in London, moments ISO text in UTC.
 */
export async function recordOf(visit: CaseVisit) {
  const { site, t, child, caseId, viewer, today } = visit;
  const { prisma } = site.database;
  const reader = { userId: viewer.userId };
  const names = await namesOfBodies(prisma);
  const page = await familyPage(visit);
  const [history, messages, requests, documents, provision, updates, letters, meetings, followers, sights] = [
    await historyOf(visit),
    await messagesOfCase(prisma, site, caseId, reader),
    await requestsOfCase(prisma, site.sealer, caseId),
    await documentsOfCase(site, caseId, reader),
    await provisionOfCase(prisma, site, caseId),
    await prisma.caseUpdate.findMany({ where: { caseId }, orderBy: { approvedAt: "asc" } }),
    await prisma.caseLetter.findMany({ where: { caseId }, orderBy: { sentAt: "asc" } }),
    await answersToMeeting(prisma, caseId),
    child.stored.person ? await prisma.follower.findMany({ where: { personId: child.stored.person.id, endedAt: null, blockedAt: null }, include: { user: { select: { name: true, email: true } } } }) : [],
    await prisma.auditEntry.findMany({ where: { caseId, action: "looked" }, orderBy: { at: "asc" } }),
  ];
  const who = await whoLooked(visit, [...new Set(sights.map(({ actor }) => actor))]);
  return {
    version: RECORD_VERSION,
    madeOn: isoText(today),
    reference: child.stored.reference,
    person: { firstName: child.stored.person?.firstName ?? null, lastName: child.stored.person?.lastName ?? null, dateOfBirth: child.stored.person?.dateOfBirth ?? null },
    officer: page.officer?.name ?? null,
    status: t(`my-child:situation.${page.situation}.title`),
    dates: child.timeline.deadlines.map((deadline) => shownDate(t, deadline, names, today)).map(({ rule, name, reason, who, due, state, told, doneOn, source }) => ({ rule, name, reason, who, due, state, told, doneOn, source: source.text })),
    events: history.map(({ on, words, recordedOn }) => ({ on, words, recordedOn })),
    updates: updates.map((row) => ({ at: row.approvedAt.toISOString(), words: site.sealer.open(row.wordsSealed, `case_update.words.${row.id}`) })),
    messages: messages.map(({ fromFamily, userId, body, sentAt, replyDueOn, answeredAt }) => ({ from: fromFamily ? (userId === viewer.userId ? "you" : "family") : "council", at: sentAt.toISOString(), words: body, replyDueOn: replyDueOn === null ? null : isoText(replyDueOn), answeredAt: answeredAt?.toISOString() ?? null })),
    requests: requests.map(({ kind, reference, content, userId, sentAt, dueOn, answer, answeredAt }) => ({ kind, reference, sentAt: sentAt?.toISOString() ?? null, dueOn: dueOn === null ? null : isoText(dueOn), content: isOwn(userId, viewer.userId) ? content : null, answer: isOwn(userId, viewer.userId) ? answer : null, answeredAt: answeredAt?.toISOString() ?? null })),
    letters: letters.map((row) => ({ template: row.template, at: row.sentAt.toISOString(), words: site.sealer.open(row.contentSealed, `case_letter.content.${row.id}`) })),
    documents: documents.map(({ reference, name, size, from, state, receivedAt }) => ({ reference, name, bytes: size, from, state, receivedAt })),
    provision: provision.map(({ section, words, provider, answers }) => ({ section, words, provider, answers: answers.map(({ answer, on, note, by }) => ({ answer, on: isoText(on), note: isOwn(by, viewer.userId) ? note : null })) })),
    meetings: meetings.map(({ answer, answeredAt, slot }) => ({ answer, answeredAt: answeredAt.toISOString(), startsAt: slot?.startsAt.toISOString() ?? null, place: slot?.place ?? null })),
    followers: followers.map(({ userId, relation, hidesContact, user, since, endsOn }) => ({ relation: RELATIONS.find((one) => one === relation) ?? "supporter", name: user.name, since: localDay(since), until: endsOn?.toISOString().slice(0, 10) ?? null, ...(userId === viewer.userId || !hidesContact ? { email: user.email } : {}) })),
    visitors: sights.map(({ actor, at, detail }) => ({ at: at.toISOString(), ...visitor(who(actor), viewer.name), part: (detail as { at?: string }).at ?? null })),
  };
}

export type FamilyRecord = Awaited<ReturnType<typeof recordOf>>;

/** A system or a task of the council's has no name that says anything to a family. */
function visitor({ kind, name, role }: Visitors["sights"][number]["who"], own: string): { who: string; from: "council" | "family" } {
  if (kind === "you") return { who: own, from: "family" };
  return { who: (kind !== "system" && name) || role, from: kind === "staff" || kind === "system" ? "council" : "family" };
}

/**
 * What somebody wrote to the council, with where they live and how to reach them, is their own and no other parent's:
 * where it was sent without an account nobody who joins later can be known to be its writer, who has the receipt.
 */
export function isOwn(askedBy: string | null, userId: string): boolean {
  return askedBy === userId;
}
