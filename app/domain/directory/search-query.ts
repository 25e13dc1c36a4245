import { parseAge, type AgeRange } from "./age-range.ts";
import {
  ACCESS_FEATURES, CAPABILITIES, CATEGORIES, DAYS, FUNDING_ROUTES, HOLIDAYS, LANGUAGES, NEED_IDS, SCHEDULE_2_PARAGRAPHS, TIMES_OF_DAY,
} from "./vocabulary.ts";

/**
 * What is asked of the directory, as the address of the search page holds it. Every parameter is read here and nowhere
 * else: what is not understood is left out and told, and the rest of the search stands.
 */

/** Filters with a list of values. `all`: a listing must have each value chosen; otherwise any one of them. */
export const LIST_FILTERS = {
  need: { values: NEED_IDS, all: false },
  category: { values: CATEGORIES, all: false },
  support: { values: CAPABILITIES, all: true },
  access: { values: ACCESS_FEATURES, all: true },
  day: { values: DAYS, all: false },
  time: { values: TIMES_OF_DAY, all: false },
  holiday: { values: HOLIDAYS, all: false },
  cost: { values: FUNDING_ROUTES, all: false },
  language: { values: LANGUAGES, all: false },
  /** Districts come from the council pack. */
  district: { values: null, all: false },
  duty: { values: SCHEDULE_2_PARAGRAPHS, all: false },
} as const satisfies Record<string, { values: readonly string[] | null; all: boolean }>;
export type ListFilter = keyof typeof LIST_FILTERS;
export const LIST_FILTER_NAMES = Object.keys(LIST_FILTERS) as ListFilter[];

/** Filters that are chosen or not. */
export const FLAGS = ["no-referral", "no-diagnosis", "online", "spaces"] as const;
export type Flag = (typeof FLAGS)[number];

export type Facet = "age" | ListFilter | Flag;
export const FACETS: readonly Facet[] = ["age", ...LIST_FILTER_NAMES, ...FLAGS];

/** How many listings each value of a facet stands for. A flag's only value is "yes". */
export type FacetCounts = Record<Facet, Record<string, number>>;

export const SORTS = ["best", "nearest"] as const;
export type Sort = (typeof SORTS)[number];

export const PAGE_SIZE = 20;
export const DEFAULT_MILES = 10;
export const MILES_CHOICES = [3, 5, 10, 15, 25, 50] as const;
const MOST_MILES = 100;
const LONGEST_WORDS = 200;
const LONGEST_PLACE = 60;
const LAST_PAGE = 5000;

export interface SearchQuery {
  /** The words as typed, without what cannot be searched for. */
  q: string;
  /** A town or postcode as typed; empty for anywhere. */
  near: string;
  miles: number;
  age: AgeRange | null;
  /** `age` as the address holds it: "7" or "5-10"; empty for any. */
  ageText: string;
  filters: Record<ListFilter, string[]>;
  flags: Record<Flag, boolean>;
  /** Whether a place that answers "ask us" counts as giving the support asked for. */
  ask: boolean;
  /** Null: best match, or nearest when there is a place and no words. */
  sort: Sort | null;
  page: number;
  /** Search for exactly these words: no correction, no place or age read from them. */
  exact: boolean;
}

/** Something in the address that was not understood. `value` is shortened, to be shown as it is. */
export interface QueryProblem {
  parameter: string;
  what: "unknown-value" | "unknown-parameter" | "too-long" | "unreadable" | "not-an-age" | "not-a-page" | "not-miles" | "not-a-sort" | "unknown-place" | "no-such-page";
  value: string;
}

const OWN_PARAMETERS = new Set<string>(["q", "near", "miles", "age", "sort", "page", "exact", "ask", ...LIST_FILTER_NAMES, ...FLAGS]);
/** Put on links by mail and social media; nobody typed them, so nobody is told. */
const FOREIGN_PARAMETERS = /^(utm_.*|fbclid|gclid|mc_.*|_.*)$/;

