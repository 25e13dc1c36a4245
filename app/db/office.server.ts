import { Prisma, type PrismaClient } from "../../prisma/generated/client.ts";
import { day, isoText, type Day } from "../domain/calendar/day.ts";
import { eventsOf } from "./cases.server.ts";
import { dayOfColumn } from "./messages.server.ts";
import type { Sealer } from "./sealing.server.ts";

type Client = PrismaClient | Prisma.TransactionClient;

/** Ids of the officers whose cases a list shows; null for all cases, also those that nobody has. */
export type OfficerIds = readonly string[] | null;

/** A case with its events and nothing personal. */
export interface BareCase {
  id: string;
  reference: string;
  officerId: string | null;
  changedAt: Date;
  events: Record<string, unknown>[];
}

const AT_ONCE = 1000;
/** Cases whose events are read at once: a few milliseconds of work for a process that others wait for. */
const CASES_AT_ONCE = 100;

/** Some cases with their events, some at a time. */
export async function* bareCases(prisma: PrismaClient, ids: readonly string[]): AsyncGenerator<BareCase[]> {
  for (let at = 0; at < ids.length; at += CASES_AT_ONCE) {
    const rows = await prisma.caseFile.findMany({
      where: { id: { in: ids.slice(at, at + CASES_AT_ONCE) } },
      orderBy: { id: "asc" },
      select: { id: true, reference: true, officerId: true, changedAt: true, events: { select: { sender: true, eventId: true, event: true } } },
    });
    yield rows.map(({ events, ...row }) => ({ ...row, events: eventsOf(events) }));
  }
}

/**
 * When a person of the council last wrote to each family, in an update, a message to all who follow, or a letter: to some
 * families, or to all that were written to since a moment.
 */
export async function lastWords(prisma: Client, of: { caseIds: readonly string[] } | { since: Date | null }): Promise<Map<string, Date>> {
  const where = "caseIds" in of ? (_at: Prisma.Sql) => Prisma.sql`case_id = ANY(${[...of.caseIds]}::uuid[])` : (at: Prisma.Sql) => (of.since === null ? Prisma.sql`TRUE` : Prisma.sql`${at} >= ${of.since}`);
  const [approvedAt, sentAt] = [Prisma.sql`approved_at`, Prisma.sql`sent_at`];
  const rows = await prisma.$queryRaw<{ caseId: string; at: Date }[]>`
    SELECT case_id AS "caseId", max(at) AS at FROM (
      SELECT case_id, max(approved_at) AS at FROM case_update WHERE ${where(approvedAt)} GROUP BY case_id
      UNION ALL SELECT case_id, max(sent_at) FROM case_message WHERE NOT from_family AND private_to IS NULL AND ${where(sentAt)} GROUP BY case_id
      UNION ALL SELECT case_id, max(sent_at) FROM case_letter WHERE ${where(sentAt)} GROUP BY case_id
    ) words GROUP BY case_id`;
  return new Map(rows.map(({ caseId: id, at }) => [id, at]));
}

/** Of some cases, those whose record nobody of the family has joined: what is written there reaches them only on paper. */
export async function casesNobodyReads(prisma: Client, caseIds: readonly string[]): Promise<{ id: string; reference: string }[]> {
  const joined: Prisma.FollowerWhereInput = { endedAt: null, blockedAt: null, relation: { not: "supporter" } };
  return prisma.caseFile.findMany({ where: { id: { in: [...caseIds] }, OR: [{ personId: null }, { person: { followers: { none: joined } } }] }, orderBy: { reference: "asc" }, select: { id: true, reference: true } });
}

/** An officer of the case system, for the lists of staff. */
export interface ListedOfficer {
  id: string;
  name: string | null;
  team: string | null;
  awayUntil: Day | null;
  coverId: string | null;
}

