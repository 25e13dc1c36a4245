import type { CouncilPack } from "../../app/council/pack.ts";
import {
  ACCESS_FEATURES, CAPABILITIES, CAPABILITY_ANSWERS, DAYS, LANGUAGES, NEED_IDS, type Capability, type CapabilityAnswer,
} from "../../app/domain/directory/vocabulary.ts";
import type { NewListing } from "../../app/db/listings.server.ts";
import { buildListing, hash, townsOf } from "./build-listings.ts";
import type { SampleListing } from "./sample-listing.ts";
import { ACTIVITIES_END, BRANDS, DAY_NAMES, FIRST_NAMES, PARAGRAPHS, PLACES, STREETS, VENUES } from "./generate-words.ts";

/**
 * As many invented listings as a benchmark wants: each written sample told again and again with another name, provider,
 * town, building, days, prices, ages and answers. Listing `number` depends on nothing but the seed and its number, so
 * that the first thousand of a hundred thousand are the thousand asked for alone, and none is held longer than it is used.
 * @param today ISO date that "checked 12 days ago" is counted back from
 */
export function* generateListings(
  samples: readonly SampleListing[],
  pack: CouncilPack,
  { seed, today, from, to }: { seed: number; today: string; from: number; to: number },
): Generator<NewListing> {
  const towns = townsOf(pack);
  const deck = samples.flatMap((sample) => Array<SampleListing>(shareOf(sample)).fill(sample));
  for (let number = from; number < to; number++) {
    const dice = new Dice(hash(`${seed}/${number}`));
    const sample = dice.of(deck);
    const town = dice.of(towns);
    yield buildListing(vary(sample, town.name, number, dice), pack, today, town);
  }
}

/** Of services in a town there are many alike; few are for a whole county or the whole country. */
function shareOf(sample: SampleListing): number {
  return sample.where === "area" || sample.where === "online" ? 1 : 4;
}

/** A sample told anew. What it holds is what a sample file may hold (`sampleListingSchema`). */
export function vary(sample: SampleListing, town: string, number: number, dice: Dice): SampleListing {
  const brand = `${dice.of(BRANDS)} ${dice.of(PLACES)}`;
  const person = dice.of(FIRST_NAMES);
  const told = rename(sample, brand, person);
  const sessions = varySessions(sample.sessions, dice);
  const ages = varyAges(sample.ages, dice);
  const checkedDaysAgo = dice.chance(0.9) ? dice.between(0, 420) : undefined;
  const { spaces: _spaces, waitingWeeks: _waitingWeeks, spacesDaysAgo: _spacesDaysAgo, ...rest } = told;
  return {
    ...rest,
    key: `${sample.key}-${number}`,
    name: nameOf(sample, told.name, { brand, town, ages, sessions }, dice),
    description: varyDescription(told.description, { town, person, brand }, dice),
    ages,
    needs: sample.needs.length > 0 && dice.chance(0.25) ? unique([...sample.needs, dice.of(NEED_IDS)]) : sample.needs,
    where: sample.where === "each-district" || sample.where === "every-district" || sample.where === "neighbour" ? "town" : sample.where,
    ...(sample.venue ? { venue: { ...varyVenue(dice), ...(sample.venue.accessNote && dice.chance(0.6) ? { accessNote: sample.venue.accessNote } : {}) } } : {}),
    ...(sample.secondVenue ? { secondVenue: varyVenue(dice) } : {}),
    sessions,
    costs: sample.costs.map((cost) => ({ ...cost, pounds: Math.round(cost.pounds * (0.6 + dice.next()) * 2) / 2 })),
    languages: dice.chance(0.12) ? unique([...sample.languages, dice.of(LANGUAGES)]) : sample.languages,
    referralNeeded: dice.chance(0.9) ? sample.referralNeeded : !sample.referralNeeded,
    ...(sample.spaces ? varySpaces(dice) : {}),
    checkedDaysAgo,
    editedDaysAgo: checkedDaysAgo ?? dice.between(0, 700),
    capabilities: varyCapabilities(sample.capabilities, dice),
    easyRead: dice.chance(0.7) ? told.easyRead : [],
    keywords: told.keywords.filter(() => dice.chance(0.8)),
  };
}

/** The same words with another organisation's name and another person's in them. */
function rename(sample: SampleListing, brand: string, person: string): SampleListing {
  const [title] = sample.name.split(": ") as [string];
  const ownBrand = isPublic(sample) ? null : sample.provider.startsWith(title) ? title : null;
  const ownPerson = /^(?:(?:Dr|Mrs|Sister) )?(\p{Lu}\p{Ll}+),/u.exec(sample.contactName ?? "")?.[1];
  const replace = (words: string) => {
    const branded = ownBrand ? words.replaceAll(ownBrand, brand) : words;
    return ownPerson ? branded.replaceAll(new RegExp(`(?<!\\p{L})${ownPerson}(?!\\p{L})`, "gu"), person) : branded;
  };
  const renamed = mapWords(sample, replace);
  return {
    ...renamed,
    key: sample.key,
    name: sample.name,
    provider: ownBrand || isPublic(sample) ? renamed.provider : `${brand} ${sample.specialist ? "Trust" : "Association"}`,
    summary: fits(renamed.summary, 190) ? renamed.summary : sample.summary,
    easyRead: renamed.easyRead.map((line, i) => (fits(line, 90) ? line : (sample.easyRead[i] as string))),
  };
}

