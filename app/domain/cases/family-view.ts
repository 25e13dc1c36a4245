import type { Day } from "../calendar/day.ts";
import type { WaitingStage } from "../statistics/likely-date.ts";
import { WAITS } from "../statistics/likely-date.ts";
import { hasDied, standingClosing } from "./closing.ts";
import type { Case, EventOf, Happening } from "./events.ts";
import { journeyOf, newestOfEach, PLAN_EVENTS, stepsOf, TRANSFERS, type JourneyId, type Step } from "./journey.ts";
import { isOpen, latenessOf, NOT_LATENESS, type Lateness } from "./lateness.ts";
import { isAppealable, letterCourses } from "./letters.ts";
import { CaseRecord, recordOn } from "./record.ts";
import { movesWithPlan } from "./review-periods.ts";
import { requestCourses } from "./requests.ts";
import { reviewOf, type Review } from "./review.ts";
import type { Actor, RuleId } from "./rule-set.ts";
import { RULE_IDS } from "./rule-set.ts";
import { rulesInForce } from "./rules/index.ts";
import type { Stage } from "./stage.ts";
import type { Deadline, Timeline } from "./timeline.ts";

/**
 * A case as a family needs to see it: where it stands in one line, the date the law sets, who has it now, what is late
 * and whose that is, and the steps. Words are looked up by these names in content (`my-child.json`).
 */
export interface FamilyView {
  situation: Situation;
  /** For a request that runs its 20 weeks: which one this is, counted from 1. */
  week: number | null;
  /** The date of the law that this stage is about; null where the law sets none. */
  main: Deadline | null;
  /** What it waits for, to be compared with how long others waited. */
  wait: { stage: WaitingStage; began: Day } | null;
  holders: Holder[];
  late: Lateness[];
  /** Time that runs for the family, each kept apart. */
  yours: Deadline[];
  journey: JourneyId;
  steps: Step[];
  advice: Advice[];
  review: Review | null;
  /** A refusal, a decision not to make a plan, or to end one, that can still be taken further. */
  refusal: Refusal | null;
  /** The day of a mediation meeting that is set and still to come. */
  mediationOn: Day | null;
  /** Comments have come, and the family's days for them still run: it may add to them (CFA 38(4)). */
  commentsOpen: Deadline | null;
  /** The day by which the plan must be ready for the next school or college, while the page is about something else. */
  transferBeside: Deadline | null;
  /** The day by which a plan that stays in force meanwhile must be reviewed, while the page is about something else. */
  reviewBeside: Deadline | null;
  /** What an order or an agreement asks of the council, while the page is about something else. */
  orderBeside: Deadline | null;
  /** A move to or from another council's area before there is a plan that could come along. */
  move: Move | null;
  /** There is a plan that must be carried out. */
  hasPlan: boolean;
  /** The end of the college year in which the young person turns 25, from a year before: a plan can last so long (CFA 46, reg 46). */
  planEnd: Deadline | null;
  /** An appeal that goes on while the case is about something else, such as the next review. */
  appealBeside: Happening | null;
}

export interface Refusal {
  event: Happening;
  mediation: Deadline | null;
  appeal: Deadline | null;
  /** The mediation adviser was asked in time and has issued no certificate: from its day there will be a month to appeal. */
  awaitsCertificate: boolean;
}

/** `known`: the council knows of a move, and no day of moving in is on the record. `on` is the day of the move, where it is known. */
export interface Move {
  state: "known" | "ahead" | "moved";
  on: Day | null;
}

/** Who has it now. `family`: it is the parents' or the young person's turn. */
export interface Holder {
  actor: Actor | "tribunal";
  body: string | null;
}

export interface Advice {
  body: string;
  askedOn: Day;
  due: Day;
  receivedOn: Day | null;
  state: "received" | "received-late" | "received-excused" | "due" | "late" | "may-be-late" | "not-needed";
}

export const SITUATIONS = [
  "none", "requested", "requested-late", "requested-excused", "refused", "refused-over", "assessing", "assessing-advice-late", "assessing-late", "assessing-order-late", "assessing-excused",
  "draft-yours", "draft", "draft-late", "no-plan", "no-plan-over", "plan-new", "plan-kept", "plan-not-reassessed", "plan", "plan-review-soon", "plan-review-late", "plan-meeting-set", "plan-transfer", "plan-transfer-late", "agreed", "agreed-late", "agreed-health", "agreed-health-late",
  "review", "review-late", "amending-yours", "amending", "amending-late", "reassessment-requested", "reassessment-late", "reassessing", "reassessing-late",
  "ceasing", "ceased", "mediation", "mediation-late", "mediation-set", "mediation-past", "appeal", "appeal-ended", "order", "order-late", "order-excused", "moved", "moved-late", "moved-told", "withdrawn", "closed", "closed-moved", "closed-died",
] as const;
export type Situation = (typeof SITUATIONS)[number];

