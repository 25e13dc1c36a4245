import { findServiceIds, readListingsById } from "../db/feed.server.ts";
import type { Listing, ServicePlace } from "../domain/directory/listing.ts";
import { isDatabaseAway } from "../db/database.server.ts";
import { openedSite } from "../opened-site.server.ts";
import { ownTermWords, type Site } from "../site.server.ts";
import { OWN_TAXONOMIES } from "../domain/directory/taxonomies.ts";
import { envelope, parseFeedQuery, type FeedQuery } from "./feed-query.ts";
import { placeToOruk, serviceListItemToOruk, serviceToOruk, type TermWords } from "./oruk.ts";

/** English names for our own terms; other terms carry theirs. */
export const termWords: TermWords = (term) => {
  const taxonomy = OWN_TAXONOMIES.find(({ id }) => id === term.taxonomyId);
  const name = taxonomy && term.term ? ownTermWords(taxonomy.name, term.term) : term.name;
  return { name, description: name };
};

// The standard asks that anybody may read a feed from anywhere (validator: every response).
const OPEN = { "Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache" };

/** Answers a request to the feed with JSON, open to all; null is 404. */
export async function answerFeed(request: Request, answer: (site: Site, query: FeedQuery) => Promise<object | null>): Promise<Response> {
  try {
    const body = await answer(await openedSite(), parseFeedQuery(new URL(request.url).searchParams));
    if (body instanceof Response) return body;
    return body ? Response.json(body, { headers: OPEN }) : Response.json({ error: "There is nothing with this id." }, { status: 404, headers: OPEN });
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    return Response.json({ error: "The data cannot be reached just now. Try again in a few minutes." }, { status: 503, headers: { ...OPEN, "Retry-After": "60" } });
  }
}

/** A list of the feed: one page in the standard's envelope, or (`format=ndjson`) everything, a line each. */
export async function answerList<T>(request: Request, read: (site: Site, query: FeedQuery, offset: number, limit: number) => Promise<{ contents: T[]; total: number }>): Promise<Response> {
  return answerFeed(request, async (site, query) => {
    if (query.format === "ndjson") return ndjson((offset, limit) => read(site, query, offset, limit).then(({ contents }) => contents));
    const { contents, total } = await read(site, query, (query.page - 1) * query.perPage, query.perPage);
    return envelope(contents, total, query);
  });
}

const NDJSON_BATCH = 100;

function ndjson<T>(read: (offset: number, limit: number) => Promise<T[]>): Response {
  let offset = 0;
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const batch = await read(offset, NDJSON_BATCH);
      offset += batch.length;
      if (batch.length > 0) controller.enqueue(encoder.encode(batch.map((item) => `${JSON.stringify(item)}\n`).join("")));
      if (batch.length < NDJSON_BATCH) controller.close();
    },
  });
  return new Response(stream, { headers: { ...OPEN, "Content-Type": "application/x-ndjson; charset=utf-8" } });
}

/** The services of a list query: ids only, the standard's short form, or (`full`) the whole. */
export async function listServices({ database: { prisma } }: Site, query: FeedQuery, offset: number, limit: number): Promise<{ contents: object[]; total: number }> {
  const { ids, total } = await findServiceIds(prisma, query, offset, limit);
  if (query.minimal) return { contents: ids.map(({ id, lastModified }) => ({ id, ...(lastModified ? { last_modified: lastModified.toISOString() } : {}) })), total };
  const listings = await readListingsById(prisma, ids.map(({ id }) => id));
  return { contents: listings.map((listing) => (query.full ? serviceToOruk(listing, termWords) : serviceListItemToOruk(listing, termWords))), total };
}

/** A service at one of its places, with the service beside it. */
export function atLocation(listing: Listing, place: ServicePlace, full: boolean): object {
  return {
    ...placeToOruk(place, termWords),
    service_id: listing.id,
    location_id: place.location.id,
    service: full ? serviceToOruk({ ...listing, places: [] }, termWords) : serviceListItemToOruk(listing, termWords),
  };
}