/** Run by the council or the NHS: then its name is what it does, and stays. */
function isPublic({ provider }: SampleListing): boolean {
  return /\{|NHS|council/.test(provider);
}

const LONGEST_NAME = 90;

function nameOf(sample: SampleListing, name: string, told: { brand: string; town: string; ages: SampleListing["ages"]; sessions: SampleListing["sessions"] }, dice: Dice): string {
  const [, what] = /: (.+)$/.exec(name) ?? [];
  const own = isPublic(sample) ? name : what ? `${told.brand}: ${what}` : `${name} ${dice.of(ACTIVITIES_END)} ${told.brand}`;
  const day = told.sessions[0]?.days[0];
  const [youngest, oldest] = told.ages;
  const ends = [
    `, ${told.town}`,
    ` in ${told.town}`,
    ...(day ? [`, ${DAY_NAMES[day]}s`, ` (${told.town}, ${DAY_NAMES[day]}s)`] : []),
    ...(youngest !== null && oldest !== null && !/\d/.test(name) ? [`, ${youngest} to ${oldest}`, ` for ages ${youngest} to ${oldest}, ${told.town}`] : []),
    ...(isPublic(sample) ? [] : [""]),
  ];
  const full = own + dice.of(ends);
  // A placeholder may be longer when it is filled, but no sample's name is near the limit.
  return [full, own, name].find((candidate) => fits(candidate, LONGEST_NAME)) as string;
}

function varyDescription(description: string, told: { town: string; person: string; brand: string }, dice: Dice): string {
  const [first = "", ...others] = description.split("\n\n");
  const kept = others.filter(() => dice.chance(0.75));
  const added = dice.some(PARAGRAPHS, dice.between(1, 2)).map((paragraph) => paragraph(told, dice));
  return [first, ...dice.shuffled([...kept, ...added])].join("\n\n");
}

function varyAges([youngest, oldest]: SampleListing["ages"], dice: Dice): SampleListing["ages"] {
  const shift = dice.between(-2, 3);
  const from = youngest === null ? null : Math.min(Math.max(0, youngest + (youngest === 0 ? 0 : shift)), 24);
  const to = oldest === null ? null : Math.min(Math.max((from ?? 0) + 1, oldest + (oldest === 25 ? 0 : shift)), 25);
  return [from, to];
}

function varySessions(sessions: SampleListing["sessions"], dice: Dice): SampleListing["sessions"] {
  const turn = dice.between(0, 6);
  const later = 15 * dice.between(-4, 6);
  // Office hours stay what they are: it is clubs that meet on one day or another.
  return sessions.map((session) =>
    session.days.length >= 5
      ? session
      : {
          ...session,
          days: unique(session.days.map((day) => DAYS[(DAYS.indexOf(day) + turn) % DAYS.length] as (typeof DAYS)[number])),
          opens: moveClock(session.opens, later),
          closes: moveClock(session.closes, later),
        },
  );
}

function moveClock(clock: string, minutes: number): string {
  const [hours, past] = clock.split(":").map(Number) as [number, number];
  const moved = Math.min(Math.max(hours * 60 + past + minutes, 7 * 60), 23 * 60);
  return `${String(Math.floor(moved / 60)).padStart(2, "0")}:${String(moved % 60).padStart(2, "0")}`;
}

function varySpaces(dice: Dice): Pick<SampleListing, "spaces" | "waitingWeeks" | "spacesDaysAgo"> {
  const spacesDaysAgo = dice.between(0, 120);
  const roll = dice.next();
  if (roll < 0.4) return { spaces: "spaces", waitingWeeks: 0, spacesDaysAgo };
  if (roll < 0.6) return { spaces: "few", waitingWeeks: dice.between(0, 3), spacesDaysAgo };
  if (roll < 0.9) return { spaces: "waiting-list", waitingWeeks: dice.between(2, 80), spacesDaysAgo };
  return { spaces: "full", spacesDaysAgo };
}

function varyCapabilities(capabilities: SampleListing["capabilities"], dice: Dice): SampleListing["capabilities"] {
  const answers: Partial<Record<Capability, CapabilityAnswer>> = {};
  for (const capability of CAPABILITIES) {
    const answer = dice.chance(0.75) ? capabilities[capability] : dice.of([...CAPABILITY_ANSWERS, undefined]);
    if (answer) answers[capability] = answer;
  }
  return answers;
}

/** One of the few hundred buildings of a town: all who meet in the same one find the same street and the same lift there. */
function varyVenue(dice: Dice): NonNullable<SampleListing["secondVenue"]> {
  const name = `${dice.of(BRANDS.slice(0, VENUE_BRANDS))} ${dice.of(VENUES)}`;
  const own = new Dice(hash(name));
  return { name, street: own.of(STREETS), access: ACCESS_FEATURES.filter((feature) => own.chance(feature === "changing-place" || feature === "hoist" ? 0.15 : 0.5)) };
}

const VENUE_BRANDS = 20;

function mapWords<T>(value: T, change: (words: string) => string): T {
  if (typeof value === "string") return change(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => mapWords(item, change)) as T;
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapWords(item, change)])) as T;
  return value;
}

function fits(words: string, length: number): boolean {
  return words.length <= length;
}

function unique<T>(list: readonly T[]): T[] {
  return [...new Set(list)];
}

/** Chance that comes out the same each time (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** At least 0, below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number, both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  of<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)] as T;
  }

  some<T>(list: readonly T[], count: number): T[] {
    return this.shuffled(list).slice(0, count);
  }

  shuffled<T>(list: readonly T[]): T[] {
    const out = [...list];
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.between(0, i);
      [out[i], out[j]] = [out[j] as T, out[i] as T];
    }
    return out;
  }
}
