import { createCookie } from "@remix-run/node";
import type { Site } from "../site.server.ts";
import { CODE_MINUTES } from "./auth.server.ts";
import { authFor } from "./viewer.server.ts";

/** The address that a code was asked for, between the two pages of signing in: sealed, and gone when the code is too old. */
const asked = createCookie("send.asked", { path: "/", httpOnly: true, sameSite: "lax", maxAge: CODE_MINUTES * 60 });
const SEALED_FOR = "cookie.asked";

export async function rememberAddress(site: Site, email: string): Promise<string> {
  return asked.serialize(site.sealer.seal(email, SEALED_FOR), { secure: site.config.siteUrl?.startsWith("https:") ?? false });
}

export function forgetAddress(): Promise<string> {
  return asked.serialize("", { maxAge: 0 });
}

/** The address that this browser asked a code for; null when it did not, or too long ago. */
export async function rememberedAddress(site: Site, request: Request): Promise<string | null> {
  const value: unknown = await asked.parse(request.headers.get("Cookie"));
  if (typeof value !== "string" || value === "") return null;
  try {
    return site.sealer.open(value, SEALED_FOR);
  } catch {
    return null;
  }
}

/** Whether a code was sent, and the header that signs its owner in when it is given back. */
export async function signInWithCode(site: Site, request: Request, email: string, code: string): Promise<Headers | null> {
  // Refused before better-auth is asked: it would count it as a try.
  if (!/^\d{6}$/.test(code)) return null;
  const answer = await authFor(site, request).api.signInEmailOTP({ body: { email, otp: code }, headers: request.headers, asResponse: true });
  return answer.ok ? cookiesOf(answer) : null;
}

/** Only the cookies of an answer of better-auth: the page answers for the rest. */
export function cookiesOf(answer: Response): Headers {
  const headers = new Headers();
  for (const cookie of answer.headers.getSetCookie()) headers.append("Set-Cookie", cookie);
  return headers;
}
