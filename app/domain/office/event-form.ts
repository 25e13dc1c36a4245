import type { Day } from "../calendar/day.ts";
import type { Case, CaseEvent, HappeningType } from "../cases/events.ts";
import { HAPPENING_TYPES } from "../cases/events.ts";
import type { Deadline, Timeline } from "../cases/timeline.ts";

/** Types of events as an officer looks for them: each is in one group. */
export const EVENT_GROUPS = {
  assessment: ["request-received", "assessment-agreed", "assessment-refused", "advice-requested", "advice-received", "no-plan-decided"],
  plan: ["draft-served", "comments-received", "school-consulted", "school-replied", "final-plan-sent", "plan-made"],
  review: ["review-invited", "review-contribution-received", "review-meeting", "review-decision-sent", "amendment-notice-sent", "amended-plan-sent"],
  again: ["reassessment-requested", "reassessment-agreed", "decision-sent"],
  mediation: ["mediation-adviser-told", "mediation-council-informed", "mediation-set", "mediation-held", "mediation-certificate-issued", "mediation-agreed"],
  appeal: ["appeal-registered", "appeal-unopposed", "tribunal-order", "appeal-ended"],
  move: ["phase-transfer-planned", "moved-area-aware", "moved-area"],
  late: ["exception-recorded", "school-closed", "absence", "appointment-missed", "parent-asked-for-time"],
  closing: ["case-closed"],
} as const satisfies Record<string, readonly HappeningType[]>;
export type EventGroup = keyof typeof EVENT_GROUPS;

/** A date of a case, before and after an event. */
export interface DateChange {
  change: "appears" | "moves" | "ends" | "is-done" | "becomes-late" | "starts-again" | "goes";
  deadline: Deadline;
  /** For one that moves: the day it was. */
  was: Day | null;
}

/** Which dates of a case an event makes appear, move or end. */
export function dateChanges(before: Timeline, after: Timeline): DateChange[] {
  const key = ({ rule, event, body, from }: Deadline) => [rule, event ?? from ?? "", body ?? ""].join(" ");
  const old = new Map(before.deadlines.map((deadline) => [key(deadline), deadline]));
  const changes = after.deadlines.flatMap((deadline): DateChange[] => {
    const was = old.get(key(deadline));
    old.delete(key(deadline));
    if (!was) return [{ change: "appears", deadline, was: null }];
    if (was.due !== deadline.due) return [{ change: "moves", deadline, was: was.due }];
    if (was.state === deadline.state && was.doneOn === deadline.doneOn) return [];
    if (deadline.doneOn !== null) return [{ change: "is-done", deadline, was: null }];
    if (deadline.state === "stopped") return [{ change: "ends", deadline, was: null }];
    return [{ change: deadline.state === "late" ? "becomes-late" : "starts-again", deadline, was: null }];
  });
  return [...changes, ...[...old.values()].map((deadline): DateChange => ({ change: "goes", deadline, was: null }))];
}

/** Events that can be put right or taken back: all but those that were taken back already, and withdrawals. */
export function standingEvents({ events }: Case): CaseEvent[] {
  const gone = new Set(events.flatMap((event) => (event.type === "withdrawn" ? [event.of] : [])));
  return events.filter((event) => event.type !== "withdrawn" && event.type !== "correction" && !gone.has(event.id));
}

export function isHappeningType(text: string): text is HappeningType {
  return (HAPPENING_TYPES as readonly string[]).includes(text);
}
