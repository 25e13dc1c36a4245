import type { ActionState, ProvisionAnswer, ProvisionSection } from "./provision.ts";

/** An answer as a page shows it: days in ISO text. */
export interface ShownAnswer {
  id: string;
  answer: ProvisionAnswer;
  isOwn: boolean;
  on: string;
  /** One's own only. */
  note: string | null;
  action: { is: ActionState["is"]; due: string | null; on: string | null; days: number; words: string | null } | null;
}

/** A line of a plan as a page shows it. */
export interface ShownLine {
  id: string;
  section: ProvisionSection;
  words: string;
  provider: string;
  /** The newest first. */
  answers: ShownAnswer[];
}
