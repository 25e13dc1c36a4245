import { tellFollowers } from "../notices/tell.server.ts";
import type { Site } from "../site.server.ts";

const AT_ONCE = 50;

/**
 * Tells those who follow of updates that they were not told of yet, one family in one transaction: killed in between, the
 * next run goes on with the next family. Run by several at once, each family is told once.
 * @param forMs stops after so long, to go on another time
 * @returns how many updates are left
 */
export async function tellOfUpdates(site: Site, { forMs = Infinity }: { forMs?: number } = {}): Promise<number> {
  const { prisma } = site.database;
  const until = Date.now() + forMs;
  for (;;) {
    const waiting = await prisma.caseUpdate.findMany({ where: { toldAt: null }, orderBy: [{ approvedAt: "asc" }, { id: "asc" }], take: AT_ONCE, select: { id: true, caseId: true } });
    for (const { id, caseId } of waiting) {
      // An embedded database answers without leaving this turn of the process: pages that were asked for meanwhile come in between.
      await new Promise((done) => setImmediate(done));
      if (Date.now() > until) return prisma.caseUpdate.count({ where: { toldAt: null } });
      await prisma.$transaction(async (tx) => {
        const { count } = await tx.caseUpdate.updateMany({ where: { id, toldAt: null }, data: { toldAt: new Date() } });
        if (count === 1) await tellFollowers(tx, site, { caseId, kind: "update-came", slots: {}, key: `update:${id}` });
      });
    }
    if (waiting.length === 0) return 0;
  }
}