export async function listOfficers(prisma: Client, sealer: Sealer): Promise<ListedOfficer[]> {
  const rows = await prisma.officer.findMany({ orderBy: { reference: "asc" } });
  return rows.map(({ id, nameSealed, team, awayUntil, coverId }) => ({ id, name: nameSealed === null ? null : sealer.open(nameSealed, `officer.name.${id}`), team, awayUntil: awayUntil && dayOfColumn(awayUntil), coverId }));
}

/** A child as an officer's list names it: opened, and only for staff. */
export interface NamedChild {
  firstName: string | null;
  lastName: string | null;
  dateOfBirth: string | null;
}

/** Names of the children of some cases, by the case's id. */
export async function childrenOf(prisma: Client, sealer: Sealer, caseIds: readonly string[]): Promise<Map<string, NamedChild>> {
  const rows = await prisma.caseFile.findMany({ where: { id: { in: [...caseIds] } }, select: { id: true, person: true } });
  return new Map(rows.map(({ id, person }) => [id, person ? openChild(sealer, person) : { firstName: null, lastName: null, dateOfBirth: null }]));
}

interface SealedPerson {
  id: string;
  firstNameSealed: string | null;
  lastNameSealed: string | null;
  dateOfBirthSealed: string | null;
}

function openChild(sealer: Sealer, person: SealedPerson): NamedChild {
  const open = (field: "firstName" | "lastName" | "dateOfBirth") => {
    const sealed = person[`${field}Sealed`];
    return sealed === null ? null : sealer.open(sealed, `person.${field}.${person.id}`);
  };
  return { firstName: open("firstName"), lastName: open("lastName"), dateOfBirth: open("dateOfBirth") };
}

/**
 * Cases whose child's name fits, opening every name to look: names are sealed, and no other trace of them is kept that
 * would tell who has the same (docs/decisions/012-finding-a-case-by-name.md).
 * @param fits is asked of each child
 * @param most stops there
 */
export async function findCasesByChild(prisma: PrismaClient, sealer: Sealer, fits: (child: NamedChild) => boolean, most: number): Promise<string[]> {
  const found: string[] = [];
  let after: string | undefined;
  for (;;) {
    const people = await prisma.person.findMany({ where: after === undefined ? {} : { id: { gt: after } }, orderBy: { id: "asc" }, take: AT_ONCE });
    const fitting = people.filter((person) => fits(openChild(sealer, person))).map(({ id }) => id);
    if (fitting.length > 0) found.push(...(await prisma.caseFile.findMany({ where: { personId: { in: fitting } }, orderBy: { reference: "asc" }, select: { id: true } })).map(({ id }) => id));
    const last = people.at(-1);
    if (!last || people.length < AT_ONCE || found.length >= most) return found.slice(0, most);
    after = last.id;
  }
}

export interface Page {
  skip: number;
  take: number;
}

export interface PageOf<T> {
  total: number;
  /** How many of all of them are past the day that was promised. */
  late: number;
  rows: T[];
}

const caseWhere = (officerIds: OfficerIds): { case?: Prisma.CaseFileWhereInput } => (officerIds === null ? {} : { case: { officerId: { in: [...officerIds] } } });
const nameSelect = { select: { reference: true, officerId: true, person: { select: { id: true, firstNameSealed: true } } } } as const;

interface NamedCase {
  reference: string;
  person: { id: string; firstNameSealed: string | null } | null;
}

function firstNameOf(sealer: Sealer, row: NamedCase | null): string | null {
  const sealed = row?.person?.firstNameSealed;
  return sealed && row.person ? sealer.open(sealed, `person.firstName.${row.person.id}`) : null;
}

/** Something that waits for the council, of one case. */
export interface Waiting {
  id: string;
  caseId: string | null;
  reference: string | null;
  firstName: string | null;
  /** ISO; null where nobody promised a day. */
  dueOn: string | null;
  /** ISO. */
  since: string;
  /** What kind it is of its kind; "" where there is only one. */
  kind: string;
}

