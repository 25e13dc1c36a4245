import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { tellAddress, tellFollowers, tellOffice, tellUser } from "../../app/notices/tell.server.ts";
import type { Site } from "../../app/site.server.ts";
import { today } from "../../app/today.ts";
import { KINDS } from "../support/databases.ts";
import { lastCode, outbox } from "../support/outbox.ts";
import { freshSite } from "../support/site.ts";

interface FollowerRow {
  relation?: string;
  parts?: string[];
  endsOn?: string;
  endedAt?: Date;
  blockedAt?: Date;
  choice?: { channel?: string; phone?: string; address?: string; language?: string; adjustments?: string[] };
}

/** A child with a case, who was born on a day. */
async function aChild({ database, sealer }: Site, dateOfBirth = "2018-03-04"): Promise<{ caseId: string; personId: string }> {
  const [caseId, personId] = [randomUUID(), randomUUID()];
  await database.prisma.person.create({ data: { id: personId, reference: personId, dateOfBirthSealed: sealer.seal(dateOfBirth, `person.dateOfBirth.${personId}`) } });
  await database.prisma.caseFile.create({ data: { id: caseId, reference: `EHC-${caseId}`, personId } });
  return { caseId, personId };
}

async function follows({ database, sealer }: Site, personId: string, userId: string, { choice, endsOn, ...row }: FollowerRow = {}): Promise<void> {
  const { prisma } = database;
  await prisma.user.create({ data: { id: userId, name: userId, email: `${userId}@example.org` } });
  await prisma.follower.create({ data: { id: randomUUID(), personId, userId, relation: "parent", ...row, endsOn: endsOn ? new Date(endsOn) : null } });
  if (!choice) return;
  const { phone, address, ...rest } = choice;
  await prisma.contactChoice.create({ data: { userId, ...rest, phoneSealed: phone ? sealer.seal(phone, `contact_choice.phone.${userId}`) : null, addressSealed: address ? sealer.seal(address, `contact_choice.address.${userId}`) : null } });
}

describe.each(KINDS)("on %s", (kind) => {
  test("everybody who may hear of it is told once, as they chose; who is blocked, gone or let in for other parts is not", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    const { prisma } = site.database;
    const { caseId, personId } = await aChild(site);
    await follows(site, personId, "mother");
    await follows(site, personId, "father", { choice: { channel: "text", phone: "07700 900123", language: "ur", adjustments: ["large-print"] } });
    await follows(site, personId, "grandmother", { relation: "supporter", parts: ["messages"], endsOn: "2099-01-01", choice: { channel: "letter", address: "1 High Street\nWitham" } });
    await follows(site, personId, "friend", { relation: "supporter", parts: ["dates"], endsOn: "2099-01-01" });
    await follows(site, personId, "past-helper", { relation: "supporter", parts: ["messages"], endsOn: "2020-01-01" });
    await follows(site, personId, "blocked", { blockedAt: new Date() });
    await follows(site, personId, "left", { endedAt: new Date() });
    await follows(site, personId, "too-young", { relation: "young-person" });

    const tell = () => prisma.$transaction((tx) => tellFollowers(tx, site, { caseId, kind: "message-came", slots: {}, key: "message:1", except: "mother" }));
    expect(await tell()).toBe(2);
    expect(await tell()).toBe(0);
    expect((await outbox(site)).map(({ userId, channel, to, language, state, largePrint, key }) => ({ userId, channel, to, language, state, largePrint, key })).sort((a, b) => ((a.userId ?? "") < (b.userId ?? "") ? -1 : 1))).toEqual([
      { userId: "father", channel: "text", to: "07700 900123", language: "ur", state: "waiting", largePrint: true, key: "message:1:father" },
      { userId: "grandmother", channel: "letter", to: "1 High Street\nWitham", language: "en-GB", state: "to-print", largePrint: false, key: "message:1:grandmother" },
    ]);
    const rows = JSON.stringify(await prisma.notice.findMany());
    expect(rows).not.toMatch(/07700|High Street/);
  });

  test("what is rolled back is told to nobody", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    const { caseId, personId } = await aChild(site);
    await follows(site, personId, "mother");
    await site.database.prisma.$transaction(async (tx) => {
      await tellFollowers(tx, site, { caseId, kind: "update-came", slots: {}, key: "update:1" });
      throw new Error("The form was cut off.");
    }).catch(() => {});
    expect(await outbox(site)).toEqual([]);
  });

  test("once the decisions are the young person's, they hear of it and the parent does not", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    const { caseId, personId } = await aChild(site, `${Number(today().slice(0, 4)) - 18}-01-01`);
    await follows(site, personId, "mother");
    await follows(site, personId, "daughter", { relation: "young-person" });
    await site.database.prisma.$transaction((tx) => tellFollowers(tx, site, { caseId, kind: "message-came", slots: {}, key: "message:1" }));
    expect((await outbox(site)).map(({ userId }) => userId)).toEqual(["daughter"]);
  });

  test("the duty desk and a single account are told; a code to an address is on the demo's page, and sealed", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    const { prisma } = site.database;
    await prisma.user.create({ data: { id: "mother", name: "A", email: "mother@example.org" } });
    await tellOffice(prisma, site, { kind: "code-locked", slots: {}, key: "code:1" });
    await tellUser(prisma, site, { userId: "mother", kind: "new-sign-in", slots: { on: "2026-11-23" }, key: "session:1" });
    await tellAddress(site, { to: "mother@example.org", channel: "email", kind: "sign-in-code", slots: { code: "123456", count: 10 }, language: "en-GB" });
    expect((await outbox(site)).map(({ kind, to, state }) => ({ kind, to, state })).sort((a, b) => (a.kind < b.kind ? -1 : 1))).toEqual([
      { kind: "code-locked", to: site.pack.contact.email, state: "waiting" },
      { kind: "new-sign-in", to: "mother@example.org", state: "waiting" },
      { kind: "sign-in-code", to: "mother@example.org", state: "sent" },
    ]);
    expect(await lastCode(site, "mother@example.org")).toBe("123456");
    expect(JSON.stringify(await prisma.notice.findMany())).not.toMatch(/123456/);
  });

  test("a slot that could hold a name is refused", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    await site.database.prisma.user.create({ data: { id: "mother", name: "A", email: "mother@example.org" } });
    await expect(tellUser(site.database.prisma, site, { userId: "mother", kind: "meeting-booked", slots: { on: "with Amira, at 10" }, key: "x" })).rejects.toThrow(RangeError);
    expect(await outbox(site)).toEqual([]);
  });
});
