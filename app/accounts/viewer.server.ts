import { redirect } from "@remix-run/node";
import type { StaffRole } from "../domain/access/roles.ts";
import { STAFF_ROLES } from "../domain/access/roles.ts";
import type { Site } from "../site.server.ts";
import { openAuth, type Auth } from "./auth.server.ts";
import { sendSignInCode } from "./sign-in-code.server.ts";

/** Somebody who is signed in. */
export interface Viewer {
  userId: string;
  name: string;
  email: string;
  kind: "family" | "staff";
  staffRole: StaffRole | null;
  officerId: string | null;
  sessionId: string;
  sessionToken: string;
  /** An authenticator is set up. */
  hasSecondFactor: boolean;
}

const HOUR = 60 * 60 * 1000;
/** However much a session is used, it ends after so long. */
const LONGEST_SESSION = { family: 7 * 24 * HOUR, staff: 10 * HOUR };
/** Signed in without a step of better-auth's own: nobody but the council's provider lets staff in for real. */
const DEMO_STAFF_DOMAIN = "@staff.example.org";

const auths = new WeakMap<Site, Map<string, Auth>>();
const MOST_ORIGINS = 8;

/** better-auth for the public address that a request came to. */
export function authFor(site: Site, request: Request): Auth {
  const origin = site.config.siteUrl ?? new URL(request.url).origin;
  let ofSite = auths.get(site);
  if (!ofSite || ofSite.size >= MOST_ORIGINS) auths.set(site, (ofSite = new Map<string, Auth>()));
  let auth = ofSite.get(origin);
  if (!auth) ofSite.set(origin, (auth = openAuth(site, origin, sendSignInCode)));
  return auth;
}

/** Who is signed in, and whether a second factor is still wanted of them; null when nobody is. */
export async function signedIn(site: Site, request: Request): Promise<{ viewer: Viewer; wantsSecondFactor: "give" | "set-up" | null } | null> {
  if (!request.headers.has("Cookie")) return null;
  const found = await authFor(site, request).api.getSession({ headers: request.headers });
  if (!found) return null;
  const { session, user } = found;
  const kind = user.kind === "staff" ? "staff" : "family";
  if (Date.now() - session.createdAt.getTime() > LONGEST_SESSION[kind]) return null;
  const staffRole = STAFF_ROLES.find((role) => role === user.staffRole) ?? null;
  if (kind === "staff" && staffRole === null) return null;
  const hasSecondFactor = user.twoFactorEnabled === true;
  const viewer: Viewer = { userId: user.id, name: user.name, email: user.email, kind, staffRole, officerId: user.officerId ?? null, sessionId: session.id, sessionToken: session.token, hasSecondFactor };
  return { viewer, wantsSecondFactor: secondFactor(site, viewer, session.secondFactorAt != null) };
}

function secondFactor(site: Site, { kind, email, hasSecondFactor }: Viewer, isGiven: boolean): "give" | "set-up" | null {
  // The council's own provider asks its staff for theirs.
  const isRequired = kind === "staff" ? email.endsWith(DEMO_STAFF_DOMAIN) : site.pack.secondFactorRequired;
  if (isGiven || (!hasSecondFactor && !isRequired)) return null;
  return hasSecondFactor ? "give" : "set-up";
}

/**
 * Who is signed in, or the way to sign in and back again.
 * @throws a redirect
 */
export async function requireViewer(site: Site, request: Request, kind: "family" | "staff"): Promise<Viewer> {
  const found = await signedIn(site, request);
  if (!found) throw redirect(`${kind === "staff" ? "/officer/sign-in" : "/sign-in"}?${wayBack(request)}`, 303);
  if (found.wantsSecondFactor) throw redirect(`/sign-in/second-step?${wayBack(request)}`, 303);
  return found.viewer;
}

/** A form that was posted cannot be posted again by a redirect: it goes back to its page, where the draft is kept. */
function wayBack(request: Request): string {
  const { pathname, search } = new URL(request.url);
  return new URLSearchParams({ back: pathname.replace(/\.data$/, "") + search.replace(/[?&]_routes=[^&]*/, ""), ...(request.method === "GET" ? {} : { ended: "1" }) }).toString();
}
