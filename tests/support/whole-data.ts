import type { PrismaClient } from "../../prisma/generated/client.ts";

/** Moments at which something was done: the only thing that two equal databases may differ in. */
const MOMENTS = ["created_at", "updated_at", "changed_at", "indexed_at", "removed_at", "last_imported_at"];

/** Every row of every table, without the moments at which it was written; to compare two databases, or one before and after. */
export async function wholeData(prisma: PrismaClient): Promise<Record<string, string[]>> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1`;
  const data: Record<string, string[]> = {};
  for (const { name } of tables) {
    const rows = await prisma.$queryRawUnsafe<{ row: string }[]>(`SELECT (to_jsonb(t) - $1::text[])::text AS row FROM "${name}" t`, MOMENTS);
    data[name] = rows.map(({ row }) => row).sort();
  }
  return data;
}
