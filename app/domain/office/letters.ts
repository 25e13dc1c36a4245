import type { HappeningType, EventOf } from "../cases/events.ts";
import { HAPPENING_TYPES } from "../cases/events.ts";
import type { RuleId } from "../cases/rule-set.ts";
import { STAGES, type Stage } from "../cases/stage.ts";
import type { Deadline, State, Timeline } from "../cases/timeline.ts";

/** A letter as a writer made it: a file of content/letters. */
export interface LetterTemplate {
  id: string;
  title: string;
  /** Five lines, for those who read no further. */
  summary: string[];
  /** Where the law says that this letter must be sent, and what must be in it. */
  source: string;
  /** The stages in which it is usually sent; none for a letter that is sent from elsewhere. */
  fits: Stage[];
  /** The event that the letter is, where sending it is one. */
  event: { type: HappeningType; outcome?: EventOf<"review-decision-sent">["outcome"] } | null;
  body: string;
}

export const SUMMARY_LINES = 5;

/** What the record of a case fills, other than dates of rules. */
export const CASE_SLOTS = [
  "today", "name", "reference", "officer", "council", "contactName", "contactPhone", "adviceName", "advicePhone", "meeting",
  "requestOn", "meetingOn", "mediationOn", "movedOn", "advisers", "lateWhat", "lateDue", "lateDays", "lateWho", "lateReason", "likely",
] as const;
export type CaseSlot = (typeof CASE_SLOTS)[number];

/** Dates of the law that are still to be kept, each by its rule; where several rules may set it, the first of their days. */
export const RULE_SLOTS = {
  decisionBy: ["assess-decision"],
  noPlanBy: ["no-plan-decision"],
  planBy: ["final-plan", "order-final", "order-assess-final", "reassess-final"],
  adviceBy: ["advice"],
  commentsBy: ["draft-comments"],
  changesBy: ["review-comments"],
  reviewDecisionBy: ["review-decision"],
  changedPlanBy: ["review-final", "review-final-overall"],
  reviewBy: ["review-due"],
  mediationBy: ["mediation-contact"],
  arrangeBy: ["mediation-arrange"],
  appealBy: ["appeal"],
  reassessBy: ["reassess-decision"],
  newPlanBy: ["reassess-final", "order-assess-final"],
  toldBy: ["transfer-told"],
  transferReviewBy: ["transfer-review"],
} as const satisfies Record<string, readonly RuleId[]>;
export type RuleSlot = keyof typeof RULE_SLOTS;

const OPEN: readonly State[] = ["not-started", "running", "late", "may-be-late"];

/**
 * The day a slot stands for: nothing that was done, or that the family's time is over for.
 * @returns null where there is none: it is asked of whoever writes
 */
export function dateOfSlot(slot: RuleSlot, { deadlines }: Timeline): Deadline | null {
  const newest = RULE_SLOTS[slot].flatMap((rule) => deadlines.filter((deadline) => deadline.rule === rule && deadline.doneOn === null && deadline.endedOn === null && OPEN.includes(deadline.state)).sort((a, b) => b.begun - a.begun).slice(0, 1));
  return newest.sort((a, b) => a.due - b.due)[0] ?? null;
}

/** What only a person knows. */
export const ASKED_SLOTS = ["reasons", "considered", "support", "done", "next", "changes", "place", "time", "who", "code", "codeUntil"] as const;
export type AskedSlot = (typeof ASKED_SLOTS)[number];

export type LetterSlot = CaseSlot | RuleSlot | AskedSlot;
export const LETTER_SLOTS: readonly string[] = [...CASE_SLOTS, ...Object.keys(RULE_SLOTS), ...ASKED_SLOTS];

/** A letter's file cannot be used; the message says why. */
export class LetterError extends Error {
  override name = "LetterError";
}

/**
 * A letter from the text of its file: lines "key: value" and a list of five lines between two lines of dashes, and then
 * the letter in Markdown.
 * @throws LetterError
 */
