import type { Prisma, PrismaClient } from "../../prisma/generated/client.ts";
import { day, isoText, type Day } from "../domain/calendar/day.ts";
import { maySeeMessage, type Desk } from "../domain/messages/message.ts";
import { recordActs } from "./audit.server.ts";
import { idOfSent } from "./repeats.server.ts";
import type { Sealer } from "./sealing.server.ts";

type Client = PrismaClient | Prisma.TransactionClient;
interface WithSealer {
  sealer: Sealer;
}

const bodyOf = (id: string) => `case_message.body.${id}`;

export interface SentMessage {
  id: string;
  /** False when the same had come in before. */
  isNew: boolean;
}

/**
 * Takes in a family's message, with its line in the audit trail. The same form again is the same message.
 * @param message.id made by the form
 * @param message.replyDueOn as it was shown to the family
 * @returns null where the form's id is somebody else's
 */
export async function sendMessage(
  tx: Prisma.TransactionClient,
  { sealer }: WithSealer,
  message: { id: string; caseId: string; userId: string; body: string; desk: Desk; isPrivate: boolean; replyDueOn: Day },
): Promise<SentMessage | null> {
  const { caseId, userId, body, desk } = message;
  const stored = await storeOnce(tx, sealer, { id: message.id, caseId, userId, body, fromFamily: true, desk, privateTo: message.isPrivate ? userId : null, replyDueOn: new Date(isoText(message.replyDueOn)) });
  if (stored?.isNew) await recordActs(tx, [{ actor: `user:${userId}`, action: "message-sent", caseId, detail: { message: stored.id, desk, private: message.isPrivate } }]);
  return stored;
}

/**
 * The council's message to a family: an answer to one of theirs, or a word of its own (`answers: null`). An answer to a
 * message that only one of them sees is seen by that one only.
 * @returns null where the form's id or the message to answer belongs to another case
 */
export async function answerMessage(
  tx: Prisma.TransactionClient,
  { sealer }: WithSealer,
  answer: { id: string; caseId: string; userId: string; body: string; answers: string | null },
): Promise<(SentMessage & { privateTo: string | null }) | null> {
  const { caseId, userId, body } = answer;
  const question = answer.answers === null ? null : await tx.caseMessage.findFirst({ where: { id: answer.answers, caseId, fromFamily: true } });
  if (answer.answers !== null && !question) return null;
  const privateTo = question?.privateTo ?? null;
  const stored = await storeOnce(tx, sealer, { id: answer.id, caseId, userId, body, fromFamily: false, desk: question?.desk ?? "officer", privateTo, replyDueOn: null });
  if (!stored) return null;
  if (stored.isNew) {
    const now = new Date();
    if (question) await tx.caseMessage.updateMany({ where: { id: question.id, answeredAt: null }, data: { answeredAt: now } });
    if (question) await tx.caseMessage.updateMany({ where: { id: question.id, openedAt: null }, data: { openedAt: now } });
    await recordActs(tx, [{ actor: `user:${userId}`, action: "message-answered", caseId, detail: { message: stored.id, answers: question?.id ?? null } }]);
  }
  return { ...stored, privateTo };
}

interface NewMessage {
  id: string;
  caseId: string;
  userId: string;
  body: string;
  fromFamily: boolean;
  desk: string;
  privateTo: string | null;
  replyDueOn: Date | null;
}

async function storeOnce(tx: Prisma.TransactionClient, sealer: Sealer, { body, ...message }: NewMessage): Promise<SentMessage | null> {
  const { caseId, userId, fromFamily } = message;
  const known = await tx.caseMessage.findUnique({ where: { id: message.id } });
  if (known && (known.caseId !== caseId || known.userId !== userId || known.fromFamily !== fromFamily)) return null;
  const id = idOfSent(message.id, body, known && { words: sealer.open(known.bodySealed, bodyOf(known.id)) });
  // The clock of this process and not the database's: in a transaction that one stands still.
  const { count } = await tx.caseMessage.createMany({ data: [{ ...message, id, bodySealed: sealer.seal(body, bodyOf(id)), sentAt: new Date() }], skipDuplicates: true });
  return { id, isNew: count === 1 };
}

export interface StoredMessage {
  id: string;
  fromFamily: boolean;
  userId: string;
  body: string;
  desk: Desk;
  sentAt: Date;
  replyDueOn: Day | null;
  answeredAt: Date | null;
  openedAt: Date | null;
  privateTo: string | null;
}

