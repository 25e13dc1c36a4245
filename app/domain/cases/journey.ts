import type { Day } from "../calendar/day.ts";
import type { Happening, HappeningType } from "./events.ts";
import type { FoundException } from "./exceptions.ts";
import { isOpen, isOvertaken, NOT_LATENESS, reasonsFor, wasDone } from "./lateness.ts";
import { sameName } from "./names.ts";
import type { CaseRecord } from "./record.ts";
import type { RuleId } from "./rule-set.ts";
import type { Stage } from "./stage.ts";
import type { Deadline, Timeline } from "./timeline.ts";

/** One thing on the way that a family is told of: done, now, or to come. */
export interface Step {
  id: string;
  state: "done" | "now" | "next";
  /** When it was done. */
  on: Day | null;
  deadline: Deadline | null;
  isLate: boolean;
  /** A reason that the law allows, where it is or was late. */
  excused: FoundException | null;
  /** Several were asked: the deadline is that of the one who was longest over the time, or else came last. */
  isOfSeveral: boolean;
}

export const PLAN_EVENTS: readonly HappeningType[] = ["plan-made", "final-plan-sent", "amended-plan-sent"];
export const TRANSFERS: readonly RuleId[] = ["phase-transfer", "post16-transfer", "post16-move"];

/** The limits of a plan that is sent, and of any letter that can be taken further. */
const PLAN_LIMITS = ["final-plan", "order-final", "order-assess-final", "reassess-final", "review-final", "review-final-overall", "order-amend", "order-school"] as const satisfies readonly RuleId[];
const REVIEW_LIMITS = ["review-decision", "review-due", "transfer-review"] as const satisfies readonly RuleId[];
const LETTER_LIMITS = [...PLAN_LIMITS, ...REVIEW_LIMITS, "assess-decision", "no-plan-decision", "order-no-plan-reasons", "order-reconsider", "reassess-decision"] as const satisfies readonly RuleId[];

interface JourneyStep {
  id: string;
  by: readonly HappeningType[];
  rules?: readonly RuleId[];
  /** Limits that say nothing of it while it is to come, and that it kept or broke once it is done. */
  kept?: readonly RuleId[];
}

