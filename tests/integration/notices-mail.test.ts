import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { sendAgain } from "../../app/db/notice-queue.server.ts";
import { startQueue, USUAL_SETTINGS, type Queue } from "../../app/jobs/queue.server.ts";
import { tellAddress, tellUser } from "../../app/notices/tell.server.ts";
import type { Site } from "../../app/site.server.ts";
import { KINDS, type Kind } from "../support/databases.ts";
import { smtpAnswer, startMailbox, type Mailbox } from "../support/mailbox.ts";
import { outbox } from "../support/outbox.ts";
import { freshSite } from "../support/site.ts";
import { until } from "../support/until.ts";

const QUICK = { ...USUAL_SETTINGS, lookEveryMs: 50, pollSeconds: 0.5, firstDelaySeconds: 1, longestDelaySeconds: 1 };
const PATIENCE_MS = 30_000;

async function siteWithMail(kind: Kind, mailbox: Mailbox): Promise<Site> {
  const site = await freshSite(kind, { meiliUrl: null });
  return { ...site, config: { ...site.config, siteUrl: "https://send.example.gov.uk", smtp: { url: mailbox.url, from: "send@example.gov.uk" } } };
}

async function withQueue(site: Site, work: (queue: Queue) => Promise<void>, settings = QUICK): Promise<void> {
  const queue = await startQueue(site, [], settings);
  try {
    await work(queue);
  } finally {
    await queue.stop();
  }
}

async function tellMother(site: Site, count = 1, choice: { language?: string; adjustments?: string[] } = {}): Promise<void> {
  const { prisma } = site.database;
  await prisma.user.upsert({ where: { id: "mother" }, create: { id: "mother", name: "A", email: "mother@example.org" }, update: {} });
  await prisma.contactChoice.upsert({ where: { userId: "mother" }, create: { userId: "mother", ...choice }, update: choice });
  for (let i = 0; i < count; i++) await tellUser(prisma, site, { userId: "mother", kind: "stage-changed", slots: { event: "draft-served", rule: "draft-comments", due: "2026-12-25" }, key: `event:${randomUUID()}` });
}

const states = async (site: Site) => (await outbox(site)).map(({ state }) => state);