/** The messages of a case that a reader may see, the oldest first. `reader`: the council's staff, or an account of the family. */
export async function messagesOfCase(prisma: Client, { sealer }: WithSealer, caseId: string, reader: "council" | { userId: string }): Promise<StoredMessage[]> {
  const rows = await prisma.caseMessage.findMany({ where: { caseId }, orderBy: [{ sentAt: "asc" }, { id: "asc" }] });
  return rows
    .filter((row) => maySeeMessage(row, reader))
    .map(({ id, fromFamily, userId, bodySealed, desk, sentAt, replyDueOn, answeredAt, openedAt, privateTo }) => ({
      id,
      fromFamily,
      userId,
      body: sealer.open(bodySealed, bodyOf(id)),
      desk: desk === "duty" ? "duty" : "officer",
      sentAt,
      replyDueOn: replyDueOn && dayOfColumn(replyDueOn),
      answeredAt,
      openedAt,
      privateTo,
    }));
}

/** Notes that the other side has opened what it may see of a case's messages, for those not opened before. */
export async function markOpened(prisma: Client, caseId: string, reader: "council" | { userId: string }): Promise<void> {
  const visible: Prisma.CaseMessageWhereInput = reader === "council" ? { fromFamily: true } : { fromFamily: false, OR: [{ privateTo: null }, { privateTo: reader.userId }] };
  await prisma.caseMessage.updateMany({ where: { caseId, openedAt: null, ...visible }, data: { openedAt: new Date() } });
}

/** A family's message that nobody has answered. */
export interface WaitingMessage {
  id: string;
  caseId: string;
  reference: string;
  firstName: string | null;
  desk: Desk;
  sentAt: Date;
  replyDueOn: Day;
  isLate: boolean;
  openedAt: Date | null;
  officerId: string | null;
}

/**
 * Messages that wait for an answer, the first due first: all of them, those of the duty desk, or those of one officer,
 * with those of the officers whom that one covers. Whom nobody covers while away, the duty desk does.
 * @param filter.for ids are those of the table `officer`
 */
export async function waitingMessages(
  { database: { prisma }, sealer }: WithSealer & { database: { prisma: PrismaClient } },
  filter: { for: "everybody" | "duty" | { officerId: string }; today: Day },
): Promise<WaitingMessage[]> {
  const today = new Date(isoText(filter.today));
  const present: Prisma.OfficerWhereInput = { OR: [{ awayUntil: null }, { awayUntil: { lt: today } }] };
  const rows = await prisma.caseMessage.findMany({
    where: { fromFamily: true, answeredAt: null, replyDueOn: { not: null }, ...deskOf(filter.for, present, today) },
    orderBy: [{ replyDueOn: "asc" }, { sentAt: "asc" }],
    include: { case: { include: { person: true } } },
  });
  return rows.map(({ id, caseId, desk, sentAt, replyDueOn, openedAt, case: { reference, person, officerId } }) => {
    const due = dayOfColumn(replyDueOn as Date);
    const firstName = person?.firstNameSealed ? sealer.open(person.firstNameSealed, `person.firstName.${person.id}`) : null;
    return { id, caseId, reference, firstName, desk: desk === "duty" ? "duty" : "officer", sentAt, replyDueOn: due, isLate: filter.today > due, openedAt, officerId };
  });
}

function deskOf(whose: "everybody" | "duty" | { officerId: string }, present: Prisma.OfficerWhereInput, today: Date): Prisma.CaseMessageWhereInput {
  if (whose === "everybody") return {};
  if (whose === "duty") return { OR: [{ desk: "duty" }, { case: { officerId: null } }, { case: { officer: { awayUntil: { gte: today }, coverId: null } } }] };
  const { officerId } = whose;
  return { desk: "officer", case: { OR: [{ officerId, officer: present }, { officer: { awayUntil: { gte: today }, coverId: officerId } }] } };
}

/** The day of a date column. */
export function dayOfColumn(column: Date): Day {
  return day(column.toISOString().slice(0, 10));
}

/** What to call those who wrote: by account, with what they are to the child; nothing for staff or who no longer follows. */
export interface Writer {
  name: string;
  relation: string | null;
}

export async function writersOf(prisma: Client, personId: string | null, userIds: readonly string[]): Promise<Map<string, Writer>> {
  const users = await prisma.user.findMany({ where: { id: { in: [...new Set(userIds)] } }, select: { id: true, name: true, followers: { where: { personId: personId ?? "00000000-0000-0000-0000-000000000000" }, select: { relation: true } } } });
  return new Map(users.map(({ id, name, followers }) => [id, { name, relation: followers[0]?.relation ?? null }]));
}