/** Steps of a journey: the events that do each, and the rules that say by when. */
const JOURNEYS = {
  assessment: {
    begins: ["request-received"],
    steps: [
      { id: "asked", by: ["request-received"] },
      { id: "decided", by: ["assessment-agreed", "assessment-refused"], rules: ["assess-decision"] },
      { id: "advice", by: [], rules: ["advice"] },
      { id: "draft", by: ["draft-served", "no-plan-decided"], rules: ["no-plan-decision", "order-no-plan-reasons"] },
      { id: "comments", by: ["comments-received"], rules: ["draft-comments"] },
      { id: "final", by: ["final-plan-sent"], rules: ["final-plan", "order-assess-final"] },
    ],
  },
  reassessment: {
    begins: ["reassessment-requested", "reassessment-agreed"],
    steps: [
      { id: "asked-again", by: ["reassessment-requested"] },
      { id: "decided-again", by: ["reassessment-agreed", "decision-sent"], rules: ["reassess-decision"] },
      { id: "advice", by: [], rules: ["advice"] },
      { id: "draft", by: ["draft-served"] },
      { id: "comments", by: ["comments-received"], rules: ["draft-comments"] },
      { id: "final-again", by: ["final-plan-sent", "amended-plan-sent"], rules: ["reassess-final", "order-assess-final"] },
    ],
  },
  review: {
    begins: ["review-meeting", "amendment-notice-sent"],
    steps: [
      { id: "meeting", by: ["review-meeting"] },
      { id: "report", by: [], rules: ["review-report"] },
      { id: "review-decided", by: ["review-decision-sent", "amendment-notice-sent"], rules: ["review-decision", "review-due"] },
      { id: "review-comments", by: ["comments-received"], rules: ["review-comments"] },
      { id: "amended", by: ["amended-plan-sent"], rules: ["review-final", "review-final-overall", ...TRANSFERS] },
    ],
  },
  amendment: {
    begins: ["amendment-notice-sent"],
    steps: [
      { id: "changes-sent", by: ["amendment-notice-sent"] },
      { id: "review-comments", by: ["comments-received"], rules: ["review-comments"] },
      { id: "amended", by: ["amended-plan-sent"], rules: ["review-final", "review-final-overall", ...TRANSFERS] },
    ],
  },
  plan: {
    begins: ["plan-made", "final-plan-sent", "amended-plan-sent", "review-decision-sent"],
    steps: [
      { id: "plan-sent", by: ["plan-made", "final-plan-sent", "amended-plan-sent"], kept: PLAN_LIMITS },
      { id: "reviewed", by: ["review-decision-sent"], kept: REVIEW_LIMITS },
      { id: "transfer", by: [], rules: TRANSFERS },
      { id: "next-meeting", by: ["review-meeting"], rules: ["review-meeting-by"] },
      { id: "next-review", by: [], rules: ["review-due", "transfer-review"] },
    ],
  },
  mediation: {
    begins: ["assessment-refused", "no-plan-decided", "final-plan-sent", "amended-plan-sent", "review-decision-sent", "decision-sent"],
    steps: [
      { id: "decision", by: ["assessment-refused", "no-plan-decided", "final-plan-sent", "amended-plan-sent", "review-decision-sent", "decision-sent"], kept: LETTER_LIMITS },
      { id: "adviser", by: ["mediation-adviser-told", "mediation-council-informed"], rules: ["mediation-contact"] },
      { id: "arranged", by: ["mediation-set"], rules: ["mediation-arrange"] },
      { id: "held", by: ["mediation-held"], kept: ["mediation-arrange"] },
      { id: "certificate", by: ["mediation-certificate-issued"], rules: ["mediation-certificate"] },
      { id: "appeal", by: ["appeal-registered"], rules: ["appeal"] },
    ],
  },
  appeal: {
    begins: ["assessment-refused", "no-plan-decided", "final-plan-sent", "amended-plan-sent", "review-decision-sent", "decision-sent"],
    steps: [
      { id: "decision", by: ["assessment-refused", "no-plan-decided", "final-plan-sent", "amended-plan-sent", "review-decision-sent", "decision-sent"], kept: LETTER_LIMITS },
      { id: "appeal", by: ["appeal-registered"], rules: ["appeal"] },
      { id: "tribunal", by: ["tribunal-order", "appeal-unopposed", "appeal-ended"] },
    ],
  },
  closed: { begins: [], steps: [] },
  order: {
    begins: ["tribunal-order", "appeal-unopposed", "mediation-agreed"],
    steps: [
      { id: "order", by: ["tribunal-order", "appeal-unopposed", "mediation-agreed"] },
      { id: "order-tell", by: ["assessment-agreed", "reassessment-agreed"], rules: ["order-assess-tell", "order-reconsider"] },
      { id: "advice", by: [], rules: ["advice"] },
      { id: "order-draft", by: ["draft-served"], rules: ["order-draft", "order-no-plan-reasons"], kept: ["order-reconsider"] },
      { id: "order-no", by: ["no-plan-decided", "assessment-refused"], kept: ["order-no-plan-reasons", "order-reconsider"] },
      { id: "comments", by: ["comments-received"], rules: ["draft-comments"] },
      { id: "order-plan", by: ["final-plan-sent", "amended-plan-sent"], rules: ["order-final", "order-assess-final", "order-amend", "order-school"] },
    ],
  },
  ceasing: {
    begins: ["review-decision-sent"],
    steps: [
      { id: "decision", by: ["review-decision-sent"], kept: REVIEW_LIMITS },
      { id: "adviser", by: ["mediation-adviser-told", "mediation-council-informed", "mediation-certificate-issued"], rules: ["mediation-contact"] },
      { id: "appeal", by: ["appeal-registered"], rules: ["appeal"] },
    ],
  },
  move: {
    begins: ["moved-area-aware", "moved-area"],
    steps: [
      { id: "moved", by: ["moved-area"] },
      { id: "passed", by: [], rules: ["plan-transfer"] },
      { id: "told", by: [], rules: ["transfer-told"] },
      { id: "next-review", by: [], rules: ["transfer-review"] },
    ],
  },
} as const satisfies Record<string, { begins: readonly HappeningType[]; steps: readonly JourneyStep[] }>;
export type JourneyId = keyof typeof JOURNEYS;
export const JOURNEY_STEPS = Object.fromEntries(Object.entries(JOURNEYS).map(([id, { steps }]) => [id, steps.map((step) => step.id)])) as Record<JourneyId, string[]>;

const JOURNEY_OF: Record<Stage, JourneyId> = {
  none: "assessment", requested: "assessment", refused: "assessment", assessing: "assessment", draft: "assessment", "no-plan": "assessment", withdrawn: "assessment",
  plan: "plan", review: "review", amending: "review", "reassessment-requested": "reassessment", reassessing: "reassessment",
  ceasing: "ceasing", ceased: "ceasing", mediation: "mediation", appeal: "appeal", order: "order", moved: "move", closed: "closed",
};

