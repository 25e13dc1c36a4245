import { randomUUID } from "node:crypto";
import type { Prisma } from "../../prisma/generated/client.ts";
import { findRights } from "../db/followers.server.ts";
import { findReceiver, receiversOf, saveNotices, toldOf, type NewNotice, type Receiver } from "../db/notices.server.ts";
import { may } from "../domain/access/permissions.ts";
import { standingOf } from "../domain/access/roles.ts";
import { day } from "../domain/calendar/day.ts";
import { channelFor, minutesToWait, type Channel } from "../domain/notices/channel.ts";
import { checkedSlots, KINDS, type NoticeKind, type NoticeSlots } from "../domain/notices/kinds.ts";
import type { Site } from "../site.server.ts";
import { minuteOfDay, today } from "../today.ts";
import { isDemoPost, wayOf } from "./ways.ts";

type Tx = Prisma.TransactionClient;
type Teller = Pick<Site, "config" | "pack" | "sealer">;

export interface Telling<K extends NoticeKind> {
  kind: K;
  slots: NoticeSlots[K];
  /** What it tells of: the same key never reaches the same person twice. */
  key: string;
}

const MINUTE_MS = 60_000;

/**
 * Tells everybody who follows a child's record and may hear of it, in the transaction of what it tells of: once that
 * is committed they will be told, and if it is not they will not.
 * @param telling.except the account of whoever did it
 * @param telling.joinedBefore leaves out who came later, and has it before their eyes
 * @param telling.toldBefore only whoever has been told of this key, before a moment where one is given
 * @returns how many people will be told who had not been
 * @throws RangeError for a slot that might be about a person
 */
export async function tellFollowers<K extends NoticeKind>(tx: Tx, site: Teller, telling: Telling<K> & { caseId: string; except?: string | undefined; joinedBefore?: Date | undefined; toldBefore?: { key: string; at: Date | undefined } }): Promise<number> {
  const { caseId, kind, except, joinedBefore, toldBefore } = telling;
  const { heardBy } = KINDS[kind];
  if (heardBy === null) throw new RangeError(`A notice "${kind}" is for one person: use tellUser or tellAddress.`);
  const caseFile = await tx.caseFile.findUnique({ where: { id: caseId }, select: { personId: true } });
  if (!caseFile?.personId) return 0;
  const now = day(today());
  const { personId } = caseFile;
  const receivers = (await receiversOf(tx, site.sealer, personId)).filter(({ userId, since }) => userId !== except && (!joinedBefore || since < joinedBefore));
  if (receivers.length === 0) return 0;
  const rights = await findRights(tx, site.sealer, personId, now);
  const knowing = toldBefore && (await toldOf(tx, { caseId, ...toldBefore }));
  const told = receivers.filter(({ userId, following }) => {
    if (knowing && !knowing.has(userId)) return false;
    if (heardBy === "all-who-follow") return following.relation !== "supporter";
    return may(standingOf(following, rights, now), heardBy);
  });
  return saveNotices(tx, site.sealer, told.flatMap((receiver) => noticeFor(site, telling, receiver, caseId) ?? []));
}

/**
 * Tells one account of something, as its owner chose to be told. Of a case nothing is told to somebody who was stopped
 * from seeing it or has left it, but that.
 * @returns how many notices are new: 1, or 0
 */
export async function tellUser<K extends NoticeKind>(tx: Tx, site: Teller, telling: Telling<K> & { userId: string; caseId?: string | null }): Promise<number> {
  const { userId, caseId, kind } = telling;
  if (caseId && kind !== "access-ended" && (await hasGone(tx, caseId, userId))) return 0;
  const receiver = await findReceiver(tx, site.sealer, telling.userId);
  const notice = receiver && noticeFor(site, telling, receiver, telling.caseId ?? null);
  return notice ? saveNotices(tx, site.sealer, [notice]) : 0;
}

async function hasGone(tx: Tx, caseId: string, userId: string): Promise<boolean> {
  const found = await tx.caseFile.findUnique({ where: { id: caseId }, select: { personId: true } });
  return found?.personId != null && (await tx.follower.count({ where: { personId: found.personId, userId, OR: [{ blockedAt: { not: null } }, { endedAt: { not: null } }] } })) > 0;
}

/** Tells the council's duty desk, at the address of its pack. */
export async function tellOffice<K extends NoticeKind>(tx: Tx, site: Teller, telling: Telling<K> & { caseId?: string | null }): Promise<number> {
  const { kind, slots, key, caseId = null } = telling;
  const { open, secret } = checkedSlots(kind, slots);
  return saveNotices(tx, site.sealer, [{ key: `${key}:office`, userId: null, caseId, kind, slots: open, secret, language: "en-GB", channel: "email", largePrint: false, to: site.pack.contact.email, notBefore: null }]);
}

export interface Address {
  to: string;
  channel: Exclude<Channel, "letter">;
  language: string;
}

/** Tells an address that need have no account: an invitation, a receipt. It waits in the queue like the others, its secrets sealed. */
export async function tellAddressLater<K extends NoticeKind>(tx: Tx, site: Teller, telling: Telling<K> & Omit<Address, "channel"> & { channel: Channel; largePrint?: boolean; caseId?: string | null }): Promise<number> {
  const { to, channel, largePrint = false, kind, slots, language, key, caseId = null } = telling;
  const { open, secret } = checkedSlots(kind, slots);
  return saveNotices(tx, site.sealer, [{ key, userId: null, caseId, kind, slots: open, secret, language, channel, largePrint, to, notBefore: null }]);
}

/** A message could not be handed on; the message says why, and holds no address. */
export class NotSentError extends Error {
  override name = "NotSentError";
}

/**
 * Sends a message to an address at once, and keeps nothing of it: a sign-in code. In the demo it is kept, sealed, for
 * the page that shows what would have been sent.
 * @throws NotSentError
 */
export async function tellAddress<K extends NoticeKind>(site: Site, { to, channel, kind, slots, language }: Omit<Telling<K>, "key"> & Address): Promise<void> {
  const { open, secret } = checkedSlots(kind, slots);
  if (isDemoPost(site.config)) {
    await saveNotices(site.database.prisma, site.sealer, [{ key: `address:${randomUUID()}`, userId: null, caseId: null, kind, slots: open, secret, language, channel, largePrint: false, to, notBefore: null, sentAt: new Date() }]);
    return;
  }
  // Words come from Vite's files, which commands run without it do not have.
  const { sendAtOnce } = await import("./at-once.server.ts");
  await sendAtOnce(site, { kind, slots: { ...open, ...secret }, language, channel, to });
}

function noticeFor<K extends NoticeKind>({ config }: Teller, { kind, slots, key }: Telling<K>, receiver: Receiver, caseId: string | null): NewNotice | null {
  const { userId, email, phone, address, language, adjustments } = receiver;
  const channel = channelFor({ channel: receiver.channel, adjustments, has: { email: email !== "", phone: phone !== null && wayOf(config, "text") !== "none", address: address !== null } });
  if (channel === null) return null;
  const { open, secret } = checkedSlots(kind, slots);
  const wait = minutesToWait(minuteOfDay(new Date()), channel, adjustments, KINDS[kind].urgent ?? false);
  return {
    key: `${key}:${userId}`, userId, caseId, kind, slots: open, secret, language, channel,
    largePrint: adjustments.includes("large-print"),
    to: channel === "email" ? email : ((channel === "text" ? phone : address) as string),
    notBefore: wait === 0 ? null : new Date(Date.now() + wait * MINUTE_MS),
  };
}
