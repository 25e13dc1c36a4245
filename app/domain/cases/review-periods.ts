import type { Day } from "../calendar/day.ts";
import { addMonths, lastDayOfPeriod } from "../calendar/day.ts";
import type { EventOf, Happening, HappeningType } from "./events.ts";
import type { CaseRecord } from "./record.ts";
import type { ReviewTerms } from "./rule-set.ts";

/** A stretch of time by whose last day the plan must have been reviewed. */
export interface ReviewPeriod {
  /** The event it begins with: the plan, the last review, the plan after a reassessment, or the move to a new council. */
  start: Happening;
  /** The event whose date gave the last day: after a move it may be the last review. */
  countedFrom: Happening;
  lastDay: Day;
  /** It begins with the plan sent after a reassessment. */
  afterReassessment: boolean;
  /** The council's decision, which ends a review. */
  done: Happening | null;
  /** What put another period in its place. */
  replacedBy: Happening | null;
}

/** Events that can begin a review period. */
export const BEGINS_REVIEW_PERIOD = ["plan-made", "final-plan-sent", "amended-plan-sent", "review-decision-sent", "amendment-notice-sent"] as const satisfies readonly HappeningType[];

/**
 * The review periods of a plan, in order. A review is done when the council has sent its decision, not when the
 * meeting was held.
 * @see CFA 2014 s.44(1); SEND Regulations 2014, reg 15(5), 27(4)
 */
export function reviewPeriods(record: CaseRecord, { months, monthsAfterMove }: ReviewTerms): ReviewPeriod[] {
  if (!BEGINS_REVIEW_PERIOD.some((type) => record.has(type)) && !record.has("moved-area")) return [];
  const periods: ReviewPeriod[] = [];
  let planInForce = false;
  let reassessing = false;
  let ceasedBy: Happening | null = null;
  /** The plan is to end, and nothing but an appeal keeps it in force. */
  let onlyAppealed = false;

  const current = () => (ceasedBy ? undefined : periods.at(-1));
  const begin = (start: Happening, lastDay: Day, countedFrom: Happening = start, afterReassessment = false) => {
    periods.push({ start, countedFrom, lastDay, afterReassessment, done: null, replacedBy: null });
    planInForce = true;
    ceasedBy = null;
  };
  const round = (start: Happening) => begin(start, lastDayOfPeriod(start.on, months));
  const done = (decision: Happening) => {
    const period = current();
    if (period) period.done ??= decision;
  };
  const replace = (by: Happening) => {
    const period = current();
    if (period && !period.done) period.replacedBy = by;
    return period;
  };

  for (const event of record.events) {
    if (event.type === "review-decision-sent" || keepsPlan(event)) onlyAppealed = false;
    switch (event.type) {
      case "plan-made": {
        // The day the plan was made counts, also where the day it was sent is recorded too.
        const only = periods.length === 1 ? current() : undefined;
        if (only?.start.type === "final-plan-sent" && !only.afterReassessment && !only.done) periods.length = 0;
        else if (planInForce) break;
        round(event);
        break;
      }
      case "final-plan-sent":
      case "amended-plan-sent":
        if (planInForce && reassessing && isFinalOfReassessment(event, record)) {
          replace(event);
          begin(event, addMonths(event.on, months), event, true);
          reassessing = false;
        } else if (!planInForce && event.type === "final-plan-sent") {
          round(event);
        } else if (ceasedBy?.type === "review-decision-sent" && event.type === "amended-plan-sent") round(ceasedBy);
        else planInForce = true;
        break;
      case "reassessment-agreed":
        reassessing = true;
        break;
      case "review-decision-sent":
        done(event);
        if (event.outcome === "cease") {
          ceasedBy = event;
          planInForce = false;
        } else round(event);
        break;
      case "amendment-notice-sent":
        // The notice goes with the decision: where no decision is recorded, it is the decision.
        if (!standsForDecision(event, record)) break;
        done(event);
        round(event);
        break;
      case "appeal-registered":
        // Until it is decided the plan stays in force, and what is in force is reviewed (CFA s.44(1)(b), 45(4)).
        if (ceasedBy?.type !== "review-decision-sent") break;
        round(ceasedBy);
        onlyAppealed = true;
        break;
      case "appeal-ended":
        if (!onlyAppealed) break;
        ceasedBy = replace(event)?.start ?? null;
        planInForce = onlyAppealed = false;
        break;
      case "case-closed":
        if (ceasedBy?.type !== "review-decision-sent") ceasedBy = event;
        planInForce = onlyAppealed = false;
        break;
      case "tribunal-order":
      case "appeal-unopposed":
      case "mediation-agreed":
        // The plan goes on; the review that would have ended it is done.
        if (ceasedBy?.type === "review-decision-sent" && keepsPlan(event)) round(ceasedBy);
        break;
      case "moved-area": {
        if (!movesWithPlan(event, record)) break;
        const last = replace(event);
        const byTransfer = lastDayOfPeriod(transferDay(event), monthsAfterMove);
        const byReview = last ? lastDayOfPeriod(last.start.type === "moved-area" ? last.countedFrom.on : last.start.on, months) : -Infinity;
        begin(event, Math.max(byTransfer, byReview), last && byReview > byTransfer ? last.countedFrom : event);
        break;
      }
    }
  }
  return periods;
}

