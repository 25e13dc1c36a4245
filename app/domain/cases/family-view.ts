import type { Day } from "../calendar/day.ts";
import type { WaitingStage } from "../statistics/likely-date.ts";
import { WAITS } from "../statistics/likely-date.ts";
import type { Case, EventOf, Happening, HappeningType } from "./events.ts";
import type { FoundException } from "./exceptions.ts";
import { isAppealable, letterCourses } from "./letters.ts";
import { CaseRecord, recordOn } from "./record.ts";
import { requestCourses } from "./requests.ts";
import type { Actor, RuleId } from "./rule-set.ts";
import { NEED_NOT_COME, RULE_IDS } from "./rule-set.ts";
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
  /** There is a plan that must be carried out. */
  hasPlan: boolean;
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

/** Who has it now. `family`: it is the parents' or the young person's turn. */
export interface Holder {
  actor: Actor | "tribunal";
  body: string | null;
}

export interface Lateness {
  deadline: Deadline;
  days: number;
  /** A reason the law allows, where there is one; it never moves the date. */
  excused: FoundException | null;
  /** Reasons that were given and that the law does not allow. */
  refused: FoundException[];
}

export interface Step {
  id: string;
  state: "done" | "now" | "next";
  /** When it was done. */
  on: Day | null;
  deadline: Deadline | null;
  isLate: boolean;
}

export interface Advice {
  body: string;
  askedOn: Day;
  due: Day;
  receivedOn: Day | null;
  state: "received" | "received-late" | "due" | "late" | "may-be-late" | "not-needed";
}

export interface Review {
  meetingOn: Day;
  isHeld: boolean;
  /** The meeting before, where there was one: what came in later is for this review. */
  since: Day | null;
  /** Who was asked to the meeting, and when what they wrote came in. */
  invited: { body: string; contributedOn: Day | null }[];
  /** The law's times before and after this meeting: notice, report, decision, final plan. */
  clocks: Deadline[];
  /** How many days before it the family was told, where that was fewer than the law asks. */
  noticeDays: number | null;
}

