import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import type { TestProject } from "vitest/node";
import vocabulary from "../../content/locales/en-GB/vocabulary.json" with { type: "json" };
import { databaseFolder, fromPGlite, openDatabase, type Database } from "../../app/db/database.server.ts";
import { buildIfStale } from "../../app/commands/build.ts";
import { saveOwnTaxonomies } from "../../app/db/taxonomies.server.ts";
import { ownTermWords } from "../../app/site.server.ts";
import { migrate } from "../../prisma/migrate.ts";
import { startMeilisearch } from "../../search-index/local-server.ts";
import { startPostgres } from "./postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
    meiliUrl: string;
    meiliKey: string;
    /** A migrated PGlite, to start from: opening a copy takes a fraction of making one. */
    pgliteDump: string;
    /** A data folder with the same, for processes of their own. */
    pgliteFolder: string;
  }
}

export const TEMPLATE = "send_template";

/** Before the integration tests: the site built, a real PostgreSQL and a real Meilisearch, and a migrated database to copy of each kind. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "send-tests-"));
  await buildIfStale((words) => console.log(words));
  const [postgres, meilisearch] = await Promise.all([startPostgres(), startMeilisearch(join(folder, "meilisearch"))]);

  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await admin.end();
  await prepare(await openDatabase({ databaseUrl: postgres.url.replace(/\/postgres$/, `/${TEMPLATE}`), dataDir: "" }));

  const dataDir = join(folder, "data");
  mkdirSync(dataDir);
  const pglite = await PGlite.create(databaseFolder(dataDir));
  const dump = join(folder, "pglite.tar");
  await prepare(fromPGlite(pglite), async () => writeFileSync(dump, Buffer.from(await (await pglite.dumpDataDir("none")).arrayBuffer())));

  project.provide("postgresUrl", postgres.url);
  project.provide("meiliUrl", meilisearch.url);
  project.provide("meiliKey", meilisearch.masterKey);
  project.provide("pgliteDump", dump);
  project.provide("pgliteFolder", dataDir);
  return async () => {
    await Promise.all([postgres.stop(), meilisearch.stop()]);
    rmSync(folder, { recursive: true, force: true });
  };
}

async function prepare(database: Database, then: () => Promise<void> = async () => {}): Promise<void> {
  await migrate(database);
  await saveOwnTaxonomies(database.prisma, vocabulary.taxonomy, ownTermWords);
  await then();
  await database.close();
}
