import { createServer } from "node:net";
import { join } from "node:path";
import { seed } from "../../prisma/seed.ts";
import { seedBacklog, seedCases } from "../../prisma/seed-cases.ts";
import { seedPortal } from "../../prisma/seed-portal.ts";
import { startMeilisearch, type LocalMeilisearch } from "../../search-index/local-server.ts";
import { serve, startFault } from "../../server.js";
import { trialSecrets } from "../cases/secrets.server.ts";
import { readConfig, type Config } from "../config.server.ts";
import { openSite } from "../site.server.ts";
import { today } from "../today.ts";
import { buildIfStale } from "./build.ts";
import { readArguments } from "./command.ts";

/**
 * `npm run demo`: a whole Local Offer on this machine, from nothing. Builds the site, makes the database, starts a real
 * Meilisearch, loads the invented listings, and serves. Again: only what has changed is done.
 * With `--empty` nothing invented is loaded, and no page says that it is: a site to import a council's own listings into.
 */
async function demo(): Promise<void> {
  const { empty } = readArguments({ empty: { type: "boolean" } }, "npm run demo [-- --empty]").values;
  process.env.NODE_ENV = "production";
  if (empty) process.env.DEMO ||= "off";
  // Whatever happens from here on, no child outlives this process.
  const closers: (() => Promise<void>)[] = [];
  let closing: Promise<void> | null = null;
  const closeAll = () => (closing ??= closers.reduceRight((done, close) => done.then(close), Promise.resolve()));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void closeAll().then(() => process.exit(0)));
  }
  try {
    useOwnSecrets();
    const config = readConfig(process.env);
    await checkPort(config);
    await buildIfStale(say);
    // Opening the site is what finds an unwritable folder or a bad pack, so it comes before anything is started.
    if (!config.meiliUrl) {
      const opened = await openSite(config);
      await opened.close();
      say("Starting Meilisearch, the search engine...");
      const meilisearch = await startMeilisearch(join(config.dataDir, "meilisearch"));
      closers.push(() => meilisearch.stop());
      useMeilisearch(meilisearch);
    }
    await fill(readConfig(process.env), empty ?? false);
    const server = await serve();
    closers.push(server.close);
    say(`\nThe ${config.area} Local Offer is at ${server.url}\nStop it with Ctrl-C.`);
  } catch (error) {
    await closeAll();
    console.error(startFault(error));
    process.exit(1);
  }
}

/** A demo has no environment to find keys in. */
function useOwnSecrets(): void {
  if (process.env.DATA_KEYS) return;
  const { dataKeys, eventSenders } = trialSecrets(readConfig({ ...process.env, NODE_ENV: "development" }).dataDir);
  process.env.DATA_KEYS = dataKeys;
  process.env.EVENT_SENDERS ||= eventSenders;
}

function useMeilisearch(meilisearch: LocalMeilisearch): void {
  process.env.MEILI_URL = meilisearch.url;
  process.env.MEILI_KEY = meilisearch.masterKey;
  meilisearch.onExit((reason) => console.error(`Meilisearch has ended (${reason}). The site answers from its database; start the demo again to have it back.`));
}

async function fill(config: Config, empty: boolean): Promise<void> {
  const site = await openSite(config);
  try {
    if (!empty) {
      say("Loading the invented listings...");
      await seed(site, today());
      say(`Loading ${await seedCases(site, today())} invented cases...`);
      await seedBacklog(site, today());
      await seedPortal(site, today());
    }
    say(`The search index holds ${await site.indexing.rebuild()} listings.`);
  } finally {
    await site.close();
  }
}

/** Before minutes of building, rather than after. */
async function checkPort({ port, host }: Config): Promise<void> {
  await new Promise<void>((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(port, host, () => probe.close(() => done()));
  });
}

function say(words: string): void {
  console.log(words);
}

await demo();
