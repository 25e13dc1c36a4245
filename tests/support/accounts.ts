import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { openAuth } from "../../app/accounts/auth.server.ts";
import { tokenHash } from "../../app/accounts/hashed-tokens.server.ts";
import type { StaffRole } from "../../app/domain/access/roles.ts";
import type { Site } from "../../app/site.server.ts";

const HOUR_MS = 60 * 60 * 1000;
const LASTS_MS = 24 * HOUR_MS;

export interface SignedInOptions {
  name?: string;
  /** Makes them staff, of the demo's own kind unless the address ends otherwise. */
  staff?: StaffRole;
  /** For staff: the case system's id of the officer they are. */
  officerId?: string;
  /** Whether they gave their second factor in this session. Staff have unless it is false. */
  secondFactor?: boolean;
  /** When the session began; now unless it is given. */
  since?: Date;
  userAgent?: string;
  /** The public address of the site. */
  origin?: string;
}

export interface SignedIn {
  userId: string;
  sessionId: string;
  token: string;
  /** For the header `Cookie`. */
  cookie: string;
}

/**
 * Signs somebody in by rows: makes the account where there is none, and a session of its own each time. For a running
 * server give a site opened on the same database with the same DATA_KEYS.
 */
export async function signedInAs(site: Site, email: string, options: SignedInOptions = {}): Promise<SignedIn> {
  const { prisma } = site.database;
  const { name = "", staff, officerId = null, secondFactor = staff !== undefined, since = new Date(), userAgent = "test", origin = "http://localhost" } = options;
  const { id: userId } = await prisma.user.upsert({
    where: { email },
    create: { id: randomUUID(), email, name, emailVerified: true, ...(staff ? { kind: "staff", staffRole: staff, officerId } : {}) },
    update: {},
  });
  const token = randomBytes(24).toString("base64url");
  const sessionId = randomUUID();
  await prisma.session.create({
    data: { id: sessionId, token: tokenHash(token), userId, userAgent, createdAt: since, updatedAt: since, expiresAt: new Date(since.getTime() + LASTS_MS), secondFactorAt: secondFactor ? since : null },
  });
  return { userId, sessionId, token, cookie: await cookieOf(site, token, origin) };
}

/** The cookie that better-auth would have given for a session. */
export async function cookieOf(site: Site, token: string, origin = "http://localhost"): Promise<string> {
  const { secret, authCookies } = await openAuth(site, origin).$context;
  const signature = createHmac("sha256", secret).update(token).digest("base64");
  return `${authCookies.sessionToken.name}=${encodeURIComponent(`${token}.${signature}`)}`;
}

/** The cookies that an answer sets, as the next request sends them: those it takes back left out. */
export function cookiesAfter(answer: { headers: Headers }, before = ""): string {
  const jar = new Map(before.split("; ").filter(Boolean).map((pair) => [pair.slice(0, pair.indexOf("=")), pair] as const));
  for (const cookie of answer.headers.getSetCookie()) {
    const pair = cookie.split(";")[0] ?? "";
    const name = pair.slice(0, pair.indexOf("="));
    if (/max-age=0/i.test(cookie) || /expires=thu, 01 jan 1970/i.test(cookie)) jar.delete(name);
    else jar.set(name, pair);
  }
  return [...jar.values()].join("; ");
}

/** Has the routes of this process serve a site, as `startSite` would. */
export function serveHere(site: Site): void {
  (globalThis as { openedSite?: unknown }).openedSite = { site: Promise.resolve(site), stopSweeping: null };
}

type Route = (args: { request: Request; params: Record<string, string>; context: Record<string, never> }) => unknown;

/**
 * What a route's loader or action answers to a request: a response, or what it returned with its status (200 unless it
 * says another). What it throws as an answer counts as one.
 */
export async function answerOf(route: Route, request: Request, params: Record<string, string> = {}): Promise<{ status: number; headers: Headers; body: unknown }> {
  const settled = await Promise.resolve()
    .then(() => route({ request, params, context: {} }))
    .catch((thrown: unknown) => {
      if (thrown instanceof Error) throw thrown;
      return thrown;
    });
  if (settled instanceof Response) return { status: settled.status, headers: settled.headers, body: null };
  const { type, data: body, init } = settled as { type?: string; data?: unknown; init?: ResponseInit | null };
  if (type === "DataWithResponseInit") return { status: init?.status ?? 200, headers: new Headers(init?.headers), body };
  return { status: 200, headers: new Headers(), body: settled };
}

/** A form as a browser of the site posts it. */
export function posted(path: string, fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): Request {
  return new Request(`http://localhost${path}`, { method: "POST", body: new URLSearchParams(fields), headers });
}

export function asked(path: string, headers: Readonly<Record<string, string>> = {}): Request {
  return new Request(`http://localhost${path}`, { headers });
}
