import { takeTry, type RateLimitName } from "../../app/accounts/rate-limits.server.ts";
import { openDatabase } from "../../app/db/database.server.ts";
import { openSealer } from "../../app/db/sealing.server.ts";

/**
 * A process that takes many tries of one limit at once, for tests of limits over several processes:
 * `node tests/support/hammer.ts LIMIT WHO TIMES` starts at the moment START_AT, so that several start together, and writes
 * how many tries were let through.
 */
const [limit, who, times] = process.argv.slice(2) as [RateLimitName, string, string];
const database = await openDatabase({ databaseUrl: process.env.DATABASE_URL, dataDir: "" });
const site = { database, sealer: openSealer(process.env.DATA_KEYS as string) };
await new Promise((done) => setTimeout(done, Math.max(0, Number(process.env.START_AT) - Date.now())));
const tries = await Promise.all(Array.from({ length: Number(times) }, () => takeTry(site, limit, who)));
console.log(tries.filter(({ ok }) => ok).length);
await database.close();