/** The rules whose date a stage is about, the first that runs. */
const MAIN: Partial<Record<Stage, readonly RuleId[]>> = {
  requested: ["assess-decision"],
  assessing: ["order-assess-final", "final-plan"],
  draft: ["order-final", "order-assess-final", "final-plan"],
  plan: ["phase-transfer", "post16-transfer", "post16-move", "review-due", "transfer-review", "mediation-agreement", "mediation-health-agreement"],
  review: ["review-decision", "review-due", "transfer-review", "review-final-overall"],
  amending: ["review-final", "review-final-overall"],
  "reassessment-requested": ["reassess-decision"],
  reassessing: ["order-assess-final", "reassess-final"],
  mediation: ["mediation-certificate", "mediation-arrange"],
  order: ["order-reconsider", "order-school", "order-assess-tell", "order-draft", "order-amend", "order-final", "order-assess-final"],
  moved: ["transfer-told", "transfer-review"],
};

const FAMILY_RULES: readonly RuleId[] = ["draft-comments", "review-comments", "mediation-contact", "appeal"];
/** Where the page is about something else than the review of the plan, and the plan goes on. */
const IN_FORCE_MEANWHILE: readonly Stage[] = ["mediation", "appeal", "order", "ceasing", "reassessment-requested", "reassessing"];
/** A first assessment is asked for or goes on. */
const BEFORE_A_PLAN: readonly Stage[] = ["requested", "assessing", "draft"];
const ORDER_RULES = RULE_IDS.filter((rule) => rule.startsWith("order-"));
const WEEKS = 7;
/** From when a family should hear that a review is near. */
const REVIEW_SOON_DAYS = 8 * WEEKS;
/** From when a young person should hear that their plan comes to its end with their age. */
const PLAN_END_DAYS = 52 * WEEKS;

/** A case as its family sees it on a day. */
export function familyView({ events }: Case, timeline: Timeline, asOf: Day): FamilyView {
  const record = withoutDoubles(recordOn(asOf, events));
  const happened = record.happened();
  const open = timeline.deadlines.filter((deadline) => isOpen(deadline));
  const late = latenessOf(open, timeline, asOf);
  const advice = timeline.stage === "closed" ? [] : adviceOf(timeline, happened);
  const yours = open.filter(({ rule, state }) => FAMILY_RULES.includes(rule) && state === "running").sort((a, b) => a.due - b.due);
  const main = mainOf(timeline.stage, open);
  const review = timeline.stage === "closed" ? null : reviewOf(record, happened, timeline);
  const refusal = refusalOf(timeline, happened);
  const situation = situationOf(timeline, { late, advice, yours, main, review, refusal, happened, asOf });
  const journey = situation === "plan-meeting-set" ? "review" : journeyOf(timeline.stage, happened);
  const hasPlan = timeline.stage !== "ceased" && timeline.stage !== "closed" && (timeline.stage === "moved" || PLAN_EVENTS.some((type) => happened.has(type)));
  const mediationOn = situation === "mediation-set" ? (happened.last(["mediation-set"], asOf) as EventOf<"mediation-set">).meetingOn : null;
  return {
    situation,
    week: weekOf(timeline.stage, main, happened, asOf),
    main,
    wait: waitOf(timeline.stage, situation, main, happened),
    holders: holdersOf(timeline, situation, { advice, yours, refusal, late }),
    late,
    yours,
    journey,
    steps: stepsOf(journey, timeline, record, { asOf, mediationOn }),
    advice,
    review,
    refusal,
    mediationOn,
    commentsOpen: commentsOpenOf(timeline, asOf),
    hasPlan,
    planEnd: (hasPlan && timeline.deadlines.find(({ rule, due }) => rule === "plan-latest-end" && due - asOf <= PLAN_END_DAYS)) || null,
    orderBeside: (journey !== "order" && open.find((deadline) => (ORDER_RULES.includes(deadline.rule) || deadline.rule === "mediation-agreement") && !NOT_LATENESS.includes(deadline.rule) && deadline !== main)) || null,
    move: moveOf(record, timeline.stage),
    reviewBeside: (IN_FORCE_MEANWHILE.includes(timeline.stage) && open.find(({ rule }) => rule === "review-due" || rule === "transfer-review")) || null,
    transferBeside: open.find((deadline) => TRANSFERS.includes(deadline.rule) && deadline !== main) ?? null,
    appealBeside: timeline.stage === "appeal" || hasDied(happened.events) ? null : (letterCourses(happened, rulesInForce(asOf).appeals).findLast(({ appeal, appealEnded, settled }) => appeal && !appealEnded && !settled)?.appeal ?? null),
  };
}

