import { randomBytes, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../app/config.server.ts";
import { commentsOfCase } from "../../app/db/comments.server.ts";
import { messagesOfCase } from "../../app/db/messages.server.ts";
import { beginRequest, saveRequestDraft } from "../../app/db/requests.server.ts";
import { isoText, day } from "../../app/domain/calendar/day.ts";
import { ASSESSMENT_PAGES, NO_ANSWERS } from "../../app/domain/requests/assessment.ts";
import { openSite } from "../../app/site.server.ts";
import { today } from "../../app/today.ts";
import { Dice } from "../../prisma/samples/generate.ts";
import { signedInAs } from "../support/accounts.ts";
import { freshSettings, KINDS } from "../support/databases.ts";
import { aFollower, aRecord } from "../support/records.ts";
import { startRunningSite, type RunningSite } from "../support/running-site.ts";

const ROUNDS = 4;
/** Longer than the forms take on a slow machine. */
const LATEST_KILL_MS = 150;

describe.each(KINDS)("on %s, a site that is killed while forms come in", (kind) => {
  test("has each of them, a family's or an officer's, whole or not at all, and once when they are sent again", { timeout: 300_000 }, async () => {
    const settings = { ...(await freshSettings(kind)), AREA: "essex", DATA_KEYS: `k1:${randomBytes(32).toString("base64")}`, EVENT_SENDERS: "case-system:a secret of more than thirty-two characters", SITE_URL: "http://portal.test" };
    const withSite = async <T>(work: (site: Awaited<ReturnType<typeof openSite>>) => Promise<T>): Promise<T> => {
      const site = await openSite(readConfig(settings));
      try {
        return await work(site);
      } finally {
        await site.close();
      }
    };
    const { record, cookie, officer, drafts, seen } = await withSite(async (site) => {
      const ago = (days: number) => isoText(day(today()) - days);
      const made = await aRecord(site, [{ type: "request-received", on: ago(120) }, { type: "draft-served", on: ago(3) }]);
      await aFollower(site, made, "parent@example.org");
      const parent = await signedInAs(site, "parent@example.org", { origin: settings.SITE_URL });
      const { prisma } = site.database;
      const begun: string[] = [];
      const cases: { id: string; changedAt: string }[] = [];
      for (let i = 0; i < ROUNDS; i++) {
        const { id } = await beginRequest(prisma, site.sealer, "assessment", NO_ANSWERS, parent.userId);
        await saveRequestDraft(prisma, site.sealer, id, 1, { ...NO_ANSWERS, asker: "parent", yourName: "Sam", firstName: `Child ${i}`, lastName: "Example", bornOn: ago(3000), why: "Words", channel: "email", email: "parent@example.org", done: [...ASSESSMENT_PAGES] });
        begun.push(id);
        const { caseId } = await aRecord(site, [{ type: "request-received", on: ago(100) }]);
        cases.push({ id: caseId, changedAt: (await prisma.caseFile.findUniqueOrThrow({ where: { id: caseId } })).changedAt.toISOString() });
      }
      const staff = await signedInAs(site, "officer@staff.example.org", { origin: settings.SITE_URL, staff: "caseworker" });
      return { record: made, cookie: parent.cookie, officer: staff.cookie, drafts: begun, seen: cases };
    });
    const [year = "", month = "", dayOfMonth = ""] = isoText(day(today()) - 1).split("-");
    const post = async (site: RunningSite, path: string, by: string, form: Record<string, string>) => {
      const answer = await fetch(site.url + path, { method: "POST", redirect: "manual", headers: { Cookie: by }, body: new URLSearchParams(form) });
      return { status: answer.status, location: answer.headers.get("Location") };
    };
    const forms = Array.from({ length: ROUNDS }, (_, i) => ({ i, message: { do: "send", id: randomUUID(), body: `Message ${i}` }, comments: { do: "send", id: randomUUID(), "time-id": randomUUID(), else: `Comment ${i}` }, event: randomUUID() }));
    const all = (site: RunningSite, { i, message, comments, event }: (typeof forms)[number]) => [
      post(site, `/my-child/${record.caseId}/messages`, cookie, message),
      post(site, `/my-child/${record.caseId}/comments`, cookie, comments),
      post(site, `/ask/assessment/${drafts[i]}/check`, cookie, { version: "2" }),
      post(site, `/officer/cases/${seen[i]?.id}/record-event?type=assessment-refused`, officer, { do: "record", initials: "RE", id: event, seenAt: seen[i]?.changedAt ?? "", "on-day": dayOfMonth, "on-month": month, "on-year": year }),
    ];

    const dice = new Dice(20_261_123);
    for (const form of forms) {
      const doomed = await startRunningSite(settings);
      // The first answer of a process is slow for other reasons.
      await fetch(`${doomed.url}/my-child/${record.caseId}/messages`, { headers: { Cookie: cookie } });
      const sent = Promise.allSettled(all(doomed, form));
      await new Promise((done) => setTimeout(done, dice.next() * LATEST_KILL_MS));
      process.kill(doomed.pid, "SIGKILL");
      await sent;
    }

    const site = await startRunningSite(settings);
    for (const form of forms) {
      expect(await Promise.all(all(site, form))).toEqual(["sent=", "sent=", `/ask/receipt/${drafts[form.i]}`, "done=recorded"].map((to) => ({ status: 303, location: expect.stringContaining(to) })));
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
      for (const id of drafts) {
        const { caseId } = await prisma.familyRequest.findUniqueOrThrow({ where: { id, state: "sent" } });
        expect(await prisma.caseEvent.findMany({ where: { sender: "portal", eventId: `request-${id}` }, select: { caseId: true } })).toEqual([{ caseId }]);
        expect(await prisma.caseFile.count({ where: { person: { reference: `portal-${id}` } } })).toBe(1);
        expect(await prisma.follower.count({ where: { person: { reference: `portal-${id}` } } })).toBe(1);
        expect((await prisma.notice.findMany({ where: { caseId }, select: { kind: true }, orderBy: { kind: "asc" } })).map(({ kind: told }) => told)).toEqual(["request-received", "work-came"]);
      }
      for (const { id } of seen) {
        expect(await prisma.caseEvent.count({ where: { caseId: id, type: "assessment-refused" } })).toBe(1);
        expect(await prisma.auditEntry.count({ where: { caseId: id, action: "event-stored", NOT: { actor: "sender:case-system" } } })).toBe(1);
      }
    });
  });
});