/** Families' messages that wait for an answer, the first due first. */
export async function waitingMessagesPage(prisma: Client, sealer: Sealer, officerIds: OfficerIds, page: Page, today: Day): Promise<PageOf<Waiting>> {
  const where: Prisma.CaseMessageWhereInput = { fromFamily: true, answeredAt: null, ...caseWhere(officerIds) };
  const total = await prisma.caseMessage.count({ where });
  const late = await prisma.caseMessage.count({ where: { ...where, replyDueOn: { lt: new Date(isoText(today)) } } });
  const rows = await prisma.caseMessage.findMany({ where, orderBy: [{ replyDueOn: "asc" }, { sentAt: "asc" }], ...page, select: { id: true, caseId: true, desk: true, sentAt: true, replyDueOn: true, case: nameSelect } });
  return { total, late, rows: rows.map((row) => ({ id: row.id, caseId: row.caseId, reference: row.case.reference, firstName: firstNameOf(sealer, row.case), dueOn: row.replyDueOn && iso(row.replyDueOn), since: row.sentAt.toISOString(), kind: row.desk })) };
}

/** Requests that families sent and nobody has answered, the first due first. Those of no case are on everybody's list. */
export async function openRequestsPage(prisma: Client, sealer: Sealer, officerIds: OfficerIds, page: Page, today: Day): Promise<PageOf<Waiting>> {
  const own = caseWhere(officerIds);
  const where: Prisma.FamilyRequestWhereInput = { state: "sent", ...(own.case ? { OR: [{ caseId: null }, own] } : {}) };
  const total = await prisma.familyRequest.count({ where });
  const late = await prisma.familyRequest.count({ where: { ...where, dueOn: { lt: new Date(isoText(today)) } } });
  const rows = await prisma.familyRequest.findMany({ where, orderBy: [{ dueOn: { sort: "asc", nulls: "last" } }, { sentAt: "asc" }, { id: "asc" }], ...page, select: { id: true, caseId: true, kind: true, sentAt: true, createdAt: true, dueOn: true, case: nameSelect } });
  return { total, late, rows: rows.map((row) => ({ id: row.id, caseId: row.caseId, reference: row.case?.reference ?? null, firstName: firstNameOf(sealer, row.case), dueOn: row.dueOn && iso(row.dueOn), since: (row.sentAt ?? row.createdAt).toISOString(), kind: row.kind })) };
}

/** Help in a plan that families say they do not get, the first due first. */
export async function openProvisionPage(prisma: Client, sealer: Sealer, officerIds: OfficerIds, page: Page, today: Day): Promise<PageOf<Waiting>> {
  const where: Prisma.ProvisionAnswerWhereInput = { actionDueOn: { not: null }, actedAt: null, ...(officerIds === null ? {} : { line: caseWhere(officerIds) }) };
  const total = await prisma.provisionAnswer.count({ where });
  const late = await prisma.provisionAnswer.count({ where: { ...where, actionDueOn: { not: null, lt: new Date(isoText(today)) } } });
  const rows = await prisma.provisionAnswer.findMany({ where, orderBy: [{ actionDueOn: "asc" }, { answeredAt: "asc" }], ...page, select: { id: true, answer: true, answeredAt: true, actionDueOn: true, line: { select: { caseId: true, case: nameSelect } } } });
  return { total, late, rows: rows.map((row) => ({ id: row.id, caseId: row.line.caseId, reference: row.line.case.reference, firstName: firstNameOf(sealer, row.line.case), dueOn: row.actionDueOn && iso(row.actionDueOn), since: row.answeredAt.toISOString(), kind: row.answer })) };
}

/** Papers that a check has stopped, the oldest first. */
export async function quarantinedPage(prisma: Client, sealer: Sealer, officerIds: OfficerIds, page: Page): Promise<PageOf<Waiting>> {
  const where: Prisma.CaseDocumentWhereInput = { state: "quarantined", ...(caseWhere(officerIds) as Prisma.CaseDocumentWhereInput) };
  const total = await prisma.caseDocument.count({ where });
  const rows = await prisma.caseDocument.findMany({ where, orderBy: [{ createdAt: "asc" }, { id: "asc" }], ...page, select: { id: true, caseId: true, createdAt: true, kind: true, case: nameSelect } });
  return { total, late: 0, rows: rows.map((row) => ({ id: row.id, caseId: row.caseId, reference: row.case?.reference ?? null, firstName: firstNameOf(sealer, row.case), dueOn: null, since: row.createdAt.toISOString(), kind: row.kind })) };
}

