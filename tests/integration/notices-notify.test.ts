import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { sendSignInCode } from "../../app/accounts/sign-in.server.ts";
import { claimNotice, handNotice, sendAgain } from "../../app/db/notice-queue.server.ts";
import { startQueue, USUAL_SETTINGS } from "../../app/jobs/queue.server.ts";
import { findBounced, recoverAbandoned, sendNotice } from "../../app/notices/send.server.ts";
import { tellUser } from "../../app/notices/tell.server.ts";
import { wordsIn } from "../../app/page-context.server.ts";
import type { Site } from "../../app/site.server.ts";
import { KINDS, type Kind } from "../support/databases.ts";
import { startNotifyServer, type NotifyServer } from "../support/notify-server.ts";
import { outbox } from "../support/outbox.ts";
import { freshSite } from "../support/site.ts";
import { until } from "../support/until.ts";

const SERVICE = "11111111-1111-4111-8111-111111111111";
const SECRET = "22222222-2222-4222-8222-222222222222";
const [EMAIL, TEXT] = ["33333333-3333-4333-8333-333333333333", "44444444-4444-4444-8444-444444444444"];
const PATIENCE_MS = 30_000;

async function siteWithNotify(kind: Kind, server: NotifyServer): Promise<Site> {
  const site = await freshSite(kind, { meiliUrl: null });
  return { ...site, config: { ...site.config, siteUrl: "https://send.example.gov.uk", notify: { key: `test-${SERVICE}-${SECRET}`, emailTemplate: EMAIL, textTemplate: TEXT, url: server.url } } };
}

async function tell({ database: { prisma }, ...site }: Site, channel: "email" | "text"): Promise<string> {
  const userId = `by-${channel}`;
  await prisma.user.create({ data: { id: userId, name: "A", email: `${userId}@example.org` } });
  await prisma.contactChoice.create({ data: { userId, channel, phoneSealed: site.sealer.seal("07700 900123", `contact_choice.phone.${userId}`) } });
  await tellUser(prisma, site, { userId, kind: "new-sign-in", slots: { on: "2026-11-23" }, key: "x" });
  return (await prisma.notice.findFirstOrThrow({ where: { userId } })).id;
}

const posts = ({ requests }: NotifyServer) => requests.filter(({ method }) => method === "POST");

test.each(KINDS)("on %s: a text and an email go through Notify's own client, each with our reference, and nothing else of theirs", async (kind) => {
  const server = await startNotifyServer();
  const site = await siteWithNotify(kind, server);
  const ids = [await tell(site, "text"), await tell(site, "email")];
  const queue = await startQueue(site, [], { ...USUAL_SETTINGS, lookEveryMs: 50, pollSeconds: 0.5 });
  await until("both", PATIENCE_MS, async () => (await outbox(site)).every(({ state }) => state === "sent")).finally(() => queue.stop());
  expect(posts(server).map(({ path, body: { template_id, reference, phone_number, email_address } }) => ({ path, template_id, reference, to: phone_number ?? email_address })).sort((a, b) => (a.path < b.path ? 1 : -1))).toEqual([
    { path: "/v2/notifications/sms", template_id: TEXT, reference: ids[0], to: "07700 900123" },
    { path: "/v2/notifications/email", template_id: EMAIL, reference: ids[1], to: "by-email@example.org" },
  ]);
  const [text] = posts(server).filter(({ path }) => path.endsWith("sms"));
  expect(text?.body.personalisation).toEqual({ body: expect.stringMatching(/^Essex SEND Local Offer: Somebody signed in .*https:\/\/send\.example\.gov\.uk\/sign-in$/) });
  const [head, claims, signature] = (text?.authorization.replace("Bearer ", "") ?? "").split(".");
  expect(createHmac("sha256", SECRET).update(`${head ?? ""}.${claims ?? ""}`).digest("base64url")).toBe(signature);
  expect(JSON.parse(Buffer.from(claims ?? "", "base64url").toString())).toMatchObject({ iss: SERVICE });
});

