import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type { WholeTransaction } from "../db/database.server.ts";
import { SEALED_TABLES, sealedColumn } from "../db/reseal.server.ts";
import type { Sealer } from "../db/sealing.server.ts";
import { SealingError } from "../db/sealing.server.ts";
import { MIGRATIONS_TABLE, migrationScript, TAKE_TURNS, type Migration } from "../../prisma/migrate.ts";
import type { AddPart } from "./archive.server.ts";
import { BackupError } from "./backup-error.ts";
import { LEFT_OUT, type Manifest } from "./manifest.ts";

const ROWS_A_PART = 500;
/** A part of a table: rows as JSON, one a line, compressed. */
const PART = /^database\/([a-z0-9_]+)\/\d{7}\.ndjson\.gz$/;

export function isDatabasePart(name: string): boolean {
  return PART.test(name);
}

/** Writes every table as it is at one moment, whatever is written meanwhile. */
export async function addTables(tx: WholeTransaction, sealer: Sealer, add: AddPart): Promise<Pick<Manifest, "migrations" | "keys" | "tables">> {
  await tx.script("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  const migrations = await tx.rows<{ name: string; checksum: string }>("SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name");
  const tables: Manifest["tables"] = {};
  const own = await ownColumns(tx);
  for (const { table, columns } of own) tables[table] = { rows: await addTable(tx, table, columns, add) };
  return { migrations, keys: (await keysInUse(tx, sealer, new Map(own.map(({ table, columns }) => [table, columns])))).map((id) => ({ id, check: checkOf(sealer, id) })), tables };
}

async function addTable(tx: WholeTransaction, table: string, columns: readonly string[], add: AddPart): Promise<number> {
  await tx.script(`DECLARE whole_table NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS row FROM (SELECT ${quoted(columns)} FROM "${table}") t`);
  let count = 0;
  for (let part = 1; ; part++) {
    const rows = await tx.rows<{ row: string }>(`FETCH ${ROWS_A_PART} FROM whole_table`);
    if (rows.length === 0) break;
    count += rows.length;
    const content = gzipSync(rows.map(({ row }) => row).join("\n"));
    await add(`database/${table}/${String(part).padStart(7, "0")}.ndjson.gz`, content.length, [content]);
  }
  await tx.script("CLOSE whole_table");
  return count;
}

/** The ids of the keys that what is in the tables was sealed with, and of the one that the backup itself is. */
async function keysInUse(tx: WholeTransaction, sealer: Sealer, columnsOf: ReadonlyMap<string, readonly string[]>): Promise<string[]> {
  const found = new Set([sealer.currentKey]);
  for (const { table, fields } of SEALED_TABLES) {
    for (const column of fields.map(sealedColumn).filter((one) => columnsOf.get(table)?.includes(one))) {
      for (const { id } of await tx.rows<{ id: string }>(`SELECT DISTINCT split_part("${column}", '.', 1) AS id FROM "${table}" WHERE "${column}" IS NOT NULL`)) found.add(id);
    }
  }
  return [...found].sort();
}

/** Tells a key from another of its name, and nothing of the key. */
function checkOf(sealer: Sealer, id: string): string {
  return createHash("sha256").update(sealer.keyFor("backup.check", id)).digest("base64url").slice(0, 16);
}

/** @throws BackupError naming each key that values are sealed with and that is not here, or is another */
export function checkKeys(sealer: Sealer, keys: Manifest["keys"]): void {
  const wrong = keys.flatMap(({ id, check }) => {
    try {
      return checkOf(sealer, id) === check ? [] : [`The key ${id} in DATA_KEYS is another than the one that this backup needs.`];
    } catch (error) {
      if (!(error instanceof SealingError)) throw error;
      return [`The backup needs the key ${id}, which is not in DATA_KEYS: add it after the others.`];
    }
  });
  if (wrong.length > 0) throw new BackupError(wrong.join(" "));
}

/** @returns how many rows a table has that a site does not have from its beginning; null when there are none */
export async function firstTableWithRows(tx: WholeTransaction): Promise<string | null> {
  for (const { table } of await ownColumns(tx)) {
    // A site that was only ever opened has its own taxonomies.
    if (["source", "taxonomy", "taxonomy_term"].includes(table)) continue;
    const [row] = await tx.rows(`SELECT 1 AS one FROM "${table}" LIMIT 1`);
    if (row) return table;
  }
  return null;
}

/** Makes the schema anew as it was when the backup was made, with all that stood in it gone. */
export async function makeSchema(tx: WholeTransaction, migrations: readonly Migration[]): Promise<void> {
  await tx.script(TAKE_TURNS);
  const things = await tx.rows<{ drop: string }>(`
    SELECT format('DROP TABLE IF EXISTS public.%I CASCADE', table_name) AS drop FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
    UNION ALL
    SELECT format('DROP FUNCTION IF EXISTS %s CASCADE', p.oid::regprocedure) FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
    UNION ALL
    SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace WHERE nspname = '${QUEUE_SCHEMA}'`);
  for (const { drop } of things) await tx.script(drop);
  await tx.script(MIGRATIONS_TABLE);
  for (const migration of migrations) await tx.script(migrationScript(migration));
}

/** pg-boss's. What waited there belongs to what is replaced, and it makes its tables anew. */
const QUEUE_SCHEMA = "pgboss";

/** Loads rows into tables that are empty: `part` for each part, in any order, and `finish` when all are in. */
export async function openLoad(tx: WholeTransaction): Promise<{ part(name: string, content: Buffer): Promise<void>; finish(tables: Manifest["tables"]): Promise<void> }> {
  // A row may come before another that it needs: what holds rows together is put back, and checked, when all are in.
  const links = await tx.rows<{ table: string; name: string; definition: string }>("SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace");
  const columnsOf = new Map((await ownColumns(tx, [])).map(({ table, columns }) => [table, columns]));
  for (const { table, name } of links) await tx.script(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  for (const table of columnsOf.keys()) await tx.script(`ALTER TABLE "${table}" DISABLE TRIGGER USER`);
  return {
    part: async (name, content) => {
      const table = PART.exec(name)?.[1] ?? "";
      const columns = columnsOf.get(table);
      if (!columns) throw new BackupError(`The backup has a part ${name}, which this program does not know.`);
      const rows = gunzipSync(content).toString("utf8").split("\n");
      await tx.rows(`INSERT INTO "${table}" (${quoted(columns)}) SELECT ${quoted(columns)} FROM json_populate_recordset(NULL::"${table}", $1::json)`, [`[${rows.join(",")}]`]);
    },
    finish: async (tables) => {
      for (const [table, { rows }] of Object.entries(tables)) {
        const [found] = await tx.rows<{ count: string }>(`SELECT count(*)::text AS count FROM "${table}"`);
        if (Number(found?.count) !== rows) throw new BackupError(`The backup is damaged: it says that ${table} has ${rows} rows, and there are ${found?.count}.`);
      }
      const counters = await tx.rows<{ table: string; column: string }>("SELECT table_name AS table, column_name AS column FROM information_schema.columns WHERE table_schema = 'public' AND column_default LIKE 'nextval(%'");
      for (const { table, column } of counters) await tx.rows(`SELECT setval(pg_get_serial_sequence('"${table}"', '${column}'), greatest(1, (SELECT max("${column}") FROM "${table}")), EXISTS (SELECT 1 FROM "${table}"))`);
      for (const { table, name, definition } of links) await tx.script(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
      for (const table of columnsOf.keys()) await tx.script(`ALTER TABLE "${table}" ENABLE TRIGGER USER`);
    },
  };
}

/** Every table of the site with the columns that are its own, and not computed from others. */
async function ownColumns(tx: WholeTransaction, without: readonly string[] = LEFT_OUT): Promise<{ table: string; columns: string[] }[]> {
  const rows = await tx.rows<{ table: string; columns: string[] }>(`
    SELECT c.table_name::text AS table, array_agg(c.column_name::text ORDER BY c.ordinal_position) AS columns
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER' GROUP BY 1 ORDER BY 1`);
  return rows.filter(({ table }) => !without.includes(table));
}

function quoted(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(", ");
}
