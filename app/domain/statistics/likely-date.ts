import type { Day } from "../calendar/day.ts";
import type { Happening, HappeningType } from "../cases/events.ts";
import type { CaseRecord } from "../cases/record.ts";
import { reviewPeriods, transferDay } from "../cases/review-periods.ts";
import { rulesInForce } from "../cases/rules/index.ts";
import type { Stage } from "../cases/stage.ts";
import { percentile } from "./report.ts";

/**
 * What a case at a stage waits for: how long others of this council took from the same event to the same end.
 */
export const WAITS = {
  "reassessment-requested": { from: ["reassessment-requested"], to: ["reassessment-agreed", "decision-sent"] },
  requested: { from: ["request-received"], to: ["assessment-agreed", "assessment-refused"] },
  assessing: { from: ["assessment-agreed"], to: ["final-plan-sent", "no-plan-decided"] },
  draft: { from: ["draft-served"], to: ["final-plan-sent", "no-plan-decided"] },
  review: { from: ["review-meeting"], to: ["review-decision-sent", "amendment-notice-sent"] },
  amending: { from: ["amendment-notice-sent"], to: ["amended-plan-sent", "decision-sent"] },
  reassessing: { from: ["reassessment-agreed"], to: ["final-plan-sent", "amended-plan-sent"] },
  mediation: { from: ["mediation-council-informed"], to: ["mediation-held", "mediation-agreed", "mediation-certificate-issued"] },
  appeal: { from: ["appeal-registered"], to: ["tribunal-order", "appeal-unopposed", "appeal-ended"] },
  order: { from: ["tribunal-order", "appeal-unopposed"], to: ["assessment-agreed", "reassessment-agreed", "draft-served", "no-plan-decided", "final-plan-sent", "amended-plan-sent", "decision-sent"] },
  /** A plan that waits for its next review: from the start of the time for it, see `reviewWaits`. */
  plan: { from: [], to: ["review-decision-sent", "amendment-notice-sent"] },
  /** A plan that came from another council: until the family was told, see `moveWaits`. */
  moved: { from: [], to: ["moved-area"] },
} as const satisfies Partial<Record<Stage, { from: readonly HappeningType[]; to: readonly HappeningType[] }>>;
export type WaitingStage = keyof typeof WAITS;

/** How long a step of a case took. */
export interface Wait {
  stage: WaitingStage;
  days: number;
  endedOn: Day;
}

/** The waits of a case that have ended. */
export function waitsOf(record: CaseRecord): Wait[] {
  const happened = record.happened();
  const byEvents = (Object.keys(WAITS) as WaitingStage[]).flatMap((stage) =>
    WAITS[stage].from.flatMap((type: HappeningType) =>
      happened.all(type).flatMap((began): Wait[] => {
        const end = happened.first(WAITS[stage].to, began.on, began as Happening);
        // A case that was closed waited for nothing any more.
        return end && !happened.all("case-closed").some(({ on }) => on >= began.on && on < end.on) ? [{ stage, days: end.on - began.on, endedOn: end.on }] : [];
      }),
    ),
  );
  return [...byEvents, ...reviewWaits(happened), ...moveWaits(happened)];
}

function reviewWaits(happened: CaseRecord): Wait[] {
  return reviewPeriods(happened, rulesInForce(happened.asOf).reviews).flatMap(({ start, done }): Wait[] => (done ? [{ stage: "plan", days: done.on - start.on, endedOn: done.on }] : []));
}

function moveWaits(happened: CaseRecord): Wait[] {
  return happened.all("moved-area").flatMap((move): Wait[] => {
    const { familyToldOn } = move;
    return familyToldOn === undefined || familyToldOn > happened.asOf ? [] : [{ stage: "moved", days: familyToldOn - transferDay(move), endedOn: familyToldOn }];
  });
}

/** How far back is recent, and how many others make a range. */
const RECENT_DAYS = 90;
const FEWEST = 10;
const [LOW, HIGH] = [10, 90];

export interface LikelyRange {
  earliest: Day;
  latest: Day;
  /** How many other cases it comes from. */
  cases: number;
}

/**
 * When a case is likely to reach the end of its stage: between the days that a tenth and nine tenths of this council's
 * cases had reached it, of those that did so in the last 90 days after waiting at least as long as this one has. Null
 * when there are fewer than ten: no guess is better than a bad one.
 * @param began the day this case reached what the wait is counted from
 */
export function likelyRange(waits: readonly Wait[], stage: WaitingStage, began: Day, asOf: Day): LikelyRange | null {
  const waited = asOf - began;
  const days = waits
    .filter((wait) => wait.stage === stage && wait.endedOn <= asOf && wait.endedOn > asOf - RECENT_DAYS && wait.days >= waited)
    .map((wait) => wait.days)
    .sort((a, b) => a - b);
  if (days.length < FEWEST) return null;
  return { earliest: began + percentile(days, LOW), latest: began + percentile(days, HIGH), cases: days.length };
}