test.each(KINDS)("on %s: whatever Notify took and did not say so is not sent again: it is asked first", async (kind) => {
  const server = await startNotifyServer();
  const site = await siteWithNotify(kind, server);
  const id = await tell(site, "email");
  server.next.push({ status: 503, takes: false }, { status: 503, takes: true });
  expect(await sendNotice(site, id)).toEqual({ became: "again", fault: "notify 503" });
  expect(await sendNotice(site, id)).toEqual({ became: "again", fault: "notify 503" });
  expect(await sendNotice(site, id)).toEqual({ became: "sent", ref: "notify-1" });
  expect(await sendNotice(site, id)).toEqual({ became: "not-ours" });
  expect(posts(server)).toHaveLength(2);
  expect(server.taken.size).toBe(1);
});

test.each(KINDS)("on %s: an address that Notify refuses is given up; a refused key, or too many at once, is tried again", async (kind) => {
  const server = await startNotifyServer();
  const site = await siteWithNotify(kind, server);
  const id = await tell(site, "text");
  server.next.push({ status: 403 }, { status: 429 }, { status: 400 });
  expect([(await sendNotice(site, id)).became, (await sendNotice(site, id)).became, (await sendNotice(site, id)).became]).toEqual(["again", "again", "refused"]);
  expect((await outbox(site)).map(({ state, lastFault }) => ({ state, lastFault }))).toEqual([{ state: "failed", lastFault: "notify 400" }]);
});

test.each(KINDS)("on %s: after a killed process Notify is asked whether it has it", async (kind) => {
  const server = await startNotifyServer();
  const site = await siteWithNotify(kind, server);
  const { prisma } = site.database;
  const [arrived, lost] = [await tell(site, "email"), await tell(site, "text")];
  // As a process leaves them that is killed once the request is out.
  for (const id of [arrived, lost]) {
    await claimNotice(prisma, id, `dead-${id}`, () => "notify");
    await handNotice(prisma, id, `dead-${id}`);
  }
  server.taken.set(arrived, "notify-9");
  await recoverAbandoned(site, { leaseMs: 0, settleMs: 60_000 });
  expect(new Set((await outbox(site)).map(({ state }) => state))).toEqual(new Set(["sending"]));
  await recoverAbandoned(site, { leaseMs: 0, settleMs: 0 });
  expect(new Map((await outbox(site)).map(({ id, state }) => [id, state]))).toEqual(new Map([[arrived, "sent"], [lost, "waiting"]]));
});

test.each(KINDS)("on %s: what Notify took and could not deliver is seen by a person, and once sent again only its new end counts", async (kind) => {
  const server = await startNotifyServer();
  const site = await siteWithNotify(kind, server);
  const [email, text] = [await tell(site, "email"), await tell(site, "text")];
  for (const id of [email, text]) expect((await sendNotice(site, id)).became).toBe("sent");
  expect(await findBounced(site)).toBe(0);
  server.failed.push({ id: "of-another-service", reference: null, status: "permanent-failure" }, { id: "notify-1", reference: email, status: "permanent-failure" }, { id: "notify-99", reference: text, status: "temporary-failure" });
  expect(await findBounced(site)).toBe(1);
  expect(await findBounced(site)).toBe(0);
  const states = async () => new Map((await outbox(site)).map(({ id, state, lastFault }) => [id, [state, lastFault].filter(Boolean).join(": ")]));
  expect(await states()).toEqual(new Map([[email, "failed: notify permanent-failure"], [text, "sent"]]));
  await site.database.prisma.$transaction((tx) => sendAgain(tx, email));
  // Notify is asked first whether it has it: what it could not deliver does not count.
  expect((await sendNotice(site, email)).became).toBe("sent");
  expect(await findBounced(site)).toBe(0);
  expect((await states()).get(email)).toBe("sent");
  expect(posts(server)).toHaveLength(3);
});

test("a code that was asked for by text goes by email where texts fail: whose number is known is not shown by it", async () => {
  const server = await startNotifyServer();
  const site = await siteWithNotify("PGlite", server);
  await tell(site, "text");
  server.next.push({ status: 400 });
  await sendSignInCode({ site, language: "en-GB", t: wordsIn("en-GB") }, new Request("https://send.example.gov.uk/sign-in"), "by-text@example.org", "text");
  expect(posts(server).map(({ body }) => body.phone_number ?? body.email_address)).toEqual(["07700 900123", "by-text@example.org"]);
});