describe.each(KINDS)("on %s", (kind) => {
  test("an email says what changed and what to do, names nobody, and machines do not answer it", async () => {
    const mailbox = await startMailbox();
    const site = await siteWithMail(kind, mailbox);
    await tellMother(site);
    await withQueue(site, () => until("the email", PATIENCE_MS, async () => (await states(site)).join() === "sent").then(() => {}));
    const [row] = await outbox(site);
    expect(mailbox.received.map(({ messageId, to }) => ({ messageId, to }))).toEqual([{ messageId: `<${row?.id ?? ""}@example.gov.uk>`, to: ["mother@example.org"] }]);
    const mail = mailbox.received[0]?.mail;
    expect(mail?.subject).toBe("There is something new for you to read");
    expect(mail?.text).toMatch(/The council has sent a draft plan\.\s+You have until 25 December 2026 to comment/);
    expect(mail?.text).toContain("https://send.example.gov.uk/sign-in");
    expect(mail?.html).toMatch(/<html lang="en-GB" dir="ltr">/);
    expect(mail?.html).toContain('href="https://send.example.gov.uk/sign-in"');
    expect(mail?.headers.get("auto-submitted")).toBe("auto-generated");
    expect(mail?.headers.get("list")).toMatchObject({ unsubscribe: { url: "https://send.example.gov.uk/account/contact" } });
    expect(JSON.stringify(mail?.from)).toContain("Essex SEND Local Offer");
  });

  test("large print, and right to left in Urdu", async () => {
    const mailbox = await startMailbox();
    const site = await siteWithMail(kind, mailbox);
    await tellMother(site, 1, { language: "ur", adjustments: ["large-print"] });
    await withQueue(site, () => until("the email", PATIENCE_MS, async () => mailbox.received.length === 1).then(() => {}));
    expect(mailbox.received[0]?.mail.html).toMatch(/<html lang="ur" dir="rtl">/);
    expect(mailbox.received[0]?.mail.html).toContain("font-size:22px");
  });

  test("a mail server that is away: messages wait, and go once it is back", async () => {
    const gone = await startMailbox();
    const { port } = gone;
    await gone.close();
    const site = await siteWithMail(kind, gone);
    await tellMother(site, 3);
    await withQueue(site, async () => {
      await until("a try", PATIENCE_MS, async () => (await outbox(site)).every(({ attempts, state }) => attempts > 0 && state === "waiting"));
      const back = await startMailbox(port);
      await until("the emails", PATIENCE_MS, async () => (await states(site)).every((state) => state === "sent"));
      expect(new Set(back.received.map(({ messageId }) => messageId)).size).toBe(3);
      expect(back.received).toHaveLength(3);
    });
    expect((await outbox(site)).map(({ lastFault }) => lastFault)).toEqual([null, null, null]);
  });

  test("a server that is full for now is asked again; one that will never take it is not, and the fault names no address", async () => {
    const mailbox = await startMailbox();
    let busy = 2;
    mailbox.rules.onMessage = async () => (busy-- > 0 ? smtpAnswer(451, "Try later") : null);
    const site = await siteWithMail(kind, mailbox);
    await tellMother(site);
    await withQueue(site, async () => {
      await until("the email", PATIENCE_MS, async () => (await states(site)).join() === "sent");
      mailbox.rules.onRecipient = (address) => smtpAnswer(550, `${address} is not known here`);
      await tellMother(site);
      await until("the refusal", PATIENCE_MS, async () => (await states(site)).includes("failed"));
    });
    expect(mailbox.received).toHaveLength(1);
    expect((await outbox(site)).map(({ state, attempts, lastFault }) => ({ state, attempts, lastFault }))).toEqual([
      { state: "failed", attempts: 1, lastFault: "smtp EENVELOPE RCPT TO 550" },
      { state: "sent", attempts: 3, lastFault: null },
    ]);
  });

  test("after the last try it is given up, and goes when a person sends it again", async () => {
    const mailbox = await startMailbox();
    mailbox.rules.onConnect = async () => smtpAnswer(421, "Not now");
    const site = await siteWithMail(kind, mailbox);
    await tellMother(site);
    await withQueue(site, async () => {
      await until("the end of the tries", PATIENCE_MS, async () => (await states(site)).join() === "failed");
      delete mailbox.rules.onConnect;
      const [row] = await outbox(site);
      expect(await sendAgain(site.database.prisma, row?.id ?? "")).toBe(true);
      await until("the email", PATIENCE_MS, async () => (await states(site)).join() === "sent");
      expect(await sendAgain(site.database.prisma, row?.id ?? "")).toBe(false);
    }, { ...QUICK, tries: 2 });
    expect(mailbox.received).toHaveLength(1);
  });

  test("a server that falls silent when it has the message: uncertain, and never sent twice by itself", async () => {
    const mailbox = await startMailbox();
    const site = await siteWithMail(kind, mailbox);
    await tellMother(site);
    const silent: { close?: () => void } = {};
    mailbox.rules.onMessage = () => new Promise((done) => (silent.close = () => done(null)));
    // Another process takes the notice for dead while the server keeps it waiting.
    await withQueue(site, async (queue) => {
      await until("the message at the server", PATIENCE_MS, async () => silent.close !== undefined);
      await until("the verdict", PATIENCE_MS, async () => queue.look().then(async () => (await states(site)).join() === "uncertain"));
      silent.close?.();
      await until("the server's late yes", PATIENCE_MS, async () => (await states(site)).join() === "sent");
    }, { ...QUICK, leaseMs: 100 });
    expect(mailbox.received).toHaveLength(1);
  });

  test("a code to sign in goes at once, and nothing of it is kept", async () => {
    const mailbox = await startMailbox();
    const site = await siteWithMail(kind, mailbox);
    const code = () => tellAddress(site, { to: "mother@example.org", channel: "email", kind: "sign-in-code", slots: { code: "123456", count: 10 }, language: "en-GB" });
    await code();
    expect(mailbox.received.map(({ mail }) => [mail.subject, /\b123456\b/.test(mail.text ?? "")])).toEqual([["Your code to sign in", true]]);
    expect(await outbox(site)).toEqual([]);
    mailbox.rules.onRecipient = () => smtpAnswer(550, "Nobody");
    await expect(code()).rejects.toMatchObject({ name: "NotSentError" });
  });
});
