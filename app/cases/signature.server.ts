import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { PrismaClient } from "../../prisma/generated/client.ts";

/**
 * Who may send events, and proof that it is they: an HMAC-SHA256 with the sender's secret over time, method, path and body.
 * docs/events.md shows how to sign.
 */
export type Senders = ReadonlyMap<string, readonly string[]>;

/** Settings that cannot be used; the message never holds a secret. */
export class SendersError extends Error {
  override name = "SendersError";
}

const SHORTEST_SECRET = 32;
/** Long enough for clocks that differ, short enough that few signatures need remembering. */
const WINDOW_MS = 5 * 60 * 1000;

/**
 * Reads `EVENT_SENDERS`: `name:secret` pairs. A name may come twice while its secret is being changed.
 * @throws SendersError
 */
export function readSenders(setting: string | undefined): Senders {
  const senders = new Map<string, string[]>();
  for (const pair of (setting ?? "").split(",").map((part) => part.trim()).filter(Boolean)) {
    const [, name, secret] = /^([a-z0-9][a-z0-9-]{0,40}):(.+)$/.exec(pair) ?? [];
    if (!name || !secret) throw new SendersError("EVENT_SENDERS must be name:secret pairs with commas between.");
    if (secret.length < SHORTEST_SECRET) throw new SendersError(`The secret of ${name} in EVENT_SENDERS is shorter than ${SHORTEST_SECRET} characters.`);
    senders.set(name, [...(senders.get(name) ?? []), secret]);
  }
  return senders;
}

/** What is signed: everything that decides what a request does. */
export function signature(secret: string, parts: { timestamp: string; method: string; path: string; body: Uint8Array }): string {
  const body = createHash("sha256").update(parts.body).digest("hex");
  return createHmac("sha256", secret).update([parts.timestamp, parts.method, parts.path, body].join("\n")).digest("hex");
}

/**
 * The sender of a request, or null: a stranger, a wrong signature, an old one, or one that came before are not told apart.
 * A good signature is used up by this.
 */
export async function senderOf(prisma: PrismaClient, senders: Senders, request: Request, body: Uint8Array, now: Date): Promise<string | null> {
  const name = request.headers.get("X-Sender") ?? "";
  const timestamp = request.headers.get("X-Timestamp") ?? "";
  const given = /^sha256=([0-9a-f]{64})$/.exec(request.headers.get("X-Signature") ?? "")?.[1];
  // A stranger costs as much time as somebody known.
  const secrets = senders.get(name) ?? ["nobody's secret, for somebody unknown"];
  const { pathname, search } = new URL(request.url);
  const parts = { timestamp, method: request.method, path: pathname + search, body };
  const right = secrets.filter((secret) => timingSafeEqual(Buffer.from(signature(secret, parts)), Buffer.from(given ?? "0".repeat(64)))).length > 0;
  const at = /^\d{10}$/.test(timestamp) ? Number(timestamp) * 1000 : NaN;
  if (!given || !senders.has(name) || !right || !(Math.abs(now.getTime() - at) <= WINDOW_MS)) return null;
  await prisma.usedSignature.deleteMany({ where: { usedAt: { lt: new Date(now.getTime() - 2 * WINDOW_MS) } } });
  const first = await prisma.usedSignature.createMany({ data: [{ signature: given, sender: name, usedAt: now }], skipDuplicates: true });
  return first.count === 1 ? name : null;
}