export const SITUATIONS = [
  "none", "requested", "requested-late", "requested-excused", "refused", "refused-over", "assessing", "assessing-advice-late", "assessing-late", "assessing-order-late", "assessing-excused",
  "draft-yours", "draft", "draft-late", "no-plan", "no-plan-over", "plan-new", "plan-kept", "plan-not-reassessed", "plan", "plan-review-soon", "plan-review-late", "plan-meeting-set", "plan-transfer", "plan-transfer-late", "agreed", "agreed-late",
  "review", "review-late", "amending-yours", "amending", "amending-late", "reassessment-requested", "reassessment-late", "reassessing", "reassessing-late",
  "ceasing", "ceased", "mediation", "mediation-late", "mediation-set", "mediation-past", "appeal", "appeal-ended", "order", "order-late", "order-excused", "moved", "moved-late", "moved-told", "withdrawn",
] as const;
export type Situation = (typeof SITUATIONS)[number];

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
      { id: "amended", by: ["amended-plan-sent"], rules: ["review-final", "review-final-overall"] },
    ],
  },
  plan: {
    begins: ["plan-made", "final-plan-sent", "amended-plan-sent", "review-decision-sent"],
    steps: [
      { id: "plan-sent", by: ["plan-made", "final-plan-sent", "amended-plan-sent"] },
      { id: "reviewed", by: ["review-decision-sent"] },
      { id: "transfer", by: [], rules: ["phase-transfer", "post16-transfer", "post16-move"] },
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

/** The rules whose date a stage is about, the first that runs. */
const MAIN: Partial<Record<Stage, readonly RuleId[]>> = {
  requested: ["assess-decision"],
  assessing: ["order-assess-final", "final-plan"],
  draft: ["order-final", "order-assess-final", "final-plan"],
  plan: ["phase-transfer", "post16-transfer", "post16-move", "review-due", "transfer-review", "mediation-agreement"],
  review: ["review-decision", "review-final-overall"],
  amending: ["review-final", "review-final-overall"],
  "reassessment-requested": ["reassess-decision"],
  reassessing: ["order-assess-final", "reassess-final"],
  mediation: ["mediation-certificate", "mediation-arrange"],
  order: ["order-reconsider", "order-school", "order-assess-tell", "order-draft", "order-amend", "order-final", "order-assess-final"],
  moved: ["transfer-told", "transfer-review"],
};

const FAMILY_RULES: readonly RuleId[] = ["draft-comments", "review-comments", "mediation-contact", "appeal"];
/** Not lateness to a family: a limit for a decision that need not come, and days that are only safe or another council's. */
const NOT_LATENESS: readonly RuleId[] = [...NEED_NOT_COME, "review-meeting-by", "school-reply"];
const TRANSFERS: readonly RuleId[] = ["phase-transfer", "post16-transfer", "post16-move"];
const ORDER_RULES = RULE_IDS.filter((rule) => rule.startsWith("order-"));
/** What takes the place of the first decision: from it the limits of the order count, and its steps are those that are shown. */
const DECIDES_ANEW = ["tribunal-order", "appeal-unopposed", "mediation-agreed"] as const;
/** Shown though the law sets no day for them: a family waits for them all the same. */
const WITHOUT_DAY: readonly string[] = ["tribunal", "held", "certificate"];
const WEEKS = 7;
/** From when a family should hear that a review is near. */
const REVIEW_SOON_DAYS = 8 * WEEKS;

/** A case as its family sees it on a day. */
export function familyView({ events }: Case, timeline: Timeline, asOf: Day): FamilyView {
  const record = withoutDoubles(recordOn(asOf, events));
  const happened = record.happened();
  const open = timeline.deadlines.filter((deadline) => isOpen(deadline));
  const late = latenessOf(open, timeline, asOf);
  const advice = adviceOf(timeline, happened);
  const yours = open.filter(({ rule, state }) => FAMILY_RULES.includes(rule) && state === "running").sort((a, b) => a.due - b.due);
  const main = mainOf(timeline.stage, open);
  const review = reviewOf(record, happened, timeline);
  const refusal = refusalOf(timeline, happened);
  const situation = situationOf(timeline, { late, advice, yours, main, review, refusal, happened, asOf });
  const journey = situation === "plan-meeting-set" ? "review" : journeyOf(timeline.stage, happened);
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
    hasPlan: timeline.stage !== "ceased" && (timeline.stage === "moved" || PLAN_EVENTS.some((type) => happened.has(type))),
    transferBeside: open.find((deadline) => TRANSFERS.includes(deadline.rule) && deadline !== main) ?? null,
    appealBeside: timeline.stage === "appeal" ? null : (letterCourses(happened, rulesInForce(asOf).appeals).findLast(({ appeal, appealEnded, settled }) => appeal && !appealEnded && !settled)?.appeal ?? null),
  };
}

function commentsOpenOf({ stage, deadlines }: Timeline, asOf: Day): Deadline | null {
  if (stage !== "draft" && stage !== "amending" && stage !== "reassessing") return null;
  const newest = deadlines.filter(({ rule, state }) => (rule === "draft-comments" || rule === "review-comments") && state !== "stopped").reduce<Deadline | null>((last, one) => (last && last.begun > one.begun ? last : one), null);
  return newest && newest.state === "met" && newest.due >= asOf ? newest : null;
}

/** A request while another is open restarts nothing. */
function withoutDoubles(record: CaseRecord): CaseRecord {
  const courses = requestCourses(record);
  if (courses.length === record.all("request-received").length) return record;
  return new CaseRecord(record.events.filter((event) => event.type !== "request-received" || courses.some(({ request }) => request === event)), record.takenBack, record.asOf);
}

/** The steps that the page is about: after an order, those of the order. */
function journeyOf(stage: Stage, happened: CaseRecord): JourneyId {
  const journey = JOURNEY_OF[stage];
  if (journey !== "assessment") return journey;
  const order = happened.events.findLast((event) => DECIDES_ANEW.some((type) => type === event.type) && !(event.type === "mediation-agreed" && !event.appealable));
  const request = happened.last(["request-received"], Infinity);
  return order && (!request || request.on <= order.on) ? "order" : journey;
}

/** What nobody needs any more is not open, however late it had become. */
function isOpen({ state, doneOn, endedOn }: Deadline): boolean {
  return doneOn === null && endedOn === null && (state === "running" || state === "late" || state === "may-be-late" || state === "not-started");
}

function latenessOf(open: readonly Deadline[], { exceptions, stage }: Timeline, asOf: Day): Lateness[] {
  return open
    .filter(({ rule, state, actor }) => (state === "late" || state === "may-be-late") && !NOT_LATENESS.includes(rule) && actor !== "family")
    .filter((deadline) => stage !== "withdrawn" && !(stage === "moved" && isOvertaken(deadline, asOf)))
    .map((deadline) => {
      const found = exceptions.filter(({ rule, step }) => rule === deadline.rule && step === deadline.event);
      return { deadline, days: asOf - deadline.due, excused: found.find(({ lawful }) => lawful) ?? null, refused: found.filter(({ lawful }) => !lawful) };
    })
    .sort((a, b) => b.days - a.days);
}

/** A plan that is here was passed on, however late: nobody waits for it any more. */
function isOvertaken({ rule, due }: Deadline, asOf: Day): boolean {
  return rule === "plan-transfer" && due < asOf;
}

function adviceOf({ deadlines }: Timeline, happened: CaseRecord): Advice[] {
  const since = happened.last(["request-received", "reassessment-requested", "reassessment-agreed"], Infinity)?.on ?? -Infinity;
  const newest = new Map<string, Advice>();
  for (const { rule, body, begun, due, doneOn, state } of deadlines) {
    if (rule !== "advice" || body === null || begun < since) continue;
    newest.set(body, { body, askedOn: begun, due, receivedOn: doneOn, state: doneOn !== null ? (doneOn <= due ? "received" : "received-late") : state === "stopped" ? "not-needed" : state === "late" ? "late" : state === "may-be-late" ? "may-be-late" : "due" });
  }
  return [...newest.values()];
}

function mainOf(stage: Stage, open: readonly Deadline[]): Deadline | null {
  const wanted = (MAIN[stage] ?? []).flatMap((rule) => open.filter((deadline) => deadline.rule === rule));
  if (stage !== "order" && stage !== "plan" && stage !== "amending") return wanted[0] ?? null;
  // Several may run: the next one is what matters.
  return wanted.reduce<Deadline | null>((first, deadline) => (!first || deadline.due < first.due ? deadline : first), null);
}

const PLAN_EVENTS: readonly HappeningType[] = ["plan-made", "final-plan-sent", "amended-plan-sent"];
/** Who writes through the portal, as the body of an event; and whom a case system calls so. */
export const FAMILY_BODY = "family";
const OF_FAMILY: readonly string[] = [FAMILY_BODY, "parent", "young-person"];

const REVIEW_CLOCKS: readonly RuleId[] = ["review-notice", "review-report", "review-decision", "review-final-overall"];

function reviewOf(record: CaseRecord, happened: CaseRecord, { deadlines }: Timeline): Review | null {
  const { asOf } = record;
  const meeting = record.all("review-meeting").at(-1);
  if (!meeting) return null;
  // What ended this review ends its page: the next meeting begins another.
  const decided = happened.first(["amendment-notice-sent", "review-decision-sent"], meeting.on);
  const over = happened.first(["amended-plan-sent", "final-plan-sent"], meeting.on) ?? happened.all("review-decision-sent").find(({ on, outcome }) => on >= meeting.on && outcome !== "amend");
  if (over || (decided && happened.first(["decision-sent"], decided.on, decided))) return null;
  const notice = deadlines.find(({ rule, event }) => rule === "review-notice" && event === meeting.id);
  const since = record.all("review-meeting").at(-2)?.on ?? null;
  const before = since ?? -Infinity;
  const contributed = happened.all("review-contribution-received").filter(({ on }) => on > before);
  const invited = record.all("review-invited").filter(({ on }) => on > before && on <= asOf);
  return {
    meetingOn: meeting.on,
    isHeld: meeting.on <= asOf,
    since,
    // What came in through the portal came from the family, whichever of them was asked; and it is said though nobody wrote down that they were.
    invited: [...new Set([...invited.map(({ body }) => body), ...contributed.filter(({ body }) => body === FAMILY_BODY && !invited.some((one) => OF_FAMILY.includes(one.body))).map(({ body }) => body)])].map((body) => ({
      body,
      contributedOn: contributed.find((one) => one.body === body || (one.body === FAMILY_BODY && OF_FAMILY.includes(body)))?.on ?? null,
    })),
    clocks: REVIEW_CLOCKS.flatMap((rule) => deadlines.filter((deadline) => deadline.rule === rule && deadline.event === meeting.id)),
    noticeDays: notice && notice.doneOn !== null && notice.doneOn > notice.due ? meeting.on - notice.doneOn : null,
  };
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
    case "none":
    case "ceased":
    case "withdrawn":
      return [];
    case "plan":
      if (situation === "plan") return [];
      return situation === "plan-new" || situation === "plan-kept" || situation === "plan-not-reassessed" ? [family] : [council];
    default:
      return [council];
  }
}

