import type { Point } from "./geography.ts";
import { MILES_CHOICES, type Facet, type FacetCounts, type QueryProblem, type SearchQuery, type Sort } from "./search-query.ts";
import type { Capability, Category, Day, FundingRoute, Spaces } from "./vocabulary.ts";

/** Words with the parts that matched the search marked. */
export type Highlighted = { text: string; matched: boolean }[];

/** One line of the results. Dates are ISO text. */
export interface Hit {
  id: string;
  slug: string;
  name: string;
  nameParts: Highlighted;
  organisation: string;
  summaryParts: Highlighted;
  summary: string;
  /** The main one; null for a listing that no category fits. */
  category: Category | null;
  /** To the nearest of its places, one decimal; null when no place was asked for, it has none, or it comes to you. */
  distanceMiles: number | null;
  venue: string | null;
  town: string | null;
  point: Point | null;
  servesWholeArea: boolean;
  isOnline: boolean;
  ages: { from: number | null; to: number | null };
  price: { pounds: number; per: string | null } | null;
  session: { days: Day[]; opens: string; closes: string | null } | null;
  cost: FundingRoute[];
  support: Capability[];
  supportOnAsking: Capability[];
  noReferral: boolean;
  noDiagnosis: boolean;
  spaces: Spaces | null;
  waitingWeeks: number | null;
  checkedOn: string | null;
  alert: string | null;
  closed: boolean;
  /** The last of its dates, when every one of its schedules has an end. */
  endsOn: string | null;
  /** A district of the area, or a neighbour over the border, by id. */
  district: string | null;
}

/** Where distances are counted from. */
export interface FoundPlace extends Point {
  /** "CM2 6JX", "Chelmsford". */
  name: string;
  /** Set when only its surroundings were known: the postcode sector or district that stood in. */
  standsFor?: string;
}

/** A search as an engine is asked it. */
export interface Asked {
  query: SearchQuery;
  /** What to search for, best guess first: the first that finds something is the answer. */
  attempts: readonly Attempt[];
  place: FoundPlace | null;
  /** Facets whose values are to be counted: each costs time. With none, the total may be that of the hits given. */
  counted: readonly Facet[];
  /** How many hits make a page; 0 for a count only. */
  pageSize: number;
}

export interface Attempt {
  text: string;
  /** `all`: every word must be there. `some`: rare words count, common ones may be missing. */
  words: "all" | "some";
  /** Only when the directory has the very words; see `Understood`. */
  onlyIfExact?: boolean;
}

export interface Answer {
  attempt: Attempt;
  total: number;
  hits: Hit[];
  facets: FacetCounts;
  within: FacetCounts;
  /** Per chosen facet: how many there would be without its choice. */
  withoutFacet: Partial<Record<Facet, number>>;
}

export interface SearchResult {
  query: SearchQuery;
  problems: QueryProblem[];
  total: number;
  hits: Hit[];
  /** Per value: how many listings it would give if it were the facet's only choice. */
  facets: FacetCounts;
  /** Per value: how many of the listings found have it. For facets where every choice must hold. */
  within: FacetCounts;
  /** Per chosen facet: how many there would be without its choice. */
  withoutFacet: Partial<Record<Facet, number>>;
  place: FoundPlace | null;
  /** How far from the place was looked. */
  miles: number;
  /** The order the hits are in. */
  sort: Sort;
  /** The words searched for, when they are not those typed. */
  showing: string | null;
  /** Some words had to be left out to find anything. */
  loosened: boolean;
  /** An age or a district that was read from the words. */
  readAge: number | null;
  readDistrict: string | null;
  crisis: boolean;
  engine: "meilisearch" | "postgres";
}

/** The next distance to look within, where distances count at all and there is a longer one. */
export function widerThan({ place, miles }: Pick<SearchResult, "place" | "miles">): number | undefined {
  return place ? MILES_CHOICES.find((choice) => choice > miles) : undefined;
}
