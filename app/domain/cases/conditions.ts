import type { Day } from "../calendar/day.ts";
import { addMonths } from "../calendar/day.ts";
import type { AppealOutcome, EventOf, Happening, HappeningType } from "./events.ts";
import type { LetterCourse } from "./letters.ts";
import { isAppealable, maintainedUntil } from "./letters.ts";
import type { LastDay } from "./limits.ts";
import { awareOf } from "./limits.ts";
import { sameName } from "./names.ts";
import type { Reading } from "./reading.ts";
import type { CaseRecord } from "./record.ts";
import type { RequestCourse } from "./requests.ts";
import { endsPlan, keepsPlan, movesWithPlan, standsForDecision } from "./review-periods.ts";
import type { Rule } from "./rule-set.ts";

/**
 * The conditions that rules name: which events start one (`WHEN`), what does it (`DONE`), and what makes it needless
 * (`ENDED`). Numbers, steps and sources are data in `rules/`; what a sentence of the law needs more is a function here.
 */

const outcome = (wanted: AppealOutcome) => (event: Happening) =>
  (event.type === "tribunal-order" || event.type === "appeal-unopposed" || (event.type === "mediation-agreed" && event.appealable)) && event.outcome === wanted;

export const WHEN = {
  /** Not a request that arrived while another was open: nothing restarts. */
  "opens-a-request": (event, { courses }) => courses.some(({ request }) => request === event),
  appealable: isAppealable,
  /** Mediation was held; or the family told the adviser that it wants none, as nobody told the council to arrange one. */
  "certificate-due": (event, { record }) => {
    if (event.type === "mediation-held") return true;
    const informed = record.first(["mediation-council-informed", "mediation-set", "mediation-held"], event.on);
    const next = record.first(["mediation-certificate-issued", "mediation-adviser-told"], event.on, event);
    return informed === null || (next !== null && next.on < informed.on);
  },
  /** What the council has to do; of an agreement about health only, it has no part. */
  "not-appealable": (event) => event.type === "mediation-agreed" && !event.appealable && event.concernsHealth !== "only",
  /** What is agreed about health cannot be appealed, whatever else the agreement is about (CFA 2014 s.51(2)). */
  "health-agreed": (event) => event.type === "mediation-agreed" && event.concernsHealth !== undefined,
  "only-health-agreed": (event) => event.type === "mediation-agreed" && event.concernsHealth === "only",
  "outcome-assess": outcome("assess"),
  "outcome-make-plan": outcome("make-plan"),
  "outcome-reconsider": outcome("reconsider"),
  "outcome-amend-provision": outcome("amend-provision"),
  "outcome-change-school": outcome("change-school"),
  "begins-a-review-period": (event, { reviewPeriods }) => reviewPeriods.some(({ start }) => start === event),
  "review-or-transfer-ahead": (event, { reviewPeriods }) => event.type === "phase-transfer-planned" || reviewPeriods.some(({ start }) => start === event),
  /** The notice of amendments, or the decision to amend where no notice is recorded for it. */
  "proposes-amendments": (event, { record }) => event.type === "amendment-notice-sent" || (event.type === "review-decision-sent" && event.outcome === "amend" && !noticeFor(event, record)),
  "school-phase": (event) => event.type === "phase-transfer-planned" && event.kind === "school-phase",
  "post-16": (event) => event.type === "phase-transfer-planned" && event.kind === "post-16",
  "between-post-16": (event) => event.type === "phase-transfer-planned" && event.kind === "between-post-16",
  /** The move itself, or the old council's knowing of one that is not recorded (yet). */
  "one-move-with-plan": (event, { record }) => movesWithPlan(event, record) && (event.type === "moved-area" || !record.all("moved-area").some((move) => awareOf(move, record) === event)),
  "moves-with-plan": (event, { record }) => movesWithPlan(event, record),
  /** After an order to reassess, the limits of the order count instead. */
  "not-by-order": (event, { record }) => {
    const order = record.last(["tribunal-order", "appeal-unopposed", "mediation-agreed"], event.on);
    if (!order || !outcome("assess")(order)) return true;
    return record.all("reassessment-requested").some(({ on }) => on > order.on && on <= event.on) || record.all("final-plan-sent").some(({ on }) => on > order.on && on < event.on);
  },
} satisfies Record<string, (event: Happening, reading: Reading) => boolean>;
export type ConditionName = keyof typeof WHEN;

