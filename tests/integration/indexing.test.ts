import { describe, expect, inject, test } from "vitest";
import { hideListings } from "../../app/db/hide-listings.server.ts";
import type { NewListing } from "../../app/db/listings.server.ts";
import { isMissing } from "../../search-index/client.server.ts";
import { reindex } from "../../search-index/reindex.ts";
import { settingsFor } from "../../search-index/settings.ts";
import { buildSampleListings, readSamples } from "../../prisma/samples/build-listings.ts";
import { seed } from "../../prisma/seed.ts";
import { KINDS } from "../support/databases.ts";
import { startProxy } from "../support/proxy.ts";
import { packOf } from "../support/packs.ts";
import { freshSite } from "../support/site.ts";
import { until } from "../support/until.ts";
import type { Site } from "../../app/site.server.ts";

const TODAY = "2026-11-22";
const samples = buildSampleListings(readSamples("content"), packOf("essex"), TODAY);
const search = (site: Site, query: string) => site.directory.search(new URLSearchParams(query));
const zebra = (given: Partial<NewListing> = {}): NewListing => ({ ...(samples[0] as NewListing), id: "22222222-2222-4222-8222-222222222222", sourceRef: "zebra", name: "Zebra crossing walkers", ...given });

describe.each(KINDS)("on %s", (kind) => {
  test("a listing saved is searchable within a second; changed, it is found by its new words; hidden, it is gone", async () => {
    const site = await freshSite(kind);
    await seed(site, TODAY);
    await site.indexing.rebuild();

    const saving = site.indexing.save([zebra()]);
    expect(await until("the new listing", 5000, async () => (await search(site, "q=zebra&exact=1")).total === 1)).toBeLessThan(1000);
    await saving;

    await site.indexing.save([zebra({ name: "Giraffe walkers" })]);
    expect((await search(site, "q=giraffe&exact=1")).hits[0]?.name).toBe("Giraffe walkers");
    expect((await search(site, "q=zebra&exact=1")).total).toBe(0);

    await hideListings(site.database.prisma, [zebra().id]);
    await site.indexing.sweep();
    expect((await search(site, "q=giraffe&exact=1")).total).toBe(0);
  });

  test("a listing that moves to one place of its two is no longer found at the other", async () => {
    const site = await freshSite(kind);
    const two = samples.find((sample) => sample.places.length === 2) as NewListing;
    await site.indexing.save([two]);
    const count = async () => (await site.index?.client.index(site.index.uid).getStats())?.numberOfDocuments;
    expect(await count()).toBe(2);
    await site.indexing.save([{ ...two, places: two.places.slice(0, 1) }]);
    expect(await count()).toBe(1);
  });
});

test("what was saved while Meilisearch was away is there when it is back, without being told", async () => {
  const proxy = await startProxy(inject("meiliUrl"));
  const site = await freshSite("PostgreSQL", { meiliUrl: proxy.url, patienceMs: 800 });
  await site.indexing.save(samples.slice(0, 5));
  proxy.cut();
  expect((await site.indexing.save([zebra()]))[0]?.outcome).toBe("added");
  proxy.restore();
  const stop = site.indexing.keepSweeping(() => {});
  await until("the listing saved meanwhile", 10_000, async () => {
    const found = await search(site, "q=zebra&exact=1");
    return found.total === 1 && found.engine === "meilisearch";
  });
  await stop();
  await proxy.close();
});

test("while the index is built anew, search never goes empty, and what is saved meanwhile is in the new one", async () => {
  const site = await freshSite("PostgreSQL");
  await seed(site, TODAY);
  await site.indexing.rebuild();
  const whole = (await search(site, "")).total;
  const done = new AbortController();
  const seen = new Set<number>();
  const watching = (async () => {
    while (!done.signal.aborted) {
      const { total, engine } = await search(site, "");
      if (engine === "meilisearch") seen.add(total);
    }
  })();
  const building = site.indexing.rebuild();
  const saving = site.indexing.save([zebra()]);
  await Promise.all([building, saving]);
  await site.indexing.rebuild();
  done.abort();
  await watching;
  expect(Math.min(...seen)).toBeGreaterThanOrEqual(whole);
  expect((await search(site, "q=zebra&exact=1")).total).toBe(1);
});

