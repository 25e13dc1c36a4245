import type { Database } from "../../app/db/database.server.ts";
import { SEALED_TABLES, sealedColumn } from "../../app/db/reseal.server.ts";
import type { Sealer } from "../../app/db/sealing.server.ts";
import { Prisma } from "../../prisma/generated/client.ts";

interface Column {
  table: string;
  name: string;
  type: string;
  element: string;
  nullable: boolean;
  generated: boolean;
}

interface Link {
  table: string;
  column: string;
  to: string;
  toColumn: string;
}

/** What text may be: quotes, lines, another script, a sign that takes two places. */
const TEXTS = ['O\'Neill said "no"\\', "two\nlines\tand a tab", "میرا بچہ", "🦦 naïve ŵ", ""];

/**
 * Rows in every table there is, of everything that its columns take, by the database's own description of itself: a
 * table that is added later is filled too. The first row of a table has all its columns, the second only what it must.
 * @returns how many rows each table has
 */
export async function fillDatabase(database: Database, sealer: Sealer): Promise<Record<string, number>> {
  const { prisma } = database;
  const columns = await prisma.$queryRaw<Column[]>`
    SELECT table_name AS "table", column_name AS name, data_type AS type, udt_name AS element, is_nullable = 'YES' AS nullable, is_generated = 'ALWAYS' AS generated
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY table_name, ordinal_position`;
  const links = await prisma.$queryRaw<Link[]>`
    SELECT c.conrelid::regclass::text AS "table", a.attname::text AS "column", c.confrelid::regclass::text AS "to", b.attname::text AS "toColumn"
    FROM pg_constraint c, unnest(c.conkey, c.confkey) AS k(own, their)
    JOIN pg_attribute a ON a.attnum = k.own JOIN pg_attribute b ON b.attnum = k.their
    WHERE c.contype = 'f' AND a.attrelid = c.conrelid AND b.attrelid = c.confrelid`;
  const plain = links.map((link) => ({ ...link, table: link.table.replaceAll('"', ""), to: link.to.replaceAll('"', "") }));
  const made = new Map<string, Record<string, unknown>[]>();
  const waiting = new Set(columns.map(({ table }) => table));
  while (waiting.size > 0) {
    const next = [...waiting].find((table) => plain.every((link) => link.table !== table || link.to === table || !waiting.has(link.to)));
    if (!next) throw new Error(`Tables that need each other: ${[...waiting].join(", ")}`);
    waiting.delete(next);
    const rows = [0, 1].map((n) => rowOf(next, n, columns.filter(({ table }) => table === next), plain.filter(({ table }) => table === next), made, sealer));
    made.set(next, rows);
    const table = Prisma.raw(`"${next}"`);
    for (const row of rows) {
      const names = Prisma.raw(Object.keys(row).map((name) => `"${name}"`).join(", "));
      await prisma.$executeRaw`INSERT INTO ${table} (${names}) SELECT ${names} FROM json_populate_recordset(NULL::${table}, ${JSON.stringify([row])}::json) ON CONFLICT DO NOTHING`;
    }
  }
  const counts: Record<string, number> = {};
  for (const table of made.keys()) counts[table] = (await prisma.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM ${Prisma.raw(`"${table}"`)}`)[0]?.count ?? 0;
  return counts;
}

function rowOf(table: string, n: number, columns: Column[], links: Link[], made: Map<string, Record<string, unknown>[]>, sealer: Sealer): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  const sealedTable = SEALED_TABLES.find((one) => one.table === table);
  for (const [i, column] of columns.entries()) {
    const { name } = column;
    // Numbers that the database counts itself.
    if (column.generated || (name === "id" && ["bigint", "integer"].includes(column.type))) continue;
    if (n === 1 && column.nullable) continue;
    const link = links.find((one) => one.column === name);
    if (link) {
      const target = link.to === table ? null : made.get(link.to)?.[n]?.[link.toColumn];
      if (target != null) row[name] = target;
      continue;
    }
    row[name] = valueOf(column, table, i, n);
  }
  for (const field of sealedTable?.fields ?? []) {
    const column = sealedColumn(field);
    if (!(column in row)) continue;
    row[column] = sealer.seal(`${table} ${field} ${n}`, `${table}.${field}.${sealedTable?.key.map((part) => String(row[part])).join(".")}`);
  }
  return row;
}

function valueOf({ type, element, name }: Column, table: string, i: number, n: number): unknown {
  const text = `${table}.${name}.${n} ${TEXTS[(i + n) % TEXTS.length]}`;
  switch (type) {
    case "uuid":
      return `${String(i).padStart(8, "0")}-0000-4000-8000-${Buffer.from(`${table}${n}`).toString("hex").padEnd(12, "0").slice(-12)}`;
    case "boolean":
      return n === 0;
    case "integer":
      return 2_147_483_647 - n;
    case "bigint":
      return 9_007_199_254_740_000 + n;
    case "double precision":
      return [51.730_100_000_000_01, 0.1 + 0.2][n];
    case "date":
      return `202${n}-02-28`;
    case "timestamp with time zone":
      return `2026-0${n + 3}-29T01:30:00.12${n}Z`;
    case "jsonb":
      return { text, list: [1, 0.1, null, true, [], {}], "a key with \"quotes\"": { deep: n } };
    case "ARRAY":
      return element === "_text" ? [text, "", "a,b", '{"}'] : [];
    default:
      return text;
  }
}
