import type { Day } from "../calendar/day.ts";
import type { HappeningType } from "./events.ts";
import type { ConditionName, DoneName, EndedName } from "./conditions.ts";

/** The public names of the rules. They stay whatever the law does: other systems know them. */
export const RULE_IDS = [
  "assess-decision",
  "advice",
  "no-plan-decision",
  "draft-comments",
  "school-reply",
  "final-plan",
  "mediation-contact",
  "mediation-certificate",
  "mediation-arrange",
  "mediation-notice",
  "mediation-agreement",
  "mediation-health-agreement",
  "mediation-agreement-told",
  "appeal",
  "order-assess-tell",
  "order-no-plan-reasons",
  "order-assess-final",
  "order-draft",
  "order-final",
  "order-reconsider",
  "order-amend",
  "order-school",
  "review-due",
  "review-meeting-by",
  "review-notice",
  "review-report",
  "review-decision",
  "review-comments",
  "review-final",
  "review-final-overall",
  "phase-transfer",
  "post16-transfer",
  "post16-move",
  "plan-transfer",
  "transfer-told",
  "transfer-review",
  "reassess-decision",
  "reassess-final",
  "compulsory-school-age-end",
  "young-person-from",
  "plan-latest-end",
] as const;
export type RuleId = (typeof RULE_IDS)[number];

/** Keys of what a rule is called, its one-line reason, and who must act, in the namespace `timeline`. */
export function ruleWords(id: RuleId): { name: string; reason: string; who: string } {
  return { name: `rules.${id}.name`, reason: `rules.${id}.reason`, who: `rules.${id}.who` };
}

/**
 * Who must act. `body` gives advice (health, social care, a school asked for advice ...); `arranger` arranges mediation
 * (the council, or the NHS when it is about health only); `adviser` is the mediation adviser; `nobody` is for the dates
 * that come with a birthday.
 */
export type Actor = "council" | "body" | "school" | "arranger" | "adviser" | "family" | "nobody";

/** What the day counted from is the day of. */
export type DateKind = "received" | "sent" | "served" | "made" | "consulted" | "told" | "informed" | "meeting" | "agreement" | "certificate" | "order" | "notified" | "review" | "move" | "aware" | "birth";

/** How the last day is found from the day counted from. Each kind is one function of `limits.ts`. */
export type Limit =
  /** "Within N days of": the day itself is not counted. */
  | { kind: "days"; count: number }
  /** "N days beginning with": the day itself is day 1. */
  | { kind: "days-beginning-with"; count: number }
  | { kind: "working-days"; count: number }
  /** "Within N months after": the corresponding date. */
  | { kind: "months"; count: number }
  /** "At least N days before"; `clear` is the date that leaves N clear days, whichever way the words are read. */
  | { kind: "days-before"; count: number; clear: number }
  | { kind: "working-days-before-mediation"; count: number }
  /** "At least N months before": the corresponding date back, and the day before that to be safe. */
  | { kind: "months-before"; count: number }
  /** "Before 15 February" of the year of the event: 14 February is the last day. */
  | { kind: "before-date"; month: number; day: number }
  /** The later of months from the letter and months from the certificate (`AppealTerms`), moved as the Tribunal moves it. */
  | { kind: "appeal" }
  /** What the council has settled: the law sets no period. */
  | { kind: "school-reply-setting" }
  /** The end of the review period that begins with the event: see `review-periods.ts`. */
  | { kind: "review-period" }
  | { kind: "days-before-review-is-due"; count: number }
  | { kind: "days-before-transfer-is-due"; count: number }
  /** The day of the move; or working days beginning with the day the old council knew, where it knew too late for that. */
  | { kind: "move"; workingDays: number }
  /** Days from the day the new council got the plan. */
  | { kind: "days-after-transfer"; count: number }
  /** Days from the order; more where the council did not oppose an appeal about the contents too (reg 45(5)(b)). */
  | { kind: "order-school"; count: number; withContents: number };

