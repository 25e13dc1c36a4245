import { setTimeout as delay } from "node:timers/promises";
import { createCookie } from "@remix-run/node";
import { languageOfRequest } from "../i18n/locale.server.ts";
import { NotSentError } from "../notices/tell.server.ts";
import { isDemoPost, wayOf } from "../notices/ways.ts";
import type { PageContext } from "../page-context.server.ts";
import type { Site } from "../site.server.ts";
import { sendCode, tellNewSignIn } from "./account-messages.server.ts";
import { CODE_MINUTES } from "./auth.server.ts";
import { takeTry, type RateLimitName } from "./rate-limits.server.ts";
import { authFor, hasDemoStaff, isReservedAddress, originOf } from "./viewer.server.ts";

const MINUTE = 60;
const YEAR = 365 * 24 * 60 * MINUTE;

/** The address that a code was asked for, between the two pages of signing in: sealed, and gone when the code is too old. */
const asked = createCookie("send.asked", { path: "/", httpOnly: true, sameSite: "lax", maxAge: CODE_MINUTES * MINUTE });
/** Which accounts have signed in from this browser before: there, a new sign-in is no news. */
const knownHere = createCookie("send.known", { path: "/", httpOnly: true, sameSite: "lax", maxAge: YEAR });
const MOST_KNOWN = 5;
/** Longer than a message usually takes to be handed over. */
const TEXT_TAKES_MS = 3000;

/** What a code is for: each has a cookie value of its own that does for no other. */
export type CodeUse = "sign-in" | "new-address";

export async function rememberAddress(site: Site, request: Request, use: CodeUse, email: string): Promise<string> {
  return asked.serialize(site.sealer.seal(email, `cookie.asked.${use}`), { secure: isSecure(site, request) });
}

export function forgetAddress(): Promise<string> {
  return asked.serialize("", { maxAge: 0 });
}

/** The address that this browser asked a code for; null when it did not, or too long ago. */
export async function rememberedAddress(site: Site, request: Request, use: CodeUse): Promise<string | null> {
  return opened(site, await asked.parse(request.headers.get("Cookie")), `cookie.asked.${use}`);
}

function opened(site: Site, value: unknown, belongsTo: string): string | null {
  if (typeof value !== "string" || value === "") return null;
  try {
    return site.sealer.open(value, belongsTo);
  } catch {
    return null;
  }
}

export function isSecure(site: Site, request: Request): boolean {
  return originOf(site, request).startsWith("https:");
}

/** Counts a try against several limits. @returns in how many minutes it may be tried again; 0 when it may be now */
export async function minutesToWait(site: Site, tries: Partial<Record<RateLimitName, string>>): Promise<number> {
  let seconds = 0;
  for (const [limit, who] of Object.entries(tries) as [RateLimitName, string][]) {
    const taken = await takeTry(site, limit, who);
    if (!taken.ok) seconds = Math.max(seconds, taken.retryAfterSeconds);
  }
  return Math.ceil(seconds / MINUTE);
}

/**
 * Sends a code to sign in with. The same is done whoever it is: an address that nobody has used gets a code as well,
 * and an account with it. A code by text goes to the number that the account's owner gave; where there is none, or no text can go now, by email.
 * @throws NotSentError
 */
export async function sendSignInCode({ site, language }: PageContext, request: Request, email: string, by: "email" | "text"): Promise<void> {
  const code = await authFor(site, request).api.createVerificationOTP({ body: { email, type: "sign-in" } });
  const { prisma } = site.database;
  const user = await prisma.user.findUnique({ where: { email }, select: { id: true, kind: true } });
  const choice = await prisma.contactChoice.findUnique({ where: { userId: user?.id ?? "" }, select: { userId: true, phoneSealed: true } });
  // Staff sign in by the council's provider, but for the demo's own.
  if (isReservedAddress(email) && !(hasDemoStaff(site) && user?.kind === "staff")) return;
  const phone = choice?.phoneSealed ? site.sealer.open(choice.phoneSealed, `contact_choice.phone.${choice.userId}`) : null;
  const byPhone = by === "text" && phone !== null && wayOf(site.config, "text") !== "none";
  // A text and an email go by services of different speed, and either may be away: neither shows whose number is known.
  const long = by === "text" && !isDemoPost(site.config) ? delay(TEXT_TAKES_MS) : null;
  const byEmail = () => sendCode(site, { to: email, by: "email", code, language });
  try {
    if (!byPhone) await byEmail();
    else
      await sendCode(site, { to: phone, by, code, language }).catch((error: unknown) => {
        if (error instanceof NotSentError) return byEmail();
        throw error;
      });
  } finally {
    await long;
  }
}

/** A code as somebody typed it: spaces and dashes count for nothing, figures of any script are figures. */
export function typedCode(typed: string): string {
  return typed
    .normalize("NFKC")
    .replace(/[\u0660-\u0669]/g, (figure) => String(figure.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (figure) => String(figure.charCodeAt(0) - 0x6f0))
    .replace(/[\s\u200b-\u200f-]/g, "");
}

/**
 * Signs in whoever gives the code that was sent to an address: in a session of its own, in place of any that this
 * browser had. They are told where nobody had signed in to the account from this browser before.
 * @returns the headers that do it, or null when the code is wrong, too old, or was tried too often
 */
export async function signInWithCode(site: Site, request: Request, email: string, code: string): Promise<Headers | null> {
  // Refused before better-auth is asked: it would count it as a try.
  if (!/^\d{6}$/.test(code)) return null;
  const { api } = authFor(site, request);
  const before = await api.getSession({ headers: request.headers, query: { disableRefresh: true } });
  const wasThere = await site.database.prisma.user.count({ where: { email } });
  const answer = await api.signInEmailOTP({ body: { email, otp: code }, headers: request.headers, asResponse: true });
  if (!answer.ok) return null;
  const headers = cookiesOf(answer);
  const { user } = (await answer.json()) as { user: { id: string } };
  // Whoever reads the site in Urdu when they make their account is written to in Urdu.
  if (wasThere === 0) await site.database.prisma.contactChoice.createMany({ data: [{ userId: user.id, language: await languageOfRequest(request, site.pack.languages) }], skipDuplicates: true });
  if (before) await site.database.prisma.session.deleteMany({ where: { id: before.session.id } });
  const known = (opened(site, await knownHere.parse(request.headers.get("Cookie")), "cookie.known") ?? "").split(" ").filter(Boolean);
  if (wasThere > 0 && !known.includes(user.id)) await tellNewSignIn(site, user.id);
  const now = [user.id, ...known.filter((id) => id !== user.id)].slice(0, MOST_KNOWN);
  headers.append("Set-Cookie", await knownHere.serialize(site.sealer.seal(now.join(" "), "cookie.known"), { secure: isSecure(site, request) }));
  return headers;
}

/** Only the cookies of an answer of better-auth: the page answers for the rest. */
export function cookiesOf(answer: Response): Headers {
  const headers = new Headers();
  for (const cookie of answer.headers.getSetCookie()) headers.append("Set-Cookie", cookie);
  return headers;
}
