import { randomUUID } from "node:crypto";
import type { Prisma, PrismaClient } from "../../prisma/generated/client.ts";
import { recordActs } from "./audit.server.ts";
import { after } from "./provision.server.ts";

type Client = PrismaClient | Prisma.TransactionClient;

export interface Slot {
  id: string;
  startsAt: Date;
  minutes: number;
  place: string;
}

export interface OfferedSlot extends Slot {
  seatsLeft: number;
}

/** What a family last answered to the offer of a meeting. `slot` is there when it is booked. */
export interface MeetingState {
  answer: "booked" | "declined" | "cancelled";
  answeredAt: Date;
  slot: (Slot & { cancelledAt: Date | null }) | null;
}

/** Times that a family can still book, the earliest first. */
export async function freeSlots(prisma: Client, now: Date): Promise<OfferedSlot[]> {
  const rows = await prisma.$queryRaw<{ id: string; startsAt: Date; minutes: number; place: string; seatsLeft: number }[]>`
    SELECT s.id, s.starts_at AS "startsAt", s.minutes, s.place, (s.seats - count(b.case_id))::int AS "seatsLeft"
    FROM meeting_slot s
    LEFT JOIN (SELECT DISTINCT ON (case_id) case_id, slot_id, answer FROM meeting_answer ORDER BY case_id, answered_at DESC, id) b ON b.slot_id = s.id AND b.answer = 'booked'
    WHERE s.cancelled_at IS NULL AND s.starts_at > ${now}
    GROUP BY s.id HAVING s.seats > count(b.case_id)
    ORDER BY s.starts_at, s.id`;
  return rows.map((row) => ({ ...row, startsAt: new Date(row.startsAt) }));
}

/** How a family's meeting stands; null when it has not answered yet. */
export async function meetingOf(prisma: Client, caseId: string): Promise<MeetingState | null> {
  const row = await prisma.meetingAnswer.findFirst({ where: { caseId }, orderBy: [{ answeredAt: "desc" }, { id: "asc" }], include: { slot: true } });
  if (!row) return null;
  const answer = row.answer === "booked" || row.answer === "declined" ? row.answer : "cancelled";
  const { slot } = row;
  return { answer, answeredAt: row.answeredAt, slot: slot && answer === "booked" ? { id: slot.id, startsAt: slot.startsAt, minutes: slot.minutes, place: slot.place, cancelledAt: slot.cancelledAt } : null };
}

/** Every answer of a family about its local meeting, the oldest first, each with the time it was about where it booked one. */
export async function answersToMeeting(prisma: Client, caseId: string): Promise<{ answer: "booked" | "declined" | "cancelled"; answeredAt: Date; slot: { startsAt: Date; place: string } | null }[]> {
  const rows = await prisma.meetingAnswer.findMany({ where: { caseId }, orderBy: [{ answeredAt: "asc" }, { id: "desc" }], select: { answer: true, answeredAt: true, slot: { select: { startsAt: true, place: true } } } });
  return rows.map(({ answer, ...row }) => ({ ...row, answer: answer === "booked" || answer === "declined" ? answer : "cancelled" }));
}

/** A time that a case has booked at some moment, whether it still has it, and when that last changed. */
export interface EverBooked extends Slot {
  stands: boolean;
  changedAt: Date;
}

/** Every time that a case has ever booked, with how often the case has answered: a calendar that showed one must learn of its end. */
export async function everBooked(prisma: Client, caseId: string): Promise<{ slots: EverBooked[]; answers: number }> {
  const rows = await prisma.meetingAnswer.findMany({ where: { caseId }, orderBy: [{ answeredAt: "asc" }, { id: "desc" }], include: { slot: true } });
  const last = rows.at(-1);
  const slots = new Map<string, EverBooked>();
  for (const { slot, answeredAt } of rows) {
    if (!slot) continue;
    const { id, startsAt, minutes, place, cancelledAt } = slot;
    slots.set(id, { id, startsAt, minutes, place, stands: last?.slotId === id && last.answer === "booked" && cancelledAt === null, changedAt: cancelledAt ?? (last?.slotId === id ? answeredAt : (last?.answeredAt ?? answeredAt)) });
  }
  return { slots: [...slots.values()], answers: rows.length };
}

/**
 * `answer`: the id of what was stored. `taken`: somebody else has the last seat. `gone`: the time is over, was
 * cancelled, or never was.
 */
export type Booking = { is: "booked"; answer: string; startsAt: Date } | { is: "already-booked" | "taken" | "gone" };

/**
 * Books a time for a case, in place of the one it had. The last seat goes to one family, however many ask at once.
 * @param booking.now only times after it can be booked
 */