export type FindDone = (event: Happening, reading: Reading, last: LastDay) => Day | null;
export type FindEnded = (event: Happening, reading: Reading) => Day | null;

export const DONE = {
  "assessment-decided": inCourse(({ decided }) => decided),
  "no-plan-told": inCourse(({ noPlan }) => noPlan),
  "final-plan-of-request": inCourse(({ final }) => final),
  "advice-of-same-body": (event, { happened }) => happened.all("advice-received").find(({ on, body }) => on >= event.on && sameName(body, (event as EventOf<"advice-requested">).body))?.on ?? null,
  "reply-of-same-school": (event, { happened }) => {
    const { school } = event as EventOf<"school-consulted">;
    return happened.all("school-replied").find((reply) => reply.on >= event.on && (school === undefined || reply.school === undefined || sameName(school, reply.school)))?.on ?? null;
  },
  "adviser-asked": ofLetter(({ contact }) => contact),
  appealed: ofLetter(({ appeal }) => appeal),
  /** It was held; or its day has passed, and no other was set: the record may not tell of the meeting itself. */
  "mediation-took-place": (event, { happened }) => {
    const held = happened.first(["mediation-held", "mediation-agreed"], event.on)?.on ?? null;
    const set = happened.all("mediation-set").findLast(({ on }) => on >= event.on);
    return earliest(held, set && set.meetingOn < happened.asOf ? set.meetingOn : null);
  },
  /** The family was told on the day of the event, or agreed to less notice. */
  "family-told-of-mediation": (event, _reading, { due }) => ((event as EventOf<"mediation-set">).shorterNoticeAgreed ? Math.min(event.on, due) : event.on),
  "agreement-carried-out": (event) => (event as EventOf<"mediation-agreed">).carriedOutOn ?? null,
  "health-agreement-carried-out": (event) => {
    const { healthCarriedOutOn, concernsHealth, carriedOutOn } = event as EventOf<"mediation-agreed">;
    return healthCarriedOutOn ?? (concernsHealth === "only" ? carriedOutOn : null) ?? null;
  },
  "council-told-of-agreement": (event) => agreementToldOn(event as EventOf<"mediation-agreed">),
  "notice-given": (event) => (event as EventOf<"review-meeting">).noticeOn ?? null,
  "report-sent": (event) => (event as EventOf<"review-meeting">).reportOn ?? null,
  /** With a decision to amend goes the notice of the changes (reg 22(2)(a)): where it came later, that is the day. */
  "review-decided": (event, { happened }) => {
    const decision = reviewDecision(event, happened);
    if (decision?.type !== "review-decision-sent" || decision.outcome !== "amend") return decision?.on ?? null;
    return Math.max(decision.on, noticeFor(decision, happened)?.on ?? decision.on);
  },
  /** The end of the amendments: the plan, or (after a decision to amend) the letter that it stays as it is. */
  "amendments-ended": (event, { happened }) => {
    const decision = reviewDecision(event, happened);
    const plan = happened.first(["amended-plan-sent", "final-plan-sent"], decision?.on ?? event.on);
    const letter = decision ? happened.first(["decision-sent"], decision.on, decision) : null;
    return earliest(plan?.on, letter?.on);
  },
  "review-done": (event, { reviewPeriods }) => reviewPeriods.find(({ start }) => start === event)?.done?.on ?? null,
  /** A meeting in the period, or the decision itself; for a transfer, in the twelve months before it. */
  "meeting-held": (event, { happened }) => {
    const from = event.type === "phase-transfer-planned" ? addMonths(event.on, -12) : event.on + 1;
    return happened.first(["review-meeting", "review-decision-sent"], from)?.on ?? null;
  },
  "ready-for-transfer": (event, reading, { due }) => readyForTransfer(event, reading, due),
  "plan-passed-on": (event) => (event.type === "moved-area" ? (event.planPassedOn ?? null) : null),
  "family-told-of-transfer": (event) => (event as EventOf<"moved-area">).familyToldOn ?? null,
} satisfies Record<string, FindDone>;
export type DoneName = keyof typeof DONE;

