import type { Day } from "../calendar/day.ts";
import { closedBy } from "./closing.ts";
import type { Case, Happening } from "./events.ts";
import { recordOn } from "./record.ts";
import type { Deadline, Timeline } from "./timeline.ts";

/** A day of a case as a calendar holds it. */
export interface CalendarDate {
  /** The same for the same date of the case, wherever it moves; no other date of the case has it. */
  key: string;
  on: Day;
  /** `aim`: not law, but practice or worked out. `safe`: the day before a date of the family's own on which it is safe to have done it. */
  kind: "legal" | "aim" | "safe" | "review-meeting" | "mediation-meeting";
  deadline: Deadline | null;
  /** It is the family's own time, or a meeting: they want to be reminded. */
  hasReminder: boolean;
  /** Done, taken back or no longer needed: it comes off the calendar. */
  isOver: boolean;
}

const LEFT_OUT: readonly Deadline["rule"][] = ["compulsory-school-age-end", "plan-latest-end"];

/**
 * The days of a case that belong in its family's calendar, those that are over among them, so that they come off it.
 * @param before the timeline of the same case with nothing taken back: what stood in it may be in a calendar still
 */
export function calendarDates(record: Case, timeline: Timeline, before: Timeline, asOf: Day): CalendarDate[] {
  const dates = [
    ...timeline.deadlines.flatMap((deadline) => datesOf(deadline, isOver(deadline))),
    ...meetings(recordOn(asOf, record.events).events, asOf, false),
  ];
  const gone = [
    ...before.deadlines.flatMap((deadline) => datesOf(deadline, true)),
    ...meetings(recordOn(asOf, nothingTakenBack(record).events).events, asOf, true),
  ];
  const found = new Map<string, CalendarDate>();
  // Of two with one key, what is running counts.
  for (const date of [...dates.filter((one) => !one.isOver), ...dates, ...gone]) if (!found.has(date.key)) found.set(date.key, date);
  return [...found.values()].sort((a, b) => a.on - b.on || (a.key < b.key ? -1 : 1));
}

/** A case as it would be had nothing been taken back. */
export function nothingTakenBack({ person, events }: Case): Case {
  return { person, events: events.filter(({ type }) => type !== "withdrawn") };
}

function isOver({ state, doneOn, endedOn }: Deadline): boolean {
  return doneOn !== null || endedOn !== null || state === "met" || state === "stopped";
}

function datesOf(deadline: Deadline, isOver: boolean): CalendarDate[] {
  const { rule, event, from, body, due, beSafe, actor } = deadline;
  if (LEFT_OUT.includes(rule)) return [];
  const key = [rule, event ?? from ?? "birth", body ?? ""].join("/");
  const shared = { deadline, hasReminder: actor === "family", isOver };
  return [
    { key, on: due, kind: deadline.statutory ? "legal" : "aim", ...shared },
    ...(actor === "family" && beSafe !== null && beSafe !== due ? [{ key: `${key}/safe`, on: beSafe, kind: "safe" as const, ...shared }] : []),
  ];
}

function meetings(events: readonly Happening[], asOf: Day, isOver: boolean): CalendarDate[] {
  return events.flatMap((event): CalendarDate[] => {
    const shared = { deadline: null, hasReminder: true, isOver: isOver || (closedBy(event, events)?.on ?? Infinity) <= asOf };
    if (event.type === "review-meeting") return [{ key: `review-meeting/${event.id}`, on: event.on, kind: "review-meeting", ...shared }];
    if (event.type === "mediation-set" && event.on <= asOf) return [{ key: `mediation-meeting/${event.id}`, on: event.meetingOn, kind: "mediation-meeting", ...shared }];
    return [];
  });
}
