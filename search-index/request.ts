import type { MultiSearchQuery, SearchResponse } from "meilisearch";
import { METRES_PER_MILE, milesBetween, roundMiles } from "../app/domain/directory/geography.ts";
import { conditionsOf, countedAttribute, facetCounts, sortOf, type Condition } from "../app/domain/directory/conditions.ts";
import { chosenFacets, type Facet, without, type SearchQuery } from "../app/domain/directory/search-query.ts";
import type { Answer, Asked, FoundPlace, Highlighted, Hit } from "../app/domain/directory/search-result.ts";
import type { IndexDocument, ListingDocument } from "./listing-document.ts";

/** One search of the directory as one `multiSearch` of Meilisearch, and back. Pure. */

const RETRIEVED = [
  "serviceId", "slug", "name", "organisation", "summary", "categories", "places", "servesWholeArea", "isOnline", "ages", "price",
  "session", "cost", "support", "supportOrAsk", "noReferral", "noDiagnosis", "spaces", "waitingWeeks", "checkedOn", "alert", "closed", "endsOn",
] as const satisfies readonly (keyof IndexDocument)[];

/** Private-use characters, which no listing holds: text between them matched. */
const MATCH_START = "\ue000";
const MATCH_END = "\ue001";

/** Below this a listing has too few of the words to be worth showing when not all are required. */
const LOOSE_THRESHOLD = 0.2;
const CROP_WORDS = 28;

/** The queries of one `multiSearch`: for each attempt the results, then each chosen facet's counts without its own choice. */
export function toMultiSearch(indexUid: string, asked: Asked): MultiSearchQuery[] {
  const { query, place } = asked;
  const active = chosenAndCounted(asked);
  return asked.attempts.flatMap((attempt) => {
    const search = {
      indexUid,
      q: attempt.text,
      matchingStrategy: attempt.words === "all" ? ("all" as const) : ("frequency" as const),
      ...(attempt.words === "some" ? { rankingScoreThreshold: LOOSE_THRESHOLD } : {}),
      ...(place ? { distinct: "serviceId" } : {}),
    };
    return [
      {
        ...search,
        filter: filtersOf(query, place),
        facets: asked.counted.map((facet) => countedAttribute(query, facet)),
        ...pageOf(asked),
        ...(place && sortOf(query, attempt) === "nearest" ? { sort: [`_geoPoint(${place.lat},${place.lng}):asc`] } : {}),
        ...(attempt.onlyIfExact ? { showRankingScoreDetails: true } : {}),
        attributesToRetrieve: [...RETRIEVED],
        // Marking what matched takes about as long as finding it, so not where there are no words.
        ...(attempt.text === ""
          ? {}
          : { attributesToHighlight: ["name", "summary", "description"], attributesToCrop: ["description"], cropLength: CROP_WORDS, highlightPreTag: MATCH_START, highlightPostTag: MATCH_END }),
      },
      // A page of no hits: an exhaustive count and exhaustive facets, which `limit: 0` does not promise.
      ...active.map((facet) => ({ ...search, filter: filtersOf(without(query, facet), place), facets: [countedAttribute(query, facet)], page: 1, hitsPerPage: 0 })),
    ];
  });
}

/** The best attempt's answer. `responses` are those of `toMultiSearch`, in its order. */
export function fromMultiSearch(asked: Asked, responses: readonly SearchResponse<IndexDocument>[]): Answer {
  const active = chosenAndCounted(asked);
  const perAttempt = 1 + active.length;
  const answers = asked.attempts.map((attempt, i) => {
    const [main, ...counts] = responses.slice(i * perAttempt, (i + 1) * perAttempt) as [SearchResponse<IndexDocument>, ...SearchResponse<IndexDocument>[]];
    return { attempt, main, counts };
  });
  const usable = answers.filter(({ attempt, main }) => totalOf(main) > 0 && (!attempt.onlyIfExact || hasExactWords(main)));
  const best = usable[0] ?? answers.find(({ attempt }) => !attempt.onlyIfExact) ?? answers[0];
  if (!best) throw new RangeError("A search needs at least one attempt.");
  const within = facetCounts(asked.query, best.main.facetDistribution ?? {});
  return {
    attempt: best.attempt,
    total: totalOf(best.main),
    hits: best.main.hits.map((hit) => toHit(hit, hit._formatted, asked)),
    within,
    withoutFacet: Object.fromEntries(active.map((facet, i) => [facet, best.counts[i] ? totalOf(best.counts[i]) : 0])),
    facets: active.reduce((facets, facet, i) => ({ ...facets, [facet]: facetCounts(asked.query, best.counts[i]?.facetDistribution ?? {})[facet] }), within),
  };
}

