import CircuitBreaker from "opossum";
import type { CouncilPack } from "../council/pack.ts";
import { countText, searchText } from "../db/text-search.server.ts";
import { conditionsOf, countedAttribute, facetCounts, sortOf } from "../domain/directory/conditions.ts";
import { isCrisis, type CrisisWords } from "../domain/directory/crisis.ts";
import { chosenFacets, FACETS, PAGE_SIZE, parseSearch, without, type Facet, type QueryProblem, type SearchQuery } from "../domain/directory/search-query.ts";
import type { Answer, Asked, Attempt, SearchResult } from "../domain/directory/search-result.ts";
import type { PrismaClient } from "../../prisma/generated/client.ts";
import type { SearchIndex } from "../../search-index/client.server.ts";
import type { ListingDocument } from "../../search-index/listing-document.ts";
import { toHit } from "../../search-index/request.ts";
import { expandWords, type SynonymGroup, synonymGroupsFor } from "../../search-index/synonyms.ts";
import { makeLexicon, understand, type Lexicon, type Understood } from "../../search-index/understand.ts";
import { findPlace } from "./find-place.server.ts";
import { searchablePlaceNames } from "./places.ts";

/** Search of one council's directory: a parent's words in, listings out, whichever engine answers. */
export interface DirectorySearch {
  /**
   * @param params those of the search page's address
   * @param wanted what of the result is used, where that is not all of it: facets to count (with none, `total` may be
   *   that of the hits given), and how many hits
   */
  search(params: URLSearchParams, wanted?: { counted?: readonly Facet[]; hits?: number }): Promise<SearchResult>;
  /** Whether Meilisearch is thought to answer at this moment. */
  isFast(): boolean;
  close(): void;
}

/** Slower than this, and the page answers from PostgreSQL. */
const PATIENCE_MS = 800;
/** How long before Meilisearch is tried again after it failed. */
const RETRY_MS = 3000;
/** PostgreSQL searches several times more slowly: more at once would leave no connection for listings and for saving. */
const AT_ONCE_FROM_DATABASE = 3;

export function openDirectorySearch(parts: {
  pack: CouncilPack;
  prisma: PrismaClient;
  index: SearchIndex | null;
  crisis: CrisisWords;
  /** English words that listings are described with, so that they are not taken for misspellings. */
  moreWords: readonly string[];
  /** How long Meilisearch may take, where it is not to be what families have patience for. */
  patienceMs?: number;
}): DirectorySearch {
  const { pack, prisma, index, crisis } = parts;
  const districts = [...pack.districts, ...pack.neighbours].map(({ id }) => id);
  const groups = synonymGroupsFor(pack.acronyms);
  const lexicon = lexiconFor(pack, groups, parts.moreWords);
  const meilisearch = index && breakerFor(index, parts.patienceMs ?? PATIENCE_MS);
  const databaseTurn = turns(AT_ONCE_FROM_DATABASE);

  const answer = async (asked: Asked): Promise<{ answer: Answer; engine: SearchResult["engine"] }> => {
    if (meilisearch) {
      try {
        return { answer: await meilisearch.fire(asked), engine: "meilisearch" };
      } catch {
        // Told by `engine`, on the page and in the answer; the breaker keeps count.
      }
    }
    return { answer: await databaseTurn(() => fromDatabase(prisma, groups, asked)), engine: "postgres" };
  };

  return {
    search: async (params, { counted = FACETS, hits = PAGE_SIZE } = {}) => {
      const parsed = parseSearch(params, districts);
      const problems = [...parsed.problems];
      const asking = await interpret(parsed.query, { pack, prisma, lexicon }, problems, { counted, pageSize: hits });
      let found = await answer(asking.asked);
      const lastPage = Math.max(1, Math.ceil(found.answer.total / PAGE_SIZE));
      if (parsed.query.page > lastPage) {
        problems.push({ parameter: "page", what: "no-such-page", value: String(parsed.query.page) });
        asking.asked = { ...asking.asked, query: { ...asking.asked.query, page: 1 } };
        found = await answer(asking.asked);
      }
      return toResult(parsed.query, asking, found, problems, isCrisis(parsed.query.q, crisis));
    },
    isFast: () => meilisearch !== null && !meilisearch.opened,
    close: () => meilisearch?.shutdown(),
  };
}

/**
 * One failure opens it: the next parent should not wait 800 ms to learn what the last one did. Not so one that comes too
 * late while others are answered: then Meilisearch is busy, and to send everybody to PostgreSQL would only keep it so.
 */
function breakerFor(index: SearchIndex, patienceMs: number): CircuitBreaker<[Asked], Answer> {
  let answeredAt = -Infinity;
  const search = async (asked: Asked) => {
    const answer = await index.search(asked, patienceMs);
    answeredAt = performance.now();
    return answer;
  };
  return new CircuitBreaker(search, {
    timeout: patienceMs + 50,
    errorThresholdPercentage: 1,
    volumeThreshold: 0,
    resetTimeout: RETRY_MS,
    errorFilter: (error: Error) => isTimeout(error) && performance.now() - answeredAt < patienceMs,
  });
}

