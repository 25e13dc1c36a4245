import type { PrismaClient } from "../../prisma/generated/client.ts";
import { toDate } from "./rows.server.ts";

/** Adds one to the count of searches that found nothing. Empty text: not asked for. */
export async function countUnmetSearch(prisma: PrismaClient, search: { on: string; district: string; ageBand: string; need: string; category: string }): Promise<void> {
  const { on, ...rest } = search;
  const key = { on: toDate(on) as Date, ...rest };
  await prisma.unmetSearch.upsert({
    where: { on_district_ageBand_need_category: key },
    create: { ...key, count: 1 },
    update: { count: { increment: 1 } },
  });
}
