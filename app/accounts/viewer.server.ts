import { redirect } from "@remix-run/node";
import type { StaffRole } from "../domain/access/roles.ts";
import { STAFF_ROLES } from "../domain/access/roles.ts";
import { hasSessionCookie } from "../session-cookie.server.ts";
import type { Site } from "../site.server.ts";
import { openAuth, PROVIDER_STAFF_DOMAIN, SESSION_UPDATE_AGE, STAFF_SIGN_IN, type Auth } from "./auth.server.ts";

/** Somebody who is signed in. */
export interface Viewer {
  userId: string;
  name: string;
  email: string;
  kind: "family" | "staff";
  staffRole: StaffRole | null;
  officerId: string | null;
  sessionId: string;
  hasAuthenticator: boolean;
  hasPasskey: boolean;
  /** One of the two is set up. */
  hasSecondFactor: boolean;
  signedInAt: Date;
  /** When the second factor was last given in this session. */
  secondFactorAt: Date | null;
}

const HOUR = 60 * 60 * 1000;
/** However much a session is used, it ends after so long; and after so long without use (NIST SP 800-63B, 4.2.3, is stricter for staff). */
const SESSION_ENDS = {
  family: { after: 7 * 24 * HOUR, idle: 24 * HOUR },
  staff: { after: 10 * HOUR, idle: HOUR },
};
/** For what could lock the owner out, or let somebody else in for good, they must have shown so recently that it is them. */
const FRESH_MS = 10 * 60 * 1000;
/** Signed in without a step of better-auth's own: nobody but the council's provider lets staff in for real. */
const DEMO_STAFF_DOMAIN = "@staff.example.org";

/** Whether the demo's own staff may sign in here: by a code and an authenticator, without a provider. */
export function hasDemoStaff({ config }: Pick<Site, "config">): boolean {
  return config.demo && !config.staffProvider;
}

/** Whether an address is of a kind that no family has: the demo's staff, and what accounts that nobody writes to are given (RFC 2606). */
export function isReservedAddress(email: string): boolean {
  return email.endsWith(DEMO_STAFF_DOMAIN) || email.endsWith(".invalid");
}

type Auths = Map<string, Auth>;
const families = new WeakMap<Site, Auths>();
const staff = new WeakMap<Site, Auths>();
const MOST_ORIGINS = 8;

/** The address that the browser knows the site by. */
export function originOf(site: Site, request: Request): string {
  return site.config.siteUrl ?? new URL(request.url).origin;
}

/** better-auth for the public address that a request came to. */
export function authFor(site: Site, request: Request): Auth {
  return kept(families, site, request, false);
}

/** The same with the council's provider. */
export function staffAuthFor(site: Site, request: Request): Auth {
  return kept(staff, site, request, true);
}

function kept(auths: WeakMap<Site, Auths>, site: Site, request: Request, provider: boolean): Auth {
  const origin = originOf(site, request);
  let ofSite = auths.get(site);
  if (!ofSite || ofSite.size >= MOST_ORIGINS) auths.set(site, (ofSite = new Map<string, Auth>()));
  let auth = ofSite.get(origin);
  if (!auth) ofSite.set(origin, (auth = openAuth(site, origin, { provider })));
  return auth;
}

interface SessionTimes {
  createdAt: Date;
  updatedAt: Date;
  expiresAt: Date;
}

/** Whether a session still counts: not too old, and used not too long ago. */
export function isLive({ createdAt, updatedAt, expiresAt }: SessionTimes, kind: Viewer["kind"], now = Date.now()): boolean {
  const { after, idle } = SESSION_ENDS[kind];
  return now < expiresAt.getTime() && now - createdAt.getTime() <= after && now - updatedAt.getTime() <= idle;
}

