import type { Rights } from "../access/roles.ts";
import { takeoverNotices } from "../access/takeover.ts";
import { isoText, type Day } from "../calendar/day.ts";
import { hasDied } from "../cases/closing.ts";
import type { Case, CaseEvent, Happening, HappeningType } from "../cases/events.ts";
import type { FamilyView } from "../cases/family-view.ts";
import { recordOn, type CaseRecord } from "../cases/record.ts";
import type { Timeline } from "../cases/timeline.ts";
import { TOLD_EVENTS, TOLD_REVIEW_STEPS, TOLD_STEPS, type NoticeKind, type NoticeSlots, type Reminder, type ToldEvent } from "./kinds.ts";

/**
 * What a family is owed to be told of a case on a day, whatever was told before: each with a key, so that whoever keeps
 * the keys tells everything once. Told late is told still, as long as it helps: days that were missed are made up for.
 * What has `toldBefore` is owed only to whoever was told of the event with that key, before what puts it right came in.
 */
export type Owed = { [K in NoticeKind]: { kind: K; slots: NoticeSlots[K]; key: string; after: After; toldBefore?: string } }[NoticeKind];

/** Whoever joined later than this has it before their eyes: an event by its key, a day, or null where it helps them as well. */
export type After = { event: string } | { day: Day } | null;

/** Older news is history: it is in the record, and no reason for a message. */
export const NEWS_DAYS = 14;
/** How many days before a day of theirs a family is reminded. */
const REMIND_AT = [7, 2] as const;

const COMMENT_RULES = ["draft-comments", "review-comments"] as const;
const CHALLENGE_RULES = ["mediation-contact", "appeal"] as const;
const FAMILY_RULES = [...COMMENT_RULES, ...CHALLENGE_RULES] as const;
type FamilyRule = (typeof FAMILY_RULES)[number];

/** What of an event makes it told once: its sender and its id. */
export type EventKey = (id: string) => string;

/** The key of the notice of an event. */
export function eventKey(sender: string, eventId: string): string {
  return `event:${sender}:${eventId}`;
}

/**
 * News of what happened: the newest event that changes where the case stands, any other that starts a time of the family's
 * that runs, each meeting that was set, the newest of each kind of step after that, and what was told and turned out
 * wrong. Of several that came in together the newest tells it all; one that came in late, behind others, is news only
 * where the family has to do something by a day.
 */
export function newsOwed(kase: Case, timeline: Timeline, asOf: Day, keyOf: EventKey): Owed[] {
  const record = recordOn(asOf, kase.events);
  if (hasDied(record.happened().events)) return [];
  return [...amendsOwed(kase, record, timeline, asOf, keyOf), ...eventsOwed(record, timeline, asOf, keyOf), ...(timeline.stage === "closed" ? [] : stepsOwed(record, asOf, keyOf))];
}

function eventsOwed(record: CaseRecord, timeline: Timeline, asOf: Day, keyOf: EventKey): Owed[] {
  const told = record.events.flatMap((event) => {
    const name = toldAs(event);
    return name && asOf - event.on <= NEWS_DAYS ? [{ event, name }] : [];
  });
  const past = told.filter(({ event, name }) => event.on <= asOf && !isMeeting(name));
  const happened = past.filter(({ event }, i) => i === past.length - 1 || timeStartedBy(event, timeline, asOf) !== null);
  const meetings = told.filter(({ event, name }) => isMeeting(name) && meetingDay(event) >= asOf && timeline.stage !== "closed");
  return [...happened, ...meetings].map(({ event, name }) => {
    const after = { event: keyOf(event.id) };
    if (isMeeting(name)) {
      const on = isoText(meetingDay(event));
      // With its day: a meeting that is moved is news again.
      return { kind: "stage-changed", slots: { event: name, on }, key: `${keyOf(event.id)}:${on}`, after };
    }
    const time = timeStartedBy(event, timeline, asOf);
    return { kind: "stage-changed", slots: { event: name, ...(time ? { rule: time.rule, due: isoText(time.due) } : {}) }, key: keyOf(event.id), after };
  });
}

