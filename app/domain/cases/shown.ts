import type { FamilyView, Situation } from "./family-view.ts";
import type { Step } from "./journey.ts";
import { NOT_LATENESS, wasDone } from "./lateness.ts";
import type { RuleId } from "./rule-set.ts";
import { NEED_NOT_COME } from "./rule-set.ts";
import type { Deadline, State } from "./timeline.ts";

/** The state of a date as a family is told it. */
export type ToldState = State | "was-late" | "was-excused" | "to-come" | "come";

/**
 * A date of age comes, and nobody has to do it; a time that a certificate will lengthen still runs; what is no lateness to a
 * family is only over; what was done late, or was late when it was no longer needed, is late no more. A letter that need not
 * come, and came, is as late as any other.
 */
export function toldState({ rule, state, countedFrom, awaitsCertificate, doneOn, endedOn }: Pick<Deadline, "rule" | "state" | "countedFrom" | "awaitsCertificate" | "doneOn" | "endedOn">): ToldState {
  if (countedFrom === "birth") return state === "met" ? "come" : "to-come";
  if (awaitsCertificate) return "running";
  const isLate = state === "late" || state === "may-be-late";
  if (NOT_LATENESS.includes(rule) && isLate && !(NEED_NOT_COME.includes(rule) && doneOn !== null)) return "missed";
  if (state === "stopped" && wasDone({ rule, state, doneOn })) return "was-late";
  if (!isLate || (doneOn === null && endedOn === null)) return state;
  return state === "may-be-late" ? "was-excused" : "was-late";
}

/** A date of the law, in the words of the page. */
export interface ShownDate {
  rule: RuleId;
  name: string;
  reason: string;
  who: string;
  due: string;
  daysLeft: number;
  /** An earlier day that is safe, and one that the council aims for: null where it is the last day itself, or over. */
  beSafe: string | null;
  target: string | null;
  begun: string;
  countedOn: string;
  countedFrom: Deadline["countedFrom"];
  state: State;
  told: ToldState;
  isLate: boolean;
  statutory: boolean;
  source: Deadline["source"];
  body: string | null;
  doneOn: string | null;
  /** No longer needed since, though it was not done. */
  endedOn: string | null;
  awaitsCertificate: boolean;
}

export interface ShownLateness {
  date: ShownDate;
  days: number;
  askedOn: string | null;
  excused: string | null;
  refused: string[];
}

export interface ShownStep {
  id: string;
  state: Step["state"];
  on: string | null;
  due: string | null;
  isLate: boolean;
  /** `no-plan`: the limit is only for a letter that there will be no plan. `safe`: worked out to be safe, not law. */
  limit: "law" | "no-plan" | "safe";
  /** Days from the limit to the day it was done: above 0 is late. */
  after: number | null;
  /** Why the law allowed it to be late, in words. */
  excused: string | null;
  /** Several were asked; what is said of a limit is then said of those who were over it. */
  isOfSeveral: boolean;
}

/** What a page about a case shows, ready to be written: words looked up, days in ISO text. */
export interface FamilyPage {
  caseId: string;
  name: string;
  isOwn: boolean;
  reference: string;
  today: string;
  situation: Situation;
  journey: FamilyView["journey"];
  week: number | null;
  isLate: boolean;
  isExcused: boolean;
  main: ShownDate | null;
  likely: { from: string; to: string; cases: number } | null;
  /** Why there is no likely date, where there is none: too few others tell, nobody counts it, it is up to the family, or nothing is waited for. */
  unlikely: "few" | "not-counted" | "yours" | "nothing";
  holders: string[];
  late: ShownLateness[];
  yours: ShownDate[];
  steps: ShownStep[];
  advice: { who: string; asked: string; due: string; received: string | null; state: FamilyView["advice"][number]["state"] }[];
  review: { meetingOn: string; isHeld: boolean; since: string | null; invited: { who: string; contributedOn: string | null }[]; clocks: ShownDate[]; noticeDays: number | null } | null;
  refusal: { on: string; type: string; mediation: ShownDate | null; appeal: ShownDate | null; awaitsCertificate: boolean; /** The adviser was not asked in time: most appeals need the Tribunal's permission now (reg 34(2), (3)). */ needsPermission: boolean } | null;
  hasPlan: boolean;
  commentsOpen: ShownDate | null;
  /** The day of the local meeting that the family has booked after a refusal. */
  meetingOn: string | null;
  /** The day of a mediation meeting that is set and still to come. */
  mediationOn: string | null;
  /** By when the plan must be ready for the next place, where the page is about something else. */
  transferBeside: ShownDate | null;
  /** By when a plan that stays in force meanwhile must be reviewed. */
  reviewBeside: ShownDate | null;
  /** What an order or an agreement asks, while the page is about something else. */
  orderBeside: ShownDate | null;
  /** A move before there is a plan. */
  move: { state: "known" | "ahead" | "moved"; on: string | null } | null;
  planEnd: ShownDate | null;
  /** The day the Tribunal had an appeal that goes on beside what the page is about. */
  appealBeside: string | null;
  officer: { name: string | null; team: string | null; away: { until: string; cover: string | null } | null } | null;
  replyBy: string;
}

/** Whether there is a decision that can still be taken further: its time runs, or a certificate will give it more. */
export function hasRights({ refusal, yours }: Pick<FamilyPage, "refusal" | "yours">): boolean {
  return refusal !== null && (refusal.awaitsCertificate || yours.some(({ rule }) => rule === "appeal" || rule === "mediation-contact"));
}

/** The two months from the letter are over, and the certificate that gives another is still to come. */
export function waitsForCertificate({ refusal, yours }: Pick<FamilyPage, "refusal" | "yours">): boolean {
  return refusal !== null && refusal.awaitsCertificate && !yours.some(({ rule }) => rule === "appeal");
}
