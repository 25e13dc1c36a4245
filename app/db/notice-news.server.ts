import type { PrismaClient } from "../../prisma/generated/client.ts";
import { eventKey } from "../domain/notices/due.ts";

const AT_A_TIME = 500;

/** Ids of the cases that somebody follows; with a moment, only those that changed since. */
export async function* followedCases(prisma: PrismaClient, changedSince: Date | null): AsyncGenerator<string> {
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const rows = await prisma.caseFile.findMany({
      where: { id: { gt: after }, ...(changedSince ? { changedAt: { gte: changedSince } } : {}), person: { followers: { some: { endedAt: null, blockedAt: null } } } },
      orderBy: { id: "asc" },
      take: AT_A_TIME,
      select: { id: true },
    });
    for (const { id } of rows) yield (after = id);
    if (rows.length < AT_A_TIME) return;
  }
}

/** Of the events of a case: the key of each by the ids that it may have in a timeline, and when it came in. */
export async function sendersOfEvents(prisma: PrismaClient, caseId: string): Promise<{ keys: Map<string, string>; receivedAt: Map<string, Date> }> {
  const rows = await prisma.caseEvent.findMany({ where: { caseId }, select: { sender: true, eventId: true, receivedAt: true } });
  const keys = new Map<string, string>();
  const receivedAt = new Map<string, Date>();
  for (const row of rows) {
    const key = eventKey(row.sender, row.eventId);
    // A timeline writes the sender before the id as soon as a second sender has an event in the case.
    keys.set(row.eventId, key);
    receivedAt.set(key, row.receivedAt);
  }
  for (const { sender, eventId } of rows) keys.set(`${sender}:${eventId}`, eventKey(sender, eventId));
  return { keys, receivedAt };
}

/** The meetings with the council that a family has booked, and that stand. */
export async function bookedMeetings(prisma: PrismaClient, caseId: string): Promise<{ id: string; startsAt: Date }[]> {
  const answer = await prisma.meetingAnswer.findFirst({ where: { caseId }, orderBy: { answeredAt: "desc" }, include: { slot: true } });
  if (answer?.answer !== "booked" || !answer.slot || answer.slot.cancelledAt) return [];
  return [{ id: answer.slot.id, startsAt: answer.slot.startsAt }];
}
