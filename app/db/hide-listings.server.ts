import type { PrismaClient } from "../../prisma/generated/client.ts";

/** Takes listings out of the directory and keeps their records: their pages then say that they have gone. */
export async function hideListings(prisma: PrismaClient, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const where = { in: [...ids] };
  await prisma.$transaction([
    // Another hash, so that the same record counts as changed when its source lists it again.
    prisma.service.updateMany({ where: { id: where }, data: { status: "inactive", contentHash: "hidden" } }),
    prisma.searchEntry.deleteMany({ where: { serviceId: where } }),
    prisma.searchRemoval.createMany({ data: ids.map((serviceId) => ({ serviceId })), skipDuplicates: true }),
    prisma.searchRemoval.updateMany({ where: { serviceId: where }, data: { indexedAt: null, removedAt: new Date() } }),
  ]);
}
