import { recordActs } from "../db/audit.server.ts";
import type { PageContext } from "../page-context.server.ts";
import { tellEmailChanged } from "./account-messages.server.ts";
import { cookiesOf } from "./sign-in.server.ts";
import { authFor, isReservedAddress, type Viewer } from "./viewer.server.ts";

/** Sends a code to a new address for an account, if no other account has it. What is answered is the same either way. */
export async function askNewAddress({ site }: PageContext, request: Request, newEmail: string): Promise<void> {
  if (isReservedAddress(newEmail)) return;
  await authFor(site, request).api.requestEmailChangeEmailOTP({ body: { newEmail }, headers: request.headers });
}

/**
 * Gives the account its new address, for the code that was sent there, and tells the old one.
 * @returns null when the code is wrong, too old, or was tried too often
 */
export async function takeNewAddress({ site, language }: PageContext, request: Request, { userId, email }: Viewer, newEmail: string, code: string): Promise<Headers | null> {
  if (!/^\d{6}$/.test(code) || isReservedAddress(newEmail)) return null;
  const answer = await authFor(site, request).api.changeEmailEmailOTP({ body: { newEmail, otp: code }, headers: request.headers, asResponse: true });
  if (!answer.ok) return null;
  await site.database.prisma.$transaction(async (tx) => {
    await recordActs(tx, [{ actor: `user:${userId}`, action: "email-changed", caseId: null, detail: {} }]);
    await tellEmailChanged(tx, site, { to: email, language });
  });
  return cookiesOf(answer);
}
