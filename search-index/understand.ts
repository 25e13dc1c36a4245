import levenshtein from "damerau-levenshtein";
import { isValid as isPostcode, parse as parsePostcode } from "postcode";
import { OLDEST } from "../app/domain/directory/age-range.ts";
import { LONGEST_KEY, wordCount, type SynonymGroup } from "./synonyms.ts";
import english from "./words/en.json" with { type: "json" };

/**
 * From a parent's own words to something an index can answer: the place and the age are lifted out, long phrases and
 * short acronyms become what services are called, filler goes, misspellings are mended. Pure; nothing is looked up
 * but what is passed in.
 */
export interface Understood {
  /** What to search for. */
  text: string;
  /** `text` with its misspellings mended, when it has any: better, unless the index has the very words of `text`. */
  corrected: string | null;
  /** Whether a phrase or an acronym became something else, so that the page should say what was searched for. */
  rewritten: boolean;
  /** The words before that, filler taken out: for when what they became finds nothing. */
  unchanged: string;
  /** A town, a postcode or a postcode district that stood in the words, as written in the pack or in capitals. */
  place: string | null;
  /** A district that stood in the words. */
  district: string | null;
  /** An age in years that stood in the words. */
  age: number | null;
  miles: number | null;
}

export interface PlaceName {
  name: string;
  /** All the ways to write it, lower case. */
  spellings: readonly string[];
  /** Understood only after "in", "near", ... */
  alsoAWord: boolean;
  /** Set for a district that no town shares its name with. */
  district?: string;
}

/** What words are understood with. Made once for a council: see `makeLexicon`. */
export interface Lexicon {
  /** One entry a spelling, longest first: "great malvern" before "malvern". */
  places: readonly { name: string; spelling: string; alsoAWord: boolean; district: string | undefined }[];
  postcodeDistricts: ReadonlySet<string>;
  /** Names of the whole area, which narrow nothing. */
  areaNames: readonly string[];
  /** Phrase or acronym, lower case, to the words to search for; longest first. `told`: the two do not read alike. */
  rewrites: readonly { from: string; to: string; told: boolean }[];
  /** Phrases of the synonyms: kept whole. */
  phrases: ReadonlySet<string>;
  /** Words known to be right. */
  words: ReadonlySet<string>;
  /** Words known to be wrong, each with the right one. */
  misspellings: ReadonlyMap<string, string>;
}

const FILLER = new Set(english.filler);
const LEADS = english.placeLead;
const LONGEST_ACRONYM = 3;
/** Meilisearch reads this many words of a query and leaves the rest out without a word. */
const MOST_WORDS = 10;

/** @param moreWords words that listings are described with, besides the synonyms */
export function makeLexicon(input: {
  groups: readonly SynonymGroup[];
  places: readonly PlaceName[];
  postcodeDistricts: readonly string[];
  areaNames: readonly string[];
  moreWords: readonly string[];
}): Lexicon {
  const terms = input.groups.flatMap((group) => [...group.terms, ...Object.values(group.oneWay).flat()]);
  const right = new Set([...terms, ...input.moreWords].flatMap(wordsOf));
  const everyday = input.groups.flatMap((group) => Object.keys(group.oneWay));
  // A single word that differs from a right one by a slip is there as a misspelling; words of a phrase are taken as meant.
  const misspellings = new Map<string, string>();
  for (const word of everyday.filter((key) => wordCount(key) === 1 && key.length >= 4 && !right.has(key))) {
    const meant = closest(word, right);
    if (meant) misspellings.set(word, meant);
  }
  const colloquial = everyday.flatMap(wordsOf).filter((word) => !misspellings.has(word));
  const words = new Set([...right, ...colloquial, ...english.filler, ...english.typoProof, ...input.places.flatMap((place) => place.spellings.flatMap(wordsOf))]);

  const rewrites = new Map<string, { to: string; told: boolean }>();
  for (const group of input.groups) {
    for (const [from, targets] of Object.entries(group.oneWay)) {
      // An acronym as a word finds every word that starts so; where services themselves use it, it stays.
      const isAcronym = from.length <= LONGEST_ACRONYM && !targets.includes(from);
      if (wordCount(from) > LONGEST_KEY || isAcronym || group.rewrite.includes(from)) rewrites.set(plain(from), { to: targets[0] as string, told: true });
    }
    const short = group.terms.find((term) => wordCount(term) <= LONGEST_KEY);
    for (const term of group.terms) if (wordCount(term) > LONGEST_KEY && short) rewrites.set(plain(term), { to: short, told: false });
  }

  return {
    places: input.places
      .flatMap(({ name, spellings, alsoAWord, district }) => spellings.map((spelling) => ({ name, spelling, alsoAWord, district })))
      .sort((a, b) => b.spelling.length - a.spelling.length),
    postcodeDistricts: new Set(input.postcodeDistricts),
    areaNames: input.areaNames.map((name) => name.toLowerCase()),
    rewrites: [...rewrites].map(([from, rest]) => ({ from, ...rest })).sort((a, b) => wordCount(b.from) - wordCount(a.from) || b.from.length - a.from.length),
    phrases: new Set(input.groups.flatMap((group) => [...group.terms, ...Object.keys(group.oneWay)]).map((phrase) => plain(phrase)).filter((phrase) => wordCount(phrase) > 1)),
    words,
    misspellings,
  };
}

