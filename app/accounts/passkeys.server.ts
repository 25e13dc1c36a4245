import { isIP } from "node:net";
import {
  generateAuthenticationOptions, generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse,
  type AuthenticationResponseJSON, type AuthenticatorTransport, type PublicKeyCredentialCreationOptionsJSON, type PublicKeyCredentialRequestOptionsJSON, type RegistrationResponseJSON,
} from "@simplewebauthn/server";
import { z } from "zod";
import type { Prisma } from "../../prisma/generated/client.ts";
import { recordActs } from "../db/audit.server.ts";
import { deviceOf, type Device } from "../domain/accounts/device.ts";
import type { Site } from "../site.server.ts";
import { tellSecondStepChanged } from "./account-messages.server.ts";
import { takeTry } from "./rate-limits.server.ts";
import { authFor, originOf, type Viewer } from "./viewer.server.ts";

/** A passkey as its owner knows it again. */
export interface OwnPasskey {
  id: string;
  /** Where it was made. */
  device: Device;
  madeAt: Date;
  usedAt: Date | null;
}

/** What a browser is asked to make a passkey with, or to sign with one (WebAuthn, in JSON). */
export type PasskeyOptions = { making: PublicKeyCredentialCreationOptionsJSON } | { giving: PublicKeyCredentialRequestOptionsJSON };

export const MOST_PASSKEYS = 10;
/** For how long a page that asks for a passkey can be answered: a family is called away in the middle. */
const ASKED_MS = 30 * 60 * 1000;
const LONGEST_ANSWER = 20_000;
/** EdDSA, ES256 and RS256 (COSE): what devices sign with. Node has no other signature yet that is not an experiment. */
const ALGORITHMS = [-8, -7, -257];

type Use = "making" | "giving";

/** Whom passkeys are made for; null where no browser makes any: an IP address, or plain http that is not this machine. */
function partyOf(site: Site, request: Request): { rpID: string; expectedOrigin: string } | null {
  const { protocol, hostname, origin } = new URL(originOf(site, request));
  const isLocal = hostname === "localhost" || hostname.endsWith(".localhost");
  return (protocol === "https:" || isLocal) && isIP(hostname.replace(/^\[|\]$/g, "")) === 0 ? { rpID: hostname, expectedOrigin: origin } : null;
}

/** The passkeys of an account, the oldest first. */
export async function ownPasskeys({ database }: Site, { userId }: Viewer): Promise<OwnPasskey[]> {
  const rows = await database.prisma.passkey.findMany({ where: { userId }, orderBy: { createdAt: "asc" } });
  return rows.map(({ id, userAgent, createdAt, usedAt }) => ({ id, device: deviceOf(userAgent), madeAt: createdAt, usedAt }));
}

/** What makes a passkey for whoever is signed in; null where none can be made. */
export async function passkeyToMake(site: Site, request: Request, viewer: Viewer): Promise<PasskeyOptions | null> {
  const party = partyOf(site, request);
  const known = await site.database.prisma.passkey.findMany({ where: { userId: viewer.userId }, select: { id: true, transports: true } });
  if (!party || known.length >= MOST_PASSKEYS) return null;
  const making = await generateRegistrationOptions({
    rpName: `${site.pack.name} SEND`,
    rpID: party.rpID,
    userName: viewer.email,
    userDisplayName: viewer.name || viewer.email,
    userID: Buffer.from(site.sealer.fingerprint(viewer.userId, "passkey.owner"), "base64url"),
    challenge: newChallenge(site, viewer, "making"),
    excludeCredentials: known.map(asked),
    supportedAlgorithmIDs: ALGORITHMS,
    // One that the phone's own key chain keeps is not lost with the phone.
    authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
  });
  return { making };
}

/** What asks for one of somebody's passkeys; null where they have none, or none can be given here. */
export async function passkeyToGive(site: Site, request: Request, viewer: Viewer): Promise<PasskeyOptions | null> {
  const party = viewer.hasPasskey ? partyOf(site, request) : null;
  if (!party) return null;
  const known = await site.database.prisma.passkey.findMany({ where: { userId: viewer.userId }, select: { id: true, transports: true } });
  return { giving: await generateAuthenticationOptions({ rpID: party.rpID, allowCredentials: known.map(asked), challenge: newChallenge(site, viewer, "giving"), userVerification: "preferred" }) };
}

const asked = ({ id, transports }: { id: string; transports: string[] }) => ({ id, transports: transports as AuthenticatorTransport[] });

/** Keeps the passkey that a browser has just made, and counts it as given in this session. `wrong`: it is not what was asked for, too late, or of an account already. */
export async function addPasskey(site: Site, request: Request, viewer: Viewer, typed: string): Promise<"added" | "wrong"> {
  const party = partyOf(site, request);
  const response = answered(typed, registration) as RegistrationResponseJSON | null;
  if (!party || !response) return "wrong";
  const made = await verifyRegistrationResponse({ response, ...party, expectedRPID: party.rpID, expectedChallenge: (challenge) => isOurs(site, viewer, "making", challenge), requireUserVerification: false, supportedAlgorithmIDs: ALGORITHMS }).catch(() => null);
  if (!made?.verified || !(await isFirstUse(site, request, response.response.clientDataJSON))) return "wrong";
  const { id, publicKey, counter } = made.registrationInfo.credential;
  return site.database.prisma.$transaction(async (tx) => {
    // Whoever adds or removes one of an account's passkeys waits here for the one before.
    await tx.user.update({ where: { id: viewer.userId }, data: { updatedAt: new Date() } });
    if ((await tx.passkey.count({ where: { userId: viewer.userId } })) >= MOST_PASSKEYS) return "wrong" as const;
    const { count } = await tx.passkey.createMany({
      data: [{ id, userId: viewer.userId, publicKey: Buffer.from(publicKey).toString("base64url"), counter, transports: response.response.transports ?? [], userAgent: request.headers.get("User-Agent") }],
      skipDuplicates: true,
    });
    if (count === 0) return "wrong" as const;
    await tx.user.update({ where: { id: viewer.userId }, data: { hasPasskey: true } });
    await tx.session.updateMany({ where: { id: viewer.sessionId }, data: { secondFactorAt: new Date() } });
    await recordActs(tx, [{ actor: `user:${viewer.userId}`, action: "passkey-added", caseId: null, detail: {} }]);
    await tellSecondStepChanged(tx, site, viewer.userId);
    return "added" as const;
  });
}

