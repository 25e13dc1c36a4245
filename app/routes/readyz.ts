import { openedSite } from "../opened-site.server.ts";

const TIMEOUT_MS = 2000;

/**
 * Whether this process can serve families: 503 without its database. Without Meilisearch it can, more simply, so that
 * is told and is no reason to take it out of service.
 */
export async function loader(): Promise<Response> {
  const site = await openedSite();
  const [database, search] = await Promise.all([answers(site.database.prisma.$queryRaw`SELECT 1`), site.index ? site.index.ready(TIMEOUT_MS) : Promise.resolve(false)]);
  return Response.json(
    { status: database ? (search ? "ok" : "degraded") : "down", database: database ? "ok" : "down", search: search ? "ok" : site.index ? "down" : "not configured" },
    { status: database ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}

function answers(query: PromiseLike<unknown>): Promise<boolean> {
  return Promise.race([Promise.resolve(query).then(() => true, () => false), new Promise<boolean>((done) => setTimeout(() => done(false), TIMEOUT_MS).unref())]);
}