export function readLetter(id: string, text: string): LetterTemplate {
  const match = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text.replace(/\r\n/g, "\n"));
  if (!match) throw new LetterError(`The letter "${id}" does not begin with its title, summary and source between two lines of dashes.`);
  const [, head = "", body = ""] = match;
  const fields = new Map<string, string>();
  const summary: string[] = [];
  for (const line of head.split("\n")) {
    const item = /^- (.+)$/.exec(line);
    const pair = /^([a-z]+):\s*(.*)$/.exec(line);
    if (item) summary.push(item[1] as string);
    else if (pair) fields.set(pair[1] as string, pair[2] as string);
    else if (line.trim() !== "") throw new LetterError(`The letter "${id}" has a line that is no "key: value" and no "- line": ${line}`);
  }
  if (summary.length !== SUMMARY_LINES) throw new LetterError(`The letter "${id}" needs a summary of ${SUMMARY_LINES} lines, and has ${summary.length}.`);
  const need = (key: string): string => {
    const value = fields.get(key);
    if (!value) throw new LetterError(`The letter "${id}" has no "${key}".`);
    return value;
  };
  const fits = (fields.get("fits") ?? "").split(",").map((name) => name.trim()).filter(Boolean);
  const unknownStage = fits.find((name) => !STAGES.some((stage) => stage === name));
  if (unknownStage) throw new LetterError(`The letter "${id}" fits "${unknownStage}", which is no stage.`);
  const [type = "", outcome] = (fields.get("event") ?? "").split(" ");
  const eventType = HAPPENING_TYPES.find((one) => one === type);
  if (type !== "" && !eventType) throw new LetterError(`The letter "${id}" is the event "${type}", which there is none of.`);
  const template: LetterTemplate = { id, title: need("title"), source: need("source"), summary, fits: fits as Stage[], event: eventType ? { type: eventType, ...(outcome === "keep" || outcome === "amend" || outcome === "cease" ? { outcome } : {}) } : null, body: body.trim() };
  const unknown = slotsOf(template).find((slot) => !LETTER_SLOTS.includes(slot));
  if (unknown) throw new LetterError(`The letter "${id}" has a slot {{${unknown}}}, which nothing can fill.`);
  return template;
}

/** To whom a letter is: to the family about the child, or to the young person who decides. */
export type LetterReader = "family" | "young-person";

/**
 * A letter in the words for its reader. A template says both where they differ, "[[{{name}} gets|you get]]"; "{{name}}'s"
 * is "your" to the young person.
 */
export function wordedFor<T extends Pick<LetterTemplate, "summary" | "body">>(template: T, reader: LetterReader): T {
  const worded = (text: string) => {
    const chosen = text.replace(/\[\[([^|\]]*)\|([^\]]*)\]\]/g, (_whole, family: string, young: string) => (reader === "family" ? family : young));
    return reader === "family" ? chosen : chosen.replace(/\{\{name\}\}'s/g, (_whole, at: number) => (/(^|\n|[.!?] |\n[-#]+ )$/.test(chosen.slice(0, at)) ? "Your" : "your"));
  };
  return { ...template, summary: template.summary.map(worded), body: worded(template.body) };
}

/** The slots of a letter, each once. */
export function slotsOf({ title, summary, body }: Pick<LetterTemplate, "title" | "summary" | "body">): LetterSlot[] {
  return [...new Set([...[title, ...summary, body].join("\n").matchAll(/\{\{(\w+)\}\}/g)].map(([, slot]) => slot as LetterSlot))];
}

/** A letter as it is sent, in Markdown. */
export interface FilledLetter {
  title: string;
  summary: string[];
  body: string;
}

export type SlotValues = Partial<Record<LetterSlot, string>>;

/** Slots of a letter that nothing fills. */
export function missingSlots(template: LetterTemplate, values: SlotValues): LetterSlot[] {
  return slotsOf(template).filter((slot) => (values[slot] ?? "").trim() === "");
}

/**
 * A letter with every slot filled. What fills a slot is words and never markup: a child's name or an officer's sentence
 * cannot become a link or a heading.
 * @throws LetterError for a slot that nothing fills: no letter leaves with a hole in it
 */
export function fillLetter(template: LetterTemplate, values: SlotValues): FilledLetter {
  const missing = missingSlots(template, values);
  if (missing.length > 0) throw new LetterError(`Nothing fills {{${missing[0]}}} of the letter "${template.id}".`);
  const fill = (text: string, asMarkdown: boolean) => text.replace(/\{\{(\w+)\}\}/g, (_whole, slot: LetterSlot) => (asMarkdown ? plainInMarkdown(values[slot] ?? "") : (values[slot] ?? "")));
  return { title: fill(template.title, false), summary: template.summary.map((line) => fill(line, false)), body: fill(template.body, true) };
}

function plainInMarkdown(words: string): string {
  return words.trim().replace(/[&<>"[\]()*_#`!~|\\]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