export interface LegalSource {
  text: string;
  url?: string;
}

/** What may differ by the kind of event counted from. */
export type ByEvent<T> = T | (Partial<Record<HappeningType, T>> & { otherwise: T });

/** The lists of reasons for being late, as the Regulations have them. `none`: the law has no exception for this step. */
export type ExceptionList = "reg-5-4" | "reg-8-2" | "reg-10-4" | "reg-27-3" | "reg-44-3" | "none";

export interface Rule {
  id: RuleId;
  /** Its row in the reference of the law (law.md). */
  law: string;
  source: ByEvent<LegalSource>;
  sourceAfterReassessment?: LegalSource;
  /** False for a council's own practice, a date worked out to be safe, and facts of age. */
  statutory: boolean;
  actor: Actor;
  /** The events it is counted from, and what their day is the day of. */
  from: Partial<Record<HappeningType, DateKind>>;
  /** Other events whose date may give the last day. */
  alsoFrom?: Partial<Record<HappeningType, DateKind>>;
  /** Which of these events, when not every one. */
  when?: ConditionName;
  limit: ByEvent<Limit>;
  /** The first of these, on or after the day counted from, does it. */
  doneBy?: readonly HappeningType[];
  done?: DoneName;
  /** The first of these on or after the day counted from makes it needless. */
  endedBy?: readonly HappeningType[];
  ended?: EndedName;
  /** True where it was never needed once it is overtaken, even if that came after the last day. */
  needlessEvenLate?: boolean;
  /** It runs up to the event counted from, so it has begun while that event is still to come. */
  runsBefore?: boolean;
  exceptions: ByEvent<ExceptionList> | null;
}

/** How long a child must be away, or a school closed, before the law excuses being late. */
export interface ExceptionTerms {
  closureDays: number | null;
  personalCircumstances: boolean;
  absenceDays: number | null;
  missedAppointment: boolean;
}

/** The kinds of plan there may be rules about. The second is proposed for 2029; there are none yet. */
export type PlanType = "ehc-plan" | "individual-support-plan";

export interface RuleSet {
  id: string;
  plan: PlanType;
  inForceFrom: Day;
  /** The last day; null while it is the law. */
  inForceTo: Day | null;
  rules: readonly Rule[];
  exceptionLists: Readonly<Record<ExceptionList, ExceptionTerms>>;
  reviews: ReviewTerms;
  appeals: AppealTerms;
  ages: AgeTerms;
}

/** A plan is reviewed in each period of `months`, and by a new council within `monthsAfterMove` of getting it if that is later. */
export interface ReviewTerms {
  months: number;
  monthsAfterMove: number;
}

/**
 * A family asks the mediation adviser within `contactMonths` of a letter; mediation is arranged and the certificate issued
 * in the times given; and it appeals within the later of the last two.
 */
export interface AppealTerms {
  contactMonths: number;
  daysToArrangeMediation: number;
  workingDaysToCertify: number;
  monthsFromLetter: number;
  monthsFromCertificate: number;
}

/** Limits for a decision that need not come: past them nothing is late. */
export const NEED_NOT_COME: readonly RuleId[] = ["no-plan-decision", "order-no-plan-reasons"];

export const AGE_RULES = ["compulsory-school-age-end", "young-person-from", "plan-latest-end"] as const satisfies readonly RuleId[];

/** Ages in whole years; school and plan years by the day they begin. */
export interface AgeTerms {
  leavingAge: number;
  schoolYear: { month: number; day: number };
  planEndAge: number;
  planYear: { month: number; day: number };
  sources: Readonly<Record<(typeof AGE_RULES)[number], LegalSource>>;
}

/** The value for a kind of event. */
export function byEvent<T extends object | string>(value: ByEvent<T>, type: HappeningType | null): T {
  if (typeof value === "object" && "otherwise" in value) return (type !== null ? value[type] : undefined) ?? value.otherwise;
  return value;
}
