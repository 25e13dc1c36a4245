import { buffer } from "node:stream/consumers";
import type { Config } from "../config.server.ts";
import type { Database, WholeTransaction } from "../db/database.server.ts";
import type { Sealer } from "../db/sealing.server.ts";
import { migrationScript, readMigrations, type Migration } from "../../prisma/migrate.ts";
import { documentStore } from "../documents/store.server.ts";
import { checkArchive, readArchive } from "./archive.server.ts";
import { BackupError } from "./backup-error.ts";
import { checkKeys, firstTableWithRows, isDatabasePart, makeSchema, openLoad } from "./database-parts.server.ts";
import { putDocument } from "./document-parts.server.ts";
import { MANIFEST, type Manifest } from "./manifest.ts";

interface Target {
  config: Pick<Config, "area" | "documents">;
  database: Database;
  sealer: Sealer;
}

/**
 * Reads all of a backup, and whether this program and its keys can put it back. Changes nothing.
 * @throws BackupError
 */
export async function checkBackup(file: string, { config, sealer }: Pick<Target, "config" | "sealer">): Promise<Manifest> {
  const manifest = await checkArchive(file, sealer);
  checkKeys(sealer, manifest.keys);
  migrationsOf(manifest, await readMigrations());
  if (manifest.area !== config.area) throw new BackupError(`The backup is of the site of ${manifest.area}, and AREA is ${config.area}.`);
  return manifest;
}

/**
 * Puts a backup in the place of a database, all of it or nothing, and brings it to this program's schema. Its documents are
 * put beside those that are there; without the database's rows nobody can open them.
 * @param replace whether a database that has something in it may go
 * @throws BackupError; the database is then as it was
 */
export async function restore(file: string, target: Target, replace: boolean): Promise<Manifest> {
  const manifest = await checkBackup(file, target);
  const { older, newer } = migrationsOf(manifest, await readMigrations());
  const store = documentStore(target.config);
  await target.database.inOneTransaction(async (tx) => {
    const full = replace ? null : await firstTableWithRows(tx);
    if (full) throw new BackupError(`The database is not empty (there are rows in ${full}): nothing was changed. Name an empty one, or give --replace to lose what it has.`);
    await makeSchema(tx, older);
    const load = await openLoad(tx);
    await readArchive(file, target.sealer, async (name, content) => {
      if (isDatabasePart(name)) await load.part(name, await buffer(content));
      else if (name !== MANIFEST) await putDocument(store, name, await buffer(content));
    });
    await load.finish(manifest.tables);
    for (const migration of newer) await tx.script(migrationScript(migration));
    await afterwards(tx, manifest);
  });
  return manifest;
}

/** @throws BackupError when the backup's schema is one that this program does not know */
function migrationsOf({ migrations }: Manifest, known: readonly Migration[]): { older: Migration[]; newer: Migration[] } {
  const unknown = migrations.find(({ name, checksum }) => !known.some((migration) => migration.name === name && migration.checksum === checksum));
  if (unknown) throw new BackupError(`The backup was made by a newer version of this program (it has the migration ${unknown.name}): install that version first.`);
  const had = new Set(migrations.map(({ name }) => name));
  return { older: known.filter(({ name }) => had.has(name)), newer: known.filter(({ name }) => !had.has(name)) };
}

/** What was true when the backup was made, and is not known to be true now. */
async function afterwards(tx: WholeTransaction, { madeAt }: Manifest): Promise<void> {
  await tx.script(`
    -- It may have gone out since: a person decides, so that nobody is told twice.
    UPDATE notice SET state = 'uncertain' WHERE state IN ('waiting', 'sending');
    -- The index that there is now may be another.
    UPDATE search_entry SET indexed_at = NULL;
    UPDATE search_removal SET indexed_at = NULL;`);
  await tx.rows("INSERT INTO audit_entry (actor, action, detail) VALUES ('command:restore', 'restored', jsonb_build_object('madeAt', $1::text))", [madeAt]);
}
