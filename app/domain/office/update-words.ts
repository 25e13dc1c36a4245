/**
 * One update to many families: words with places that are filled for each family from its own case alone. A place is
 * written in braces, "{legal date}".
 */
export const UPDATE_SLOTS = ["first name", "legal date", "likely date", "waiting for", "officer"] as const;
export type UpdateSlot = (typeof UPDATE_SLOTS)[number];
/** What fills the places for one family; null where nothing does. */
export type UpdateValues = Readonly<Record<UpdateSlot, string | null>>;

export const LONGEST_UPDATE = 4000;

/** Places that there are none of: a slip of the keyboard must not reach two thousand families. */
export function unknownSlots(words: string): string[] {
  return [...new Set([...words.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => plain(name ?? "")))].filter((name) => !UPDATE_SLOTS.some((slot) => slot === name));
}

/** A brace without its partner. */
export function hasLoneBrace(words: string): boolean {
  return /[{}]/.test(words.replace(/\{[^{}]*\}/g, ""));
}

export interface FilledUpdate {
  words: string;
  /** Lines that were left out, because something in them is not known for this family. */
  leftOut: number;
}

/**
 * The words for one family. A line with a place that nothing fills is left out as a whole: no sentence is sent with a
 * hole in it.
 */
export function fillUpdate(words: string, values: UpdateValues): FilledUpdate {
  const isKnown = (name: string) => (values[plain(name) as UpdateSlot] ?? null) !== null;
  const all = words.replace(/\r\n?/g, "\n").split("\n");
  const whole = all.filter((line) => [...line.matchAll(/\{([^{}]*)\}/g)].every(([, name]) => isKnown(name ?? "")));
  const lines = whole.map((line) => line.replace(/\{([^{}]*)\}/g, (_whole, name: string) => values[plain(name) as UpdateSlot] ?? ""));
  return { words: lines.join("\n").replace(/\n{3,}/g, "\n\n").trim(), leftOut: all.length - whole.length };
}

function plain(name: string): string {
  return name.trim().toLowerCase().replace(/\s+/g, " ");
}

/**
 * Names of children that stand in words which go to many: each reader would read another child's. A name counts as it
 * is written, with a capital letter and as a whole word; short names that are words too ("Will", "Grace") are found as
 * well, and the officer says whether they are meant.
 */
export function namesIn(words: string, names: Iterable<string>): string[] {
  const written = new Set([...words.replace(/\{[^{}]*\}/g, " ").matchAll(/[\p{L}\p{M}'’-]+/gu)].flatMap(([word]) => [word, word.replace(/['’]s$/u, "")]));
  const found = new Set<string>();
  for (const name of names) {
    for (const part of [name, ...name.split(/\s+/)]) if (part.length > 1 && /^\p{Lu}/u.test(part) && written.has(part)) found.add(part);
  }
  return [...found].sort();
}
