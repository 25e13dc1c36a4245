import { createCookie, redirect } from "@remix-run/node";
import { viewerOf } from "../accounts/viewer.server.ts";
import { findByCode, findRequest, keepLonger, type AskedRequest } from "../db/requests.server.ts";
import { printedCode } from "../domain/access/activation-code.ts";
import { day, isoText } from "../domain/calendar/day.ts";
import { tellAddressLater } from "../notices/tell.server.ts";
import type { Site } from "../site.server.ts";
import { today } from "../today.ts";

/** A draft that nobody touches is kept for so long. */
export const DRAFT_DAYS = 30;
/** Drafts that were last changed before this moment are kept no longer. */
export function draftsBefore(now: Date): Date {
  return new Date(now.getTime() - DRAFT_DAYS * 24 * 60 * 60 * 1000);
}

const RECEIPT_SECONDS = 60 * 60;
const SEALED_FOR = "cookie.return-code";

/** Sends the way back to a draft: a link with its code, and nothing about anybody. The same address hears of the same version once. */
export async function mailReturnCode(site: Site, { request, code, to, language }: { request: Pick<AskedRequest, "id" | "version">; code: string; to: string; language: string }): Promise<void> {
  const link = `/ask/come-back?code=${printedCode(code)}`;
  const key = `request-saved:${request.id}:${request.version}:${site.sealer.fingerprint(to.toLowerCase(), "request-saved.to")}`;
  const due = isoText(day(today()) + DRAFT_DAYS);
  await site.database.prisma.$transaction(async (tx) => {
    await keepLonger(tx, request.id);
    await tellAddressLater(tx, site, { to, channel: "email", language, kind: "request-saved", slots: { link, due }, key });
  });
}

/** The code of the request that this browser is at, so that nobody types it on the device they began on. */
const cookie = createCookie("send.request", { path: "/ask", httpOnly: true, sameSite: "lax", maxAge: DRAFT_DAYS * 24 * 60 * 60 });

/** @param isSent what is sent is looked at once more, and not a month later by whoever uses the device next */
export function rememberCode(site: Site, code: string, isSent = false): Promise<string> {
  return cookie.serialize(site.sealer.seal(code, SEALED_FOR), { secure: site.config.siteUrl?.startsWith("https:") ?? false, ...(isSent ? { maxAge: RECEIPT_SECONDS } : {}) });
}

/** The cookie of a browser that keeps no code any more: it may be a library's. */
export function forgetCode(): Promise<string> {
  return cookie.serialize("", { maxAge: 0 });
}

/** The code that this browser keeps; null when it keeps none. */
export async function rememberedCode(site: Site, request: Request): Promise<string | null> {
  const value: unknown = await cookie.parse(request.headers.get("Cookie"));
  if (typeof value !== "string" || value === "") return null;
  try {
    return site.sealer.open(value, SEALED_FOR);
  } catch {
    return null;
  }
}

/** The same for one request: null where the code is another's. */
export async function rememberedCodeOf(site: Site, request: Request, id: string): Promise<string | null> {
  const code = await rememberedCode(site, request);
  return code !== null && (await findByCode(site.database.prisma, site.sealer, code))?.id === id ? code : null;
}

/**
 * The request of an address under /ask, for whoever began it: this browser, or the account that did.
 * @throws a redirect to the page that takes the code; what is not there and what is not theirs look the same
 */
export async function ownRequest(site: Site, request: Request, id: string | undefined): Promise<AskedRequest> {
  const code = await rememberedCode(site, request);
  const byCode = code === null ? null : await findByCode(site.database.prisma, site.sealer, code);
  if (byCode && byCode.id === id) return byCode;
  const viewer = await viewerOf(site, request);
  const found = viewer && id && /^[0-9a-f-]{36}$/.test(id) ? await findRequest(site.database.prisma, site.sealer, id) : null;
  if (found && found.userId === viewer?.userId) return found;
  throw redirect("/ask/come-back", 303);
}
