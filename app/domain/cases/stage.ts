import type { Day } from "../calendar/day.ts";
import type { Happening } from "./events.ts";

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
] as const;
export type Stage = (typeof STAGES)[number];

export interface StageReached {
  stage: Stage;
  /** The day it was reached; null before anything happened. */
  since: Day | null;
}

/** The stage after each event in turn: the last one tells. */
export function stageAfter(happened: readonly Happening[], requestTakenBack: boolean): StageReached {
  let stage: Stage = requestTakenBack ? "withdrawn" : "none";
  let since: Day | null = null;
  let hasPlan = false;
  /** What it was before mediation, to go back to. */
  let before: Stage = stage;
  /** What the appeal was against, to go back to where it ends and nothing is ordered. */
  let appealed: Stage = stage;

  for (const event of happened) {
    const next: Stage | null = event.type === "appeal-ended" ? (stage === "appeal" ? appealed : null) : step(event, stage, hasPlan, before);
    if (event.type === "plan-made" || event.type === "final-plan-sent" || event.type === "amended-plan-sent" || event.type === "moved-area") hasPlan = true;
    if (next === "mediation" && stage !== "mediation") before = stage;
    if (next === "appeal" && stage !== "appeal") appealed = stage === "mediation" ? before : stage;
    if (next !== null && next !== stage) {
      stage = next;
      since = event.on;
    }
  }
  return { stage, since };
}

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
    case "decision-sent":
      return stage === "reassessment-requested" || stage === "amending" ? "plan" : null;
    case "mediation-council-informed":
    case "mediation-set":
    case "mediation-held":
      return "mediation";
    case "mediation-certificate-issued":
      return stage === "mediation" ? before : null;
    case "mediation-agreed":
      return event.appealable ? "order" : stage === "mediation" ? before : null;
    case "appeal-registered":
      return "appeal";
    case "tribunal-order":
    case "appeal-unopposed":
      return event.outcome === "continue" ? "plan" : "order";
    case "moved-area":
      return "moved";
    default:
      return null;
  }
}
