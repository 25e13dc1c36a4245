import { randomUUID } from "node:crypto";
import { isDatabaseAway } from "../db/database.server.ts";
import { openNotice } from "../db/notices.server.ts";
import { claimNotice, findAbandoned, handNotice, markBounced, settleNotice, takeBack, type ClaimedNotice } from "../db/notice-queue.server.ts";
import { isUuid } from "../domain/forms/ids.ts";
import { NOTICE_KINDS } from "../domain/notices/kinds.ts";
import type { Site } from "../site.server.ts";
import { bouncedAtNotify, findAtNotify, sendByNotify, sendBySmtp, type Outcome } from "./transports.server.ts";
import { wayOf, type Way } from "./ways.ts";
import { writeNotice } from "./words.server.ts";

/** What became of a notice that was due: `again` is to be tried later, and `not-ours` needs nothing more. */
export type Sent = Outcome | { became: "not-ours" };

/**
 * Sends one notice that waits, unless somebody else has it. However many ask for the same, one sends it: each step is
 * written down before the next is taken, so that whoever finds it after a killed process knows how far it came.
 */
export async function sendNotice(site: Site, id: string): Promise<Sent> {
  const { config, pack, database, sealer } = site;
  const claim = randomUUID();
  const row = await claimNotice(database.prisma, id, claim, (channel) => wayOf(config, channel));
  if (!row) return { became: "not-ours" };
  const outcome = await handOver(site, row, claim);
  await writeDown(() => settleNotice(database.prisma, id, claim, outcome));
  return outcome;

  async function handOver({ database: { prisma } }: Site, claimed: ClaimedNotice, token: string): Promise<Outcome> {
    const notice = openNotice(sealer, claimed);
    const kind = NOTICE_KINDS.find((one) => one === notice.kind);
    if (!kind || notice.channel === "letter") return { became: "refused", fault: "no such kind" };
    const post = { id, kind, channel: notice.channel, to: notice.to, written: writeNotice({ config, pack }, { ...notice, kind }) };
    const mayGo = () => handNotice(prisma, id, token);
    switch (claimed.via as Way) {
      case "smtp":
        return sendBySmtp(config, post, mayGo);
      case "notify":
        return sendByNotify(config, post, mayGo, claimed.attempts > 1);
      case "demo":
        return { became: "sent", ref: null };
      case "none":
        return { became: "again", fault: "no way to send is set up" };
    }
  }
}

/** Has a person see what Notify took and could not deliver. @returns how many those are that nobody knew of */
export async function findBounced({ config, database: { prisma } }: Site): Promise<number> {
  let bounced = 0;
  for (const { id, reference, status } of await bouncedAtNotify(config)) {
    if (isUuid(reference) && (await markBounced(prisma, { id: reference, ref: id, fault: `notify ${status}` }))) bounced++;
  }
  return bounced;
}

const WRITE_TRIES = 5;
const WRITE_PAUSE_MS = 1000;

/** What went out must be written down, even where the database is away for a moment just then. */
async function writeDown(write: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await write();
      return;
    } catch (error) {
      if (tries === WRITE_TRIES || !isDatabaseAway(error)) throw error;
      await new Promise((done) => setTimeout(done, WRITE_PAUSE_MS * tries));
    }
  }
}

export interface Patience {
  /** How long a process may have a notice before the others take it for dead. Longer than any try takes. */
  leaseMs: number;
  /** How long Notify may need to show us a message that it took. */
  settleMs: number;
}

export const USUAL_PATIENCE: Patience = { leaseMs: 5 * 60_000, settleMs: 60_000 };

/**
 * Looks after notices whose process died while it had them. What had not left goes back to the queue; Notify is asked
 * whether it has it; an email that may have arrived is left for a person to decide: it is never sent twice.
 * @returns how many were found
 */
export async function recoverAbandoned(site: Site, { leaseMs, settleMs }: Patience): Promise<number> {
  const { prisma } = site.database;
  const abandoned = await findAbandoned(prisma, leaseMs);
  for (const left of abandoned) {
    const { id, claim, via, handedAt, claimedAt } = left;
    if (via === "notify" && handedAt) {
      if (Date.now() - claimedAt.getTime() < settleMs) continue;
      const known = await findAtNotify(site.config, id);
      if (known === null) await takeBack(prisma, left);
      else await settleNotice(prisma, id, claim, { became: "sent", ref: known });
    } else if (via === "smtp" && handedAt) await settleNotice(prisma, id, claim, { became: "uncertain", fault: "the process ended while the mail server had it" });
    else await takeBack(prisma, left);
  }
  return abandoned.length;
}

