import type { Site } from "../site.server.ts";
import { COUNCIL_PROVIDER, STAFF_SIGN_IN } from "./auth.server.ts";
import { cookiesOf } from "./sign-in.server.ts";
import { staffComingIn } from "./staff-claims.server.ts";
import { originOf, staffAuthFor, type Viewer } from "./viewer.server.ts";

/** Why staff did not come in, in the terms of the page that says it. */
export type StaffProblem = "no_role" | "away" | "denied" | "again";

/** What better-auth and providers call it (`?error=CODE`) in our terms; whatever else they say is "again". */
export function staffProblem(error: string | null): StaffProblem | null {
  if (error === null) return null;
  if (error === "no_role" || error === "away") return error;
  return error === "access_denied" ? "denied" : "again";
}

/**
 * Begins a sign-in by the council's provider.
 * @param back where to go afterwards: a path of this site
 * @returns the provider's address with the cookies that the way back needs; null while the provider cannot be asked
 */
export async function beginStaffSignIn(site: Site, request: Request, back: string): Promise<{ url: string; headers: Headers } | null> {
  const { api } = staffAuthFor(site, request);
  const origin = originOf(site, request);
  const answer = await api.signInSocial({
    body: { provider: COUNCIL_PROVIDER, callbackURL: `${origin}${back}`, errorCallbackURL: `${origin}${STAFF_SIGN_IN}`, disableRedirect: true },
    headers: request.headers,
    asResponse: true,
  });
  if (!answer.ok || !(await isTheProvider(site, request))) return null;
  const { url } = (await answer.json()) as { url?: string };
  return url ? { url, headers: cookiesOf(answer) } : null;
}

/**
 * Whether what answers at the provider's address says that it is that provider: else its keys would vouch for tokens of another.
 * @see OpenID Connect Discovery 1.0, 4.3
 */
async function isTheProvider(site: Site, request: Request): Promise<boolean> {
  const { socialProviders } = await staffAuthFor(site, request).$context;
  const found = socialProviders.find(({ id }) => id === COUNCIL_PROVIDER);
  return found !== undefined && found.issuer?.replace(/\/$/, "") === site.config.staffProvider?.issuer;
}

/** Takes somebody back from the provider: better-auth checks the state, the code and the ID token, and begins the session. */
export async function endStaffSignIn(site: Site, request: Request): Promise<Response> {
  const url = new URL(request.url);
  // Behind a proxy the site knows itself by another address than the browser does.
  const asked = new Request(`${originOf(site, request)}${url.pathname}${url.search}`, { headers: request.headers });
  const auth = staffAuthFor(site, request);
  const answer = (await isTheProvider(site, request)) ? await staffComingIn.run({ claims: null }, () => auth.handler(asked)) : null;
  const headers = answer ? cookiesOf(answer) : new Headers();
  headers.set("Cache-Control", "no-store");
  headers.set("Location", ourPath(site, request, answer?.headers.get("Location") ?? null));
  return new Response(null, { status: 303, headers });
}

/** Only to ourselves, and without what the provider says in its own words. */
function ourPath(site: Site, request: Request, location: string | null): string {
  const url = location === null ? null : URL.parse(location, originOf(site, request));
  if (!url || url.origin !== originOf(site, request)) return `${STAFF_SIGN_IN}?error=away`;
  url.searchParams.delete("error_description");
  return url.pathname + url.search;
}

/** Whether somebody's staff session came by the provider. */
export function cameByProvider(site: Site, { kind }: Viewer): boolean {
  return kind === "staff" && site.config.staffProvider !== undefined;
}
