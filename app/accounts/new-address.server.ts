import { recordActs } from "../db/audit.server.ts";
import type { PageContext } from "../page-context.server.ts";
import { sendCode, tellAddressInUse, tellEmailChanged } from "./account-messages.server.ts";
import { askedNewAddress } from "./auth.server.ts";
import { cookiesOf } from "./sign-in.server.ts";
import { authFor, isReservedAddress, type Viewer } from "./viewer.server.ts";

/**
 * Sends a code to a new address for an account; where another account has it, its owner is told so instead. What is
 * answered, how long it takes, and what happens while no mail goes are the same either way.
 * @throws NotSentError
 */
export async function askNewAddress({ site, language }: PageContext, request: Request, newEmail: string): Promise<void> {
  if (isReservedAddress(newEmail)) return;
  const asked: { code: string | null } = { code: null };
  await askedNewAddress.run(asked, () => authFor(site, request).api.requestEmailChangeEmailOTP({ body: { newEmail }, headers: request.headers }));
  if (asked.code === null) await tellAddressInUse(site, { to: newEmail, language });
  else await sendCode(site, { to: newEmail, by: "email", code: asked.code, language });
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
