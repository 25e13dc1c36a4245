import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../app/config.server.ts";
import { openSite, type Site } from "../../app/site.server.ts";
import { startMeilisearch, type LocalMeilisearch } from "../../search-index/local-server.ts";
import { startPostgres, type LocalPostgres } from "../support/postgres.ts";

/** What a benchmark runs against: a PostgreSQL, a Meilisearch and a site of its own, all on 127.0.0.1, all gone at the end. */
export interface Stand {
  meilisearch: LocalMeilisearch;
  /** The site's parts opened in this process, to load data with. */
  open: () => Promise<Site>;
  /** The built site as production runs it, `node server.js`, in a process of its own. */
  serve: () => Promise<RunningServer>;
  close: () => Promise<void>;
}

export interface RunningServer {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

const AREA = "essex";
const START_MS = 60_000;

/** @param database a server of its own, or the embedded one: then the site must be closed here before it is served */
export async function openStand(database: "PostgreSQL" | "PGlite" = "PostgreSQL"): Promise<Stand> {
  const folder = mkdtempSync(join(tmpdir(), "send-bench-"));
  const started: { stop(): Promise<void> }[] = [];
  const close = async () => {
    for (const part of started.splice(0).reverse()) await part.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const postgres: LocalPostgres | null = database === "PostgreSQL" ? await startPostgres() : null;
    if (postgres) started.push(postgres);
    const meilisearch = await startMeilisearch(join(folder, "meilisearch"));
    started.push(meilisearch);
    const settings = {
      NODE_ENV: "production",
      AREA,
      HOST: "127.0.0.1",
      PORT: "0",
      DATA_DIR: join(folder, "site"),
      DATA_KEYS: `bench:${randomBytes(32).toString("base64")}`,
      ...(postgres ? { DATABASE_URL: postgres.url } : {}),
      MEILI_URL: meilisearch.url,
      MEILI_KEY: meilisearch.masterKey,
    };
    return {
      meilisearch,
      open: () => openSite(readConfig(settings)),
      serve: async () => {
        const server = await startServer("server.js", settings);
        started.push(server);
        return server;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Runs a script that says "... at http://..." when it listens. */
export async function startServer(script: string, settings: Readonly<Record<string, string>>): Promise<RunningServer> {
  // Nothing of whoever runs the benchmark gets in: no server or area of theirs.
  const env: NodeJS.ProcessEnv = { NODE_ENV: "production", PATH: process.env.PATH, TZ: process.env.TZ, ...settings };
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "pipe"], env });
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  void ended.then(() => process.off("exit", kill));
  let said = "";
  const url = await new Promise<string>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`${script} did not start within ${START_MS / 1000} seconds:\n${said}`)), START_MS);
    const listen = (text: string) => {
      said = (said + text).slice(-4000);
      const address = / at (http:\S+)/.exec(said)?.[1];
      if (address) done(address);
      if (address) clearTimeout(timer);
    };
    child.stdout.setEncoding("utf8").on("data", listen);
    child.stderr.setEncoding("utf8").on("data", listen);
    child.once("error", fail);
    child.once("exit", () => fail(new Error(`${script} ended while starting:\n${said}`)));
  }).catch(async (error: unknown) => {
    child.kill("SIGKILL");
    await ended;
    throw error;
  });
  return {
    url,
    pid: child.pid as number,
    stop: async () => {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(timer);
    },
  };
}
