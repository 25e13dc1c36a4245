import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { seed } from "../../prisma/seed.ts";
import { startMeilisearch, type LocalMeilisearch } from "../../search-index/local-server.ts";
import { serve, startFault } from "../../server.js";
import { readConfig, type Config } from "../config.server.ts";
import { openSite } from "../site.server.ts";
import { today } from "../today.ts";

/**
 * `npm run demo`: a whole Local Offer on this machine, from nothing. Builds the site, makes the database, starts a real
 * Meilisearch, loads the invented listings, and serves. Again: only what has changed is done.
 */
async function demo(): Promise<void> {
  process.env.NODE_ENV = "production";
  const config = readConfig(process.env);
  await checkPort(config);
  // Whatever happens from here on, no child outlives this process.
  const closers: (() => Promise<void>)[] = [];
  let closing: Promise<void> | null = null;
  const closeAll = () => (closing ??= closers.reduceRight((done, close) => done.then(close), Promise.resolve()));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void closeAll().then(() => process.exit(0)));
  }
  try {
    await build();
    // Opening the site is what finds an unwritable folder or a bad pack, so it comes before anything is started.
    if (!config.meiliUrl) {
      const opened = await openSite(config);
      await opened.close();
      say("Starting Meilisearch, the search engine...");
      const meilisearch = await startMeilisearch(join(config.dataDir, "meilisearch"));
      closers.push(() => meilisearch.stop());
      useMeilisearch(meilisearch);
    }
    await loadSamples(readConfig(process.env));
    const server = await serve();
    closers.push(server.close);
    say(`\nThe ${config.area} Local Offer is at ${server.url}\nStop it with Ctrl-C.`);
  } catch (error) {
    await closeAll();
    console.error(startFault(error));
    process.exit(1);
  }
}

function useMeilisearch(meilisearch: LocalMeilisearch): void {
  process.env.MEILI_URL = meilisearch.url;
  process.env.MEILI_KEY = meilisearch.masterKey;
  meilisearch.onExit((reason) => console.error(`Meilisearch has ended (${reason}). The site answers from its database; start the demo again to have it back.`));
}

async function loadSamples(config: Config): Promise<void> {
  const site = await openSite(config);
  try {
    say("Loading the invented listings...");
    const count = await seed(site, today());
    say(`Indexing ${count} listings...`);
    await site.indexing.rebuild();
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
  }).catch((error: unknown) => {
    console.error(startFault(error));
    process.exit(1);
  });
}

async function build(): Promise<void> {
  const built = resolve("build/server/index.js");
  if (existsSync(built) && (await newestSource()) < statSync(built).mtimeMs) return;
  say("Building the site (the first time, this takes about half a minute)...");
  await run(process.execPath, ["node_modules/@remix-run/dev/dist/cli.js", "vite:build", "--logLevel", "error"]);
}

async function newestSource(): Promise<number> {
  let newest = 0;
  for (const folder of ["app", "content", "search-index", "prisma", "public"]) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) newest = Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
    }
  }
  for (const file of ["package-lock.json", "vite.config.ts", "remix.config.js"]) newest = Math.max(newest, statSync(file).mtimeMs);
  return newest;
}

function run(command: string, args: string[]): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, NODE_ENV: "production" } });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.once("error", fail);
    child.once("exit", (code) => (code === 0 ? done() : fail(new Error(`${args.slice(0, 2).join(" ")} failed:\n${output}`))));
  });
}

function say(words: string): void {
  console.log(words);
}

await demo();
