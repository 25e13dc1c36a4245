import { randomBytes } from "node:crypto";
import { cpSync, readFileSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { inject } from "vitest";
import vocabulary from "../../content/locales/en-GB/vocabulary.json" with { type: "json" };
import { fromPGlite, openDatabase, type Database } from "../../app/db/database.server.ts";
import { saveOwnTaxonomies } from "../../app/db/taxonomies.server.ts";
import { ownTermWords } from "../../app/site.server.ts";
import { atEnd } from "./at-end.ts";
import { temporaryFolder } from "./command.ts";
import { TEMPLATE } from "./services.ts";

/** The two databases that everything must work on. */
export const KINDS = ["PGlite", "PostgreSQL"] as const;
export type Kind = (typeof KINDS)[number];

/** A database of the test file's own, migrated and empty; closed when the file ends. */
export async function freshDatabase(kind: Kind): Promise<Database> {
  const database = kind === "PGlite" ? await freshPGlite() : await openDatabase({ databaseUrl: await freshPostgresUrl(), dataDir: "" });
  atEnd(() => database.close());
  return database;
}

/** Makes a database as empty as a fresh one, in a fraction of the time that one takes; only the audit trail cannot be emptied. */
export async function emptyDatabase(database: Database): Promise<void> {
  const { prisma } = database;
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_name NOT IN ('_prisma_migrations', 'audit_entry')`;
  await database.executeScript(`TRUNCATE ${tables.map(({ name }) => `"${name}"`).join(", ")}`);
  await saveOwnTaxonomies(prisma, vocabulary.taxonomy, ownTermWords);
}

async function freshPGlite(): Promise<Database> {
  const dump = new Blob([readFileSync(inject("pgliteDump"))], { type: "application/x-tar" });
  return fromPGlite(await PGlite.create({ loadDataDir: dump }));
}

/** Where processes of a test's own keep their data, as they read it from their environment: a migrated and empty database of a kind. */
export async function freshSettings(kind: Kind): Promise<{ DATA_DIR: string; DATABASE_URL?: string }> {
  const DATA_DIR = temporaryFolder();
  if (kind === "PostgreSQL") return { DATA_DIR, DATABASE_URL: await freshPostgresUrl() };
  cpSync(inject("pgliteFolder"), DATA_DIR, { recursive: true });
  return { DATA_DIR };
}

/** The address of a new database on the tests' PostgreSQL server. */
export async function freshPostgresUrl(template: string | null = TEMPLATE): Promise<string> {
  const url = inject("postgresUrl");
  const name = `send_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    // One copy at a time: PostgreSQL lets nobody else look at a template while it is copied.
    await admin.query("SELECT pg_advisory_lock(7360612)");
    await admin.query(`CREATE DATABASE ${name}${template ? ` TEMPLATE ${template}` : ""}`);
  } finally {
    await admin.end();
  }
  return url.replace(/\/postgres$/, `/${name}`);
}
