import { recordListed, type Visit } from "../accounts/visit.server.ts";
import { childrenOf } from "../db/office.server.ts";
import { bookedMeetings } from "../db/meetings.server.ts";
import { timeInEngland } from "../domain/calendar/england.ts";
import { localDay } from "../today.ts";
import { fullName } from "./cases.server.ts";

/** A time that the council offers, with who has booked it. */
export interface OfferedMeeting {
  id: string;
  on: string;
  at: string;
  minutes: number;
  place: string;
  seats: number;
  bookings: { caseId: string; reference: string; name: string }[];
}

/** The times that lie ahead, the earliest first. */
export async function offeredMeetings(visit: Visit): Promise<OfferedMeeting[]> {
  const { database: { prisma }, sealer } = visit.site;
  const now = new Date();
  const slots = await prisma.meetingSlot.findMany({ where: { startsAt: { gte: now }, cancelledAt: null }, orderBy: [{ startsAt: "asc" }, { id: "asc" }] });
  const booked = await bookedMeetings(prisma, now);
  await recordListed(visit, booked.map(({ caseId }) => caseId));
  const names = await childrenOf(prisma, sealer, booked.map(({ caseId }) => caseId));
  return slots.map(({ id, startsAt, minutes, place, seats }) => ({
    id, on: localDay(startsAt), at: timeInEngland(startsAt), minutes, place, seats,
    bookings: booked.filter((booking) => booking.id === id).map(({ caseId, reference }) => ({ caseId, reference, name: fullName(names.get(caseId)) })),
  }));
}
