import { randomBytes, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../app/config.server.ts";
import { commentsOfCase } from "../../app/db/comments.server.ts";
import { messagesOfCase } from "../../app/db/messages.server.ts";
import { isoText, day } from "../../app/domain/calendar/day.ts";
import { openSite } from "../../app/site.server.ts";
import { today } from "../../app/today.ts";
import { Dice } from "../../prisma/samples/generate.ts";
import { signedInAs } from "../support/accounts.ts";
import { temporaryFolder } from "../support/command.ts";
import { freshPostgresUrl, KINDS } from "../support/databases.ts";
import { aFollower, aRecord } from "../support/records.ts";
import { startRunningSite, type RunningSite } from "../support/running-site.ts";

const ROUNDS = 4;
/** Longer than both forms take on a slow machine. */
const LATEST_KILL_MS = 150;

describe.each(KINDS)("on %s, a site that is killed while forms come in", (kind) => {
  test("has each of them whole or not at all, and once when they are sent again", { timeout: 300_000 }, async () => {
    const settings = { DATA_DIR: temporaryFolder(), AREA: "essex", DATA_KEYS: `k1:${randomBytes(32).toString("base64")}`, EVENT_SENDERS: "case-system:a secret of more than thirty-two characters", SITE_URL: "http://portal.test", ...(kind === "PGlite" ? {} : { DATABASE_URL: await freshPostgresUrl(null) }) };
    const withSite = async <T>(work: (site: Awaited<ReturnType<typeof openSite>>) => Promise<T>): Promise<T> => {
      const site = await openSite(readConfig(settings));
      try {
        return await work(site);
      } finally {
        await site.close();
      }
    };
    const { record, cookie } = await withSite(async (site) => {
      const ago = (days: number) => isoText(day(today()) - days);
      const made = await aRecord(site, [{ type: "request-received", on: ago(120) }, { type: "draft-served", on: ago(3) }]);
      await aFollower(site, made, "parent@example.org");
      return { record: made, cookie: (await signedInAs(site, "parent@example.org", { origin: settings.SITE_URL })).cookie };
    });
    const post = async (site: RunningSite, page: string, form: Record<string, string>) => {
      const answer = await fetch(`${site.url}/my-child/${record.caseId}/${page}`, { method: "POST", redirect: "manual", headers: { Cookie: cookie }, body: new URLSearchParams({ do: "send", ...form }) });
      return { status: answer.status, location: answer.headers.get("Location") };
    };
    const forms = Array.from({ length: ROUNDS }, (_, i) => ({ message: { id: randomUUID(), body: `Message ${i}` }, comments: { id: randomUUID(), "time-id": randomUUID(), else: `Comment ${i}` } }));
    const both = (site: RunningSite, { message, comments }: (typeof forms)[number]) => [post(site, "messages", message), post(site, "comments", comments)];

    const dice = new Dice(20_261_123);
    for (const form of forms) {
      const doomed = await startRunningSite(settings);
      // The first answer of a process is slow for other reasons.
      await fetch(`${doomed.url}/my-child/${record.caseId}/messages`, { headers: { Cookie: cookie } });
      const sent = Promise.allSettled(both(doomed, form));
      await new Promise((done) => setTimeout(done, dice.next() * LATEST_KILL_MS));
      process.kill(doomed.pid, "SIGKILL");
      await sent;
    }

    const site = await startRunningSite(settings);
    for (const form of forms) {
      for (const answer of await Promise.all(both(site, form))) expect(answer).toMatchObject({ status: 303, location: expect.stringContaining("sent=") });
    }
    await site.stop();

    await withSite(async (opened) => {
      const { prisma } = opened.database;
      expect((await messagesOfCase(prisma, opened, record.caseId, "council")).map(({ body }) => body).sort()).toEqual(forms.map(({ message }) => message.body));
      expect((await commentsOfCase(prisma, opened, record.caseId)).map(({ comments }) => comments?.anythingElse).sort()).toEqual(forms.map(({ comments }) => comments.else));
      const acts = await prisma.auditEntry.groupBy({ by: ["action"], where: { caseId: record.caseId, action: { in: ["message-sent", "request-sent", "event-stored"] }, NOT: { actor: "sender:case-system" } }, _count: true, orderBy: { action: "asc" } });
      expect(acts.map(({ action, _count }) => [action, _count])).toEqual([["event-stored", ROUNDS], ["message-sent", ROUNDS], ["request-sent", ROUNDS]]);
      expect((await prisma.caseEvent.findMany({ where: { caseId: record.caseId, sender: "portal" } })).map(({ eventId }) => eventId).sort()).toEqual(forms.map(({ comments }) => `comments-${comments.id}`).sort());
      expect(await prisma.notice.count({ where: { caseId: record.caseId, kind: "request-received" } })).toBe(ROUNDS);
    });
  });
});