/** What takes the place of the first decision: from it the limits of the order count, and its steps are those that are shown. */
const DECIDES_ANEW = ["tribunal-order", "appeal-unopposed", "mediation-agreed"] as const;
/** Of several limits that run the first binds: a review is done once it is decided (law.md, 1.6), and a plan that changes must be ready for the next place too. */
const FIRST_BINDS: readonly string[] = ["review-decided", "amended"];
const A_YEAR = 365;
/** Shown though the law sets no day for them: a family waits for them all the same. */
const WITHOUT_DAY: readonly string[] = ["tribunal", "held", "certificate"];

/** The steps that the page is about: after an order, those of the order. */
export function journeyOf(stage: Stage, happened: CaseRecord): JourneyId {
  const journey = JOURNEY_OF[stage];
  if (stage === "amending" && changesByThemselves(happened)) return "amendment";
  if (journey !== "assessment") return journey;
  const order = happened.events.findLast((event) => DECIDES_ANEW.some((type) => type === event.type) && !(event.type === "mediation-agreed" && !event.appealable));
  const request = happened.last(["request-received"], Infinity);
  return order && (!request || request.on <= order.on) ? "order" : journey;
}

/** The steps of a journey as they stand on a day; at most one of them is the one now. */
export function stepsOf(journey: JourneyId, { deadlines, exceptions }: Timeline, record: CaseRecord, { asOf, mediationOn }: { asOf: Day; mediationOn: Day | null }): Step[] {
  const { begins, steps }: { begins: readonly HappeningType[]; steps: readonly JourneyStep[] } = JOURNEYS[journey];
  const began = record.last(begins, journey === "review" ? Infinity : asOf);
  const start = began && (beginningOf(began, record) ?? began);
  if (!start) return [];
  const found = steps.flatMap(({ id, by, rules = [], kept = [] }): Step[] => {
    const since = deadlines.filter(({ rule, begun }) => rules.includes(rule) && (begun >= start.on || rule.startsWith("review-") || rule.startsWith("order-") || TRANSFERS.includes(rule)));
    const own = id === "advice" ? newestOfEach(since) : since;
    const running = own.filter((deadline) => isOpen(deadline)).reduce<Deadline | undefined>((first, one) => (first && (!FIRST_BINDS.includes(id) || first.due <= one.due) ? first : one), undefined);
    const event = by.length > 0 ? record.first(by, start.on) : null;
    const last = own.at(-1) ?? null;
    // Done once, and to be done again: a second draft gives its own time for comments.
    const isAgain = running !== undefined && !TRANSFERS.includes(running.rule) && event !== null && event.on < running.begun;
    const happenedOn = isAgain || event === null || event.on > asOf ? null : event.on;
    const doneOn = by.length > 0 ? happenedOn && finishedOn(id, happenedOn, start, own) : running ? null : id === "advice" ? lastDone(own) : (last?.doneOn ?? null);
    const isOfSeveral = id === "advice" && own.length > 1;
    // What was done is judged by the limits that it kept or broke: of several the first binds; some things have none.
    const judged = id === "advice" ? own.filter((one) => one.doneOn !== null) : [...own, ...deadlines.filter(({ rule }) => kept.includes(rule))].filter((one) => one.doneOn === doneOn && wasDone(one) && !lacksReviews(one));
    const deadline = doneOn === null ? (running ?? last) : judged.reduce<Deadline | null>((first, one) => (first && over(first, doneOn) >= over(one, doneOn) ? first : one), null);
    const planned = id === "held" ? mediationOn : !isAgain && event && event.on > asOf ? event.on : null;
    const isMeetingOver = id === "held" && record.all("mediation-set").some(({ meetingOn }) => meetingOn >= start.on && meetingOn < asOf) && planned === null;
    const isAwaited = (WITHOUT_DAY.includes(id) && !isMeetingOver) || (id === "comments" && hasDraftAhead(record, start.on, deadlines));
    const notLate = { isLate: false, excused: null, isOfSeveral };
    if (doneOn === null && planned === null && !isAwaited && (!running || isOvertaken(running, asOf))) return [];
    if (doneOn === null && !running && isAwaited) return [{ id, state: "next", on: planned, deadline: null, ...notLate }];
    const isLate = deadline !== null && (doneOn === null ? !NOT_LATENESS.includes(deadline.rule) && (deadline.state === "late" || deadline.state === "may-be-late") : isJudged(deadline) && over(deadline, doneOn) > 0);
    // Of several that were late, one without a reason is enough.
    const late = isLate && isOfSeveral && doneOn !== null ? judged.filter((one) => over(one, doneOn) > 0) : isLate ? [deadline] : [];
    const reasons = late.map((one) => reasonsFor(one, exceptions).excused);
    return [{ id, state: doneOn !== null ? "done" : "next", on: doneOn ?? planned, deadline, isLate, excused: reasons.includes(null) ? null : (reasons[0] ?? null), isOfSeveral }];
  });
  // What a plan waits for comes in no order of its own: a review may be due before the next place, or after it.
  const inOrder = journey === "plan" ? found.sort((a, b) => (dueOf(a) < dueOf(b) ? -1 : dueOf(a) > dueOf(b) ? 1 : 0)) : found;
  const now = inOrder.findIndex(({ state }) => state === "next");
  return inOrder.map((step, i) => (i === now ? { ...step, state: "now" } : step));
}

