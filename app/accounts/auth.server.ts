import { createHmac } from "node:crypto";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { emailOTP, genericOAuth, twoFactor } from "better-auth/plugins";
import type { Site } from "../site.server.ts";

/** The provider's name in the address it sends staff back to: `/api/auth/callback/council`. */
export const COUNCIL_PROVIDER = "council";
/** What better-auth's own secrets are derived for; resealAccounts opens what they have sealed. */
export const AUTH_SECRETS = "better-auth";
export const CODE_LENGTH = 6;
export const CODE_MINUTES = 10;
const CODE_TRIES = 5;
const DAY = 24 * 60 * 60;

/** How a sign-in code reaches somebody. */
export type SendCode = (site: Site, to: { email: string; code: string }) => Promise<void>;

/**
 * better-auth, for one site at one public address. It keeps accounts, sessions, codes and second factors in our
 * database; pages call `auth.api` themselves, so none of its own addresses is open but the way back from the council's provider.
 */
export function openAuth(site: Site, origin: string, sendCode: SendCode) {
  const { config, pack, database } = site;
  const { staffProvider } = config;
  return betterAuth({
    appName: `${pack.name} SEND`,
    baseURL: origin,
    // Signs cookies and seals authenticators' secrets. Made of the data keys, so that there is one kind of secret to keep.
    secrets: site.sealer.derive(AUTH_SECRETS),
    database: prismaAdapter(database.prisma, { provider: "postgresql" }),
    telemetry: { enabled: false },
    logger: { disabled: true },
    // Our own limits hold over several processes and say what to do (rate-limits.server.ts).
    rateLimit: { enabled: false },
    session: {
      expiresIn: DAY,
      updateAge: 60 * 60,
      additionalFields: { secondFactorAt: { type: "date", required: false, input: false } },
    },
    user: {
      additionalFields: {
        kind: { type: "string", required: false, defaultValue: "family", input: false },
        staffRole: { type: "string", required: false, input: false },
        officerId: { type: "string", required: false, input: false },
      },
    },
    // An officer who is also somebody's parent is two people here.
    account: { accountLinking: { enabled: false } },
    advanced: { useSecureCookies: origin.startsWith("https:"), cookiePrefix: "send", ipAddress: { disableIpTracking: true } },
    plugins: [
      emailOTP({
        otpLength: CODE_LENGTH,
        expiresIn: CODE_MINUTES * 60,
        allowedAttempts: CODE_TRIES,
        storeOTP: "hashed",
        sendVerificationOTP: ({ email, otp }) => sendCode(site, { email, code: otp }),
      }),
      twoFactor({ allowPasswordless: true, issuer: `${pack.name} SEND` }),
      genericOAuth({
        config: staffProvider
          ? [
              {
                providerId: COUNCIL_PROVIDER,
                discoveryUrl: `${staffProvider.issuer}/.well-known/openid-configuration`,
                clientId: staffProvider.clientId,
                clientSecret: staffProvider.clientSecret,
                scopes: ["openid", "profile", "email"],
                pkce: true,
                requireIdTokenVerification: true,
                mapProfileToUser: (profile) => ({
                  name: typeof profile.name === "string" ? profile.name : "",
                  // Never the address itself: a family account may have the same one.
                  email: `${createHmac("sha256", staffProvider.clientId).update(String(profile.sub)).digest("hex").slice(0, 32)}@staff.invalid`,
                  emailVerified: true,
                }),
              },
            ]
          : [],
      }),
    ],
  });
}

export type Auth = ReturnType<typeof openAuth>;

