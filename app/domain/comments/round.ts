import type { Day } from "../calendar/day.ts";
import type { Deadline, Timeline } from "../cases/timeline.ts";

/**
 * The draft plan or the proposed changes that can be commented on, the newest. `open`: in time. `late`: the time is
 * over, and comments are still read. `closed`: the final plan or the decision has been sent.
 */
export interface CommentRound {
  of: "draft-plan" | "changes";
  /** The day it was served: the first of the 15 days. */
  served: Day;
  deadline: Deadline;
  state: "open" | "late" | "closed";
}

/** Null where no draft and no changes have been sent. */
export function commentRound({ deadlines, stage }: Timeline, asOf: Day): CommentRound | null {
  const served = deadlines.filter(({ rule, begun }) => (rule === "draft-comments" || rule === "review-comments") && begun <= asOf);
  const newest = served.reduce<Deadline | null>((last, deadline) => (last && last.begun > deadline.begun ? last : deadline), null);
  if (!newest) return null;
  const state = isOpenAt(stage, newest) ? (asOf > newest.due ? "late" : "open") : "closed";
  return { of: newest.rule === "draft-comments" ? "draft-plan" : "changes", served: newest.begun, deadline: newest, state };
}

/** The final plan ends it. Mediation, an appeal or an order on the way does not. */
function isOpenAt(stage: Timeline["stage"], { rule }: Deadline): boolean {
  return rule === "draft-comments" ? ["draft", "reassessing", "order"].includes(stage) : stage === "amending";
}
