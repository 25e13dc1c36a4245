import { FACETS, FLAGS, isFlag, LIST_FILTER_NAMES, LIST_FILTERS, type Facet, type FacetCounts, type SearchQuery } from "./search-query.ts";
import type { Attempt, FoundPlace } from "./search-result.ts";

/**
 * What a query asks of a listing's search document, in terms that both engines can be told: every condition must hold.
 * `near` holds within the distance, and for a service that comes to families or is online.
 */
export type Condition =
  | { kind: "any"; attribute: string; values: readonly string[] }
  | { kind: "true"; attribute: string }
  | { kind: "atMost" | "atLeast"; attribute: string; value: number }
  | { kind: "near"; lat: number; lng: number; miles: number };

/** The member of the search document that each facet counts. */
const FACET_ATTRIBUTE = {
  age: "ageBands",
  need: "needs",
  category: "categories",
  support: "support",
  access: "access",
  day: "days",
  time: "times",
  holiday: "holidays",
  cost: "cost",
  language: "languages",
  district: "districts",
  duty: "duties",
  "no-referral": "noReferral",
  "no-diagnosis": "noDiagnosis",
  online: "isOnline",
  spaces: "spacesNow",
} as const satisfies Record<Facet, string>;

/** The member that a query's support is looked up in: places that say yes, or those that say "ask us" too. */
export function supportAttribute(query: SearchQuery): "support" | "supportOrAsk" {
  return query.ask ? "supportOrAsk" : "support";
}

/** The member of the search document that a facet is counted by in a query. */
export function countedAttribute(query: SearchQuery, facet: Facet): string {
  return facet === "support" ? supportAttribute(query) : FACET_ATTRIBUTE[facet];
}

/** An engine's counts by member of the document, as counts by facet. */
export function facetCounts(query: SearchQuery, byAttribute: Readonly<Record<string, Record<string, number>>>): FacetCounts {
  return Object.fromEntries(
    FACETS.map((facet) => {
      const counts = byAttribute[countedAttribute(query, facet)] ?? {};
      return [facet, isFlag(facet) ? { yes: counts["true"] ?? 0 } : counts];
    }),
  ) as FacetCounts;
}

export function conditionsOf(query: SearchQuery, place: FoundPlace | null): Condition[] {
  const conditions: Condition[] = [];
  for (const name of LIST_FILTER_NAMES) {
    const values = query.filters[name];
    const attribute = countedAttribute(query, name);
    if (values.length === 0) continue;
    if (LIST_FILTERS[name].all) conditions.push(...values.map((value) => ({ kind: "any" as const, attribute, values: [value] })));
    else conditions.push({ kind: "any", attribute, values });
  }
  for (const flag of FLAGS) if (query.flags[flag]) conditions.push({ kind: "true", attribute: FACET_ATTRIBUTE[flag] });
  if (query.age) {
    conditions.push({ kind: "atMost", attribute: "minAge", value: query.age.to }, { kind: "atLeast", attribute: "maxAge", value: query.age.from });
  }
  if (place) conditions.push({ kind: "near", lat: place.lat, lng: place.lng, miles: query.miles });
  return conditions;
}

/** Best match when there are words to match; nearest when there is only a place. */
export function sortOf(query: SearchQuery, attempt: Pick<Attempt, "text">): "best" | "nearest" {
  return query.sort ?? (attempt.text === "" ? "nearest" : "best");
}