export async function bookMeeting(tx: Prisma.TransactionClient, booking: { caseId: string; slotId: string; userId: string; now: Date }): Promise<Booking> {
  const { caseId, slotId, userId } = booking;
  // Always the case first and then the time: two who ask at once wait for each other and never block.
  await tx.$queryRaw`SELECT id FROM case_file WHERE id = ${caseId}::uuid FOR UPDATE`;
  const [slot] = await tx.$queryRaw<{ seats: number; startsAt: Date; cancelledAt: Date | null }[]>`SELECT seats, starts_at AS "startsAt", cancelled_at AS "cancelledAt" FROM meeting_slot WHERE id = ${slotId}::uuid FOR UPDATE`;
  if (!slot || slot.cancelledAt || new Date(slot.startsAt) <= booking.now) return { is: "gone" };
  const before = await tx.meetingAnswer.findFirst({ where: { caseId }, orderBy: [{ answeredAt: "desc" }, { id: "asc" }] });
  if (before?.answer === "booked" && before.slotId === slotId) return { is: "already-booked" };
  const [booked] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (SELECT DISTINCT ON (case_id) slot_id, answer FROM meeting_answer ORDER BY case_id, answered_at DESC, id) latest
    WHERE slot_id = ${slotId}::uuid AND answer = 'booked'`;
  if ((booked?.count ?? 0) >= slot.seats) return { is: "taken" };
  const answer = randomUUID();
  await tx.meetingAnswer.create({ data: { id: answer, caseId, slotId, answer: "booked", answeredBy: userId, answeredAt: after(before?.answeredAt) } });
  await recordActs(tx, [{ actor: `user:${userId}`, action: "meeting-booked", caseId, detail: { slot: slotId, before: before?.answer === "booked" ? before.slotId : null } }]);
  return { is: "booked", answer, startsAt: new Date(slot.startsAt) };
}

/**
 * The family does not want the meeting, or gives back the time it had. The same again changes nothing.
 * @returns the time that was given back; null where none was booked that the council had not taken back
 */
export async function declineMeeting(tx: Prisma.TransactionClient, { caseId, userId }: { caseId: string; userId: string }): Promise<{ answer: string; startsAt: Date } | null> {
  await tx.$queryRaw`SELECT id FROM case_file WHERE id = ${caseId}::uuid FOR UPDATE`;
  const before = await tx.meetingAnswer.findFirst({ where: { caseId }, orderBy: [{ answeredAt: "desc" }, { id: "asc" }], include: { slot: true } });
  const answer = before?.answer === "booked" ? "cancelled" : "declined";
  if (before && before.answer !== "booked") return null;
  const id = randomUUID();
  await tx.meetingAnswer.create({ data: { id, caseId, slotId: null, answer, answeredBy: userId, answeredAt: after(before?.answeredAt) } });
  await recordActs(tx, [{ actor: `user:${userId}`, action: `meeting-${answer}`, caseId, detail: {} }]);
  return before?.slot && before.slot.cancelledAt === null ? { answer: id, startsAt: before.slot.startsAt } : null;
}

/** Times that the council offers. Those whose ids are there already stay as they are. @returns how many are new */
export async function offerSlots(tx: Prisma.TransactionClient, { by, slots }: { by: string; slots: readonly { id: string; startsAt: Date; minutes: number; place: string; seats: number }[] }): Promise<number> {
  const { count } = await tx.meetingSlot.createMany({ data: slots.map((slot) => ({ ...slot, createdBy: by })), skipDuplicates: true });
  if (count > 0) await recordActs(tx, [{ actor: `user:${by}`, action: "meetings-offered", caseId: null, detail: { slots: slots.map(({ id }) => id) } }]);
  return count;
}

/** Takes back a time. @returns the cases that had booked it, to be told; null where it is not there or was taken back before */
export async function cancelSlot(tx: Prisma.TransactionClient, { by, slotId }: { by: string; slotId: string }): Promise<string[] | null> {
  await tx.$queryRaw`SELECT id FROM meeting_slot WHERE id = ${slotId}::uuid FOR UPDATE`;
  const { count } = await tx.meetingSlot.updateMany({ where: { id: slotId, cancelledAt: null }, data: { cancelledAt: new Date() } });
  if (count === 0) return null;
  const caseIds = (await latestBookings(tx, slotId)).map(({ caseId }) => caseId);
  await recordActs(tx, [{ actor: `user:${by}`, action: "meeting-withdrawn", caseId: null, detail: { slot: slotId } }, ...caseIds.map((caseId) => ({ actor: `user:${by}`, action: "meeting-withdrawn", caseId, detail: { slot: slotId } }))]);
  return caseIds;
}

export interface BookedMeeting extends Slot {
  caseId: string;
  reference: string;
}

/** Meetings that are booked from a moment on, the earliest first. */
export async function bookedMeetings(prisma: Client, from: Date): Promise<BookedMeeting[]> {
  const rows = await latestBookings(prisma);
  const [slots, cases] = await Promise.all([
    prisma.meetingSlot.findMany({ where: { id: { in: rows.map(({ slotId }) => slotId) }, startsAt: { gte: from }, cancelledAt: null }, orderBy: [{ startsAt: "asc" }, { id: "asc" }] }),
    prisma.caseFile.findMany({ where: { id: { in: rows.map(({ caseId }) => caseId) } }, select: { id: true, reference: true } }),
  ]);
  const references = new Map(cases.map(({ id, reference }) => [id, reference]));
  return slots.flatMap(({ id, startsAt, minutes, place }) => rows.filter(({ slotId }) => slotId === id).map(({ caseId }) => ({ id, startsAt, minutes, place, caseId, reference: references.get(caseId) ?? "" })));
}

async function latestBookings(prisma: Client, slotId?: string): Promise<{ caseId: string; slotId: string }[]> {
  const rows = await prisma.$queryRaw<{ caseId: string; slotId: string }[]>`
    SELECT case_id AS "caseId", slot_id AS "slotId" FROM (SELECT DISTINCT ON (case_id) case_id, slot_id, answer FROM meeting_answer ORDER BY case_id, answered_at DESC, id) latest
    WHERE answer = 'booked' ORDER BY case_id`;
  return slotId === undefined ? rows : rows.filter((row) => row.slotId === slotId);
}
