import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MultiSearchResponse } from "meilisearch";
import type { NewListing } from "../../app/db/listings.server.ts";
import { readListings } from "../../app/db/read-listings.server.ts";
import type { Site } from "../../app/site.server.ts";
import { today } from "../../app/today.ts";
import { seedGenerated } from "../../prisma/seed.ts";
import { openClient, pagesPerSecond, percentile, round, spread, textOf, type Spread } from "./measure.ts";
import { weighPages, type Weight } from "./page-weight.ts";
import type { Aim, Options, Outcome, Section, Table } from "./section.ts";
import { openStand, startServer, type Stand } from "./stand.ts";

/** Each query in each form this often, after once unmeasured. */
const ROUNDS = 3;
const CONNECTIONS = 16;
const LISTING_PAGES = 50;
const SAVES = 20;
const KILOBYTE = 1000;
const MOST_JS = 100 * KILOBYTE;

interface AtSize {
  listings: number;
  loading: { saveSeconds: number; indexSeconds: number };
  /** Milliseconds; a page over HTTP, to its last byte. */
  searchPage: Spread & { byKind: Record<Kind, Spread> };
  /** Milliseconds; one search without the page, in a process that does nothing else. */
  search: Spread;
  /** Milliseconds; the search server's own `processingTimeMs`, all queries of one search together, and with the way there and back. */
  meilisearch: { processing: Spread; roundTrip: Spread };
  /** p50 of the page over p50 of the search server's own time; and over the same with the way there and back. */
  pageOverServer: number;
  pageOverRoundTrip: number;
  /** Milliseconds from saving a listing to the site finding it. */
  savedToSearchable: Spread;
  pagesPerSecond: Record<PageName, { site: number; bare: number; ratio: number; bytes: number }>;
  /** While search pages were asked for as fast as they come: how many searches in a hundred Meilisearch answered in time, and not PostgreSQL. */
  answeredByMeilisearch: number;
}

type PageName = "search" | "listing" | "home";
type Kind = "words" | "words near a town" | "words, an age and support";

export const directory: Section = {
  about: "searching, pages a second, their weight, and saving, with thousands of listings",
  run: async (options) => {
    const stand = await openStand();
    options.cleanUp(stand.close);
    const sizes: AtSize[] = [];
    let weights: Record<string, Weight> = {};
    let loaded = 0;
    for (const listings of options.sizes) {
      const loading = await load(stand, loaded, listings, options);
      loaded = listings;
      const server = await stand.serve();
      try {
        sizes.push({ listings, loading, ...(await measure(stand, server.url, options)) });
        if (listings === options.sizes.at(-1)) {
          options.say("Weighing pages in a browser...");
          const slug = (await someSlugs(stand, 1))[0] as string;
          weights = await weighPages(server.url, { home: "/", search: "/services?q=swimming", listing: `/services/${slug}`, display: "/display" });
        }
      } finally {
        await server.stop();
      }
    }
    await stand.close();
    return report(sizes, weights);
  },
};

async function load(stand: Stand, from: number, to: number, { say }: Options): Promise<AtSize["loading"]> {
  say(`Loading listings ${from.toLocaleString("en-GB")} to ${to.toLocaleString("en-GB")}...`);
  const site = await stand.open();
  try {
    const began = performance.now();
    await seedGenerated(site, { today: today(), from, to });
    const saved = performance.now();
    await site.indexing.rebuild();
    const indexed = performance.now();
    // As autovacuum would have done by the time that families come.
    await site.database.prisma.$executeRaw`ANALYZE`;
    return { saveSeconds: round((saved - began) / 1000, 1), indexSeconds: round((indexed - saved) / 1000, 1) };
  } finally {
    await site.close();
  }
}