/** Whether what was done can have been late: a family is never late, and neither is what is only practice. */
export function isJudged({ statutory, actor }: Pick<Deadline, "statutory" | "actor">): boolean {
  return statutory && actor !== "family";
}

/** Of what the same body was asked several times, the last; in the order of their last days. */
export function newestOfEach(asked: readonly Deadline[]): Deadline[] {
  return asked.filter((one) => !asked.some((other) => other.begun > one.begun && sameName(other.body ?? "", one.body ?? "")));
}

/** With a decision to change the plan go the changes: where they came later, it was not finished before (reg 22(2)(a)). */
function finishedOn(id: string, on: Day, start: Happening, own: readonly Deadline[]): Day {
  if (id !== "review-decided") return on;
  return Math.max(on, own.find(({ rule, event }) => rule === "review-decision" && event === start.id)?.doneOn ?? on);
}

/** Over by more than a year: a record that begins with an old plan lacks the reviews between, and nobody calls the one it has late. */
function lacksReviews({ rule, due, doneOn }: Deadline): boolean {
  return rule === "review-due" && doneOn !== null && doneOn - due > A_YEAR;
}

function lastDone(deadlines: readonly Deadline[]): Day | null {
  return deadlines.reduce<Day | null>((last, { doneOn }) => (doneOn !== null && (last === null || doneOn > last) ? doneOn : last), null);
}

/** Days from the limit to the day it was done: above 0 is late. */
function over(deadline: Deadline, doneOn: Day): number {
  return (deadline.doneOn ?? doneOn) - deadline.due;
}

/** What is done comes first. */
function dueOf({ state, deadline }: Step): Day {
  return state === "done" ? -Infinity : (deadline?.due ?? Infinity);
}

/** What a journey began with, where that came before: the meeting of a review, the request for a new assessment. */
function beginningOf(began: Happening, record: CaseRecord): Happening | null {
  if (began.type === "amendment-notice-sent") return record.last(["review-meeting"], began.on);
  if (began.type !== "reassessment-agreed") return null;
  const asked = record.last(["reassessment-requested"], began.on);
  // A plan or a no in between was the answer to that request: what began later began by itself.
  const answers: readonly HappeningType[] = [...PLAN_EVENTS, "decision-sent"];
  return asked && record.first(answers, asked.on) !== record.first(answers, began.on) ? null : asked;
}

/** A plan may be changed at any time (reg 28): the changes then are of no review, the last of which ended with another letter. */
function changesByThemselves(happened: CaseRecord): boolean {
  const notice = happened.last(["amendment-notice-sent", "review-decision-sent"], Infinity);
  if (notice?.type !== "amendment-notice-sent") return false;
  const ends: readonly HappeningType[] = [...PLAN_EVENTS, "decision-sent", "review-decision-sent"];
  const before = happened.events.findLast((event) => event.on < notice.on && (event.type === "review-meeting" || ends.includes(event.type)));
  return before?.type !== "review-meeting" && !(before?.type === "review-decision-sent" && before.outcome === "amend");
}

/** There will be a draft to comment on, if there is to be a plan: none is out, and the plan is still to come. */
function hasDraftAhead(record: CaseRecord, from: Day, deadlines: readonly Deadline[]): boolean {
  return record.first(["draft-served"], from) === null && deadlines.some((deadline) => isOpen(deadline) && (deadline.rule === "final-plan" || deadline.rule === "order-final" || deadline.rule === "order-assess-final"));
}