test("a build that is killed in the middle leaves search as it was, and a later one clears it away", async () => {
  const site = await freshSite("PostgreSQL");
  await site.indexing.save(samples.slice(0, 20));
  const index = site.index as NonNullable<Site["index"]>;
  const settings = settingsFor([]);
  async function* killed(): AsyncGenerator<never[]> {
    yield [];
    throw new Error("killed");
  }
  await expect(reindex(index, settings, killed())).rejects.toThrow("killed");
  expect((await search(site, "")).total).toBe(20);
  const builds = async () => (await index.client.getRawIndexes({ limit: 1000 })).results.map(({ uid }) => uid).filter((uid) => uid.startsWith(`${index.uid}_build_`));
  expect(await builds()).toHaveLength(1);
  // An hour-old build, as a killed process leaves it: another may still be at work on a younger one.
  const stale = `${index.uid}_build_${Date.now() - 2 * 60 * 60 * 1000}`;
  await index.client.createIndex(stale, { primaryKey: "id" }).waitTask();
  await site.indexing.rebuild();
  expect(await builds()).not.toContain(stale);
  for (const uid of await builds()) await index.client.deleteIndex(uid).waitTask();
});

test("the index can be taken away whole: the site answers from its database, and the next sweep makes it again", async () => {
  const site = await freshSite("PostgreSQL");
  await site.indexing.save(samples.slice(0, 20));
  const index = site.index as NonNullable<Site["index"]>;
  await index.client.deleteIndex(index.uid).waitTask();
  const found = await search(site, "");
  expect(found).toMatchObject({ engine: "postgres", total: 20 });
  await expect(index.client.getRawIndex(index.uid)).rejects.toSatisfy(isMissing);
  await site.indexing.rebuild();
  await until("Meilisearch again", 10_000, async () => (await search(site, "")).engine === "meilisearch");
});

describe("when Meilisearch is in trouble", () => {
  test("cut off: the page answers from PostgreSQL, and recovers by itself", async () => {
    const proxy = await startProxy(inject("meiliUrl"));
    const site = await freshSite("PostgreSQL", { meiliUrl: proxy.url, patienceMs: 800 });
    await seed(site, TODAY);
    await site.indexing.rebuild();
    expect((await search(site, "q=swimming")).engine).toBe("meilisearch");
    proxy.cut();
    const away = await search(site, "q=swimming&near=Chelmsford");
    expect(away.engine).toBe("postgres");
    expect(away.total).toBeGreaterThan(0);
    expect(site.directory.isFast()).toBe(false);
    proxy.restore();
    await until("recovery", 10_000, async () => (await search(site, "q=swimming")).engine === "meilisearch");
    await proxy.close();
  });

  test("slow: nobody waits much over 800 ms, and after the first nobody waits at all", async () => {
    const proxy = await startProxy(inject("meiliUrl"));
    const site = await freshSite("PostgreSQL", { meiliUrl: proxy.url, patienceMs: 800 });
    await site.indexing.save(samples.slice(0, 20));
    proxy.delay(5000);
    const first = performance.now();
    expect((await search(site, "q=club")).engine).toBe("postgres");
    const waited = performance.now() - first;
    expect(waited).toBeGreaterThan(700);
    expect(waited).toBeLessThan(2500);
    const second = performance.now();
    expect((await search(site, "q=club")).engine).toBe("postgres");
    expect(performance.now() - second).toBeLessThan(700);
    proxy.delay(0);
    await until("recovery", 15_000, async () => (await search(site, "q=club")).engine === "meilisearch");
    await proxy.close();
  });
});