export function understand(q: string, lexicon: Lexicon): Understood {
  let rest = ` ${q.normalize("NFKC").toLowerCase().replace(/[’`]/g, "'").replace(/[?!.,;:"()]+(?=\s|$)|(?<=\s)["(]+/g, " ").replace(/\s+/g, " ").trim()} `;
  const found: Lifted = { place: null, district: null, age: null, miles: null };

  rest = rest.replace(/ (?:with)?in (\d{1,2}) miles? of /, (_whole, miles: string) => {
    found.miles = Number(miles);
    return " near ";
  });
  rest = liftPostcode(rest, lexicon, found);
  rest = liftTown(rest, lexicon, found);
  rest = liftAge(rest, found);
  const { words, kept, told } = rewrite(tidy(rest), lexicon);
  const typed = dropFiller(words, lexicon, kept);
  const text = mend(typed, lexicon);
  const corrected = correct(text, lexicon);
  return { ...found, text, corrected: corrected === text ? null : corrected, rewritten: told || text !== typed, unchanged: dropFiller(tidy(rest), lexicon, []) };
}

type Lifted = Omit<Understood, "text" | "corrected" | "rewritten" | "unchanged">;

const LEAD = `(?:(?:${LEADS.join("|")}) )?`;
const MUST_LEAD = `(?:${LEADS.join("|")}) `;

function liftPostcode(rest: string, lexicon: Lexicon, found: Lifted): string {
  return rest
    .replace(new RegExp(` ${LEAD}([a-z]{1,2}\\d[a-z\\d]? ?\\d[a-z]{2})(?= )`), (whole, code: string) => {
      if (!isPostcode(code)) return whole;
      found.place = parsePostcode(code).postcode;
      return " ";
    })
    .replace(new RegExp(` (${MUST_LEAD})?([a-z]{1,2}\\d[a-z\\d]?)(?= )`), (whole, lead: string | undefined, code: string) => {
      const district = code.toUpperCase();
      // "S41", "KS2", "B12": only a district of these parts, or one that "near" announces.
      if (found.place || !(lead || lexicon.postcodeDistricts.has(district))) return whole;
      if (lead && !isPostcode(`${district} 1AA`)) return whole;
      found.place = district;
      return " ";
    });
}

function liftTown(rest: string, lexicon: Lexicon, found: Lifted): string {
  let words = rest;
  for (const name of lexicon.areaNames) words = words.replace(new RegExp(` (?:in |across |around )?${escape(name)}(?= )`), " ");
  // The area's own name alone is no words at all: then the search is for everything.
  if (found.place) return words;
  const mentioned = lexicon.places.find((place) => words.includes(` ${place.spelling} `) && placePattern(place).test(words));
  if (!mentioned) return words;
  if (mentioned.district) found.district = mentioned.district;
  else found.place = mentioned.name;
  return words.replace(placePattern(mentioned), " ");
}

function placePattern({ spelling, alsoAWord }: { spelling: string; alsoAWord: boolean }): RegExp {
  return new RegExp(` ${alsoAWord ? MUST_LEAD : LEAD}${escape(spelling)}(?= )`);
}

const AGE_PATTERNS = [
  / (?:for )?(?:an? |my )?(\d{1,2})(?:[ -])?(?:year|yr)s?(?:[ -]?olds?)?(?= )/,
  / (?:for )?(?:an? |my )?(\d{1,2}) ?yos?(?= )/,
  / (?:aged?|is|hes|he's|shes|she's|(?:son|daughter|child|boy|girl|teenager|toddler)'?s|turning|just turned) (\d{1,2})(?= )(?! (?:miles?|hours?|weeks?|months?|to|-))/,
];

function liftAge(rest: string, found: Lifted): string {
  for (const pattern of AGE_PATTERNS) {
    const match = pattern.exec(rest);
    const age = Number(match?.[1]);
    // "15 hours", "30 hours" and "2 year old funding" are things, not children.
    if (!match || age > OLDEST || /^ (?:funded|funding|offer|place)/.test(rest.slice(match.index + match[0].length))) continue;
    found.age = age;
    return rest.replace(pattern, " ");
  }
  return rest;
}

/** Rewrites each phrase and acronym that the lexicon has; `kept` are the words that came in, not to be taken for filler. */
function rewrite(typed: string, lexicon: Lexicon): { words: string; kept: string[]; told: boolean } {
  let text = ` ${typed} `;
  let anyTold = false;
  const kept: string[] = [];
  for (const { from, to, told } of lexicon.rewrites) {
    const pattern = new RegExp(` ${escape(from).replace(/'/g, "'?")}(?= )`);
    if (!pattern.test(plain(text, true))) continue;
    text = plain(text, true).replace(pattern, ` ${to}`);
    kept.push(...wordsOf(to));
    anyTold ||= told;
  }
  return { words: tidy(text), kept, told: anyTold };
}