function commentsOpenOf({ stage, deadlines }: Timeline, asOf: Day): Deadline | null {
  if (stage !== "draft" && stage !== "amending" && stage !== "reassessing") return null;
  const newest = deadlines.filter(({ rule, state }) => (rule === "draft-comments" || rule === "review-comments") && state !== "stopped").reduce<Deadline | null>((last, one) => (last && last.begun > one.begun ? last : one), null);
  return newest && newest.state === "met" && newest.due >= asOf ? newest : null;
}

/** Regulation 15 is about plans: who moves before there is one has nothing that is passed on, and no dates of the move. */
function moveOf(record: CaseRecord, stage: Stage): Move | null {
  if (!BEFORE_A_PLAN.includes(stage)) return null;
  const since = record.all("request-received").at(-1)?.on ?? -Infinity;
  const move = record.events.findLast((event): event is EventOf<"moved-area"> | EventOf<"moved-area-aware"> => (event.type === "moved-area" || (event.type === "moved-area-aware" && event.on <= record.asOf)) && event.on >= since);
  if (!move || movesWithPlan(move, record)) return null;
  if (move.type === "moved-area") return { state: move.on > record.asOf ? "ahead" : "moved", on: move.on };
  return { state: "known", on: move.movesOn ?? null };
}

/** A request while another is open restarts nothing. */
function withoutDoubles(record: CaseRecord): CaseRecord {
  const courses = requestCourses(record);
  if (courses.length === record.all("request-received").length) return record;
  return new CaseRecord(record.events.filter((event) => event.type !== "request-received" || courses.some(({ request }) => request === event)), record.takenBack, record.asOf);
}

function adviceOf({ deadlines }: Timeline, happened: CaseRecord): Advice[] {
  const since = happened.last(["request-received", "reassessment-requested", "reassessment-agreed"], Infinity)?.on ?? -Infinity;
  return newestOfEach(deadlines.filter(({ rule, body, begun }) => rule === "advice" && body !== null && begun >= since)).map(({ body, begun, due, doneOn, endedOn, state }) => ({
    body: body ?? "",
    askedOn: begun,
    due,
    receivedOn: doneOn,
    state: doneOn !== null ? (doneOn <= due ? "received" : state === "may-be-late" ? "received-excused" : "received-late") : state === "stopped" || endedOn !== null ? "not-needed" : state === "late" ? "late" : state === "may-be-late" ? "may-be-late" : "due",
  }));
}

function mainOf(stage: Stage, open: readonly Deadline[]): Deadline | null {
  const wanted = (MAIN[stage] ?? []).flatMap((rule) => open.filter((deadline) => deadline.rule === rule));
  if (stage !== "order" && stage !== "plan" && stage !== "amending" && stage !== "review") return wanted[0] ?? null;
  // Several may run: the next one is what matters.
  return wanted.reduce<Deadline | null>((first, deadline) => (!first || deadline.due < first.due ? deadline : first), null);
}

interface Seen {
  late: readonly Lateness[];
  advice: readonly Advice[];
  yours: readonly Deadline[];
  main: Deadline | null;
  review: Review | null;
  refusal: Refusal | null;
  happened: CaseRecord;
  asOf: Day;
}

