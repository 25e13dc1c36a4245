import type { Day } from "../calendar/day.ts";
import { workingDaysAfter } from "../calendar/working-days.ts";

export const DESKS = ["officer", "duty"] as const;
/** Whom a family writes to: its own officer, or whoever is on duty. */
export type Desk = (typeof DESKS)[number];

/** In characters: about two pages. */
export const LONGEST_MESSAGE = 5000;

/** By when a message that comes in on a day is answered, as the council promises it: the day itself is not counted. */
export function replyDue(receivedOn: Day, promisedWorkingDays: number): Day {
  return workingDaysAfter(receivedOn, promisedWorkingDays);
}

/** How a family's message stands on a day, with the days by which an answer is or was late. */
export type ReplyState = { is: "waiting" } | { is: "late"; days: number } | { is: "answered"; on: Day } | { is: "answered-late"; on: Day; days: number };

/** @param answeredOn null where nobody has answered */
export function replyState(due: Day, answeredOn: Day | null, asOf: Day): ReplyState {
  if (answeredOn !== null) return answeredOn > due ? { is: "answered-late", on: answeredOn, days: answeredOn - due } : { is: "answered", on: answeredOn };
  return asOf > due ? { is: "late", days: asOf - due } : { is: "waiting" };
}

/** What a receipt calls a message or a request: short enough to be read out on the phone. `id` is a UUID. */
export function receiptReference(letter: "M" | "C" | "R", id: string): string {
  const digits = id.replaceAll("-", "").slice(0, 10).toUpperCase();
  return `${letter}-${digits.slice(0, 5)}-${digits.slice(5)}`;
}

interface Sent {
  fromFamily: boolean;
  userId: string;
  privateTo: string | null;
}

/** Whether somebody who may see the messages of a record may see this one. `council`: its staff see all. */
export function maySeeMessage({ privateTo }: Sent, reader: "council" | { userId: string }): boolean {
  return reader === "council" || privateTo === null || privateTo === reader.userId;
}