function stepsOwed({ events }: CaseRecord, asOf: Day, keyOf: EventKey): Owed[] {
  const happened = events.filter(({ on }) => on <= asOf);
  const since = happened.slice(happened.findLastIndex((event) => toldAs(event) !== null) + 1).filter(({ on }) => asOf - on <= NEWS_DAYS);
  const owed = (type: HappeningType, of: (key: string, after: After) => Owed): Owed[] => {
    // A move is dated by its own day, which lies ahead when it is planned.
    const newest = type === "phase-transfer-planned" ? events.findLast((event) => event.type === type && event.on > asOf) : since.findLast((event) => event.type === type);
    // By its day: four who write on one day are one message.
    return newest ? [of(`step:${type}:${isoText(newest.on)}`, { event: keyOf(newest.id) })] : [];
  };
  return [
    ...TOLD_STEPS.flatMap((step) => owed(step, (key, after) => ({ kind: "step-taken", slots: { step }, key, after }))),
    ...TOLD_REVIEW_STEPS.flatMap((step) => owed(step, (key, after) => ({ kind: "review-step", slots: { step }, key, after }))),
  ];
}

/** Fields of an event whose correction a family must hear of. A meeting with another day is told as a meeting. */
const TELLING_FIELDS = ["on", "outcome"];

/** What was put right or taken back of what a family may have been told. */
function amendsOwed({ events }: Case, record: CaseRecord, timeline: Timeline, asOf: Day, keyOf: EventKey): Owed[] {
  const known = events.filter((event) => (event.recordedOn ?? ("on" in event && event.type === "withdrawn" ? event.on : asOf)) <= asOf);
  const standing = new Map(record.events.map((event) => [event.id, event]));
  const byId = new Map(known.map((event) => [event.id, event]));
  const amended = new Map<string, Owed>();
  for (const change of known) {
    if (change.type !== "correction" && change.type !== "withdrawn") continue;
    if (change.recordedOn !== undefined && asOf - change.recordedOn > NEWS_DAYS) continue;
    if (change.type === "withdrawn" && asOf - change.on > NEWS_DAYS) continue;
    const corrected = byId.get(change.of);
    // A correction that is taken back puts its event right once more.
    const correction = change.type === "correction" ? change : corrected?.type === "correction" ? corrected : null;
    const of = correction ? correction.of : change.of;
    const key = keyOf(change.id);
    const base = { key, after: { event: key }, toldBefore: keyOf(of) };
    const event = standing.get(of);
    const name = event && toldAs(event);
    if (correction) {
      if (!name || isMeeting(name) || !TELLING_FIELDS.some((field) => field in correction.changes)) continue;
      const time = timeStartedBy(event, timeline, asOf);
      amended.set(of, { kind: "put-right", slots: { event: name, ...(time ? { rule: time.rule, due: isoText(time.due) } : {}) }, ...base });
    } else {
      const gone = asCorrected(known, of);
      const was = gone && toldAs(gone);
      if (was) amended.set(of, { kind: "taken-back", slots: { event: was, ...(isMeeting(was) ? { on: isoText(meetingDay(gone)) } : {}) }, ...base });
    }
  }
  return [...amended.values()];
}

/** An event as it stood with what was put right of it, whether or not it was taken back. */
function asCorrected(known: readonly CaseEvent[], id: string): Happening | null {
  const withoutWithdrawals = known.filter(({ type }) => type !== "withdrawn");
  return recordOn(Infinity, withoutWithdrawals).events.find((event) => event.id === id) ?? null;
}

function toldAs(event: Happening): ToldEvent | null {
  if (event.type === "case-closed" && event.reason === "died") return null;
  const name = event.type === "review-decision-sent" ? `review-decision-${event.outcome}` : event.type;
  return TOLD_EVENTS.find((one) => one === name) ?? null;
}