function situationOf({ stage, deadlines }: Timeline, { late, advice, yours, main, review, refusal, happened, asOf }: Seen): Situation {
  const isLate = (...rules: RuleId[]) => late.some(({ deadline, excused }) => rules.includes(deadline.rule) && !excused);
  const isExcused = (...rules: RuleId[]) => late.some(({ deadline, excused }) => rules.includes(deadline.rule) && excused);
  const isYours = (rule: RuleId) => yours.some((deadline) => deadline.rule === rule);
  switch (stage) {
    case "requested":
      return isLate("assess-decision") ? "requested-late" : isExcused("assess-decision") ? "requested-excused" : "requested";
    case "assessing":
      if (isLate("order-assess-final")) return "assessing-order-late";
      if (isLate("final-plan")) return "assessing-late";
      if (isExcused("final-plan", "order-assess-final")) return "assessing-excused";
      return advice.some(({ state }) => state === "late") ? "assessing-advice-late" : "assessing";
    case "draft":
      return isLate("final-plan", "order-final", "order-assess-final") ? "draft-late" : isYours("draft-comments") ? "draft-yours" : "draft";
    case "plan": {
      if (review && !review.isHeld) return "plan-meeting-set";
      const isPast = main !== null && main.due < asOf;
      if (main && TRANSFERS.includes(main.rule)) return isPast ? "plan-transfer-late" : "plan-transfer";
      if (main?.rule === "mediation-agreement") return isPast ? "agreed-late" : "agreed";
      if (main?.rule === "mediation-health-agreement") return isPast ? "agreed-health-late" : "agreed-health";
      if (isPast) return "plan-review-late";
      if (isYours("appeal")) return planAfter(refusal?.event, happened);
      const due = deadlines.find(({ rule, doneOn, state }) => (rule === "review-due" || rule === "transfer-review") && doneOn === null && state === "running")?.due;
      return due !== undefined && due - asOf <= REVIEW_SOON_DAYS ? "plan-review-soon" : "plan";
    }
    case "review":
      return isLate("review-decision") ? "review-late" : "review";
    case "amending":
      return isLate("review-final", "review-final-overall") ? "amending-late" : isYours("review-comments") ? "amending-yours" : "amending";
    case "reassessment-requested":
      return isLate("reassess-decision") ? "reassessment-late" : "reassessment-requested";
    case "reassessing": {
      if (isLate("reassess-final", "order-assess-final")) return "reassessing-late";
      if (isYours("draft-comments")) return "draft-yours";
      const began = happened.last(["reassessment-agreed", "assessment-agreed"], asOf);
      return began && happened.first(["draft-served"], began.on) ? "draft" : "reassessing";
    }
    case "mediation": {
      const now = mediationNow(happened, asOf);
      return now === "mediation" && isLate("mediation-arrange") ? "mediation-late" : now;
    }
    case "order":
      if (isLate(...ORDER_RULES)) return "order-late";
      return isExcused(...ORDER_RULES) ? "order-excused" : "order";
    case "moved":
      if (isLate("transfer-told")) return "moved-late";
      if (isLate("transfer-review")) return "plan-review-late";
      return main?.rule === "transfer-review" ? "moved-told" : "moved";
    case "refused":
    case "no-plan":
      if (refusal && happened.first(["appeal-ended"], refusal.event.on)) return "appeal-ended";
      return isYours("appeal") || refusal?.awaitsCertificate ? stage : `${stage}-over`;
    case "closed": {
      const reason = standingClosing(happened.events)?.reason;
      return reason === "died" ? "closed-died" : reason === "moved-away" ? "closed-moved" : "closed";
    }
    case "none":
    case "ceasing":
    case "ceased":
    case "appeal":
    case "withdrawn":
      return stage;
  }
}

/** A plan in force after a letter that can still be taken further: it may have brought the plan, or have left it as it was. */
function planAfter(letter: Happening | undefined, happened: CaseRecord): Situation {
  if (letter?.type === "review-decision-sent") return "plan-kept";
  if (letter?.type !== "decision-sent") return "plan-new";
  const asked = happened.last(["reassessment-requested", "review-meeting", "amendment-notice-sent"], letter.on);
  return asked?.type === "reassessment-requested" ? "plan-not-reassessed" : "plan-kept";
}

function mediationNow(happened: CaseRecord, asOf: Day): Situation {
  const sets = happened.all("mediation-set");
  if (sets.some(({ meetingOn }) => meetingOn >= asOf)) return "mediation-set";
  const last = happened.last(["mediation-council-informed", "mediation-set", "mediation-held"], asOf);
  return last?.type === "mediation-set" || last?.type === "mediation-held" ? "mediation-past" : "mediation";
}

/** Counted only while the 20 weeks are what counts: after an order the order's own time does. */
function weekOf(stage: Stage, main: Deadline | null, happened: CaseRecord, asOf: Day): number | null {
  const request = happened.all("request-received").at(-1);
  if (main?.rule.startsWith("order-") || !request || !["requested", "assessing", "draft"].includes(stage)) return null;
  return Math.max(1, Math.ceil((asOf - request.on) / WEEKS));
}

const AWAIT_REVIEW: readonly Situation[] = ["plan-review-soon", "plan-review-late", "plan-meeting-set", "moved-told"];

