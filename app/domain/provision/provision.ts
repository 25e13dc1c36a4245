import type { Day } from "../calendar/day.ts";

/** The parts of a plan that say what must be given (SEND Regulations 2014 reg 12): education, health, social care. */
export const PROVISION_SECTIONS = ["F", "G", "H1", "H2"] as const;
export type ProvisionSection = (typeof PROVISION_SECTIONS)[number];

export const PROVISION_ANSWERS = ["yes", "partly", "no"] as const;
export type ProvisionAnswer = (typeof PROVISION_ANSWERS)[number];

/** In characters. */
export const LONGEST_PROVISION_NOTE = 1000;

/** An answer of the past, as it is kept. `dueOn` is there where it opened an action of the council's. */
export interface GivenAnswer {
  answer: ProvisionAnswer;
  by: string;
  on: Day;
  dueOn: Day | null;
  actedOn: Day | null;
  /** What the council said it does; null where the family said that it happens now. */
  action: string | null;
}

/**
 * What the council has to do about a line, as it stands on a day. `settled`: the family said that it happens after all.
 */
export type ActionState = { is: "waiting"; due: Day } | { is: "late"; due: Day; days: number } | { is: "answered"; on: Day; due: Day; days: number } | { is: "settled"; on: Day };

/** Null for an answer that asks nothing of the council. */
export function actionState({ dueOn, actedOn, action }: Pick<GivenAnswer, "dueOn" | "actedOn" | "action">, asOf: Day): ActionState | null {
  if (dueOn === null) return null;
  if (actedOn !== null) return action === null ? { is: "settled", on: actedOn } : { is: "answered", on: actedOn, due: dueOn, days: Math.max(0, actedOn - dueOn) };
  return asOf > dueOn ? { is: "late", due: dueOn, days: asOf - dueOn } : { is: "waiting", due: dueOn };
}

/** What a new answer does. `repeat`: a second press of the same button, which is nothing new. */
export type Effect = "repeat" | "settle" | "open" | "join" | "note";

/**
 * @param answers of the line, the newest first
 */
export function effectOf(answer: ProvisionAnswer, by: string, on: Day, answers: readonly GivenAnswer[]): Effect {
  const [latest] = answers;
  if (latest && latest.answer === answer && latest.by === by && latest.on === on && latest.actedOn === null) return "repeat";
  const isOpen = answers.some(({ dueOn, actedOn }) => dueOn !== null && actedOn === null);
  if (answer === "yes") return isOpen ? "settle" : "note";
  // A second "no" does not give the council more time.
  return isOpen ? "join" : "open";
}