export function parseSearch(params: URLSearchParams, districts: readonly string[]): { query: SearchQuery; problems: QueryProblem[] } {
  const problems: QueryProblem[] = [];
  const complain = (parameter: string, what: QueryProblem["what"], value: string) => problems.push({ parameter: short(parameter), what, value: short(value) });
  const first = (name: string) => params.get(name)?.trim() ?? "";

  for (const name of new Set(params.keys())) {
    if (!OWN_PARAMETERS.has(name) && !FOREIGN_PARAMETERS.test(name)) complain(name, "unknown-parameter", name);
  }
  const words = (name: "q" | "near", longest: number) => {
    const given = first(name);
    const readable = given.replace(UNREADABLE, " ").replace(/\s+/g, " ").trim();
    if (/\ufffd/.test(given)) complain(name, "unreadable", readable);
    if (readable.length <= longest) return readable;
    complain(name, "too-long", readable);
    return readable.slice(0, longest).replace(/[\ud800-\udbff]$/, "").trim();
  };

  const query: SearchQuery = {
    q: words("q", LONGEST_WORDS),
    near: words("near", LONGEST_PLACE),
    miles: DEFAULT_MILES,
    age: null,
    ageText: "",
    filters: Object.fromEntries(LIST_FILTER_NAMES.map((name) => [name, [] as string[]])) as SearchQuery["filters"],
    flags: Object.fromEntries(FLAGS.map((flag) => [flag, false])) as SearchQuery["flags"],
    ask: first("ask") === "1",
    sort: null,
    page: 1,
    exact: first("exact") === "1",
  };

  // A band and an age in years may both be filled in: the age says more.
  const ages = params.getAll("age").map((value) => value.trim()).filter(Boolean);
  for (const age of ages.sort((a, b) => Number(/^\d+$/.test(a)) - Number(/^\d+$/.test(b)))) {
    const range = parseAge(age);
    if (range) Object.assign(query, { age: range, ageText: age });
    else complain("age", "not-an-age", age);
  }
  const miles = first("miles");
  if (miles) {
    if (/^\d{1,3}$/.test(miles) && Number(miles) >= 1 && Number(miles) <= MOST_MILES) query.miles = Number(miles);
    else complain("miles", "not-miles", miles);
  }
  const page = first("page");
  if (page) {
    if (/^\d{1,6}$/.test(page) && Number(page) >= 1 && Number(page) <= LAST_PAGE) query.page = Number(page);
    else complain("page", "not-a-page", page);
  }
  const sort = first("sort");
  if (sort) {
    const known = SORTS.find((candidate) => candidate === sort);
    if (known) query.sort = known;
    else complain("sort", "not-a-sort", sort);
  }
  for (const name of LIST_FILTER_NAMES) {
    const values: readonly string[] = LIST_FILTERS[name].values ?? districts;
    // "need=autism,adhd" and "need=autism&need=adhd" ask for the same.
    const given = [...new Set(params.getAll(name).flatMap((value) => value.split(",")).map((value) => value.trim().toLowerCase()).filter(Boolean))];
    query.filters[name] = given.filter((value) => values.includes(value));
    for (const value of given.filter((candidate) => !values.includes(candidate)).slice(0, 5)) complain(name, "unknown-value", value);
  }
  for (const flag of FLAGS) {
    const value = first(flag).toLowerCase();
    query.flags[flag] = ["1", "yes", "true", "on"].includes(value);
    if (value && !query.flags[flag] && !["0", "no", "false", "off"].includes(value)) complain(flag, "unknown-value", value);
  }
  return { query, problems: problems.slice(0, 10) };
}

// What no search can use: controls, and the mark of bytes that were not UTF-8.
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const UNREADABLE = /[\u0000-\u001f\u007f-\u009f\ufffd\ufeff\u200b\u202a-\u202e\u2066-\u2069]/g;

function short(value: string): string {
  const readable = value.replace(UNREADABLE, "").toWellFormed();
  return readable.length > 40 ? `${readable.slice(0, 39)}…` : readable;
}

/** The parameters of a query, in one fixed order; defaults are left out, so that one search has one address. */
export function toParams(query: SearchQuery): URLSearchParams {
  const params = new URLSearchParams();
  if (query.q) params.set("q", query.q);
  if (query.near) params.set("near", query.near);
  if (query.near && query.miles !== DEFAULT_MILES) params.set("miles", String(query.miles));
  if (query.ageText) params.set("age", query.ageText);
  for (const name of LIST_FILTER_NAMES) for (const value of query.filters[name]) params.append(name, value);
  for (const flag of FLAGS) if (query.flags[flag]) params.set(flag, "1");
  if (query.ask) params.set("ask", "1");
  if (query.sort) params.set("sort", query.sort);
  if (query.exact) params.set("exact", "1");
  if (query.page > 1) params.set("page", String(query.page));
  return params;
}

/** The search page's address for a query. */
export function searchPath(query: SearchQuery): string {
  const params = toParams(query).toString();
  return params ? `/services?${params}` : "/services";
}

/** A query for everything, to start others from. */
export function emptyQuery(): SearchQuery {
  return parseSearch(new URLSearchParams(), []).query;
}

/** The values of a facet that a query has chosen. */
export function chosen(query: SearchQuery, facet: Facet): string[] {
  if (facet === "age") return query.ageText ? [query.ageText] : [];
  if (isFlag(facet)) return query.flags[facet] ? ["yes"] : [];
  return query.filters[facet];
}

/** The query with one facet's choice taken back. */
export function without(query: SearchQuery, facet: Facet, value?: string): SearchQuery {
  const next = { ...query, page: 1 };
  if (facet === "age") return { ...next, age: null, ageText: "" };
  if (isFlag(facet)) return { ...next, flags: { ...query.flags, [facet]: false } };
  return { ...next, filters: { ...query.filters, [facet]: value === undefined ? [] : query.filters[facet].filter((other) => other !== value) } };
}

/** The facets that narrow a query. */
export function chosenFacets(query: SearchQuery): Facet[] {
  return FACETS.filter((facet) => chosen(query, facet).length > 0);
}

export function isFlag(facet: Facet): facet is Flag {
  return (FLAGS as readonly string[]).includes(facet);
}