function waitOf(stage: Stage, situation: Situation, main: Deadline | null, happened: CaseRecord): FamilyView["wait"] {
  if (main && AWAIT_REVIEW.includes(situation)) return main.rule === "review-due" || main.rule === "transfer-review" ? { stage: "plan", began: main.begun } : null;
  if (stage === "plan") return null;
  if (stage === "moved") return main?.rule === "transfer-told" ? { stage, began: main.countedOn } : null;
  if (!(stage in WAITS)) return null;
  const began = happened.last(WAITS[stage as WaitingStage].from, Infinity) ?? (stage === "amending" ? happened.last(["review-decision-sent"], Infinity) : null);
  return began && { stage: stage as WaitingStage, began: began.on };
}

function holdersOf(timeline: Timeline, situation: Situation, seen: Pick<Seen, "advice" | "yours" | "refusal" | "late">): Holder[] {
  const holders = holdersOfStage(timeline, situation, seen);
  if (holders.length > 0) return holders;
  // Where nothing waits by its stage, what is late is waited for still.
  return seen.late.map(({ deadline: { actor, body } }): Holder => ({ actor, body })).filter(({ actor, body }, i, all) => all.findIndex((one) => one.actor === actor && one.body === body) === i);
}

function holdersOfStage({ stage, deadlines }: Timeline, situation: Situation, { advice, yours, refusal }: Pick<Seen, "advice" | "yours" | "refusal">): Holder[] {
  const council: Holder = { actor: "council", body: null };
  const family: Holder = { actor: "family", body: null };
  const adviser: Holder = { actor: "adviser", body: null };
  // A school that lets its time go by holds nothing up: the council can go on without its answer.
  const waitsForSchool = deadlines.filter(({ rule, state }) => rule === "school-reply" && state === "running");
  switch (stage) {
    case "assessing":
    case "reassessing": {
      if (situation === "draft-yours") return [family];
      const waiting = advice.filter(({ receivedOn, state }) => receivedOn === null && state !== "not-needed");
      return waiting.length > 0 ? waiting.map(({ body }): Holder => ({ actor: "body", body })) : [council];
    }
    case "refused":
    case "no-plan":
    case "ceasing":
      if (yours.length > 0) return [family];
      return refusal?.awaitsCertificate ? [adviser] : [];
    case "draft":
      if (situation === "draft-yours") return [family];
      return waitsForSchool.length > 0 ? waitsForSchool.map(({ body }): Holder => ({ actor: "school", body })) : [council];
    case "amending":
      return situation === "amending-yours" ? [family] : [council];
    case "mediation":
      if (situation === "mediation-past") return [adviser];
      return situation === "mediation-late" ? [{ actor: "arranger", body: null }, adviser] : [{ actor: "arranger", body: null }];
    case "appeal":
      return [{ actor: "tribunal", body: null }];
    case "closed":
      return yours.length > 0 ? [family] : [];
    case "none":
    case "ceased":
    case "withdrawn":
      return [];
    case "plan":
      if (situation === "plan") return [];
      if (situation === "agreed-health" || situation === "agreed-health-late") return [{ actor: "body", body: "health" }];
      return situation === "plan-new" || situation === "plan-kept" || situation === "plan-not-reassessed" ? [family] : [council];
    default:
      return [council];
  }
}

/** Where the last letter is still what the page is about, though its time may be over. */
const AFTER_A_LETTER: readonly Stage[] = ["refused", "no-plan", "ceasing", "plan", "mediation", "appeal"];

/** The latest letter that can still be taken further, whatever has happened since; or else the one that the stage is about. */
function refusalOf({ stage, deadlines }: Timeline, happened: CaseRecord): FamilyView["refusal"] {
  const letters = happened.events.filter(isAppealable);
  const of = (letter: Happening, rule: RuleId) => deadlines.find((deadline) => deadline.rule === rule && deadline.event === letter.id) ?? null;
  const isStillOpen = (letter: Happening) => {
    const appeal = of(letter, "appeal");
    return appeal !== null && (appeal.state === "running" || appeal.awaitsCertificate);
  };
  const letter = letters.findLast(isStillOpen) ?? (AFTER_A_LETTER.includes(stage) ? letters.at(-1) : undefined);
  if (!letter) return null;
  const [mediation, appeal] = [of(letter, "mediation-contact"), of(letter, "appeal")];
  return { event: letter, mediation, appeal, awaitsCertificate: appeal?.awaitsCertificate ?? false };
}
