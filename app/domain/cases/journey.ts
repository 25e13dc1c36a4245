import type { Day } from "../calendar/day.ts";
import type { Happening, HappeningType } from "./events.ts";
import { isOpen, isOvertaken, NOT_LATENESS } from "./lateness.ts";
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
}

export const PLAN_EVENTS: readonly HappeningType[] = ["plan-made", "final-plan-sent", "amended-plan-sent"];
export const TRANSFERS: readonly RuleId[] = ["phase-transfer", "post16-transfer", "post16-move"];

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
  plan: {
    begins: ["plan-made", "final-plan-sent", "amended-plan-sent", "review-decision-sent"],
    steps: [
      { id: "plan-sent", by: ["plan-made", "final-plan-sent", "amended-plan-sent"] },
      { id: "reviewed", by: ["review-decision-sent"] },
      { id: "transfer", by: [], rules: TRANSFERS },
      { id: "next-meeting", by: ["review-meeting"], rules: ["review-meeting-by"] },
      { id: "next-review", by: [], rules: ["review-due", "transfer-review"] },
    ],
  },
  mediation: {
    begins: ["assessment-refused", "no-plan-decided", "final-plan-sent", "amended-plan-sent", "review-decision-sent", "decision-sent"],
    steps: [
      { id: "decision", by: ["assessment-refused", "no-plan-decided", "final-plan-sent", "amended-plan-sent", "review-decision-sent", "decision-sent"] },
      { id: "adviser", by: ["mediation-adviser-told", "mediation-council-informed"], rules: ["mediation-contact"] },
      { id: "arranged", by: ["mediation-set"], rules: ["mediation-arrange"] },
      { id: "held", by: ["mediation-held"], rules: [] },
      { id: "certificate", by: ["mediation-certificate-issued"], rules: ["mediation-certificate"] },
      { id: "appeal", by: ["appeal-registered"], rules: ["appeal"] },
    ],
  },
  appeal: {
    begins: ["assessment-refused", "no-plan-decided", "final-plan-sent", "amended-plan-sent", "review-decision-sent", "decision-sent"],
    steps: [
      { id: "decision", by: ["assessment-refused", "no-plan-decided", "final-plan-sent", "amended-plan-sent", "review-decision-sent", "decision-sent"] },
      { id: "appeal", by: ["appeal-registered"], rules: ["appeal"] },
      { id: "tribunal", by: ["tribunal-order", "appeal-unopposed", "appeal-ended"] },
    ],
  },
  order: {
    begins: ["tribunal-order", "appeal-unopposed", "mediation-agreed"],
    steps: [
      { id: "order", by: ["tribunal-order", "appeal-unopposed", "mediation-agreed"] },
      { id: "order-tell", by: ["assessment-agreed", "reassessment-agreed"], rules: ["order-assess-tell", "order-reconsider"] },
      { id: "advice", by: [], rules: ["advice"] },
      { id: "order-draft", by: ["draft-served", "no-plan-decided"], rules: ["order-draft", "order-no-plan-reasons"] },
      { id: "comments", by: ["comments-received"], rules: ["draft-comments"] },
      { id: "order-plan", by: ["final-plan-sent", "amended-plan-sent"], rules: ["order-final", "order-assess-final", "order-amend", "order-school"] },
    ],
  },
  ceasing: {
    begins: ["review-decision-sent"],
    steps: [
      { id: "decision", by: ["review-decision-sent"] },
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
} as const satisfies Record<string, { begins: readonly HappeningType[]; steps: readonly { id: string; by: readonly HappeningType[]; rules?: readonly RuleId[] }[] }>;
export type JourneyId = keyof typeof JOURNEYS;
export const JOURNEY_STEPS = Object.fromEntries(Object.entries(JOURNEYS).map(([id, { steps }]) => [id, steps.map((step) => step.id)])) as Record<JourneyId, string[]>;

const JOURNEY_OF: Record<Stage, JourneyId> = {
  none: "assessment", requested: "assessment", refused: "assessment", assessing: "assessment", draft: "assessment", "no-plan": "assessment", withdrawn: "assessment",
  plan: "plan", review: "review", amending: "review", "reassessment-requested": "reassessment", reassessing: "reassessment",
  ceasing: "ceasing", ceased: "ceasing", mediation: "mediation", appeal: "appeal", order: "order", moved: "move",
};

/** What takes the place of the first decision: from it the limits of the order count, and its steps are those that are shown. */
const DECIDES_ANEW = ["tribunal-order", "appeal-unopposed", "mediation-agreed"] as const;
/** Of several limits the first binds: a review is done once it is decided (law.md, 1.6), and a plan that changes must be ready for the next place too. */
const FIRST_BINDS: readonly string[] = ["review-decided", "amended"];
/** Shown though the law sets no day for them: a family waits for them all the same. */
const WITHOUT_DAY: readonly string[] = ["tribunal", "held", "certificate"];

/** The steps that the page is about: after an order, those of the order. */
export function journeyOf(stage: Stage, happened: CaseRecord): JourneyId {
  const journey = JOURNEY_OF[stage];
  if (journey !== "assessment") return journey;
  const order = happened.events.findLast((event) => DECIDES_ANEW.some((type) => type === event.type) && !(event.type === "mediation-agreed" && !event.appealable));
  const request = happened.last(["request-received"], Infinity);
  return order && (!request || request.on <= order.on) ? "order" : journey;
}

/** The steps of a journey as they stand on a day; at most one of them is the one now. */
export function stepsOf(journey: JourneyId, { deadlines }: Timeline, record: CaseRecord, { asOf, mediationOn }: { asOf: Day; mediationOn: Day | null }): Step[] {
  const { begins, steps }: { begins: readonly HappeningType[]; steps: readonly { id: string; by: readonly HappeningType[]; rules?: readonly RuleId[] }[] } = JOURNEYS[journey];
  const began = record.last(begins, journey === "review" ? Infinity : asOf);
  const start = began && (beginningOf(began, record) ?? began);
  if (!start) return [];
  const found = steps.flatMap(({ id, by, rules = [] }): Step[] => {
    const own = deadlines.filter(({ rule, begun }) => rules.includes(rule) && (begun >= start.on || rule.startsWith("review-") || rule.startsWith("order-") || TRANSFERS.includes(rule)));
    const running = own.filter((deadline) => isOpen(deadline)).reduce<Deadline | undefined>((first, one) => (first && (!FIRST_BINDS.includes(id) || first.due <= one.due) ? first : one), undefined);
    const event = by.length > 0 ? record.first(by, start.on) : null;
    const last = own.at(-1) ?? null;
    // Done once, and to be done again: a second draft gives its own time for comments.
    const isAgain = running !== undefined && !TRANSFERS.includes(running.rule) && event !== null && event.on < running.begun;
    const doneOn = isAgain ? null : event && event.on <= asOf ? event.on : by.length === 0 && !running ? (last?.doneOn ?? null) : null;
    // What was done is judged by the limit that it kept or broke, the rule that is named first if there are several; some things have none.
    const deadline = doneOn !== null ? (rules.flatMap((rule) => own.filter((one) => one.rule === rule && one.doneOn === doneOn))[0] ?? null) : (running ?? last);
    const planned = id === "held" ? mediationOn : !isAgain && event && event.on > asOf ? event.on : null;
    const isMeetingOver = id === "held" && record.all("mediation-set").some(({ meetingOn }) => meetingOn >= start.on && meetingOn < asOf) && planned === null;
    const isAwaited = (WITHOUT_DAY.includes(id) && !isMeetingOver) || (id === "comments" && hasDraftAhead(record, start.on, deadlines));
    if (doneOn === null && planned === null && !isAwaited && (!running || isOvertaken(running, asOf))) return [];
    if (doneOn === null && !running && isAwaited) return [{ id, state: "next", on: planned, deadline: null, isLate: false }];
    return [{ id, state: doneOn !== null ? "done" : "next", on: doneOn ?? planned, deadline, isLate: deadline !== null && !NOT_LATENESS.includes(deadline.rule) && (doneOn !== null ? doneOn > deadline.due && deadline.actor !== "family" : deadline.state === "late" || deadline.state === "may-be-late") }];
  });
  // What a plan waits for comes in no order of its own: a review may be due before the next place, or after it.
  const inOrder = journey === "plan" ? found.sort((a, b) => (dueOf(a) < dueOf(b) ? -1 : dueOf(a) > dueOf(b) ? 1 : 0)) : found;
  const now = inOrder.findIndex(({ state }) => state === "next");
  return inOrder.map((step, i) => (i === now ? { ...step, state: "now" } : step));
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

/** There will be a draft to comment on, if there is to be a plan: none is out, and the plan is still to come. */
function hasDraftAhead(record: CaseRecord, from: Day, deadlines: readonly Deadline[]): boolean {
  return record.first(["draft-served"], from) === null && deadlines.some((deadline) => isOpen(deadline) && (deadline.rule === "final-plan" || deadline.rule === "order-final" || deadline.rule === "order-assess-final"));
}
