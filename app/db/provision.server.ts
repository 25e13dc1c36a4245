import { randomUUID } from "node:crypto";
import type { Prisma, PrismaClient } from "../../prisma/generated/client.ts";
import { isoText, readDay, type Day } from "../domain/calendar/day.ts";
import { dayInEngland } from "../domain/calendar/england.ts";
import { effectOf, PROVISION_ANSWERS, PROVISION_SECTIONS, type Effect, type GivenAnswer, type ProvisionAnswer, type ProvisionSection } from "../domain/provision/provision.ts";
import { recordActs } from "./audit.server.ts";
import type { Sealer } from "./sealing.server.ts";

type Client = PrismaClient | Prisma.TransactionClient;
interface WithSealer {
  sealer: Sealer;
}

const wordsOf = (id: string) => `provision_line.words.${id}`;
const noteOf = (id: string) => `provision_answer.note.${id}`;
const actionOf = (id: string) => `provision_answer.action.${id}`;

export interface StoredAnswer extends GivenAnswer {
  id: string;
  note: string | null;
}

export interface StoredLine {
  id: string;
  section: ProvisionSection;
  words: string;
  provider: string;
  /** The newest first. */
  answers: StoredAnswer[];
}

/** The lines of a child's plan as it stands, in the plan's order, each with its answers. */
export async function provisionOfCase(prisma: Client, { sealer }: WithSealer, caseId: string): Promise<StoredLine[]> {
  const rows = await prisma.provisionLine.findMany({ where: { caseId, endedAt: null }, orderBy: [{ position: "asc" }, { id: "asc" }], include: { answers: { orderBy: [{ answeredAt: "desc" }, { id: "asc" }] } } });
  const lines = rows.map((row) => ({ id: row.id, section: sectionOf(row.section), words: sealer.open(row.wordsSealed, wordsOf(row.id)), provider: row.provider, answers: row.answers.map((answer) => opened(sealer, answer)) }));
  return PROVISION_SECTIONS.flatMap((section) => lines.filter((line) => line.section === section));
}

interface AnswerRow {
  id: string;
  answer: string;
  noteSealed: string | null;
  answeredBy: string;
  answeredAt: Date;
  actionDueOn: Date | null;
  actionSealed: string | null;
  actedAt: Date | null;
}

function opened(sealer: Sealer, row: AnswerRow): StoredAnswer {
  return {
    id: row.id,
    answer: PROVISION_ANSWERS.find((answer) => answer === row.answer) ?? "no",
    by: row.answeredBy,
    on: dayInEngland(row.answeredAt),
    note: row.noteSealed === null ? null : sealer.open(row.noteSealed, noteOf(row.id)),
    dueOn: row.actionDueOn && readDay(row.actionDueOn.toISOString().slice(0, 10)),
    actedOn: row.actedAt && dayInEngland(row.actedAt),
    action: row.actionSealed === null ? null : sealer.open(row.actionSealed, actionOf(row.id)),
  };
}

function sectionOf(section: string): ProvisionSection {
  return PROVISION_SECTIONS.find((known) => known === section) ?? "F";
}

/**
 * A family's answer whether a line is happening. "Partly" and "no" open an action of the council's where none is open.
 * @param answer.dueOn by when the council acts on a new action
 * @returns what the answer did, and its id; null where the line is not of this case
 */