async function measure(stand: Stand, url: string, options: Options): Promise<Omit<AtSize, "listings" | "loading">> {
  const { say, seconds } = options;
  const site = await stand.open();
  try {
    const searches = parentSearches(site);
    say("Asking for search pages...");
    const pages = await timePages(url, searches);
    const inProcess = await timeSearches(site, searches);
    say("Saving listings and looking for them...");
    const savedToSearchable = await timeSaving(site, url);
    say("Asking for pages as fast as they come...");
    const slugs = await someSlugs(stand, LISTING_PAGES);
    const loaded = await loadPages(url, { search: searches.map(({ path }) => path), listing: slugs.map((slug) => `/services/${slug}`), home: ["/"] }, seconds, options);
    return {
      searchPage: pages,
      ...inProcess,
      pageOverServer: round(pages.p50 / Math.max(inProcess.meilisearch.processing.p50, 1)),
      pageOverRoundTrip: round(pages.p50 / inProcess.meilisearch.roundTrip.p50),
      savedToSearchable,
      ...loaded,
    };
  } finally {
    await site.close();
  }
}

interface Search {
  kind: Kind;
  params: URLSearchParams;
  path: string;
}

/** The searches that the relevance tests judge, each as it stands, near a town, and with two filters: always the same. */
function parentSearches({ pack }: Site): Search[] {
  const { searches } = JSON.parse(readFileSync("tests/relevance/judged.json", "utf8")) as { searches: { q: string }[] };
  return searches.flatMap(({ q }, i) => {
    const town = pack.towns[i % pack.towns.length]?.name ?? "";
    const forms: Record<Kind, Record<string, string>> = {
      "words": { q },
      "words near a town": { q, near: town },
      "words, an age and support": { q, age: String(3 + (i % 16)), support: "one-to-one" },
    };
    return Object.entries(forms).map(([kind, fields]) => {
      const params = new URLSearchParams(fields);
      return { kind: kind as Kind, params, path: `/services?${params}` };
    });
  });
}

async function timePages(url: string, searches: readonly Search[]): Promise<AtSize["searchPage"]> {
  const client = openClient(url);
  const times: { kind: Kind; ms: number }[] = [];
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      for (const { kind, path } of searches) {
        const { status, ms } = await client.get(path);
        if (status !== 200) throw new Error(`${path} answered ${status}.`);
        if (round > 0) times.push({ kind, ms });
      }
    }
  } finally {
    client.close();
  }
  const of = (kind: Kind) => spread(times.filter((time) => time.kind === kind).map(({ ms }) => ms));
  return {
    ...spread(times.map(({ ms }) => ms)),
    byKind: { "words": of("words"), "words near a town": of("words near a town"), "words, an age and support": of("words, an age and support") },
  };
}

async function timeSearches(site: Site, searches: readonly Search[]): Promise<Pick<AtSize, "search" | "meilisearch">> {
  const client = site.index?.client;
  if (!client) throw new Error("The benchmark needs Meilisearch.");
  const processing: number[] = [];
  const roundTrip: number[] = [];
  const whole: number[] = [];
  const multiSearch = client.multiSearch.bind(client) as (...args: unknown[]) => Promise<MultiSearchResponse<object>>;
  Object.assign(client, {
    multiSearch: async (...args: unknown[]) => {
      const began = performance.now();
      const answer = await multiSearch(...args);
      roundTrip.push(performance.now() - began);
      processing.push(answer.results.reduce((sum, { processingTimeMs }) => sum + processingTimeMs, 0));
      return answer;
    },
  });
  for (let round = 0; round <= ROUNDS; round++) {
    for (const list of [processing, roundTrip, whole]) if (round === 1) list.length = 0;
    for (const { params } of searches) {
      const began = performance.now();
      const { engine } = await site.directory.search(params);
      whole.push(performance.now() - began);
      if (engine !== "meilisearch") throw new Error(`Meilisearch did not answer ${params}.`);
    }
  }
  return { search: spread(whole), meilisearch: { processing: spread(processing), roundTrip: spread(roundTrip) } };
}

