import type { PrismaClient } from "../../prisma/generated/client.ts";

/** The search documents of some listings that families can see, by the last part of their address. */
export async function findShownDocuments<T>(prisma: PrismaClient, slugs: readonly string[]): Promise<Map<string, T>> {
  if (slugs.length === 0) return new Map();
  const rows = await prisma.searchEntry.findMany({ where: { service: { slug: { in: [...slugs] } } }, select: { document: true, service: { select: { slug: true } } } });
  return new Map(rows.map((row) => [row.service.slug, row.document as T]));
}
