import { UnreadableFileError } from "./read-rows.server.ts";

/**
 * The services of a paged Open Referral API, of version 3 or 1, each as fully nested as the feed will give it.
 */
export interface Feed {
  count: number;
  /** A service, or why one that the feed lists could not be had. */
  services(): AsyncGenerator<{ value: unknown } | { ref: string; reason: string }>;
}

const TIMEOUT_MS = 30_000;
const TRIES = 3;
const AT_ONCE = 4;
const LARGEST_ANSWER = 50 * 1024 ** 2;
/** Parts that only the long form of a service has. */
const PARTS = ["service_at_locations", "schedules", "contacts", "attributes", "regular_schedules", "service_taxonomys", "eligibilitys", "cost_options", "phones"];

/** @param address the feed's root, or its list of services @throws UnreadableFileError when it is no such feed */
export async function openFeed(address: string): Promise<Feed> {
  const list = listAddress(address);
  const first = await readPage(list, 1);
  return {
    count: first.total,
    services: async function* () {
      for (let page = first, number = 1; ; ) {
        for (let at = 0; at < page.items.length; at += AT_ONCE) {
          yield* await Promise.all(page.items.slice(at, at + AT_ONCE).map((item) => inFull(list, item)));
        }
        if (page.isLast) return;
        number++;
        page = await readPage(list, number);
        if (page.items.length === 0) return;
      }
    },
  };
}

function listAddress(address: string): URL {
  const url = new URL(address);
  if (/\/services\/?$/.test(url.pathname)) return url;
  const list = new URL(url);
  list.pathname = `${url.pathname.replace(/\/$/, "")}/services`;
  return list;
}

interface Page {
  items: unknown[];
  total: number;
  isLast: boolean;
}

async function readPage(list: URL, number: number): Promise<Page> {
  const url = new URL(list);
  url.searchParams.set("page", String(number));
  // Asked for, not counted on: a feed may give the short form all the same.
  url.searchParams.set("full", "true");
  const body = await getJson(url);
  const items = isRecord(body) ? (body.contents ?? body.content) : body;
  if (!Array.isArray(items)) throw new UnreadableFileError(`${url.origin}${url.pathname} is no list of services in Open Referral's form: nothing was imported.`);
  const envelope = isRecord(body) ? body : {};
  const total = Number(envelope.total_items ?? envelope.totalElements ?? items.length);
  const pages = Number(envelope.total_pages ?? envelope.totalPages ?? 1);
  return { items, total, isLast: number >= pages || envelope.last_page === true || envelope.last === true };
}

async function inFull(list: URL, item: unknown): Promise<{ value: unknown } | { ref: string; reason: string }> {
  if (!isRecord(item) || PARTS.some((part) => part in item) || (typeof item.id !== "string" && typeof item.id !== "number")) return { value: item };
  const url = new URL(list);
  url.search = "";
  url.pathname = `${list.pathname.replace(/\/$/, "")}/${encodeURIComponent(String(item.id))}`;
  try {
    return { value: await getJson(url) };
  } catch (error) {
    return { ref: String(item.id), reason: (error as Error).message };
  }
}

async function getJson(url: URL): Promise<unknown> {
  let last: Error | null = null;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    try {
      const response = await fetch(url, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (!response.ok) {
        last = new UnreadableFileError(`${url.origin}${url.pathname} answered ${response.status}`);
        // "Not there" will not be there in a second either; a server in trouble may.
        if (response.status < 500 && response.status !== 429) break;
      } else {
        const text = await response.text();
        if (text.length > LARGEST_ANSWER) throw new UnreadableFileError(`${url.origin}${url.pathname} answered with more than ${LARGEST_ANSWER / 1024 ** 2} MB`);
        return JSON.parse(text) as unknown;
      }
    } catch (error) {
      if (error instanceof UnreadableFileError) throw error;
      last = new UnreadableFileError(`${url.origin}${url.pathname} could not be read (${(error as Error).message})`);
    }
    await new Promise((done) => setTimeout(done, 200 * attempt ** 2));
  }
  throw last as Error;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