const FIRST_ASSESSMENT: readonly HappeningType[] = ["request-received", "assessment-agreed", "assessment-refused", "draft-served", "no-plan-decided"];

/**
 * Whether a plan comes along with a move: one is on the record before it, or nothing is that a plan could still have come
 * of. Who moves while a first assessment runs has no plan that could be passed on or reviewed (reg 15(1)).
 */
export function movesWithPlan(move: Happening, { events }: Pick<CaseRecord, "events">): boolean {
  let [hasPlan, isAssessed] = [false, false];
  for (const event of events) {
    if (event === move) break;
    if (BEGINS_REVIEW_PERIOD.some((type) => type === event.type)) hasPlan = true;
    else if (event.type === "case-closed") [hasPlan, isAssessed] = [false, false];
    else if (event.type === "moved-area") hasPlan ||= !isAssessed;
    else if (FIRST_ASSESSMENT.includes(event.type)) isAssessed = true;
  }
  return hasPlan || !isAssessed;
}

/** The day the plan went to the new council: the day of the move, unless it is known to have been another. */
export function transferDay(move: EventOf<"moved-area">): Day {
  return move.planPassedOn ?? move.on;
}

/** What undoes a decision to end a plan: an order, an appeal not opposed, an agreement, or the plan sent after it. */
export function keepsPlan(event: Happening): boolean {
  if (event.type === "amended-plan-sent") return true;
  const decides = event.type === "tribunal-order" || event.type === "appeal-unopposed" || (event.type === "mediation-agreed" && event.appealable);
  return decides && (event.outcome === "continue" || event.outcome === "amend-provision" || event.outcome === "change-school");
}

/** There is a plan from then: it was sent, or kept where it was to end. */
export function showsPlan(event: Happening): boolean {
  return event.type === "plan-made" || event.type === "final-plan-sent" || keepsPlan(event);
}

/** The letter that a plan is to end. It is maintained for some time after: see `maintainedUntil`. */
export function endsPlan(event: Happening): boolean {
  return event.type === "review-decision-sent" && event.outcome === "cease";
}

/** A notice of amendments sent after a review meeting on which no decision of its own is recorded. */
export function standsForDecision(notice: Happening, record: CaseRecord): boolean {
  const meeting = record.last(["review-meeting"], notice.on);
  if (!meeting) return false;
  const decision = record.first(["review-decision-sent"], meeting.on);
  const next = record.all("review-meeting").find(({ on }) => on > notice.on);
  if (decision && (!next || decision.on < next.on)) return false;
  return record.first(["amendment-notice-sent"], meeting.on) === notice;
}

/** The finalised plan after a reassessment; an amended plan is taken for it where no final plan is recorded. */
function isFinalOfReassessment(event: Happening, record: CaseRecord): boolean {
  return event.type === "final-plan-sent" || record.first(["final-plan-sent"], event.on) === null;
}
