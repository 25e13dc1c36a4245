import { createHash, randomUUID } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Database } from "../app/db/database.server.ts";

/**
 * Applies `prisma/migrations/*.sql` that a database has not had yet, in order, and records each in
 * `_prisma_migrations` as Prisma does (same columns, same checksum), so that `prisma migrate deploy` can take over
 * wherever its schema engine can be had. Each migration is one transaction: killed in the middle, it never happened.
 * @returns the names of the migrations applied now
 * @throws Error when a migration that was applied has been edited since
 */
export async function migrate(database: Database): Promise<string[]> {
  await database.executeScript(`BEGIN; ${TAKE_TURNS} ${MIGRATIONS_TABLE}; COMMIT;`);
  const done = new Map(
    (await database.prisma.$queryRaw<{ migration_name: string; checksum: string }[]>`
      SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL
    `).map((row) => [row.migration_name, row.checksum]),
  );
  const applied: string[] = [];
  for (const { name, sql, checksum } of await readMigrations()) {
    const before = done.get(name);
    if (before === checksum) continue;
    if (before) throw new Error(`The migration ${name} was changed after it was applied. Add a new migration instead.`);
    await database.executeScript(`BEGIN; ${TAKE_TURNS}
DO $migration$ BEGIN
  IF EXISTS (SELECT 1 FROM _prisma_migrations WHERE migration_name = '${name}') THEN
    RAISE EXCEPTION 'already applied' USING ERRCODE = 'raise_exception';
  END IF;
END $migration$;
${migrationScript({ name, sql, checksum })}
COMMIT;`).catch((error: unknown) => {
      if (!(error as Error).message.includes("already applied")) throw error;
    });
    applied.push(name);
  }
  return applied;
}

export interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/** All migrations that this program has, in order. */
export async function readMigrations(): Promise<Migration[]> {
  // From the project's folder, like all files read while running: this module may stand inside the build.
  const folder = resolve("prisma/migrations");
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

/** Applies one migration and records it, for a transaction of whoever runs it. */
export function migrationScript({ name, sql, checksum }: Migration): string {
  return `${sql}
INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
VALUES ('${randomUUID()}', '${checksum}', now(), '${name}', now(), 1);`;
}

/** Processes that start together wait for each other here; those that come second find the work done. */
export const TAKE_TURNS = "SELECT pg_advisory_xact_lock(7360611);";

// As Prisma's schema engine creates it.
export const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         TIMESTAMPTZ,
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      TIMESTAMPTZ,
  started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;