/** A listing gets a word that no other has, and the site is asked for that word until it finds it. */
async function timeSaving(site: Site, url: string): Promise<Spread> {
  const client = openClient(url);
  const times: number[] = [];
  try {
    for (const { slug: _slug, ...listing } of await readListings(site.database.prisma, { orderBy: { id: "asc" }, take: SAVES })) {
      const word = inventedWord();
      const began = performance.now();
      const [saved] = await site.indexing.save([{ ...(listing satisfies NewListing), name: `${listing.name} ${word}` }]);
      if (saved?.outcome !== "changed") throw new Error(`The listing was ${saved?.outcome ?? "lost"}.`);
      while (!(await finds(client, word, listing.id))) if (performance.now() - began > 30_000) throw new Error("A saved listing was not found within 30 seconds.");
      times.push(performance.now() - began);
    }
  } finally {
    client.close();
  }
  return spread(times);
}

/** Twelve letters that no search has seen and no typing error leads to. */
function inventedWord(): string {
  return [...randomBytes(12)].map((byte) => String.fromCharCode(97 + (byte % 26))).join("");
}

async function finds(client: ReturnType<typeof openClient>, word: string, id: string): Promise<boolean> {
  return textOf(await client.get(`/api/search?exact=1&q=${word}`)).includes(id);
}