export const ENDED = {
  "request-went-further": inCourse(({ decided, draft, noPlan, final }) => (decided ? null : first(draft, noPlan, final))),
  "plan-on-its-way": inCourse(({ refused, draft, final, noPlan }) => (noPlan ? null : first(refused, draft, final))),
  "no-plan-to-come": inCourse(({ refused, noPlan, closed, final }) => (final || !closed ? null : first(refused, noPlan))),
  "matter-settled": ofLetter(({ settled }) => settled),
  "appealed-or-settled": ofLetter(({ appeal, settled }) => first(appeal, settled)),
  /** The letter it is about was appealed or settled, or something newer has come: another letter, or another request. */
  "mediation-overtaken": (event, { happened, letters }) => {
    const about = letters.findLast(({ letter }) => letter.on <= event.on && letter !== event);
    const newer = happened.events.find((later) => later.on > event.on && (isAppealable(later) || later.type === "request-received" || later.type === "reassessment-requested"));
    const since = [about?.appeal, about?.settled].map((later) => (later && later.on >= event.on ? later.on : null));
    return earliest(...since, newer?.on);
  },
  /** The council has it on record: when it was told, where nobody says, can be neither late nor in time. */
  "agreement-on-record": (event) => (agreementToldOn(event as EventOf<"mediation-agreed">) === null ? event.on : null),
  /** Once the meeting is over, a notice that nobody recorded can be neither given nor judged. */
  "meeting-over": (event) => event.on,
  "review-over": (event, { happened }) => reviewDecision(event, happened)?.on ?? null,
  "order-leads-to-plan": (event, { happened }) => (happened.first(["no-plan-decided"], event.on) ? null : (happened.first(["draft-served", "final-plan-sent", "amended-plan-sent"], event.on)?.on ?? null)),
  "reviewed-by-new-council": (event, { happened }) => happened.first(["review-decision-sent"], event.on)?.on ?? null,
  "amendments-not-proposed": (event, { happened }) => {
    const decision = reviewDecision(event, happened);
    return decision?.type === "review-decision-sent" && decision.outcome !== "amend" ? decision.on : null;
  },
  /** The request that it was part of was taken back and no other stood in its place; or the plan ended meanwhile. */
  "assessment-given-up": (event, reading) => earliest(takenBackOn(event, reading), planCeased(event, reading)),
  "review-period-replaced": periodReplaced,
  "plan-ceased": planCeased,
  /** The review is done or another period has begun; for a transfer, the plan is ready for it or has ended. */
  "meeting-no-longer-ahead": (event, reading) => {
    if (event.type !== "phase-transfer-planned") return earliest(periodReplaced(event, reading), DONE["review-done"](event, reading));
    return earliest(planCeased(event, reading), readyForTransfer(event, reading));
  },
} satisfies Record<string, FindEnded>;
export type EndedName = keyof typeof ENDED;

function agreementToldOn({ councilToldOn, recordedOn }: EventOf<"mediation-agreed">): Day | null {
  return councilToldOn ?? recordedOn ?? null;
}

/** How to find the day a rule was done; null when nothing on the record shows it. */
export function doneOn({ done, doneBy }: Rule): FindDone {
  if (done !== undefined) return DONE[done];
  if (doneBy === undefined) return () => null;
  return (event, { happened }) => happened.first(doneBy, event.on, event)?.on ?? null;
}

/** How to find the day a rule became needless. */
export function endedOn({ ended, endedBy }: Rule): FindEnded {
  const named = ended === undefined ? null : ENDED[ended];
  if (endedBy === undefined) return named ?? (() => null);
  return (event, reading) => earliest(named?.(event, reading), reading.happened.first(endedBy, event.on, event)?.on);
}

