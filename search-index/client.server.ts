import { Meilisearch, MeilisearchApiError } from "meilisearch";
import { type IndexDocument, type ListingDocument, toIndexDocuments } from "./listing-document.ts";
import type { Answer, Asked, Attempt } from "../app/domain/directory/search-result.ts";
import { fromMultiSearch, toMultiSearch } from "./request.ts";

/** The directory's index in Meilisearch. The only module that talks to it, besides reindexing. */
export interface SearchIndex {
  client: Meilisearch;
  uid: string;
  /** One `multiSearch`; a second one if only fewer of the words find anything. @throws when the server does not answer within `timeoutMs`, or answers with an error */
  search(asked: Asked, timeoutMs: number): Promise<Answer>;
  /** Puts listings in, or in place of what was there; resolves when they can be found. */
  put(documents: readonly ListingDocument[]): Promise<void>;
  /** Takes listings out; resolves when they can no longer be found. */
  remove(serviceIds: readonly string[]): Promise<void>;
  /** Whether the server answers and has the index. */
  ready(timeoutMs: number): Promise<boolean>;
}

export function openIndex(options: { url: string; key: string | undefined; uid: string }): SearchIndex {
  const client = new Meilisearch({
    host: options.url,
    apiKey: options.key,
    // Compressed answers come chunked, and a delayed TCP acknowledgement then adds 44 ms to each (measured, 1.21.0).
    requestInit: { headers: { "Accept-Encoding": "identity" } },
  });
  const { uid } = options;
  const index = client.index<IndexDocument>(uid);
  return {
    client,
    uid,
    search: async (asked, timeoutMs) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const ask = async (attempts: readonly Attempt[]) => {
        const part = { ...asked, attempts };
        const { results } = await client.multiSearch<{ queries: ReturnType<typeof toMultiSearch> }, IndexDocument>({ queries: toMultiSearch(uid, part) }, { signal });
        return fromMultiSearch(part, results);
      };
      // Looking for some of the words takes several times as long as for all of them, and is seldom needed.
      const [strict, loose] = [asked.attempts.filter(({ words }) => words === "all"), asked.attempts.filter(({ words }) => words === "some")];
      const answer = await ask(strict);
      if (answer.total > 0 || loose.length === 0) return answer;
      const looser = await ask(loose);
      return looser.total > 0 ? looser : answer;
    },
    put: async (documents) => {
      if (documents.length === 0) return;
      const added = documents.flatMap(toIndexDocuments);
      await succeeded(index.addDocuments(added).waitTask(WAIT));
      // A listing that lost a place left a document behind. In this order no listing is ever out of the index; and looking
      // first saves a deletion, which in a large index takes as long as the addition.
      const others = `${oneOfServices(documents.map((document) => document.serviceId))} AND id NOT IN [${added.map(({ id }) => JSON.stringify(id)).join(", ")}]`;
      const left = await index.getDocuments({ filter: others, fields: ["id"], limit: 1 });
      if (left.results.length > 0) await succeeded(index.deleteDocuments({ filter: others }).waitTask(WAIT));
    },
    remove: async (serviceIds) => {
      if (serviceIds.length === 0) return;
      await succeeded(index.deleteDocuments({ filter: oneOfServices(serviceIds) }).waitTask(WAIT));
    },
    ready: async (timeoutMs) => {
      try {
        await client.httpRequest.get({ path: `indexes/${uid}`, extraRequestInit: { signal: AbortSignal.timeout(timeoutMs) } });
        return true;
      } catch {
        return false;
      }
    },
  };
}

const WAIT = { timeout: 600_000, interval: 20 };

function oneOfServices(ids: readonly string[]): string {
  return `serviceId IN [${ids.map((id) => JSON.stringify(id)).join(", ")}]`;
}

/** @throws Error with Meilisearch's own reason when a task did not succeed */
export async function succeeded(task: Promise<{ status: string; error?: { message: string } | null }>): Promise<void> {
  const { status, error } = await task;
  if (status !== "succeeded") throw new Error(`Meilisearch: ${error?.message ?? `the task was ${status}`}`);
}

/** Whether an error says that a thing is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof MeilisearchApiError && error.cause?.code === "index_not_found";
}