export async function answerProvision(
  tx: Prisma.TransactionClient,
  { sealer }: WithSealer,
  answer: { caseId: string; lineId: string; userId: string; answer: ProvisionAnswer; today: Day; dueOn: Day },
): Promise<{ effect: Effect; id: string } | null> {
  const { caseId, lineId, userId } = answer;
  // One answer at a time: a double press waits here, and then finds the first.
  const [line] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM provision_line WHERE id = ${lineId}::uuid AND case_id = ${caseId}::uuid AND ended_at IS NULL FOR UPDATE`;
  if (!line) return null;
  const before = await tx.provisionAnswer.findMany({ where: { lineId }, orderBy: [{ answeredAt: "desc" }, { id: "asc" }] });
  const effect = effectOf(answer.answer, userId, answer.today, before.map((row) => opened(sealer, row)));
  if (effect === "repeat") return { effect, id: (before[0] as AnswerRow).id };
  const now = after(before[0]?.answeredAt);
  const id = randomUUID();
  if (effect === "settle") await tx.provisionAnswer.updateMany({ where: { lineId, actionDueOn: { not: null }, actedAt: null }, data: { actedAt: now, actedBy: userId } });
  await tx.provisionAnswer.create({ data: { id, lineId, answer: answer.answer, answeredBy: userId, answeredAt: now, actionDueOn: effect === "open" ? new Date(isoText(answer.dueOn)) : null } });
  await recordActs(tx, [{ actor: `user:${userId}`, action: "provision-answered", caseId, detail: { line: lineId, answer: answer.answer, action: effect } }]);
  return { effect, id };
}

/** Later than what was before, also where the clocks of two processes differ: the latest answer counts. */
export function after(before: Date | undefined): Date {
  return new Date(Math.max(Date.now(), before ? before.getTime() + 1 : 0));
}

/** What is missing, in the family's words, beside an answer of their own. @returns whether there is such an answer */
export async function noteOnAnswer(tx: Prisma.TransactionClient, { sealer }: WithSealer, { caseId, answerId, userId, note }: { caseId: string; answerId: string; userId: string; note: string }): Promise<boolean> {
  const { count } = await tx.provisionAnswer.updateMany({ where: { id: answerId, answeredBy: userId, line: { caseId } }, data: { noteSealed: note === "" ? null : sealer.seal(note, noteOf(answerId)) } });
  if (count === 1) await recordActs(tx, [{ actor: `user:${userId}`, action: "provision-note", caseId, detail: { answer: answerId } }]);
  return count === 1;
}

/**
 * Puts the lines of a plan on a child's record, in the plan's order: after those that are there, or in their place. Lines
 * with ids that are there already, by a form that was sent twice, change nothing.
 * @param added.by an account of the council's
 */
export async function addProvisionLines(
  tx: Prisma.TransactionClient,
  { sealer }: WithSealer,
  added: { caseId: string; by: string; lines: readonly { id?: string; section: ProvisionSection; words: string; provider: string }[]; replacesPlan: boolean },
): Promise<string[]> {
  const { caseId, by, lines } = added;
  const ids = lines.flatMap(({ id }) => id ?? []);
  // Two forms that are sent at once wait for each other here.
  await tx.$queryRaw`SELECT id FROM case_file WHERE id = ${caseId}::uuid FOR UPDATE`;
  if (ids.length > 0 && (await tx.provisionLine.count({ where: { id: { in: ids } } })) > 0) return [];
  if (added.replacesPlan) await tx.provisionLine.updateMany({ where: { caseId, endedAt: null }, data: { endedAt: new Date() } });
  const start = added.replacesPlan ? 0 : await tx.provisionLine.count({ where: { caseId, endedAt: null } });
  const rows = lines.map(({ id = randomUUID(), section, words, provider }, i) => ({ id, caseId, section, provider, position: start + i, wordsSealed: sealer.seal(words, wordsOf(id)) }));
  await tx.provisionLine.createMany({ data: rows });
  await recordActs(tx, [{ actor: `user:${by}`, action: "provision-lines-added", caseId, detail: { lines: rows.length, replacesPlan: added.replacesPlan } }]);
  return rows.map(({ id }) => id);
}

/** Takes a line off that is not in the plan any more; what the family said of it stays. @returns whether there was such a line */
export async function endProvisionLine(tx: Prisma.TransactionClient, { caseId, lineId, by }: { caseId: string; lineId: string; by: string }): Promise<boolean> {
  const { count } = await tx.provisionLine.updateMany({ where: { id: lineId, caseId, endedAt: null }, data: { endedAt: new Date() } });
  if (count === 1) await recordActs(tx, [{ actor: `user:${by}`, action: "provision-line-ended", caseId, detail: { line: lineId } }]);
  return count === 1;
}

/** Whether a line is of a case or once was: a page may have been open while the plan was changed. */
export async function hadProvisionLine(prisma: Client, { caseId, lineId }: { caseId: string; lineId: string }): Promise<boolean> {
  return (await prisma.provisionLine.count({ where: { id: lineId, caseId } })) > 0;
}

/** What the council has to do about a line that a family does not get. */
export interface OpenProvisionAction {
  answerId: string;
  caseId: string;
  reference: string;
  officerId: string | null;
  section: ProvisionSection;
  words: string;
  provider: string;
  answer: ProvisionAnswer;
  note: string | null;
  answeredOn: Day;
  dueOn: Day;
  isLate: boolean;
}

/** Actions that wait for the council, the first due first: all, of one officer (of the table `officer`), or of one case. */
export async function openProvisionActions(
  { database: { prisma }, sealer }: WithSealer & { database: { prisma: PrismaClient } },
  filter: { officerId?: string; caseId?: string; today: Day },
): Promise<OpenProvisionAction[]> {
  const rows = await prisma.provisionAnswer.findMany({
    where: { actionDueOn: { not: null }, actedAt: null, line: { ...(filter.caseId === undefined ? {} : { caseId: filter.caseId }), ...(filter.officerId === undefined ? {} : { case: { officerId: filter.officerId } }) } },
    orderBy: [{ actionDueOn: "asc" }, { answeredAt: "asc" }],
    include: { line: { include: { case: { select: { reference: true, officerId: true } } } } },
  });
  return rows.map(({ line, ...row }) => {
    const { answer, note, on, dueOn } = opened(sealer, row);
    return { answerId: row.id, caseId: line.caseId, reference: line.case.reference, officerId: line.case.officerId, section: sectionOf(line.section), words: sealer.open(line.wordsSealed, wordsOf(line.id)), provider: line.provider, answer, note, answeredOn: on, dueOn: dueOn as Day, isLate: filter.today > (dueOn as Day) };
  });
}

/** What ended an action of a case, and who did; no words where the family said that it happens now. Null for one that is open or of another case. */
export async function actedOn(prisma: Client, { sealer }: WithSealer, { caseId, answerId }: { caseId: string; answerId: string }): Promise<{ by: string; words: string } | null> {
  const row = await prisma.provisionAnswer.findFirst({ where: { id: answerId, actedAt: { not: null }, line: { caseId } }, select: { actedBy: true, actionSealed: true } });
  return row && { by: row.actedBy ?? "", words: row.actionSealed === null ? "" : sealer.open(row.actionSealed, actionOf(answerId)) };
}

/**
 * What the council does about it, in words for the family; it ends the action.
 * @returns false where the action is not of this case, or is no longer open
 */
export async function answerProvisionAction(tx: Prisma.TransactionClient, { sealer }: WithSealer, { caseId, answerId, by, words }: { caseId: string; answerId: string; by: string; words: string }): Promise<boolean> {
  const { count } = await tx.provisionAnswer.updateMany({ where: { id: answerId, actionDueOn: { not: null }, actedAt: null, line: { caseId } }, data: { actedAt: new Date(), actedBy: by, actionSealed: sealer.seal(words, actionOf(answerId)) } });
  if (count === 1) await recordActs(tx, [{ actor: `user:${by}`, action: "provision-acted", caseId, detail: { answer: answerId } }]);
  return count === 1;
}