/** The decision that ended the review of a meeting. */
export function reviewDecision(meeting: Happening, record: CaseRecord): Happening | null {
  const decision = record.first(["review-decision-sent"], meeting.on);
  const notice = record.all("amendment-notice-sent").find((candidate) => candidate.on >= meeting.on && (!decision || candidate.on < decision.on) && standsForDecision(candidate, record));
  return notice ?? decision;
}

/** The notice of amendments that belongs to a decision to amend: sent with it or after it, before the plan and the next review. */
function noticeFor(decision: Happening, record: CaseRecord): Happening | null {
  const meeting = record.last(["review-meeting"], decision.on);
  const notice = record.first(["amendment-notice-sent"], meeting?.on ?? decision.on);
  if (!notice) return null;
  const end = record.first(["amended-plan-sent", "review-meeting"], decision.on, meeting);
  return !end || notice.on <= end.on ? notice : null;
}

function periodReplaced(event: Happening, { reviewPeriods }: Reading): Day | null {
  return reviewPeriods.find(({ start }) => start === event)?.replacedBy?.on ?? null;
}

/** A plan that names the next place; or a review that found nothing to change. */
function readyForTransfer(event: Happening, { happened }: Reading, due: Day = Infinity): Day | null {
  const from = addMonths(event.on, -12);
  const plan = happened.first(["amended-plan-sent", "final-plan-sent"], from)?.on;
  const kept = happened.all("review-decision-sent").find(({ on, outcome: decided }) => on >= from && decided === "keep")?.on;
  return plan !== undefined && plan <= due ? plan : earliest(kept, plan);
}

const ASKED: readonly HappeningType[] = ["request-received", "reassessment-requested"];
const ANSWERED: readonly HappeningType[] = ["assessment-refused", "no-plan-decided", "decision-sent", "final-plan-sent", "amended-plan-sent"];

/** The first day from which nobody asked for the assessment any more in which something happened. */
function takenBackOn(event: Happening, { record, happened }: Reading): Day | null {
  const isAsked = (on: Day) => happened.events.some((request) => ASKED.includes(request.type) && request.on <= on && !happened.events.some((answer) => ANSWERED.includes(answer.type) && answer.on >= request.on && answer.on <= on));
  return earliest(...record.takenBack.filter(({ request, on }) => request.on <= event.on && on >= event.on && !isAsked(on)).map(({ on }) => on));
}

/**
 * The first day after a step began on which the plan need not be maintained any more; for a transfer, in the twelve
 * months before it.
 * @see CFA 2014 s.45(4)
 */
function planCeased(event: Happening, { happened, letters, ruleSet }: Reading): Day | null {
  const from = event.type === "phase-transfer-planned" ? addMonths(event.on, -12) : event.on;
  const isKept = (ceased: Happening) => happened.events.some((later) => later.on > ceased.on && keepsPlan(later));
  const ends = letters.filter(({ letter }) => endsPlan(letter) && letter.on <= happened.asOf && !isKept(letter)).map((course) => maintainedUntil(course, ruleSet.appeals) + 1);
  return earliest(...ends.filter((on) => on >= from && on < Infinity));
}

function inCourse(find: (course: RequestCourse) => Happening | null) {
  return (event: Happening, { courses }: Reading): Day | null => {
    const course = courses.find(({ request }) => request === event);
    return (course && find(course)?.on) ?? null;
  };
}

function ofLetter(find: (course: LetterCourse) => Happening | null) {
  return (event: Happening, { letters }: Reading): Day | null => {
    const course = letters.find(({ letter }) => letter === event);
    return (course && find(course)?.on) ?? null;
  };
}

function first(...events: (Happening | null)[]): Happening | null {
  return events.reduce((found, event) => (event && (!found || event.on < found.on) ? event : found), null);
}

function earliest(...days: (Day | null | undefined)[]): Day | null {
  let found: Day | null = null;
  for (const on of days) if (on !== null && on !== undefined && (found === null || on < found)) found = on;
  return found;
}
