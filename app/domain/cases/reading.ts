import type { LetterCourse } from "./letters.ts";
import type { CaseRecord } from "./record.ts";
import type { RequestCourse } from "./requests.ts";
import type { ReviewPeriod } from "./review-periods.ts";
import type { RuleSet } from "./rule-set.ts";

/** What a council settles for itself. */
export interface EngineSettings {
  /** How long schools get to answer a consultation. The Code says 15 days (9.83) and the law nothing; councils differ. */
  schoolReply: { days: number; count: "calendar" | "working" };
}

export const DEFAULT_SETTINGS: EngineSettings = { schoolReply: { days: 15, count: "calendar" } };

/** A record with what follows from the whole of it, worked out once. */
export interface Reading {
  record: CaseRecord;
  /** Only what has happened by the day. */
  happened: CaseRecord;
  ruleSet: RuleSet;
  settings: EngineSettings;
  /** Each request that has dates of its own, with what became of it by the day. */
  courses: readonly RequestCourse[];
  reviewPeriods: readonly ReviewPeriod[];
  /** Each letter that can be appealed, with what came of it. */
  letters: readonly LetterCourse[];
}
