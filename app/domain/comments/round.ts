import type { Day } from "../calendar/day.ts";
import type { CaseEvent, HappeningType } from "../cases/events.ts";
import { recordOn } from "../cases/record.ts";
import type { Deadline, Timeline } from "../cases/timeline.ts";

/**
 * The draft plan or the proposed changes that can be commented on, the newest. `open`: in time. `late`: the time is
 * over, and comments are still read. `closed`: the plan or a decision has been sent.
 */
export interface CommentRound {
  of: "draft-plan" | "changes";
  /** The day it was served: the first of the 15 days. */
  served: Day;
  deadline: Deadline;
  state: "open" | "late" | "closed";
}

/** What ends the council's reading of comments. */
const ENDS: readonly HappeningType[] = ["final-plan-sent", "amended-plan-sent", "no-plan-decided", "decision-sent"];

/** Null where no draft and no changes have been sent. */
export function commentRound(events: readonly CaseEvent[], { deadlines }: Timeline, asOf: Day): CommentRound | null {
  const served = deadlines.filter(({ rule, begun }) => (rule === "draft-comments" || rule === "review-comments") && begun <= asOf);
  const newest = served.reduce<Deadline | null>((last, deadline) => (last && last.begun > deadline.begun ? last : deadline), null);
  if (!newest) return null;
  const isClosed = recordOn(asOf, events).happened().first(ENDS, newest.begun) !== null;
  return { of: newest.rule === "draft-comments" ? "draft-plan" : "changes", served: newest.begun, deadline: newest, state: isClosed ? "closed" : asOf > newest.due ? "late" : "open" };
}
