import { AsyncLocalStorage } from "node:async_hooks";
import { createHmac } from "node:crypto";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { emailOTP, genericOAuth, twoFactor } from "better-auth/plugins";
import type { Site } from "../site.server.ts";
import { hashedTokens } from "./hashed-tokens.server.ts";
import { claimsOf, staffComingIn } from "./staff-claims.server.ts";

/** The provider's name in the address it sends staff back to: `/api/auth/callback/council`. */
export const COUNCIL_PROVIDER = "council";
/** What better-auth's own secrets are derived for; resealAccounts opens what they have sealed. */
export const AUTH_SECRETS = "better-auth";
/** Where staff come back to with what went wrong: better-auth adds `?error=CODE`. */
export const STAFF_SIGN_IN = "/officer/sign-in";
/** Staff whom the council's provider vouches for. Nobody gets mail here, so nobody gets a code. */
export const PROVIDER_STAFF_DOMAIN = "@staff.invalid";
export const CODE_LENGTH = 6;
export const CODE_MINUTES = 10;
export const CODE_TRIES = 5;
/** A session that is used is written anew so often, in seconds. */
export const SESSION_UPDATE_AGE = 5 * 60;
/** Where the code for a new address of an account is put; it stays null where another account has the address. */
export const askedNewAddress = new AsyncLocalStorage<{ code: string | null }>();
const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/**
 * better-auth, for one site at one public address. It keeps accounts, sessions, codes and second factors in our
 * database; pages call `auth.api` themselves, so none of its own addresses is open but the way back from the council's provider.
 * @param ways.provider with the council's provider, which is asked over the network: families' sign-in must not wait for it
 */
export function openAuth(site: Site, origin: string, ways: { provider: boolean } = { provider: false }) {
  const { pack, database } = site;
  return betterAuth({
    appName: `${pack.name} SEND`,
    baseURL: origin,
    basePath: "/api/auth",
    // Signs cookies and seals authenticators' secrets. Made of the data keys, so that there is one kind of secret to keep.
    secrets: site.sealer.derive(AUTH_SECRETS),
    database: hashedTokens(prismaAdapter(database.prisma, { provider: "postgresql" })),
    telemetry: { enabled: false },
    logger: { disabled: true },
    // Our own limits hold over several processes and say what to do (rate-limits.server.ts).
    rateLimit: { enabled: false },
    onAPIError: { errorURL: `${origin}${STAFF_SIGN_IN}` },
    session: {
      // The longest that any may last; viewer.server.ts ends them sooner, and when they were not used.
      expiresIn: 7 * DAY,
      updateAge: SESSION_UPDATE_AGE,
      additionalFields: { secondFactorAt: { type: "date", required: false, input: false } },
    },
    user: {
      additionalFields: {
        kind: { type: "string", required: false, defaultValue: "family", input: false },
        staffRole: { type: "string", required: false, input: false },
        officerId: { type: "string", required: false, input: false },
        hasPasskey: { type: "boolean", required: false, defaultValue: false, input: false },
      },
      validateUserInfo: async ({ user, source }) => {
        if (source.method !== "oauth") return;
        const claims = staffComingIn.getStore()?.claims;
        if (claims?.role) return;
        // Whoever had a role and has none any more is out everywhere, at once.
        if (user.id) {
          await database.prisma.session.deleteMany({ where: { userId: user.id } });
          await database.prisma.user.updateMany({ where: { id: user.id, kind: "staff" }, data: { staffRole: null } });
        }
        return { error: "no_role" };
      },
    },
    databaseHooks: {
      user: {
        create: {
          before: async (user) => {
            const claims = staffComingIn.getStore()?.claims;
            return { data: { ...user, ...(claims ? { kind: "staff", staffRole: claims.role, officerId: claims.officerId } : { kind: "family" }) } };
          },
        },
      },
      session: {
        create: {
          before: async ({ userId }) => {
            const claims = staffComingIn.getStore()?.claims;
            // The role is read anew at each sign-in. An account that is not staff's never becomes one.
            if (claims) return (await database.prisma.user.updateMany({ where: { id: userId, kind: "staff" }, data: { staffRole: claims.role, officerId: claims.officerId, name: claims.name } })).count === 1;
          },
        },
      },
    },
    // An officer who is also somebody's parent is two people here.
    account: { accountLinking: { enabled: false } },
    advanced: { useSecureCookies: origin.startsWith("https:"), cookiePrefix: "send", ipAddress: { disableIpTracking: true } },
    plugins: [
      emailOTP({
        otpLength: CODE_LENGTH,
        expiresIn: CODE_MINUTES * MINUTE,
        allowedAttempts: CODE_TRIES,
        storeOTP: "hashed",
        changeEmail: { enabled: true },
        // Only for a new address of an account, and sent by whoever asked: here, what fails would be told to nobody.
        sendVerificationOTP: async ({ otp }) => {
          const asked = askedNewAddress.getStore();
          if (!asked) throw new Error("A code was made by another way than the page of a new address.");
          asked.code = otp;
        },
      }),
      twoFactor({ allowPasswordless: true, issuer: `${pack.name} SEND` }),
      genericOAuth({ config: ways.provider ? providerOf(site) : [] }),
    ],
  });
}

function providerOf(site: Site) {
  const { staffProvider } = site.config;
  if (!staffProvider) return [];
  const { issuer, clientId, clientSecret } = staffProvider;
  return [
    {
      providerId: COUNCIL_PROVIDER,
      discoveryUrl: `${issuer}/.well-known/openid-configuration`,
      clientId,
      clientSecret,
      scopes: ["openid", "profile", "email"],
      pkce: true,
      requireIdTokenVerification: true,
      mapProfileToUser: async (profile: Record<string, unknown>) => {
        const comingIn = staffComingIn.getStore();
        if (!comingIn) throw new Error("Staff came in by another way than the one address for it.");
        comingIn.claims = await claimsOf(site, profile);
        return {
          name: comingIn.claims.name,
          // Never the address itself: a family account may have the same one.
          email: `${createHmac("sha256", clientId).update(String(profile.sub)).digest("hex").slice(0, 32)}${PROVIDER_STAFF_DOMAIN}`,
          emailVerified: true,
        };
      },
    },
  ];
}

export type Auth = ReturnType<typeof openAuth>;
