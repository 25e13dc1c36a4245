import english from "./synonyms/en.json" with { type: "json" };

/**
 * Words that mean the same to a family. `terms` stand for each other; `oneWay` leads from a misspelling, an everyday
 * word or an acronym to what services call it. Each group names where it comes from.
 */
export interface SynonymGroup {
  id: string;
  terms: string[];
  oneWay: Record<string, string[]>;
  /**
   * Keys of `oneWay` to be rewritten before the search: Meilisearch ranks what a synonym of several words finds below
   * any misspelling of those words ("school refuser": "school refused" comes first).
   */
  rewrite: string[];
}

const SYNONYM_GROUPS: readonly SynonymGroup[] = english.groups.map((group) => ({
  id: group.id,
  terms: group.terms,
  oneWay: Object.fromEntries(Object.entries(group.oneWay)),
  rewrite: (group as { rewrite?: string[] }).rewrite ?? [],
}));

/** Everybody's synonyms and a council's own acronyms and names (`acronyms` in its pack), which are wrong elsewhere. */
export function synonymGroupsFor(acronyms: Readonly<Record<string, string[]>>): readonly SynonymGroup[] {
  return [...SYNONYM_GROUPS, { id: "local", terms: [], oneWay: acronyms, rewrite: [] }];
}

/** Meilisearch looks a synonym up by its first three words only. */
export const LONGEST_KEY = 3;
/** And it keeps so many for one key. */
const MOST_PER_KEY = 50;

/**
 * The synonyms as Meilisearch takes them. They are not transitive there, so every key lists its whole group.
 * Keys of four words and more never fire in Meilisearch 1.21: they are left out here and rewritten before the search
 * (see `understand.ts`).
 */
export function meilisearchSynonyms(groups: readonly SynonymGroup[]): Record<string, string[]> {
  const out = new Map<string, Set<string>>();
  const add = (key: string, targets: readonly string[]) => {
    if (wordCount(key) > LONGEST_KEY) return;
    const set = out.get(key) ?? new Set<string>();
    for (const target of targets) if (target !== key) set.add(target);
    out.set(key, set);
  };
  for (const group of groups) {
    for (const term of group.terms) add(term, group.terms);
    for (const [key, targets] of Object.entries(group.oneWay)) add(key, targets);
  }
  return Object.fromEntries([...out].filter(([, targets]) => targets.size > 0).map(([key, targets]) => [key, [...targets].slice(0, MOST_PER_KEY)]));
}

export function wordCount(words: string): number {
  return words.trim().split(/\s+/).length;
}

/**
 * Each word of a text with all that stands for it, for an engine that knows no synonyms. A phrase of up to three words
 * that has synonyms counts as one.
 */
export function expandWords(text: string, groups: readonly SynonymGroup[]): string[][] {
  // A map, because the words are anybody's: an object also knows "constructor".
  const synonyms = new Map(Object.entries(meilisearchSynonyms(groups)));
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const out: string[][] = [];
  for (let at = 0; at < words.length; ) {
    const length = [3, 2, 1].find((count) => at + count <= words.length && (count === 1 || synonyms.has(words.slice(at, at + count).join(" ")))) as number;
    const phrase = words.slice(at, at + length).join(" ");
    out.push([phrase, ...(synonyms.get(phrase) ?? [])]);
    at += length;
  }
  return out;
}
