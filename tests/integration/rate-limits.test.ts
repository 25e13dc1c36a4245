import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { RATE_LIMITS, takeTry } from "../../app/accounts/rate-limits.server.ts";
import { openDatabase } from "../../app/db/database.server.ts";
import { openSealer } from "../../app/db/sealing.server.ts";
import { runCommand } from "../support/command.ts";
import { freshDatabase, freshPostgresUrl, KINDS } from "../support/databases.ts";

const sealer = openSealer(`test:${randomBytes(32).toString("base64")}`);
const { tries } = RATE_LIMITS["sign-in-code-per-address"];

describe.each(KINDS)("on %s", (kind) => {
  test("as many tries as the limit has, and then the time until the next", async () => {
    const database = await freshDatabase(kind);
    const site = { database, sealer };
    for (let i = 0; i < tries; i++) expect(await takeTry(site, "sign-in-code-per-address", "a@example.org")).toEqual({ ok: true });
    const refused = await takeTry(site, "sign-in-code-per-address", " A@Example.org ");
    expect(refused).toMatchObject({ ok: false });
    if (refused.ok) throw new Error("It was let through.");
    expect(refused.retryAfterSeconds).toBeGreaterThan(14 * 60);
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(15 * 60);
    expect(await takeTry(site, "sign-in-code-per-address", "b@example.org")).toEqual({ ok: true });
    expect(await takeTry(site, "code-try-per-address", "a@example.org")).toEqual({ ok: true });
  });

  test("when the time is over they count from none again, and what no longer counts is removed", async () => {
    const database = await freshDatabase(kind);
    const site = { database, sealer };
    const { prisma } = database;
    for (let i = 0; i <= tries; i++) await takeTry(site, "sign-in-code-per-address", "a@example.org");
    await prisma.rateLimiterFlexible.create({ data: { key: "somebody's, long ago", points: 3, expire: new Date(0) } });
    await prisma.rateLimiterFlexible.updateMany({ data: { expire: new Date(Date.now() - 1) } });
    expect(await takeTry(site, "sign-in-code-per-address", "a@example.org")).toEqual({ ok: true });
    // Another process, which has swept nothing yet.
    await takeTry({ database: { ...database, prisma: prisma.$extends({}) as unknown as typeof prisma }, sealer }, "message-per-account", "x");
    expect((await prisma.rateLimiterFlexible.findMany({ orderBy: { key: "asc" } })).map(({ key, points }) => [key.split(":")[0], points])).toEqual([["message-per-account", 1], ["sign-in-code-per-address", 1]]);
  });

  test("the table holds no address, and another key finds nothing in it", async () => {
    const database = await freshDatabase(kind);
    await takeTry({ database, sealer }, "sign-in-code-per-address", "a@example.org");
    await takeTry({ database, sealer }, "sign-in-code-per-network", "203.0.113.9");
    expect(JSON.stringify(await database.prisma.rateLimiterFlexible.findMany())).not.toMatch(/example|203\.0/);
    expect(sealer.fingerprint("a", "x")).not.toBe(openSealer(`test:${randomBytes(32).toString("base64")}`).fingerprint("a", "x"));
  });

  test("a household's many IPv6 addresses are one network", async () => {
    const site = { database: await freshDatabase(kind), sealer };
    const limit = RATE_LIMITS["sign-in-code-per-network"].tries;
    const results = [];
    for (let i = 0; i <= limit; i++) results.push(await takeTry(site, "sign-in-code-per-network", `2001:db8:1:2::${i.toString(16)}`));
    expect(results.filter(({ ok }) => ok)).toHaveLength(limit);
    expect(await takeTry(site, "sign-in-code-per-network", "2001:db8:1:3::1")).toEqual({ ok: true });
  });

  test("many tries at once: no more go through than may, and none fails", async () => {
    const site = { database: await freshDatabase(kind), sealer };
    const results = await Promise.all(Array.from({ length: 60 }, () => takeTry(site, "sign-in-code-per-address", "a@example.org")));
    expect(results.filter(({ ok }) => ok)).toHaveLength(tries);
  });
});

test("two processes that try the same at once let through no more than one would, when there is no count yet and when there is", { timeout: 120_000 }, async () => {
  const databaseUrl = await freshPostgresUrl();
  const database = await openDatabase({ databaseUrl, dataDir: "" });
  for (const before of ["none", "expired", "expired", "expired"]) {
    if (before === "expired") await database.prisma.rateLimiterFlexible.updateMany({ data: { expire: new Date(Date.now() - 1) } });
    const env = { DATABASE_URL: databaseUrl, DATA_KEYS: `test:${Buffer.alloc(32, 3).toString("base64")}`, START_AT: String(Date.now() + 4000) };
    const ended = await Promise.all([1, 2].map(() => runCommand("tests/support/hammer.ts", ["sign-in-code-per-network", "203.0.113.9", "100"], env)));
    expect(ended.map(({ stderr }) => stderr)).toEqual(["", ""]);
    expect(ended.reduce((sum, { stdout }) => sum + Number(stdout), 0)).toBe(RATE_LIMITS["sign-in-code-per-network"].tries);
  }
  await database.close();
});