/** Numbered pages count every hit, which near a place takes several times as long as finding the first few. */
function pageOf({ query: { page }, counted, pageSize }: Asked): Pick<MultiSearchQuery, "page" | "hitsPerPage" | "offset" | "limit"> {
  return counted.length > 0 ? { page, hitsPerPage: pageSize } : { offset: (page - 1) * pageSize, limit: pageSize };
}

function chosenAndCounted({ query, counted }: Asked): Facet[] {
  return chosenFacets(query).filter((facet) => counted.includes(facet));
}

function toFilter(condition: Condition): string | string[] {
  switch (condition.kind) {
    case "any":
      return condition.values.map((value) => `${condition.attribute} = ${JSON.stringify(value)}`);
    case "true":
      return `${condition.attribute} = true`;
    case "atMost":
      return `${condition.attribute} <= ${condition.value}`;
    case "atLeast":
      return `${condition.attribute} >= ${condition.value}`;
    case "near":
      return [`_geoRadius(${condition.lat}, ${condition.lng}, ${Math.round(condition.miles * METRES_PER_MILE)})`, "servesWholeArea = true", "isOnline = true"];
  }
}

function filtersOf(query: SearchQuery, place: FoundPlace | null): (string | string[])[] {
  const filters = conditionsOf(query, place).map(toFilter);
  return place ? filters : [...filters, "isPrimary = true"];
}

/** A document as a line of the results; `words` are its texts with the matches marked. */
export function toHit(document: Pick<ListingDocument, (typeof RETRIEVED)[number]>, words: Partial<IndexDocument> | undefined, asked: Pick<Asked, "place" | "query">): Hit {
  const { place, query } = asked;
  const away = document.places
    .map((candidate) => ({ ...candidate, miles: place && candidate.point ? milesBetween(place, candidate.point) : null }))
    .sort((a, b) => (a.miles ?? Number.MAX_VALUE) - (b.miles ?? Number.MAX_VALUE));
  const nearest = away[0];
  // A service that comes to families is found from anywhere: how far its office is says nothing.
  const comesToYou = (document.servesWholeArea || document.isOnline) && (nearest?.miles ?? 0) > query.miles;
  const described = highlighted(words?.description ?? "");
  const summaryParts = highlighted(words?.summary ?? document.summary);
  return {
    id: document.serviceId,
    slug: document.slug,
    name: document.name,
    nameParts: highlighted(words?.name ?? document.name),
    organisation: document.organisation,
    summary: document.summary,
    // Where only the description has the words, the place that has them says more than the summary.
    summaryParts: !summaryParts.some((part) => part.matched) && described.some((part) => part.matched) && !highlighted(words?.name ?? "").some((part) => part.matched) ? described : summaryParts,
    category: document.categories[0] ?? null,
    distanceMiles: nearest?.miles === null || nearest?.miles === undefined || comesToYou ? null : roundMiles(nearest.miles),
    venue: nearest?.venue ?? null,
    town: nearest?.town ?? null,
    point: nearest?.point ?? null,
    servesWholeArea: document.servesWholeArea,
    isOnline: document.isOnline,
    ages: document.ages,
    price: document.price,
    session: document.session,
    cost: document.cost,
    support: document.support,
    supportOnAsking: document.supportOrAsk.filter((capability) => !document.support.includes(capability)),
    noReferral: document.noReferral,
    noDiagnosis: document.noDiagnosis,
    spaces: document.spaces,
    waitingWeeks: document.waitingWeeks,
    checkedOn: document.checkedOn,
    endsOn: document.endsOn,
    alert: document.alert,
    closed: document.closed,
    district: nearest?.district ?? null,
  };
}

function highlighted(words: string): Highlighted {
  return words
    .split(new RegExp(`(${MATCH_START}[^${MATCH_END}]*${MATCH_END})`))
    .filter(Boolean)
    .map((part) => (part.startsWith(MATCH_START) ? { text: part.slice(1, -1), matched: true } : { text: part, matched: false }));
}

function totalOf(response: SearchResponse<IndexDocument>): number {
  return (response as { totalHits?: number }).totalHits ?? response.hits.length;
}

/** Whether the first hit has each word as it was typed: no letter guessed. */
function hasExactWords(response: SearchResponse<IndexDocument>): boolean {
  const details = response.hits[0]?._rankingScoreDetails;
  return details !== undefined && (details.typo?.typoCount ?? 0) === 0;
}
