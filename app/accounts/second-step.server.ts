import type { Site } from "../site.server.ts";
import { takeTry } from "./rate-limits.server.ts";
import { cookiesOf } from "./sign-in.server.ts";
import { authFor, type Viewer } from "./viewer.server.ts";

/** What somebody needs to set up an authenticator: shown once. */
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
  const key = new URL(made.totpURI).searchParams.get("secret") ?? "";
  return { uri: made.totpURI, key: (key.match(/.{1,4}/g) ?? []).join(" "), backupCodes: made.backupCodes };
}

/** Takes the code of an authenticator, or a backup code, for this session. */
export async function giveSecondStep(site: Site, request: Request, viewer: Viewer, typed: string): Promise<{ is: "right"; headers: Headers } | { is: "wrong" | "locked" }> {
  // better-auth counts wrong codes of sign-ins of its own kind only; these are ours.
  if (!(await takeTry(site, "second-factor-try", viewer.userId)).ok) return { is: "locked" };
  const code = typed.normalize("NFKC").replace(/\s/g, "");
  const { api } = authFor(site, request);
  const isFigures = /^\d{6}$/.test(code);
  if (!isFigures && !/^[A-Za-z0-9]{5}-[A-Za-z0-9]{5}$/.test(code)) return { is: "wrong" };
  const answer = await (isFigures
    ? api.verifyTOTP({ body: { code }, headers: request.headers, asResponse: true })
    : api.verifyBackupCode({ body: { code, disableSession: true }, headers: request.headers, asResponse: true }));
  if (!answer.ok) return { is: answer.status === 429 ? "locked" : "wrong" };
  const headers = cookiesOf(answer);
  // The first code of a new authenticator makes better-auth begin another session in place of this one.
  const token = headers.getSetCookie().map((cookie) => /session_token=([^.;]+)\./.exec(decodeURIComponent(cookie))?.[1]).find(Boolean) ?? viewer.sessionToken;
  await site.database.prisma.session.updateMany({ where: { userId: viewer.userId, token }, data: { secondFactorAt: new Date() } });
  return { is: "right", headers };
}
