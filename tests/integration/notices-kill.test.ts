import { expect, test, vi } from "vitest";
import { readConfig } from "../../app/config.server.ts";
import { recoverAbandoned } from "../../app/notices/send.server.ts";
import { tellUser } from "../../app/notices/tell.server.ts";
import { openSite, type Site } from "../../app/site.server.ts";
import { plainEnvironment } from "../support/command.ts";
import { freshSettings, KINDS, type Kind } from "../support/databases.ts";
import { startMailbox, type Mailbox } from "../support/mailbox.ts";
import { outbox } from "../support/outbox.ts";
import { startRunningSite } from "../support/running-site.ts";
import { until } from "../support/until.ts";

/** Longer than a mail server may take to answer. */
const PATIENCE_MS = 90_000;
vi.setConfig({ testTimeout: 4 * PATIENCE_MS });

type Settings = Record<string, string>;

async function settingsFor(kind: Kind, mailbox: Mailbox): Promise<Settings> {
  return { ...(await freshSettings(kind)), SMTP_URL: mailbox.url, MAIL_FROM: "send@example.gov.uk", SITE_URL: "https://send.example.gov.uk" };
}

/** Looks into the site's data while no process of an embedded database's has it. */
async function inside<T>(settings: Settings, work: (site: Site) => Promise<T>): Promise<T> {
  const site = await openSite(readConfig({ DATA_KEYS: plainEnvironment().DATA_KEYS, ...settings }));
  try {
    return await work(site);
  } finally {
    await site.close();
  }
}

async function tellMother({ database, config, pack, sealer }: Site, count: number): Promise<void> {
  const { prisma } = database;
  await prisma.user.upsert({ where: { id: "mother" }, create: { id: "mother", name: "A", email: "mother@example.org" }, update: {} });
  for (let i = 0; i < count; i++) await tellUser(prisma, { config, pack, sealer }, { userId: "mother", kind: "update-came", slots: {}, key: `update:${i}` });
}

const kill = (pid: number) => process.kill(pid, "SIGKILL");

/** What a process left that was killed; the lease is over at once, as it is in time. */
const recover = (settings: Settings) => inside(settings, (site) => recoverAbandoned(site, { leaseMs: 0, settleMs: 0 }));

test.each(KINDS)("on %s: killed before the mail server had the message: it goes once, after the next start", async (kind) => {
  const mailbox = await startMailbox();
  const settings = await settingsFor(kind, mailbox);
  await inside(settings, (site) => tellMother(site, 1));
  const first = await startRunningSite(settings);
  let asked = false;
  mailbox.rules.onRecipient = () => {
    asked = true;
    kill(first.pid);
    return null;
  };
  await until("the mail server to be asked", PATIENCE_MS, async () => asked);
  delete mailbox.rules.onRecipient;
  expect((await first.stop()).signal).toBe("SIGKILL");
  expect(mailbox.received).toEqual([]);
  if (kind === "PostgreSQL") await recover(settings);
  const second = await startRunningSite(settings);
  await until("the email", PATIENCE_MS, async () => mailbox.received.length === 1);
  await second.stop();
  expect(await inside(settings, async (site) => (await outbox(site)).map(({ state, attempts }) => ({ state, attempts })))).toEqual([{ state: "sent", attempts: 2 }]);
  expect(mailbox.received).toHaveLength(1);
});

test.each(KINDS)("on %s: killed when the mail server had the message and had not answered: a person decides, and it is not sent again", async (kind) => {
  const mailbox = await startMailbox();
  const settings = await settingsFor(kind, mailbox);
  await inside(settings, (site) => tellMother(site, 1));
  const first = await startRunningSite(settings);
  mailbox.rules.onMessage = async () => {
    kill(first.pid);
    await first.stop();
    return null;
  };
  await until("the email", PATIENCE_MS, async () => mailbox.received.length === 1);
  delete mailbox.rules.onMessage;
  if (kind === "PostgreSQL") await recover(settings);
  const second = await startRunningSite(settings);
  expect(await second.stop()).toMatchObject({ code: 0, stderr: "" });
  expect(await inside(settings, async (site) => (await outbox(site)).map(({ state, attempts }) => ({ state, attempts })))).toEqual([{ state: "uncertain", attempts: 1 }]);
  expect(mailbox.received).toHaveLength(1);
});

test("two processes on PostgreSQL, one of them killed on the way: no message goes twice, and none is lost from sight", async () => {
  const mailbox = await startMailbox();
  const settings = await settingsFor("PostgreSQL", mailbox);
  const count = 120;
  await inside(settings, (site) => tellMother(site, count));
  const sites = [await startRunningSite(settings), await startRunningSite(settings)];
  let taken = 0;
  mailbox.rules.onMessage = async () => {
    taken += 1;
    if (taken === 40) kill(sites[0]?.pid ?? 0);
    return null;
  };
  await inside(settings, async (site) => {
    await until("the rest", PATIENCE_MS, async () => (await outbox(site)).every(({ state }) => state === "sent" || state === "sending"));
    await recoverAbandoned(site, { leaseMs: 0, settleMs: 0 });
    await until("the end", PATIENCE_MS, async () => (await outbox(site)).every(({ state }) => state === "sent" || state === "uncertain"));
    const notices = await outbox(site);
    const times = new Map<string, number>();
    for (const { messageId } of mailbox.received) times.set(messageId, (times.get(messageId) ?? 0) + 1);
    expect([...times.values()].filter((n) => n > 1)).toEqual([]);
    expect(notices.filter(({ id, state }) => state === "sent" && !times.has(`<${id}@example.gov.uk>`))).toEqual([]);
    // Only what was in one process's hands when it died can be in doubt.
    expect(notices.filter(({ state }) => state === "uncertain").length).toBeLessThanOrEqual(5);
    expect(notices).toHaveLength(count);
  });
  for (const site of sites) await site.stop();
});

test("a site that cannot send, and has people to tell, says so instead of starting", async () => {
  const settings = await freshSettings("PGlite");
  await inside(settings, (site) => tellMother(site, 1));
  await expect(startRunningSite({ ...settings, NODE_ENV: "production", DEMO: "off" })).rejects.toThrow(/Nothing sends messages: 1 accounts could not sign in, and 1 messages wait\. Set SMTP_URL/);
  const empty = await startRunningSite({ ...(await freshSettings("PGlite")), NODE_ENV: "production", DEMO: "off" });
  expect(empty.stderr()).toContain("Nothing sends messages");
  await empty.stop();
});