/** Codes that wrong dates of birth locked and that no officer has looked at, the oldest first. They are the whole council's. */
export async function lockedCodesPage(prisma: Client, sealer: Sealer, page: Page): Promise<PageOf<Waiting>> {
  const where: Prisma.ActivationCodeWhereInput = { lockedAt: { not: null }, lockSeenAt: null };
  const total = await prisma.activationCode.count({ where });
  const rows = await prisma.activationCode.findMany({ where, orderBy: [{ lockedAt: "asc" }, { id: "asc" }], ...page, select: { id: true, relation: true, lockedAt: true, createdAt: true, person: { select: { id: true, firstNameSealed: true, cases: { orderBy: { createdAt: "desc" }, take: 1, select: { id: true, reference: true } } } } } });
  return {
    total,
    late: 0,
    rows: rows.map(({ id, relation, lockedAt, createdAt, person }) => ({ id, caseId: person.cases[0]?.id ?? null, reference: person.cases[0]?.reference ?? null, firstName: firstNameOf(sealer, { reference: "", person }), dueOn: null, since: (lockedAt ?? createdAt).toISOString(), kind: relation })),
  };
}

/** Notices that did not reach anybody, or of which nobody knows, or that somebody must print, the oldest first. */
export async function stuckNoticesPage(prisma: Client, page: Page): Promise<PageOf<Waiting & { state: string }>> {
  const where: Prisma.NoticeWhereInput = { state: { in: ["failed", "uncertain", "to-print"] } };
  const total = await prisma.notice.count({ where });
  const rows = await prisma.notice.findMany({ where, orderBy: [{ createdAt: "asc" }, { id: "asc" }], ...page, select: { id: true, caseId: true, kind: true, state: true, createdAt: true } });
  const references = new Map((await prisma.caseFile.findMany({ where: { id: { in: rows.flatMap(({ caseId }) => caseId ?? []) } }, select: { id: true, reference: true } })).map(({ id, reference }) => [id, reference]));
  return { total, late: 0, rows: rows.map(({ id, caseId, kind, state, createdAt }) => ({ id, caseId, reference: caseId === null ? null : (references.get(caseId) ?? null), firstName: null, dueOn: null, since: createdAt.toISOString(), kind, state })) };
}

function iso(column: Date): string {
  return isoText(dayOfColumn(column));
}

/** Whose cases "mine" and "my team" are: an officer's own, and those of whoever they cover today. */
export function officersOf(officers: readonly ListedOfficer[], officerId: string | null, scope: "mine" | "team", today: Day): string[] {
  const own = officers.find(({ id }) => id === officerId);
  if (!own) return [];
  const team = scope === "team" && own.team !== null ? officers.filter(({ team: other }) => other === own.team).map(({ id }) => id) : [own.id];
  const covered = officers.filter(({ awayUntil, coverId }) => coverId === own.id && awayUntil !== null && awayUntil >= today).map(({ id }) => id);
  return [...new Set([...team, ...covered])];
}

/** Sets until when an officer is away and who has their cases; null for neither. */
export async function setAway(tx: Prisma.TransactionClient, { officerId, until, coverId }: { officerId: string; until: Day | null; coverId: string | null }): Promise<void> {
  await tx.officer.update({ where: { id: officerId }, data: { awayUntil: until === null ? null : new Date(isoText(until)), coverId: until === null ? null : coverId } });
}

/** The day of a moment of ISO text. */
export function dayOfIso(text: string): Day {
  return day(text.slice(0, 10));
}
