import { randomUUID } from "node:crypto";
import type { Prisma } from "../../prisma/generated/client.ts";
import type { LanguageCode } from "../i18n/languages.ts";
import { tellAddress, tellAddressLater, tellUser } from "../notices/tell.server.ts";
import type { Site } from "../site.server.ts";
import { today } from "../today.ts";
import { CODE_MINUTES } from "./auth.server.ts";

/**
 * Sends a code to somebody, who need not have an account.
 * @throws NotSentError
 */
export async function sendCode(site: Site, { to, by, code, language }: { to: string; by: "email" | "text"; code: string; language: LanguageCode }): Promise<void> {
  await tellAddress(site, { to, channel: by, kind: "sign-in-code", slots: { code, count: CODE_MINUTES }, language });
}

/** Tells the owner of an account that somebody signed in where nobody had before. */
export async function tellNewSignIn(site: Site, userId: string): Promise<void> {
  await tellUser(site.database.prisma, site, { userId, kind: "new-sign-in", slots: { on: today() }, key: `new-sign-in:${randomUUID()}` });
}

/** Tells the owner of an account that its second step can be given in one way more or fewer. */
export async function tellSecondStepChanged(tx: Prisma.TransactionClient, site: Site, userId: string): Promise<void> {
  await tellUser(tx, site, { userId, kind: "second-step-changed", slots: { on: today() }, key: `second-step-changed:${randomUUID()}` });
}

/** Tells the old address of an account that it has another now. */
export async function tellEmailChanged(tx: Prisma.TransactionClient, site: Site, { to, language }: { to: string; language: LanguageCode }): Promise<void> {
  await tellAddressLater(tx, site, { to, channel: "email", language, kind: "email-changed", slots: { on: today() }, key: `email-changed:${randomUUID()}` });
}

/** Tells the owner of an address that somebody wanted it for another account: as soon as a code would have come. @throws NotSentError */
export async function tellAddressInUse(site: Site, { to, language }: { to: string; language: LanguageCode }): Promise<void> {
  await tellAddress(site, { to, channel: "email", kind: "address-in-use", slots: { on: today() }, language });
}

/** Tells the address of an account that codes to sign in can go to another number, or to none. */
export async function tellPhoneChanged(site: Site, { to, language }: { to: string; language: LanguageCode }): Promise<void> {
  await tellAddressLater(site.database.prisma, site, { to, channel: "email", language, kind: "phone-changed", slots: { on: today() }, key: `phone-changed:${randomUUID()}` });
}
