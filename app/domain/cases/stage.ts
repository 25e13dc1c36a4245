import type { Day } from "../calendar/day.ts";
import { ABOUT_WHAT_WAS, opensAgain, type Closing } from "./closing.ts";
import type { Happening, HappeningType } from "./events.ts";

/** Where a case stands, in one word. */
export const STAGES = [
  /** Nothing has begun. */
  "none",
  /** A request came; the council decides whether to assess. */
  "requested",
  "refused",
  "assessing",
  /** The draft plan is out. */
  "draft",
  "no-plan",
  /** A plan is in force, and nothing about it is under way. */
  "plan",
  /** The review meeting was held; the council decides. */
  "review",
  /** Amendments are proposed. */
  "amending",
  "reassessment-requested",
  "reassessing",
  /** The council means to end the plan; it stays in force until the time to appeal is over, or the appeal. */
  "ceasing",
  "ceased",
  "mediation",
  "appeal",
  /** The council carries out an order, or what it agreed to. */
  "order",
  /** The plan has come to a new council, which has not reviewed it yet. */
  "moved",
  /** The request was taken back. */
  "withdrawn",
  /** The council has closed the case. */
  "closed",
] as const;
export type Stage = (typeof STAGES)[number];

export interface StageReached {
  stage: Stage;
  /** The day it was reached; null before anything happened. */
  since: Day | null;
}

/**
 * The stage after each event in turn: the last one tells.
 * @param takenBack the kinds of request that were taken back
 */
export function stageAfter(happened: readonly Happening[], takenBack: readonly HappeningType[]): StageReached {
  const requestTakenBack = takenBack.includes("request-received");
  let reached: StageReached = { stage: requestTakenBack ? "withdrawn" : "none", since: null };
  let hasPlan = false;
  /** What it was before mediation, to go back to. */
  let before = reached.stage;
  /** What the appeal was against, to go back to where it ends and nothing is ordered. */
  let appealed = reached.stage;
  /** What it was before a new assessment was asked for: the review, or the end of the plan, that is still to come. */
  let asked = reached.stage;

  let closing: Closing | null = null;
  /** What it was when it was closed. */
  let closed = { stage: reached.stage, hasPlan };

  for (const event of happened) {
    if (event.type === "case-closed") {
      if (!closing) closed = { stage: reached.stage, hasPlan };
      if (!closing || event.reason === "died") closing = event;
      if (reached.stage !== "closed") reached = { stage: "closed", since: event.on };
      continue;
    }
    if (closing) {
      if (!opensAgain(event, closing, happened)) continue;
      closing = null;
      const goesOn = ABOUT_WHAT_WAS.includes(event.type);
      reached = { stage: goesOn ? closed.stage : "none", since: event.on };
      hasPlan = goesOn && closed.hasPlan;
    }
    const { stage } = reached;
    // A request while the plan must still be maintained is one to assess again: this one came after.
    const hasEnded = event.type === "request-received" && stage === "ceasing";
    if (hasEnded) hasPlan = false;
    const next = event.type === "appeal-ended" ? (stage === "appeal" ? appealed : null) : event.type === "decision-sent" ? notChanged(stage, { hasPlan, appealed, asked }) : step(event, hasEnded ? "ceased" : stage, hasPlan, before);
    if (event.type === "plan-made" || event.type === "final-plan-sent" || event.type === "amended-plan-sent" || next === "moved") hasPlan = true;
    if (next === "mediation" && stage !== "mediation") before = stage;
    if (next === "reassessment-requested" && stage !== next) asked = stage;
    if (event.type === "appeal-ended" && asked === "appeal") asked = appealed;
    if (next === "appeal" && stage !== "appeal") appealed = stage === "mediation" ? before : stage;
    if (next !== null && next !== stage) reached = { stage: next, since: event.on };
  }
  if (reached.stage === "reassessing" && takenBack.includes("reassessment-requested") && !isReassessmentAsked(happened)) return { ...reached, stage: "plan" };
  const isGivenUp = requestTakenBack && !hasPlan && (reached.stage === "assessing" || reached.stage === "draft") && !happened.some(({ type }) => type === "request-received");
  return isGivenUp ? { ...reached, stage: "withdrawn" } : reached;
}

/** What is under way about a plan, and goes on when a new assessment is refused. */
const GOES_ON: readonly Stage[] = ["review", "amending", "ceasing", "appeal", "order", "moved"];

/**
 * After a letter that changes nothing. Where the council was told to think again, what was in force goes on, and what
 * was refused is refused once more.
 */
function notChanged(stage: Stage, { hasPlan, appealed, asked }: { hasPlan: boolean; appealed: Stage; asked: Stage }): Stage | null {
  if (stage === "order") return hasPlan ? "plan" : appealed === "refused" ? "refused" : "no-plan";
  if (stage === "reassessment-requested") return GOES_ON.includes(asked) ? asked : "plan";
  return stage === "amending" ? "plan" : null;
}

/** Since the plan as it is, somebody has asked for a new assessment, or the Tribunal has ordered one. */
function isReassessmentAsked(happened: readonly Happening[]): boolean {
  const plan = happened.findLastIndex(({ type }) => type === "plan-made" || type === "final-plan-sent" || type === "amended-plan-sent");
  return happened.slice(plan + 1).some((event) => event.type === "reassessment-requested" || ("outcome" in event && event.outcome === "assess"));
}

/** Stages of a first assessment. */
const WITHOUT_PLAN: readonly Stage[] = ["requested", "refused", "assessing", "draft", "no-plan"];

function step(event: Happening, stage: Stage, hasPlan: boolean, before: Stage): Stage | null {
  switch (event.type) {
    case "request-received":
      return stage === "none" || stage === "refused" || stage === "no-plan" || stage === "ceased" || stage === "withdrawn" ? "requested" : null;
    case "assessment-agreed":
      return hasPlan ? "reassessing" : "assessing";
    case "assessment-refused":
      return "refused";
    case "draft-served":
      return hasPlan ? null : "draft";
    case "no-plan-decided":
      return hasPlan ? "plan" : "no-plan";
    case "final-plan-sent":
    case "plan-made":
    case "amended-plan-sent":
      return "plan";
    case "review-meeting":
      return "review";
    case "review-decision-sent":
      return event.outcome === "keep" ? "plan" : event.outcome === "amend" ? "amending" : "ceasing";
    case "amendment-notice-sent":
      return "amending";
    case "reassessment-requested":
      return "reassessment-requested";
    case "reassessment-agreed":
      return "reassessing";
    case "mediation-council-informed":
    case "mediation-set":
    case "mediation-held":
      return "mediation";
    case "mediation-certificate-issued":
      return stage === "mediation" ? before : null;
    case "mediation-agreed":
      if (event.appealable) return event.outcome === "continue" ? "plan" : "order";
      return stage === "mediation" ? before : null;
    case "appeal-registered":
      return "appeal";
    case "tribunal-order":
    case "appeal-unopposed":
      return event.outcome === "continue" ? "plan" : "order";
    case "moved-area":
      // A request that nobody has answered with a plan is no plan that comes along.
      return hasPlan || !WITHOUT_PLAN.includes(stage) ? "moved" : null;
    default:
      return null;
  }
}
