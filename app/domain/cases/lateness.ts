import type { Day } from "../calendar/day.ts";
import type { FoundException } from "./exceptions.ts";
import type { RuleId } from "./rule-set.ts";
import { NEED_NOT_COME } from "./rule-set.ts";
import type { Deadline, Timeline } from "./timeline.ts";

/** Something that is late for a family, and whether the law allows it. */
export interface Lateness {
  deadline: Deadline;
  days: number;
  /** A reason the law allows, where there is one; it never moves the date. */
  excused: FoundException | null;
  /** Reasons that were given and that the law does not allow. */
  refused: FoundException[];
}

/** Not lateness to a family: a limit for a decision that need not come, and days that are only safe or another council's. */
export const NOT_LATENESS: readonly RuleId[] = [...NEED_NOT_COME, "review-meeting-by", "school-reply", "mediation-agreement-told"];

/** Whose day stands in the event itself: what was done late was late, though nobody needed it any more by then. */
const DONE_ALL_THE_SAME: readonly RuleId[] = ["review-report", "plan-transfer", "transfer-told"];

/** Whether it was done, and not another thing after it had become needless: a plan that is changed years after a review that left it as it was. */
export function wasDone({ rule, state, doneOn }: Pick<Deadline, "rule" | "state" | "doneOn">): boolean {
  return doneOn !== null && (state !== "stopped" || DONE_ALL_THE_SAME.includes(rule));
}

/** What nobody needs any more is not open, however late it had become. */
export function isOpen({ state, doneOn, endedOn }: Deadline): boolean {
  return doneOn === null && endedOn === null && (state === "running" || state === "late" || state === "may-be-late" || state === "not-started");
}

/** What is late for a family on a day, the latest first. */
export function latenessOf(open: readonly Deadline[], { exceptions, stage }: Timeline, asOf: Day): Lateness[] {
  return open
    .filter(({ rule, state, actor }) => (state === "late" || state === "may-be-late") && !NOT_LATENESS.includes(rule) && actor !== "family")
    .filter((deadline) => stage !== "withdrawn" && !(stage === "moved" && isOvertaken(deadline, asOf)))
    .map((deadline) => ({ deadline, days: asOf - deadline.due, ...reasonsFor(deadline, exceptions) }))
    .sort((a, b) => b.days - a.days);
}

/** The reasons on the record for a date that was not kept: the one the law allows, if there is one, and those it does not. */
export function reasonsFor({ rule, event }: Pick<Deadline, "rule" | "event">, exceptions: readonly FoundException[]): Pick<Lateness, "excused" | "refused"> {
  const found = exceptions.filter((one) => one.rule === rule && one.step === event);
  return { excused: found.find(({ lawful }) => lawful) ?? null, refused: found.filter(({ lawful }) => !lawful) };
}

/** A plan that is here was passed on, however late: nobody waits for it any more. */
export function isOvertaken({ rule, due }: Deadline, asOf: Day): boolean {
  return rule === "plan-transfer" && due < asOf;
}
