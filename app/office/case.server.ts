import type { CaseVisit } from "../accounts/visit.server.ts";
import { silenceOfCase } from "../cases/silence.server.ts";
import { namesOfBodies } from "../db/cases.server.ts";
import { messagesOfCase } from "../db/messages.server.ts";
import { dayOfIso } from "../db/office.server.ts";
import { isoText } from "../domain/calendar/day.ts";
import { standingEvents } from "../domain/office/event-form.ts";
import { historyOf, type HistoryLine } from "../family/history.server.ts";
import { formatDate } from "../i18n/format.ts";
import { localDay } from "../today.ts";
import { fullName } from "./cases.server.ts";
import { causeWords } from "./causes.server.ts";
import { titlesOfLetters } from "./letters.server.ts";

/** A line of a section of a case's page. `on` is ISO. */
export interface CaseLine {
  id: string;
  href: string | null;
  words: string;
  on: string | null;
  isLate: boolean;
}

/** Views of the record that are shown to officers: the last ones. */
const MOST_VISITS = 20;

/** What an officer's page of a case shows besides what the family sees. */
export async function officeCase(visit: CaseVisit): Promise<{
  child: { name: string; born: string | null };
  actions: { href: string; words: string }[];
  events: (HistoryLine & { mayChange: boolean })[];
  messages: CaseLine[];
  requests: CaseLine[];
  people: CaseLine[];
  letters: CaseLine[];
  updates: CaseLine[];
  visitors: CaseLine[];
  silence: { words: string; isSilent: boolean } | null;
}> {
  const { site, t, child, caseId } = visit;
  const { person } = child.stored;
  const changeable = new Set(standingEvents(child.case).map(({ id }) => id));
  return {
    child: { name: fullName(person ?? undefined), born: person?.dateOfBirth ?? null },
    actions: (["record-event", "letters", "update", "messages", "documents", "provision", "people"] as const).map((href) => ({ href, words: t(`officer:case.action.${href}`) })),
    events: (await historyOf(visit)).map((line) => ({ ...line, mayChange: changeable.has(line.id) })),
    messages: await messageLines(visit),
    requests: (await site.database.prisma.familyRequest.findMany({ where: { caseId, state: { not: "draft" } }, orderBy: { sentAt: "desc" }, select: { id: true, kind: true, reference: true, state: true, sentAt: true, dueOn: true } })).map((row) => ({
      id: row.id,
      href: `/officer/requests/${row.id}`,
      words: `${t(`officer:request.kind.${row.kind as "complaint"}`)}, ${row.reference}: ${t(`officer:request.state.${row.state as "sent"}`)}`,
      on: row.sentAt && localDay(row.sentAt),
      isLate: row.state === "sent" && row.dueOn !== null && dayOfIso(row.dueOn.toISOString()) < visit.today,
    })),
    people: await peopleLines(visit),
    letters: await letterLines(visit),
    updates: (await site.database.prisma.caseUpdate.findMany({ where: { caseId }, orderBy: { approvedAt: "desc" } })).map(({ id, wordsSealed, approvedAt }) => ({ id, href: null, words: site.sealer.open(wordsSealed, `case_update.words.${id}`), on: localDay(approvedAt), isLate: false })),
    visitors: await visitorLines(visit),
    silence: await silenceWords(visit),
  };
}

async function messageLines({ site, t, caseId, today }: CaseVisit): Promise<CaseLine[]> {
  const messages = await messagesOfCase(site.database.prisma, site, caseId, "council");
  return messages.reverse().map(({ id, fromFamily, sentAt, answeredAt, replyDueOn }) => ({
    id,
    href: `/officer/cases/${caseId}/messages`,
    words: t(`officer:case.message.${!fromFamily ? "ours" : answeredAt ? "answered" : "waiting"}`),
    on: localDay(sentAt),
    isLate: fromFamily && answeredAt === null && replyDueOn !== null && replyDueOn < today,
  }));
}

async function peopleLines({ site, t, child, caseId }: CaseVisit): Promise<CaseLine[]> {
  const personId = child.stored.person?.id;
  if (!personId) return [];
  const rows = await site.database.prisma.follower.findMany({ where: { personId }, orderBy: { since: "asc" }, include: { user: { select: { name: true } } } });
  return rows.map(({ id, relation, since, endedAt, blockedAt, user }) => ({
    id,
    href: `/officer/cases/${caseId}/people`,
    words: [user.name, t(`officer:people.relation.${relation as "parent"}`), blockedAt ? t("officer:people.blocked") : endedAt ? t("officer:people.ended") : ""].filter(Boolean).join(", "),
    on: localDay(since),
    isLate: false,
  }));
}

async function letterLines({ site, caseId }: CaseVisit): Promise<CaseLine[]> {
  const rows = await site.database.prisma.caseLetter.findMany({ where: { caseId }, orderBy: { sentAt: "desc" }, select: { id: true, template: true, sentAt: true } });
  const titles = await titlesOfLetters(site);
  return rows.map(({ id, template, sentAt }) => ({ id, href: `/officer/cases/${caseId}/letters/${id}`, words: titles.get(template) ?? template, on: localDay(sentAt), isLate: false }));
}

async function visitorLines({ site, t, caseId }: CaseVisit): Promise<CaseLine[]> {
  const rows = await site.database.prisma.auditEntry.findMany({ where: { caseId, action: "looked" }, orderBy: { at: "desc" }, take: MOST_VISITS });
  const users = new Map((await site.database.prisma.user.findMany({ where: { id: { in: rows.map(({ actor }) => actor.replace(/^user:/, "")) } }, select: { id: true, name: true } })).map(({ id, name }) => [id, name]));
  return rows.map(({ id, actor, at, detail }) => {
    const { as } = detail as { as?: string };
    const who = users.get(actor.replace(/^user:/, "")) ?? "";
    return { id: String(id), href: null, words: [who, as === undefined ? "" : t(`officer:people.role.${as as "parent"}`)].filter(Boolean).join(", "), on: localDay(at), isLate: false };
  });
}

async function silenceWords({ site, t, child, today, language }: CaseVisit): Promise<{ words: string; isSilent: boolean } | null> {
  const silence = await silenceOfCase(site, child, today);
  if (!silence || silence.state === "heard") return null;
  const { state, days, cause, silentOn } = silence;
  const waits = causeWords(t, await namesOfBodies(site.database.prisma), cause);
  return { words: t(`officer:case.silence.${state}`, { count: days, cause: waits, date: formatDate(isoText(silentOn), language) }), isSilent: state === "silent" };
}
