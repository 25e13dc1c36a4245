import { randomUUID } from "node:crypto";
import type { Prisma, PrismaClient } from "../../prisma/generated/client.ts";
import type { Channel } from "../domain/notices/channel.ts";
import { CHANNELS } from "../domain/notices/channel.ts";
import { followingOf } from "./followers.server.ts";
import type { Following } from "../domain/access/roles.ts";
import type { Sealer } from "./sealing.server.ts";

type Client = PrismaClient | Prisma.TransactionClient;

/** Somebody who can be told of things, as they chose to be. */
export interface Receiver {
  userId: string;
  email: string;
  channel: Channel;
  phone: string | null;
  address: string | null;
  language: string;
  adjustments: readonly string[];
}

export interface FollowingReceiver extends Receiver {
  following: Following;
  since: Date;
}

/** Who follows a person, those whose access has ended or was blocked left out, each with how to reach them. */
export async function receiversOf(prisma: Client, sealer: Sealer, personId: string): Promise<FollowingReceiver[]> {
  const rows = await prisma.follower.findMany({ where: { personId, endedAt: null, blockedAt: null }, include: { user: true }, orderBy: { since: "asc" } });
  const receivers = await receiversFor(prisma, sealer, rows.map(({ user }) => user));
  return rows.map((row) => ({ ...(receivers.get(row.userId) as Receiver), following: followingOf(row), since: row.since }));
}

export async function findReceiver(prisma: Client, sealer: Sealer, userId: string): Promise<Receiver | null> {
  const user = await prisma.user.findUnique({ where: { id: userId } });
  return user && ((await receiversFor(prisma, sealer, [user])).get(userId) ?? null);
}

async function receiversFor(prisma: Client, sealer: Sealer, users: readonly { id: string; email: string }[]): Promise<Map<string, Receiver>> {
  const choices = new Map((await prisma.contactChoice.findMany({ where: { userId: { in: users.map(({ id }) => id) } } })).map((row) => [row.userId, row]));
  return new Map(users.map(({ id, email }) => {
    const choice = choices.get(id);
    const open = (field: "phone" | "address", sealed: string | null | undefined) => (sealed ? sealer.open(sealed, `contact_choice.${field}.${id}`) : null);
    return [id, {
      userId: id,
      email,
      channel: CHANNELS.find((channel) => channel === choice?.channel) ?? "email",
      phone: open("phone", choice?.phoneSealed),
      address: open("address", choice?.addressSealed),
      language: choice?.language ?? "en-GB",
      adjustments: choice?.adjustments ?? [],
    }];
  }));
}

/** A notice to be kept. `to` is an email address, a phone number, or lines of a postal address. */
export interface NewNotice {
  key: string;
  userId: string | null;
  caseId: string | null;
  kind: string;
  slots: Record<string, string | number>;
  secret: Record<string, string>;
  language: string;
  channel: Channel;
  largePrint: boolean;
  to: string;
  notBefore: Date | null;
  /** Only for the demo's, which go nowhere. */
  sentAt?: Date;
}

/**
 * Keeps notices until they are sent; one whose key is there already is left out.
 * @returns how many are new
 */
export async function saveNotices(tx: Client, sealer: Sealer, notices: readonly NewNotice[]): Promise<number> {
  if (notices.length === 0) return 0;
  const rows = notices.map(({ secret, to, channel, sentAt, ...notice }) => {
    const id = randomUUID();
    return {
      ...notice,
      id,
      channel,
      toSealed: sealer.seal(to, `notice.to.${id}`),
      slotsSealed: Object.keys(secret).length > 0 ? sealer.seal(JSON.stringify(secret), `notice.slots.${id}`) : null,
      state: channel === "letter" ? "to-print" : sentAt ? "sent" : "waiting",
      ...(sentAt ? { sentAt, via: "demo" } : {}),
    };
  });
  return (await tx.notice.createMany({ data: rows, skipDuplicates: true })).count;
}

/** The accounts that were told of something in a case, by its key; with a moment, before it. */
export async function toldOf(prisma: Client, { caseId, key, at }: { caseId: string; key: string; at: Date | undefined }): Promise<Set<string>> {
  const rows = await prisma.notice.findMany({ where: { caseId, key: { startsWith: `${key}:` }, userId: { not: null }, ...(at ? { createdAt: { lt: at } } : {}) }, select: { userId: true } });
  return new Set(rows.flatMap(({ userId }) => userId ?? []));
}

/** A notice with all it holds, opened. */
export interface OpenNotice {
  id: string;
  key: string;
  userId: string | null;
  caseId: string | null;
  kind: string;
  slots: Record<string, string | number>;
  language: string;
  channel: Channel;
  largePrint: boolean;
  to: string;
  state: string;
  attempts: number;
  lastFault: string | null;
  createdAt: Date;
  notBefore: Date | null;
  sentAt: Date | null;
}

type Row = Prisma.NoticeGetPayload<object>;

export function openNotice(sealer: Sealer, row: Row): OpenNotice {
  const { id, key, userId, caseId, kind, language, channel, largePrint, state, attempts, lastFault, createdAt, notBefore, sentAt } = row;
  const secret = row.slotsSealed ? (JSON.parse(sealer.open(row.slotsSealed, `notice.slots.${id}`)) as Record<string, string>) : {};
  return {
    id, key, userId, caseId, kind, language, largePrint, state, attempts, lastFault, createdAt, notBefore, sentAt,
    channel: CHANNELS.find((one) => one === channel) ?? "email",
    slots: { ...(row.slots as Record<string, string | number>), ...secret },
    to: sealer.open(row.toSealed, `notice.to.${id}`),
  };
}

/** The newest notices, opened. */
export async function newestNotices(prisma: Client, sealer: Sealer, most: number): Promise<OpenNotice[]> {
  const rows = await prisma.notice.findMany({ orderBy: [{ createdAt: "desc" }, { id: "asc" }], take: most });
  return rows.map((row) => openNotice(sealer, row));
}

/** Letters that are to be printed and posted, the oldest first, and how many there are in all. */
export async function lettersToPrint(prisma: Client, sealer: Sealer, most: number): Promise<{ letters: OpenNotice[]; total: number }> {
  const where = { state: "to-print" };
  const rows = await prisma.notice.findMany({ where, orderBy: [{ createdAt: "asc" }, { id: "asc" }], take: most });
  return { letters: rows.map((row) => openNotice(sealer, row)), total: await prisma.notice.count({ where }) };
}

/** A notice that a person must see to: to be printed, not sent, or perhaps not arrived; null for any other. */
export async function noticeForOffice(prisma: Client, sealer: Sealer, id: string): Promise<OpenNotice | null> {
  const row = await prisma.notice.findFirst({ where: { id, state: { in: ["to-print", "failed", "uncertain"] } } });
  return row && openNotice(sealer, row);
}
