import { randomUUID } from "node:crypto";
import type { Prisma } from "../../prisma/generated/client.ts";
import { recordActs } from "../db/audit.server.ts";
import { tellUser } from "../notices/tell.server.ts";
import type { Site } from "../site.server.ts";
import { today } from "../today.ts";
import { tellSecondStepChanged } from "./account-messages.server.ts";
import { tokenHash } from "./hashed-tokens.server.ts";
import { removeAllPasskeys } from "./passkeys.server.ts";
import { takeTry } from "./rate-limits.server.ts";
import { cookiesOf, typedCode } from "./sign-in.server.ts";
import { authFor, type Viewer } from "./viewer.server.ts";

/** What somebody needs to set up an authenticator: shown until the first right code. */
export interface BegunSecondStep {
  uri: string;
  /** The key in groups of four, for those who cannot scan. */
  key: string;
  backupCodes: string[];
}

/** Makes a new authenticator's key for whoever is signed in; it counts from the first right code on. */
export async function beginSecondStep(site: Site, request: Request): Promise<BegunSecondStep> {
  const made = await authFor(site, request).api.enableTwoFactor({ body: { method: "totp" }, headers: request.headers });
  if (made.method !== "totp") throw new Error("Another second factor was made than was asked for.");
  return shown(made.totpURI, made.backupCodes);
}

/** The key that was begun and not finished, once more; null when there is none. */
export async function begunSecondStep(site: Site, request: Request, { userId, hasAuthenticator }: Viewer): Promise<BegunSecondStep | null> {
  if (hasAuthenticator || (await site.database.prisma.twoFactor.count({ where: { userId } })) === 0) return null;
  const { api } = authFor(site, request);
  const { totpURI } = await api.getTOTPURI({ body: {}, headers: request.headers });
  const { backupCodes } = await api.viewBackupCodes({ body: { userId } });
  return shown(totpURI, backupCodes);
}

function shown(uri: string, backupCodes: string[]): BegunSecondStep {
  const key = new URL(uri).searchParams.get("secret") ?? "";
  return { uri, key: (key.match(/.{1,4}/g) ?? []).join(" "), backupCodes };
}

/** Longer than an authenticator's code is right: the period before, this one and the next. */
const CODE_COUNTS_MS = 2 * 60 * 1000;

/** Takes the code of an authenticator, or a backup code, for this session. Each code does once. */
export async function giveSecondStep(site: Site, request: Request, viewer: Viewer, typed: string): Promise<{ is: "right"; headers: Headers } | { is: "wrong" | "locked" }> {
  // better-auth counts wrong codes of sign-ins of its own kind only; these are ours.
  if (!(await takeTry(site, "second-factor-try", viewer.userId)).ok) return { is: "locked" };
  const { api, $context } = authFor(site, request);
  const figures = typedCode(typed);
  const backup = /^([A-Za-z0-9]{5})-?([A-Za-z0-9]{5})$/.exec(typed.replace(/\s/g, ""));
  if (/^\d{6}$/.test(figures)) {
    const answer = await api.verifyTOTP({ body: { code: figures }, headers: request.headers, asResponse: true });
    if (!answer.ok) return { is: "wrong" };
    const { internalAdapter } = await $context;
    const isFirstUse = await internalAdapter.reserveVerificationValue({ identifier: `second-step-${viewer.userId}-${figures}`, value: viewer.userId, expiresAt: new Date(Date.now() + CODE_COUNTS_MS) });
    return isFirstUse ? given(site, viewer, answer) : { is: "wrong" };
  }
  if (!backup) return { is: "wrong" };
  const answer = await api.verifyBackupCode({ body: { code: `${backup[1]}-${backup[2]}`, disableSession: true }, headers: request.headers, asResponse: true });
  return answer.ok ? given(site, viewer, answer) : { is: "wrong" };
}

async function given(site: Site, viewer: Viewer, answer: Response): Promise<{ is: "right"; headers: Headers }> {
  const headers = cookiesOf(answer);
  // The first code of a new authenticator makes better-auth begin another session in place of this one.
  const token = newToken(headers);
  await site.database.prisma.$transaction(async (tx) => {
    await tx.session.updateMany({ where: { userId: viewer.userId, ...(token === undefined ? { id: viewer.sessionId } : { token: tokenHash(token) }) }, data: { secondFactorAt: new Date() } });
    if (!viewer.hasAuthenticator) await recordChange(tx, site, viewer.userId, "second-factor-added");
  });
  return { is: "right", headers };
}

async function recordChange(tx: Prisma.TransactionClient, site: Site, userId: string, action: "second-factor-added" | "second-factor-removed"): Promise<void> {
  await recordActs(tx, [{ actor: `user:${userId}`, action, caseId: null, detail: {} }]);
  await tellSecondStepChanged(tx, site, userId);
}

function newToken(headers: Headers): string | undefined {
  return headers.getSetCookie().map((cookie) => /session_token=([^.;]+)\./.exec(decodeURIComponent(cookie))?.[1]).find(Boolean);
}

/** New backup codes in place of the old ones, shown once. */
export async function newBackupCodes(site: Site, request: Request, { userId }: Viewer): Promise<string[]> {
  const { backupCodes } = await authFor(site, request).api.generateBackupCodes({ body: {}, headers: request.headers });
  await recordActs(site.database.prisma, [{ actor: `user:${userId}`, action: "backup-codes-made", caseId: null, detail: {} }]);
  return backupCodes;
}

/** Takes the authenticator away. @returns the headers that go on with the session which better-auth begins instead */
export async function removeSecondStep(site: Site, request: Request, { userId }: Viewer): Promise<Headers> {
  const answer = await authFor(site, request).api.disableTwoFactor({ body: {}, headers: request.headers, asResponse: true });
  if (!answer.ok) throw new Error(`The second factor could not be removed: ${answer.status}.`);
  await site.database.prisma.$transaction((tx) => recordChange(tx, site, userId, "second-factor-removed"));
  return cookiesOf(answer);
}

/**
 * Takes every second factor of a family's account away, for its owner who lost what they gave it with, once the council
 * has made sure who they are. They are signed out everywhere, and told.
 * @returns false where there is none to take away
 */
export async function resetSecondStep(tx: Prisma.TransactionClient, site: Pick<Site, "config" | "pack" | "sealer">, { userId, by }: { userId: string; by: string }): Promise<boolean> {
  const { count } = await tx.user.updateMany({ where: { id: userId, kind: "family", OR: [{ twoFactorEnabled: true }, { hasPasskey: true }] }, data: { twoFactorEnabled: false } });
  if (count === 0) return false;
  await tx.twoFactor.deleteMany({ where: { userId } });
  await removeAllPasskeys(tx, userId);
  await tx.session.deleteMany({ where: { userId } });
  await recordActs(tx, [{ actor: `user:${by}`, action: "second-factor-reset", caseId: null, detail: { account: userId } }]);
  await tellUser(tx, site, { userId, kind: "second-step-removed", slots: { on: today() }, key: `second-step-removed:${randomUUID()}` });
  return true;
}