function stepsOf(journey: JourneyId, { deadlines }: Timeline, record: CaseRecord, { asOf, mediationOn }: { asOf: Day; mediationOn: Day | null }): Step[] {
  const { begins, steps }: { begins: readonly HappeningType[]; steps: readonly { id: string; by: readonly HappeningType[]; rules?: readonly RuleId[] }[] } = JOURNEYS[journey];
  const began = record.last(begins, journey === "review" ? Infinity : asOf);
  const start = began && (beginningOf(began, record) ?? began);
  if (!start) return [];
  const found = steps.flatMap(({ id, by, rules = [] }): Step[] => {
    const own = deadlines.filter(({ rule, begun }) => rules.includes(rule) && (begun >= start.on || rule.startsWith("review-") || rule.startsWith("order-") || TRANSFERS.includes(rule)));
    // A review is done once it is decided (law.md, 1.6): of its two limits the first binds.
    const running = own.filter((deadline) => isOpen(deadline)).reduce<Deadline | undefined>((first, one) => (first && (id !== "review-decided" || first.due <= one.due) ? first : one), undefined);
    const event = by.length > 0 ? record.first(by, start.on) : null;
    const last = own.at(-1) ?? null;
    // Done once, and to be done again: a second draft gives its own time for comments.
    const isAgain = running !== undefined && event !== null && event.on < running.begun;
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
  const now = found.findIndex(({ state }) => state === "next");
  return found.map((step, i) => (i === now ? { ...step, state: "now" } : step));
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