/** Takes a passkey as the second step of this session. */
export async function givePasskey(site: Site, request: Request, viewer: Viewer, typed: string): Promise<"right" | "wrong" | "locked"> {
  if (!(await takeTry(site, "second-factor-try", viewer.userId)).ok) return "locked";
  const party = partyOf(site, request);
  const response = answered(typed, authentication) as AuthenticationResponseJSON | null;
  const { prisma } = site.database;
  const known = response && (await prisma.passkey.findFirst({ where: { id: response.id, userId: viewer.userId } }));
  if (!party || !response || !known) return "wrong";
  const given = await verifyAuthenticationResponse({
    response,
    ...party,
    expectedRPID: party.rpID,
    expectedChallenge: (challenge) => isOurs(site, viewer, "giving", challenge),
    credential: { id: known.id, publicKey: Buffer.from(known.publicKey, "base64url"), counter: Number(known.counter) },
    requireUserVerification: false,
  }).catch(() => null);
  if (!given?.verified || !(await isFirstUse(site, request, response.response.clientDataJSON))) return "wrong";
  await prisma.$transaction([
    prisma.passkey.updateMany({ where: { id: known.id, userId: viewer.userId }, data: { counter: given.authenticationInfo.newCounter, usedAt: new Date() } }),
    prisma.session.updateMany({ where: { id: viewer.sessionId }, data: { secondFactorAt: new Date() } }),
  ]);
  return "right";
}

/** Takes one of an account's passkeys away. @param mayBeLast whether the account may be left without a second step */
export async function removePasskey(site: Site, { userId }: Viewer, id: string, mayBeLast: boolean): Promise<"removed" | "is-last"> {
  return site.database.prisma.$transaction(async (tx) => {
    const { twoFactorEnabled } = await tx.user.update({ where: { id: userId }, data: { updatedAt: new Date() }, select: { twoFactorEnabled: true } });
    const others = await tx.passkey.count({ where: { userId, id: { not: id } } });
    if (others === 0 && !twoFactorEnabled && !mayBeLast) return "is-last";
    const { count } = await tx.passkey.deleteMany({ where: { id, userId } });
    await tx.user.update({ where: { id: userId }, data: { hasPasskey: others > 0 } });
    if (count === 0) return "removed";
    await recordActs(tx, [{ actor: `user:${userId}`, action: "passkey-removed", caseId: null, detail: {} }]);
    await tellSecondStepChanged(tx, site, userId);
    return "removed";
  });
}

/** Takes all passkeys of an account away. */
export async function removeAllPasskeys(tx: Prisma.TransactionClient, userId: string): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { hasPasskey: false } });
  await tx.passkey.deleteMany({ where: { userId } });
}

/** Only as much as tells an answer from nonsense: what it says is checked by whoever reads it. */
const part = z.string().max(LONGEST_ANSWER);
const envelope = { id: part, rawId: part, type: z.literal("public-key"), clientExtensionResults: z.object({}) };
const registration = z.object({ ...envelope, response: z.object({ clientDataJSON: part, attestationObject: part, transports: z.array(z.enum(["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"]).catch("hybrid")).max(10).optional() }) });
const authentication = z.object({ ...envelope, response: z.object({ clientDataJSON: part, authenticatorData: part, signature: part, userHandle: part.optional() }) });

function answered<T>(typed: string, schema: z.ZodType<T>): T | null {
  if (typed.length > LONGEST_ANSWER) return null;
  try {
    return schema.safeParse(JSON.parse(typed)).data ?? null;
  } catch {
    return null;
  }
}

/** A challenge that says itself, sealed, which session it was made for and when: nothing is kept for a page that is only looked at. */
function newChallenge({ sealer }: Site, { sessionId }: Viewer, use: Use): Buffer<ArrayBuffer> {
  return Buffer.from(sealer.seal(String(Date.now()), madeFor(sessionId, use)));
}

function isOurs({ sealer }: Site, { sessionId }: Viewer, use: Use, challenge: string): boolean {
  try {
    const askedAt = Number(sealer.open(Buffer.from(challenge, "base64url").toString(), madeFor(sessionId, use)));
    return Date.now() - askedAt < ASKED_MS;
  } catch {
    return false;
  }
}

const madeFor = (sessionId: string, use: Use) => `passkey.${use}.${sessionId}`;

/** Whether an answer comes for the first time: it is good once. What it signed holds the challenge. */
async function isFirstUse(site: Site, request: Request, clientDataJSON: string): Promise<boolean> {
  const { challenge } = JSON.parse(Buffer.from(clientDataJSON, "base64url").toString()) as { challenge: string };
  const { internalAdapter } = await authFor(site, request).$context;
  return internalAdapter.reserveVerificationValue({ identifier: `passkey-${site.sealer.fingerprint(challenge, "passkey.used")}`, value: "used", expiresAt: new Date(Date.now() + ASKED_MS) });
}