function dropFiller(words: string, lexicon: Lexicon, kept: readonly string[]): string {
  const list = words.split(" ").filter(Boolean);
  const fixed = list.map((word) => kept.includes(word));
  // A phrase that the synonyms know ("stay and play", "not talking") keeps its small words.
  for (let at = 0; at < list.length; at++) {
    for (const length of [5, 4, 3, 2]) {
      if (at + length <= list.length && lexicon.phrases.has(plain(list.slice(at, at + length).join(" ")))) fixed.fill(true, at, at + length);
    }
  }
  const left = list.filter((word, at) => fixed[at] || !FILLER.has(plain(word)));
  return (left.length > 0 ? left : list).slice(0, MOST_WORDS).join(" ");
}

/** Each misspelling that we know as what it should be: sure, where a guess is not. */
function mend(words: string, lexicon: Lexicon): string {
  return words.split(" ").map((word, at, all) => (isUnfinished(word, at, all, lexicon) ? word : (lexicon.misspellings.get(plain(word)) ?? word))).join(" ");
}

/** Each unknown word as the known word nearest to it, where one is near enough. */
function correct(words: string, lexicon: Lexicon): string {
  return words
    .split(" ")
    .map((word, at, all) => {
      if (!/^[a-z]{4,}$/.test(word) || [word, `${word}s`, word.replace(/s$/, "")].some((form) => lexicon.words.has(form))) return word;
      return isUnfinished(word, at, all, lexicon) ? word : (closest(word, lexicon.words) ?? word);
    })
    .join(" ");
}

/** The last word may be half typed: "swimm" is on its way to "swimming". */
function isUnfinished(word: string, at: number, all: readonly string[], lexicon: Lexicon): boolean {
  return at === all.length - 1 && [...lexicon.words].some((known) => known !== word && known.startsWith(word));
}

function closest(word: string, words: ReadonlySet<string>): string | null {
  const allowed = word.length >= 8 ? 2 : 1;
  let best: { word: string; steps: number } | null = null;
  for (const known of words) {
    if (known.length < 4 || Math.abs(known.length - word.length) > allowed || FILLER.has(known)) continue;
    const { steps } = levenshtein(word, known);
    // A slip of the finger rarely takes the first letter, so a word with the same first letter wins.
    const cost = steps + (known[0] === word[0] ? 0 : 0.5);
    if (cost <= allowed && (!best || cost < best.steps)) best = { word: known, steps: cost };
  }
  return best?.word ?? null;
}

function wordsOf(phrase: string): string[] {
  return plain(phrase).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/** Lower case without apostrophes; `loose` keeps the spaces round it. */
function plain(words: string, loose = false): string {
  const out = words.toLowerCase().replace(/['’]/g, "");
  return loose ? out : out.trim();
}

function tidy(words: string): string {
  return words.replace(/\s+/g, " ").trim();
}

function escape(words: string): string {
  return words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
