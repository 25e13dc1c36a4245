import { RateLimiterPrisma, RateLimiterRes } from "rate-limiter-flexible";
import type { PrismaClient } from "../../prisma/generated/client.ts";
import { networkOf } from "../client-address.server.ts";
import type { Site } from "../site.server.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface RateLimit {
  tries: number;
  withinSeconds: number;
  /** What is counted: an email address or phone number, a network address, or an account's id. */
  by: "address" | "network" | "account";
}

/** How often somebody may do what costs us money, or what somebody else could do in their place. */
export const RATE_LIMITS = {
  "sign-in-code-per-address": { tries: 5, withinSeconds: 15 * MINUTE, by: "address" },
  "sign-in-code-per-network": { tries: 30, withinSeconds: 15 * MINUTE, by: "network" },
  "code-try-per-address": { tries: 10, withinSeconds: 15 * MINUTE, by: "address" },
  "code-try-per-network": { tries: 60, withinSeconds: 15 * MINUTE, by: "network" },
  "second-factor-try": { tries: 10, withinSeconds: 15 * MINUTE, by: "account" },
  "activation-per-account": { tries: 10, withinSeconds: DAY, by: "account" },
  "activation-per-network": { tries: 30, withinSeconds: DAY, by: "network" },
  "upload-per-account": { tries: 100, withinSeconds: HOUR, by: "account" },
  // Of whoever has no account; a request has its own limits besides (app/domain/documents/kinds.ts).
  "upload-per-network": { tries: 200, withinSeconds: HOUR, by: "network" },
  "message-per-account": { tries: 30, withinSeconds: HOUR, by: "account" },
  "request-per-account": { tries: 20, withinSeconds: DAY, by: "account" },
  // A library or a school is one network.
  "request-per-network": { tries: 30, withinSeconds: DAY, by: "network" },
  "return-mail-per-address": { tries: 3, withinSeconds: DAY, by: "address" },
  "return-mail-per-network": { tries: 10, withinSeconds: DAY, by: "network" },
  "return-code-per-network": { tries: 30, withinSeconds: HOUR, by: "network" },
  "invitation-per-account": { tries: 10, withinSeconds: DAY, by: "account" },
} as const satisfies Record<string, RateLimit>;

export type RateLimitName = keyof typeof RATE_LIMITS;

/** How a try went; where it may not be, in how many seconds (at least 1) it may again. */
export type Try = { ok: true } | { ok: false; retryAfterSeconds: number };

/**
 * Counts one try of somebody, in the database: limits hold over all processes of the site, and after a restart. Tries
 * that are refused count too, but do not make the wait longer.
 * @param who the address, network address or id; kept only as a keyed hash. Case and blanks around it count for nothing
 * @throws what the database throws: while it is away nothing is let through
 */
export async function takeTry(site: Pick<Site, "database" | "sealer">, limit: RateLimitName, who: string): Promise<Try> {
  const { prisma } = site.database;
  await sweep(prisma);
  const { by } = RATE_LIMITS[limit];
  const name = by === "network" ? networkOf(who.trim()) : who.trim().toLowerCase();
  try {
    await limiterOf(prisma, limit).consume(site.sealer.fingerprint(name, `rate-limit.${limit}`));
    return { ok: true };
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) };
  }
}

interface Kept {
  limiters: Map<RateLimitName, RateLimiterPrisma>;
  sweptAt: number;
}

const kept = new WeakMap<PrismaClient, Kept>();

function keptFor(prisma: PrismaClient): Kept {
  let found = kept.get(prisma);
  if (!found) kept.set(prisma, (found = { limiters: new Map(), sweptAt: 0 }));
  return found;
}

function limiterOf(prisma: PrismaClient, limit: RateLimitName): RateLimiterPrisma {
  const { limiters } = keptFor(prisma);
  let limiter = limiters.get(limit);
  if (!limiter) {
    const { tries, withinSeconds } = RATE_LIMITS[limit];
    // Its own sweeping is a timer per limiter, which outlives a database that was closed.
    limiter = new RateLimiterPrisma({ storeClient: prisma, tableName: "rateLimiterFlexible", keyPrefix: limit, points: tries, duration: withinSeconds, clearExpiredByTimeout: false });
    limiters.set(limit, limiter);
  }
  return limiter;
}

/** Once an hour each process removes what no longer counts. */
async function sweep(prisma: PrismaClient): Promise<void> {
  const mine = keptFor(prisma);
  const now = Date.now();
  if (now - mine.sweptAt < HOUR * 1000) return;
  mine.sweptAt = now;
  await prisma.rateLimiterFlexible.deleteMany({ where: { expire: { lt: new Date(now) } } });
}