function isTimeout(error: Error): boolean {
  return error.name === "TimeoutError" || (error.cause instanceof Error && isTimeout(error.cause));
}

/** Lets so many run at once; others wait their turn. */
function turns(limit: number): <T>(run: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (run) => {
    if (running >= limit) await new Promise<void>((turn) => waiting.push(turn));
    else running++;
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}

interface Asking {
  asked: Asked;
  understood: Understood | null;
}

/** What is really asked: the place found, and the age and district that stood in the words. */
async function interpret(
  query: SearchQuery,
  { pack, prisma, lexicon }: { pack: CouncilPack; prisma: PrismaClient; lexicon: Lexicon },
  problems: QueryProblem[],
  wanted: Pick<Asked, "counted" | "pageSize">,
): Promise<Asking> {
  const understood = query.q && !query.exact ? understand(query.q, lexicon) : null;
  const near = query.near || understood?.place || "";
  const place = near ? await findPlace(near, pack, prisma) : null;
  if (near && !place) problems.push({ parameter: "near", what: "unknown-place", value: near.slice(0, 40) });
  const asked: SearchQuery = {
    ...query,
    miles: understood?.miles && !query.near ? understood.miles : query.miles,
    age: query.age ?? (understood?.age === null || understood?.age === undefined ? null : { from: understood.age, to: understood.age }),
    ageText: query.ageText || (understood?.age === null || understood?.age === undefined ? "" : String(understood.age)),
    filters: understood?.district && query.filters.district.length === 0 ? { ...query.filters, district: [understood.district] } : query.filters,
  };
  return { asked: { query: asked, attempts: attemptsFor(query, understood), place, ...wanted }, understood };
}

/** The typed words if the directory has them; then mended; then as they were; then with fewer of them. */
function attemptsFor(query: SearchQuery, understood: Understood | null): Attempt[] {
  if (!understood) return [{ text: query.q, words: "all" }];
  const text = understood.corrected ?? understood.text;
  return [
    ...(understood.corrected ? [{ text: understood.text, words: "all" as const, onlyIfExact: true }] : []),
    { text, words: "all" },
    ...(understood.unchanged !== text ? [{ text: understood.unchanged, words: "all" as const }] : []),
    ...(text.includes(" ") ? [{ text, words: "some" as const }] : []),
  ];
}

function toResult(query: SearchQuery, { asked, understood }: Asking, { answer, engine }: { answer: Answer; engine: SearchResult["engine"] }, problems: QueryProblem[], crisis: boolean): SearchResult {
  const mended = understood !== null && understood.corrected === answer.attempt.text;
  return {
    query: { ...query, page: asked.query.page },
    problems,
    total: answer.total,
    hits: answer.hits,
    facets: answer.facets,
    within: answer.within,
    withoutFacet: answer.withoutFacet,
    place: asked.place,
    miles: asked.query.miles,
    sort: sortOf(asked.query, answer.attempt),
    showing: understood && (mended || understood.rewritten) && answer.attempt.text !== understood.unchanged ? answer.attempt.text : null,
    loosened: answer.attempt.words === "some",
    readAge: query.ageText ? null : (understood?.age ?? null),
    readDistrict: query.filters.district.length ? null : (understood?.district ?? null),
    crisis,
    engine,
  };
}

async function fromDatabase(prisma: PrismaClient, groups: readonly SynonymGroup[], asked: Asked): Promise<Answer> {
  const { query, place, counted, pageSize } = asked;
  const attributes = counted.map((facet) => countedAttribute(query, facet));
  const at = { offset: (query.page - 1) * pageSize, limit: pageSize };
  let last: Answer | null = null;
  for (const attempt of asked.attempts) {
    // Text search matches whole words only, so a misspelling finds nothing and the mended words get their turn.
    const words = expandWords(attempt.text, groups);
    const match = attempt.words;
    const conditions = conditionsOf(query, place);
    const { total, documents, counts } = await searchText<ListingDocument>(prisma, { words, match, conditions, sort: sortOf(query, attempt), ...at }, attributes);
    const within = facetCounts(query, counts);
    const facets = { ...within };
    const withoutFacet: Answer["withoutFacet"] = {};
    for (const facet of chosenFacets(query).filter((chosen) => counted.includes(chosen))) {
      const own = await countText(prisma, { words, match, conditions: conditionsOf(without(query, facet), place) }, [countedAttribute(query, facet)]);
      facets[facet] = facetCounts(query, own.counts)[facet];
      withoutFacet[facet] = own.total;
    }
    last = { attempt, total, hits: documents.map((document) => toHit(document, undefined, asked)), facets, within, withoutFacet };
    if (total > 0) return last;
  }
  if (!last) throw new RangeError("A search needs at least one attempt.");
  return last;
}

function lexiconFor(pack: CouncilPack, groups: readonly SynonymGroup[], moreWords: readonly string[]): Lexicon {
  return makeLexicon({
    groups,
    places: searchablePlaceNames(pack),
    postcodeDistricts: [pack, ...pack.neighbours].flatMap((area) => area.postcodeDistricts.map(({ code }) => code)),
    areaNames: [pack.name],
    moreWords,
  });
}
