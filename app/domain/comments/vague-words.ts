/**
 * Words in Section F of a plan that do not say who gives what, how much and how often. A plan must be specific (SEND
 * Code of Practice 2015, 9.69; L v Clarke and Somerset CC [1998] ELR 129), so that everybody knows what must happen.
 */
export const VAGUE_KINDS = ["access", "as-required", "how-often", "opportunities", "how-much", "who", "may", "consider", "where-possible", "such-as"] as const;
export type VagueKind = (typeof VAGUE_KINDS)[number];

/** Where a text is vague: `from` and `to` are places in it, `to` not included. */
export interface VagueWords {
  from: number;
  to: number;
  kind: VagueKind;
}

const PATTERNS: Record<VagueKind, readonly string[]> = {
  access: ["(?:has |have |having |with |will have |given )?access to", "availability of", "available to (?:him|her|them)"],
  "as-required": ["as(?: and when)? (?:required|needed|necessary|appropriate)", "when(?:ever)? (?:required|needed|necessary|appropriate)", "if (?:required|needed|necessary)", "where (?:required|needed|necessary|appropriate)", "as (?:agreed|advised|determined) by", "depending on need"],
  "how-often": ["regular(?:ly)?", "frequent(?:ly)?", "periodic(?:ally)?", "occasional(?:ly)?", "from time to time", "ongoing", "on a regular basis", "at intervals", "throughout the day", "daily basis"],
  opportunities: ["(?:the )?opportunit(?:y|ies) (?:for|to)", "chances? to", "encourage(?:d|ment)? to"],
  "how-much": ["(?:some|additional|extra|high levels? of|a level of|increased|enhanced|appropriate|suitable|adequate|sufficient|reasonable|significant) (?:adult )?(?:support|help|time|input|provision|intervention)s?", "small[- ]groups?", "up to \\d+ (?:hours?|minutes?|sessions?)", "a programme of", "a range of", "a variety of"],
  who: ["(?:an? )?(?:appropriate|suitable|relevant|trained|key|familiar) (?:adult|staff|person|professional)s?", "school staff", "(?:appropriately|suitably) (?:trained|qualified|experienced)", "professionals"],
  may: ["may benefit from", "would benefit from", "will benefit from", "benefits from", "may (?:need|require)", "might need", "could (?:be|have|receive)", "should (?:be|have|receive)"],
  consider: ["consider(?:ation)?(?: (?:of|to|should be))?", "be supported to", "be monitored", "to be reviewed", "staff to be aware of", "be mindful of"],
  "where-possible": ["where(?:ver)? possible", "if possible", "as far as possible", "whe(?:n|re) practicable", "subject to (?:availability|resources|funding)", "within (?:available|existing) resources"],
  "such-as": ["e\\.?g\\.?", "such as", "for example", "etc\\.?", "and so on"],
};

/** Longer words come first: "additional support as required" is two, and "on a regular basis" is one. */
const FINDERS = VAGUE_KINDS.map((kind) => ({ kind, finder: new RegExp(`(?<![\\p{L}\\p{N}])(?:${[...PATTERNS[kind]].sort((a, b) => b.length - a.length).join("|")})(?![\\p{L}\\p{N}])`, "giu") }));

/** The vague words of a text, in their order, none inside another. */
export function findVagueWords(text: string): VagueWords[] {
  const found = FINDERS.flatMap(({ kind, finder }) => [...text.matchAll(finder)].map((match): VagueWords => ({ from: match.index, to: match.index + match[0].length, kind })));
  found.sort((a, b) => a.from - b.from || b.to - a.to);
  const out: VagueWords[] = [];
  for (const one of found) if (one.from >= (out.at(-1)?.to ?? 0)) out.push(one);
  return out;
}

/** A text in pieces, the vague ones marked, so that all of them together are the text. */
export function markVagueWords(text: string): { text: string; kind: VagueKind | null }[] {
  const pieces: { text: string; kind: VagueKind | null }[] = [];
  let at = 0;
  for (const { from, to, kind } of findVagueWords(text)) {
    if (from > at) pieces.push({ text: text.slice(at, from), kind: null });
    pieces.push({ text: text.slice(from, to), kind });
    at = to;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), kind: null });
  return pieces;
}