function isMeeting(name: ToldEvent): boolean {
  return name === "review-meeting" || name === "mediation-set";
}

function meetingDay(event: Happening): Day {
  return event.type === "mediation-set" ? event.meetingOn : event.on;
}

/** The time of the family's that runs from an event: to comment, or else to take it further. */
function timeStartedBy(event: Happening, { deadlines }: Timeline, asOf: Day): { rule: FamilyRule; due: Day } | null {
  const running = deadlines.filter((deadline) => deadline.event === event.id && deadline.state === "running" && deadline.due >= asOf);
  for (const rule of FAMILY_RULES) {
    const found = running.find((deadline) => deadline.rule === rule);
    if (found) return { rule, due: found.due };
  }
  return null;
}

export interface Meeting {
  reminder: Extract<Reminder, "review-meeting" | "mediation-meeting" | "council-meeting">;
  on: Day;
  id: string;
}

/** Reminders of the family's own last days and meetings, a week and two days before. Who hears of one late hears how many days are left. */
export function remindersOwed(kase: Case, timeline: Timeline, asOf: Day, keyOf: EventKey, booked: readonly Meeting[] = []): Owed[] {
  const record = recordOn(asOf, kase.events);
  if (hasDied(record.happened().events)) return [];
  const isClosed = timeline.stage === "closed";
  const meetings: Meeting[] = [
    ...(isClosed ? [] : record.all("review-meeting").map((event): Meeting => ({ reminder: "review-meeting", on: event.on, id: keyOf(event.id) }))),
    ...(isClosed ? [] : record.all("mediation-set").map((event): Meeting => ({ reminder: "mediation-meeting", on: event.meetingOn, id: keyOf(event.id) }))),
    ...booked,
  ];
  const lastDays = timeline.deadlines.flatMap(({ rule, state, due, event }) => {
    const own = FAMILY_RULES.find((one) => one === rule);
    return own && state === "running" && event !== null ? [{ reminder: own, on: due, id: keyOf(event) }] : [];
  });
  return [...lastDays, ...meetings].flatMap(({ reminder, on, id }): Owed[] => {
    const left = on - asOf;
    const mark = [...REMIND_AT].reverse().find((days) => left <= days);
    if (left < 0 || mark === undefined) return [];
    return [{ kind: "date-near", slots: { reminder, due: isoText(on), count: left }, key: `near:${reminder}:${id}:${isoText(on)}:${mark}`, after: null }];
  });
}

/** What has become late, once each, while it is new. Where the law allows a reason it is said on the page, and is no alarm. */
export function latenessOwed({ late }: FamilyView, keyOf: EventKey): Owed[] {
  return late
    .filter(({ days, excused }) => !excused && days <= NEWS_DAYS)
    .map(({ deadline: { rule, due, event } }): Owed => {
      const key = `late:${rule}:${event === null ? "" : keyOf(event)}:${isoText(due)}`;
      const after = { day: due + 1 };
      return rule === "advice" ? { kind: "advice-late", slots: { due: isoText(due) }, key, after } : { kind: "date-late", slots: { rule, due: isoText(due) }, key, after };
    });
}

/** That the council offers a meeting about its no, once for each no that can still be taken further. */
export function meetingOwed({ refusal, situation }: FamilyView, keyOf: EventKey): Owed[] {
  if (situation.startsWith("closed")) return [];
  if (refusal?.event.type !== "assessment-refused" && refusal?.event.type !== "no-plan-decided") return [];
  return [{ kind: "meeting-offered", slots: {}, key: `meeting-offered:${keyOf(refusal.event.id)}`, after: null }];
}

/** That the decisions pass to the young person: well before, and on the day. */
export function takeoverOwed(rights: Rights, asOf: Day): Owed[] {
  return takeoverNotices(rights, asOf).map(({ id, from }): Owed => ({ kind: id === "passed" ? "rights-passed" : "young-person-soon", slots: { from: isoText(from) }, key: `takeover:${isoText(from)}:${id}`, after: null }));
}