async function loadPages(url: string, pages: Record<PageName, string[]>, seconds: number, { cleanUp }: Options): Promise<Pick<AtSize, "pagesPerSecond" | "answeredByMeilisearch">> {
  const folder = mkdtempSync(join(tmpdir(), "send-bench-pages-"));
  cleanUp(async () => rmSync(folder, { recursive: true, force: true }));
  const bodies = await recordBodies(url, Object.values(pages).flat());
  const file = join(folder, "pages.json");
  writeFileSync(file, JSON.stringify(Object.fromEntries([...bodies].map(([path, body]) => [path, body.toString("base64")]))));
  const bare = await startServer("tests/bench/bare-server.ts", { BODIES: file });
  try {
    const results = {} as AtSize["pagesPerSecond"];
    let answeredByMeilisearch = 0;
    for (const [name, paths] of Object.entries(pages) as [PageName, string[]][]) {
      const sizes = paths.map((path) => bodies.get(path)?.length ?? 0);
      const engines = watchEngine(url);
      const siteRate = await pagesPerSecond(url, paths, { connections: CONNECTIONS, seconds });
      const fast = await engines.stop();
      if (name === "search") answeredByMeilisearch = fast;
      const bareRate = await pagesPerSecond(bare.url, paths, { connections: CONNECTIONS, seconds });
      results[name] = { site: siteRate, bare: bareRate, ratio: round(bareRate / siteRate, 1), bytes: Math.round(percentile(sizes, 0.5)) };
    }
    return { pagesPerSecond: results, answeredByMeilisearch };
  } finally {
    await bare.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Asks now and then which of the two engines answers. */
function watchEngine(url: string): { stop(): Promise<number> } {
  const client = openClient(url);
  const fast: number[] = [];
  const stopped = new AbortController();
  const watched = (async () => {
    while (!stopped.signal.aborted) {
      fast.push(textOf(await client.get("/api/search?q=swimming")).includes('"engine":"meilisearch"') ? 1 : 0);
      await new Promise((done) => setTimeout(done, 100));
    }
  })();
  return {
    stop: async () => {
      stopped.abort();
      await watched;
      client.close();
      return Math.round((100 * fast.reduce((sum, one) => sum + one, 0)) / fast.length);
    },
  };
}

async function recordBodies(url: string, paths: readonly string[]): Promise<Map<string, Buffer>> {
  const client = openClient(url);
  const bodies = new Map<string, Buffer>();
  for (const path of paths) bodies.set(path, (await client.get(path)).body);
  client.close();
  return bodies;
}

async function someSlugs(stand: Stand, count: number): Promise<string[]> {
  const site = await stand.open();
  const rows = await site.database.prisma.service.findMany({ orderBy: { id: "asc" }, take: count, select: { slug: true } });
  await site.close();
  return rows.map(({ slug }) => slug);
}

function report(sizes: readonly AtSize[], weights: Record<string, Weight>): Outcome {
  const perSize = (title: string, rows: [string, (at: AtSize) => string | number][], note?: string): Table => ({
    title,
    columns: ["listings", ...sizes.map(({ listings }) => listings.toLocaleString("en-GB"))],
    rows: rows.map(([name, value]) => [name, ...sizes.map(value)]),
    ...(note ? { note } : {}),
  });
  const pageNames: PageName[] = ["search", "listing", "home"];
  const kinds = Object.keys(sizes[0]?.searchPage.byKind ?? {}) as Kind[];
  const tables: Table[] = [
    perSize(
      "Searching, milliseconds (p50 / p99)",
      [
        ["search page", ({ searchPage }) => both(searchPage)],
        ...kinds.map((kind): [string, (at: AtSize) => string] => [`  ${kind}`, ({ searchPage }) => both(searchPage.byKind[kind])]),
        ["search without the page", ({ search }) => both(search)],
        ["Meilisearch, there and back", ({ meilisearch }) => both(meilisearch.roundTrip)],
        ["Meilisearch's own time", ({ meilisearch }) => both(meilisearch.processing)],
        ["page p50 / own time p50", ({ pageOverServer }) => pageOverServer],
        ["page p50 / there and back p50", ({ pageOverRoundTrip }) => pageOverRoundTrip],
        ["saved to searchable", ({ savedToSearchable }) => both(savedToSearchable)],
      ],
      "one visitor; Meilisearch counts whole milliseconds of each query, and one page asks several; PostgreSQL, the production build",
    ),
    perSize(
      `Pages a second, ${CONNECTIONS} at once`,
      [
        ...pageNames.flatMap((name): [string, (at: AtSize) => string | number][] => [
          [`${name} page`, (at) => at.pagesPerSecond[name].site],
          ["  bare Node, same bytes", (at) => at.pagesPerSecond[name].bare],
          ["  bare / site", (at) => at.pagesPerSecond[name].ratio],
        ]),
        ["searches that Meilisearch answered, %", (at) => at.answeredByMeilisearch],
      ],
      "one site process; whoever asks, PostgreSQL and Meilisearch share the machine with it",
    ),
    perSize("Loading, seconds", [
      ["saved in the database", ({ loading }) => loading.saveSeconds],
      ["indexed anew", ({ loading }) => loading.indexSeconds],
    ], "each size adds to the one before; indexing is always of all"),
    {
      title: "Weight of a page, bytes over the wire",
      columns: ["page", "HTML", "CSS", "JS", "fonts", "other"],
      rows: Object.entries(weights).map(([name, { html, css, js, fonts, other }]) => [name, html, css, js, fonts, other]),
      note: "first visit, in Chromium",
    },
  ];
  const [first, last] = [sizes[0], sizes.at(-1)];
  const aims: Aim[] = [
    ...sizes.map(({ listings, pageOverServer }) => ({ what: `search page p50 / Meilisearch's own time p50 at ${listings.toLocaleString("en-GB")}`, value: pageOverServer, most: 3 })),
    ...(first && last && first !== last
      ? [{ what: `search page p50 at ${last.listings.toLocaleString("en-GB")} / at ${first.listings.toLocaleString("en-GB")}`, value: round(last.searchPage.p50 / first.searchPage.p50), most: 2 }]
      : []),
    ...["home", "search", "listing"].flatMap((name) => (weights[name] ? [{ what: `JavaScript of the ${name} page, bytes`, value: weights[name].js, most: MOST_JS }] : [])),
  ];
  return { figures: { database: "PostgreSQL", sizes, weights }, tables, aims };
}

function both({ p50, p99 }: Spread): string {
  return `${p50.toFixed(1)} / ${p99.toFixed(1)}`;
}
