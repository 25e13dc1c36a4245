import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, inject, test } from "vitest";
import { openDatabase } from "../../app/db/database.server.ts";
import { migrate } from "../../prisma/migrate.ts";
import { freshDatabase, freshPostgresUrl, KINDS } from "../support/databases.ts";

/** The columns that prisma/schema.prisma promises: table, column, SQL type, whether null is allowed. */
function promised(): string[] {
  const schema = readFileSync("prisma/schema.prisma", "utf8");
  const models = [...schema.matchAll(/^model (\w+) \{([\s\S]*?)^\}/gm)].map(([, name, body]) => ({ name: name as string, body: body as string }));
  const names = new Set(models.map(({ name }) => name));
  const types: Record<string, string> = { String: "text", Int: "integer", Float: "double precision", Boolean: "boolean", BigInt: "bigint", Json: "jsonb", DateTime: "timestamp with time zone", Unsupported: "tsvector" };
  return models.flatMap(({ body }) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] as string;
    return [...body.matchAll(/^ {2}(\w+)\s+(\w+)(?:\("[^"]*"\))?(\[\])?(\?)?(.*)$/gm)].flatMap(([, field, type, list, optional, attributes]) => {
      if (names.has(type as string)) return [];
      const column = /@map\("(\w+)"\)/.exec(attributes as string)?.[1] ?? field;
      const sql = list ? "ARRAY" : /@db\.Uuid/.test(attributes as string) ? "uuid" : /@db\.Date/.test(attributes as string) ? "date" : types[type as string];
      return [`${table}.${column} ${sql}${optional || list ? " null" : ""}`];
    });
  });
}

describe.each(KINDS)("on %s", (kind) => {
  test("the migrations make what the schema promises, and nothing else", async () => {
    const { prisma } = await freshDatabase(kind);
    const columns = await prisma.$queryRaw<{ column: string }[]>`
      SELECT table_name || '.' || column_name || ' ' || data_type || CASE WHEN is_nullable = 'YES' THEN ' null' ELSE '' END AS column
      FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'`;
    expect(columns.map(({ column }) => column).sort()).toEqual(promised().sort());
  });

  test("a second run finds nothing to do, and a migration edited afterwards is refused", async () => {
    const database = await freshDatabase(kind);
    expect(await migrate(database)).toEqual([]);
    await database.prisma.$executeRaw`UPDATE _prisma_migrations SET checksum = 'edited'`;
    await expect(migrate(database)).rejects.toThrow(/was changed after it was applied/);
  });

  test("a migration that fails leaves nothing behind, and the database goes on", async () => {
    const database = await freshDatabase(kind);
    await expect(database.executeScript("BEGIN; CREATE TABLE half (id int); SELECT 1/0; COMMIT;")).rejects.toThrow();
    const [row] = await database.prisma.$queryRaw<{ there: boolean }[]>`SELECT to_regclass('public.half') IS NOT NULL AS there`;
    expect(row?.there).toBe(false);
  });
});

const migrations = readdirSync("prisma/migrations", { withFileTypes: true }).filter((entry) => entry.isDirectory());

test("processes that start together make the schema once", async () => {
  const databaseUrl = await freshPostgresUrl(null);
  const databases = await Promise.all([1, 2, 3].map(() => openDatabase({ databaseUrl, dataDir: "" })));
  await Promise.all(databases.map((database) => migrate(database)));
  const [row] = await (databases[0] as (typeof databases)[number]).prisma.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM _prisma_migrations`;
  expect(row?.count).toBe(migrations.length);
  await Promise.all(databases.map((database) => database.close()));
});

test("a database server that is not there is one sentence", async () => {
  const wrong = inject("postgresUrl").replace(/:\d+\//, ":1/");
  await expect(openDatabase({ databaseUrl: wrong, dataDir: "" })).rejects.toMatchObject({ name: "DatabaseUnavailableError", message: expect.stringMatching(/^The database server at 127\.0\.0\.1:1 does not answer/) });
});