/** Who is signed in, and whether a second factor is still wanted of them; null when nobody is. */
export async function signedIn(site: Site, request: Request): Promise<{ viewer: Viewer; wantsSecondFactor: "give" | "set-up" | null } | null> {
  if (!request.headers.has("Cookie")) return null;
  const auth = authFor(site, request);
  // First without making it last longer: a session that was not used for too long has ended.
  const found = await auth.api.getSession({ headers: request.headers, query: { disableRefresh: true } });
  if (!found) return null;
  const { session, user } = found;
  const kind = user.kind === "staff" ? "staff" : "family";
  if (!isLive(session, kind)) {
    await site.database.prisma.session.deleteMany({ where: { id: session.id } });
    return null;
  }
  if (Date.now() - session.updatedAt.getTime() >= SESSION_UPDATE_AGE * 1000) await auth.api.getSession({ headers: request.headers });
  const staffRole = STAFF_ROLES.find((role) => role === user.staffRole) ?? null;
  if (kind === "staff" && (staffRole === null || !mayBeStaff(site, user.email))) return null;
  const viewer: Viewer = {
    userId: user.id,
    name: user.name,
    email: user.email,
    kind,
    staffRole,
    officerId: user.officerId ?? null,
    sessionId: session.id,
    hasAuthenticator: user.twoFactorEnabled === true,
    hasPasskey: user.hasPasskey === true,
    hasSecondFactor: user.twoFactorEnabled === true || user.hasPasskey === true,
    signedInAt: session.createdAt,
    secondFactorAt: session.secondFactorAt ?? null,
  };
  return { viewer, wantsSecondFactor: secondFactor(site, viewer) };
}

/** Who is signed in, second factor and all, for pages that are open to anybody; null for nobody. */
export async function viewerOf(site: Site, request: Request): Promise<Viewer | null> {
  const found = await signedIn(site, request);
  return found && !found.wantsSecondFactor ? found.viewer : null;
}

/** Where the menu leads somebody: the council's desk, their own record, or their children. */
export type Desk = "office" | "own-record" | "children";

/** While the database is away the menu is everybody's: the page itself says what is wrong. */
export async function deskOf(site: Site, request: Request): Promise<Desk> {
  if (!hasSessionCookie(request)) return "children";
  const found = async (): Promise<Desk> => {
    const viewer = (await signedIn(site, request))?.viewer;
    if (!viewer) return "children";
    if (viewer.kind === "staff") return "office";
    const followed = await site.database.prisma.follower.findMany({ where: { userId: viewer.userId, endedAt: null }, select: { relation: true } });
    return followed.length > 0 && followed.every(({ relation }) => relation === "young-person") ? "own-record" : "children";
  };
  return found().catch(() => "children");
}

/** Staff of the demo are nobody where staff come by a provider, and the provider's are nobody where there is none. */
function mayBeStaff(site: Site, email: string): boolean {
  return site.config.staffProvider ? email.endsWith(PROVIDER_STAFF_DOMAIN) : hasDemoStaff(site) && email.endsWith(DEMO_STAFF_DOMAIN);
}

function secondFactor(site: Site, { kind, email, hasSecondFactor, secondFactorAt }: Viewer): "give" | "set-up" | null {
  // The council's own provider asks its staff for theirs.
  const isRequired = kind === "staff" ? email.endsWith(DEMO_STAFF_DOMAIN) : site.pack.secondFactorRequired;
  if (secondFactorAt !== null || (!hasSecondFactor && !isRequired)) return null;
  return hasSecondFactor ? "give" : "set-up";
}

/**
 * Who is signed in, or the way to sign in and back again.
 * @throws a redirect
 */
export async function requireViewer(site: Site, request: Request, kind: "family" | "staff"): Promise<Viewer> {
  const found = await signedIn(site, request);
  if (!found) throw redirect(`${kind === "staff" ? STAFF_SIGN_IN : "/sign-in"}?${wayBack(request)}`, 303);
  if (found.wantsSecondFactor) throw redirect(`/sign-in/second-step?${wayBack(request)}`, 303);
  return found.viewer;
}

/** Whether the account's owner gave the second factor just now, or where they have none, the code that was sent to them (ASVS 5, 7.5.1). */
export function isFresh({ hasSecondFactor, secondFactorAt, signedInAt }: Viewer): boolean {
  const shownAt = hasSecondFactor ? secondFactorAt : signedInAt;
  return shownAt !== null && Date.now() - shownAt.getTime() < FRESH_MS;
}

/** @throws a redirect to show once more that it is them */
export function requireFresh(request: Request, viewer: Viewer): void {
  if (isFresh(viewer)) return;
  throw redirect(`${viewer.hasSecondFactor ? "/sign-in/second-step" : "/sign-in"}?${wayBack(request)}&again=1`, 303);
}

/** A form that was posted cannot be posted again by a redirect: it goes back to its page, where the draft is kept. */
function wayBack(request: Request): string {
  const { pathname, search } = new URL(request.url);
  return new URLSearchParams({ back: pathname.replace(/\.data$/, "") + search.replace(/[?&]_routes=[^&]*/, ""), ...(request.method === "GET" ? {} : { ended: "1" }) }).toString();
}
