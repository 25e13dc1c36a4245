import type { RuleId } from "../cases/rule-set.ts";

/**
 * The figures a council publishes about its own timeliness, as the national SEN2 return defines them where it does.
 * They come from the same events and the same rules as the dates families see; none is ever entered by hand.
 */
export interface Figure {
  id: FigureId;
  rules: readonly RuleId[];
  /**
   * Which of them belong to a month or year: those answered in it (`done`, as SEN2 counts decisions and new plans), or
   * those whose last day lies in it and has passed (`due`, so that what was never done counts too).
   */
  counts: "done" | "due";
  /** Leaves out what has a lawful exception in any phase: the headline figure (SEN2 item 3.7). */
  withoutExceptions?: true;
  /** The figure that this one is a part of. Both are suppressed together, so that their difference gives nothing away. */
  partOf?: FigureId;
  /** Told apart by who was asked. */
  byBody?: true;
  /** How long it took is told as well, as median and 90th percentile in weeks. */
  weeks?: true;
  source: string;
}

export const FIGURE_IDS = [
  "decided-in-6-weeks",
  "final-in-20-weeks",
  "final-in-20-weeks-all",
  "advice-on-time",
  "review-in-12-months",
  "review-decided-in-4-weeks",
  "review-finished-in-12-weeks",
  "transfer-in-time",
] as const;
export type FigureId = (typeof FIGURE_IDS)[number];

const SEN2 = "DfE SEN2 return; reference law.md, section 5";
const OWN = "No national definition; our own (law.md, section 5)";

export const FIGURES: readonly Figure[] = [
  { id: "decided-in-6-weeks", rules: ["assess-decision"], counts: "done", weeks: true, source: SEN2 },
  { id: "final-in-20-weeks", rules: ["final-plan"], counts: "done", withoutExceptions: true, partOf: "final-in-20-weeks-all", weeks: true, source: SEN2 },
  { id: "final-in-20-weeks-all", rules: ["final-plan"], counts: "done", weeks: true, source: SEN2 },
  { id: "advice-on-time", rules: ["advice"], counts: "due", byBody: true, weeks: true, source: OWN },
  { id: "review-in-12-months", rules: ["review-due", "transfer-review"], counts: "due", source: OWN },
  { id: "review-decided-in-4-weeks", rules: ["review-decision"], counts: "due", weeks: true, source: OWN },
  { id: "review-finished-in-12-weeks", rules: ["review-final-overall"], counts: "due", weeks: true, source: OWN },
  { id: "transfer-in-time", rules: ["phase-transfer", "post16-transfer", "post16-move"], counts: "due", source: SEN2 },
];

/** Keys of its name and definition, in the namespace `timeline`. */
export function figureWords(id: FigureId): { name: string; definition: string } {
  return { name: `figures.${id}.name`, definition: `figures.${id}.definition` };
}
