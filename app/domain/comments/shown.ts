import type { LegalSource } from "../cases/rule-set.ts";
import type { PlanComments } from "./sections.ts";

/** The draft or the changes that can be commented on, as a page shows them: days in ISO text. */
export interface ShownRound {
  of: "draft-plan" | "changes";
  served: string;
  state: "open" | "late" | "closed";
  due: string;
  daysLeft: number;
  /** An earlier day that is safe, where there is one and it has not passed. */
  beSafe: string | null;
  doneOn: string | null;
  source: LegalSource;
}

export interface ShownComments {
  id: string;
  kind: "comments" | "more-time";
  isOwn: boolean;
  reference: string;
  /** What they are about: the day on which that was served. */
  served: string;
  on: string;
  at: string;
  /** One's own only. */
  comments: PlanComments | null;
  why: string | null;
  due: string | null;
  answer: { words: string; on: string } | null;
}
