import type { Happening, HappeningType } from "./events.ts";
import type { CaseRecord } from "./record.ts";

/** Letters that bring a right of appeal, and what makes an appeal against each needless. */
export const APPEALABLE_LETTERS = {
  "assessment-refused": ["assessment-agreed"],
  "no-plan-decided": ["draft-served", "final-plan-sent"],
  "final-plan-sent": [],
  "amended-plan-sent": [],
  "review-decision-sent": [],
  "decision-sent": [],
} as const satisfies Partial<Record<HappeningType, readonly HappeningType[]>>;
type LetterType = keyof typeof APPEALABLE_LETTERS;

/** A decision to amend is no such letter: the right to appeal comes with the amended plan (reg 22(5)). */
export function isAppealable(event: Happening): event is Extract<Happening, { type: LetterType }> {
  return event.type in APPEALABLE_LETTERS && !(event.type === "review-decision-sent" && event.outcome === "amend");
}

/** The certificate that belongs to a letter: the last issued for it, before the next letter that could be appealed. */
export function certificateFor(letter: Happening, record: CaseRecord): Happening | null {
  const certificates = record.all("mediation-certificate-issued");
  if (certificates.length === 0) return null;
  const at = record.events.indexOf(letter);
  const next = record.events.find((event, i) => i > at && isAppealable(event));
  return certificates.findLast(({ on }) => on >= letter.on && (!next || on < next.on)) ?? null;
}

/** What has settled the matter of a letter: an order, an unopposed appeal, an agreement, or the council's own second thought. */
export function settlementOf(letter: Happening, record: CaseRecord): Happening | null {
  const own = letter.type in APPEALABLE_LETTERS ? APPEALABLE_LETTERS[letter.type as LetterType] : [];
  const agreed = record.all("mediation-agreed").find(({ on, appealable }) => appealable && on >= letter.on) ?? null;
  const found = record.first(["tribunal-order", "appeal-unopposed", ...own], letter.on, letter);
  return agreed && (!found || agreed.on < found.on) ? agreed : found;
}
