import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { openDatabase } from "../../app/db/database.server.ts";
import { day } from "../../app/domain/calendar/day.ts";
import { tellOfficeOfJoined } from "../../app/notices/tell-office.server.ts";
import { giveActivationCode, joinRecord, lockedCodes, seeLockedCode, type CodeRelation } from "../../app/people/activation.server.ts";
import type { Site } from "../../app/site.server.ts";
import { today } from "../../app/today.ts";
import { freshPostgresUrl, KINDS } from "../support/databases.ts";
import { inventChild, inventFollower, inventUser } from "../support/families.ts";
import { outbox } from "../support/outbox.ts";
import { freshSite } from "../support/site.ts";

const BORN = day("2016-03-27");
const WRONG = day("2016-03-28");
/** Old enough to have passed the end of compulsory school age, whenever this runs. */
const GROWN = day(`${Number(today().slice(0, 4)) - 18}-01-15`);

async function codeFor(site: Site, personId: string, relation: CodeRelation = "parent") {
  return site.database.prisma.$transaction((tx) => giveActivationCode(tx, site, { personId, relation, by: "user:officer" }));
}

const tryWith = (site: Site, userId: string, typedCode: string, dateOfBirth = BORN) => joinRecord(site, { userId, typedCode, dateOfBirth });

describe.each(KINDS)("joining a child's record, on %s", (kind) => {
  test("with the code of the letter and the date of birth; those who follow hear of it, and it is written down", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    const child = await inventChild(site);
    const other = await inventFollower(site, child.personId, "parent");
    const { code, id } = await codeFor(site, child.personId);
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    const userId = await inventUser(site);
    expect(await tryWith(site, userId, ` ${code.toLowerCase().replaceAll("-", " ")} `)).toEqual({ joined: true, personId: child.personId, caseId: child.caseId, relation: "parent" });
    const { prisma } = site.database;
    expect(await prisma.follower.findMany({ where: { userId }, select: { personId: true, relation: true, hidesContact: true } })).toEqual([{ personId: child.personId, relation: "parent", hidesContact: true }]);
    expect((await outbox(site)).map(({ kind: what, to }) => [what, to]).sort()).toEqual([["follower-joined", other.email]]);
    expect((await prisma.auditEntry.findMany({ where: { caseId: child.caseId }, orderBy: { id: "asc" } })).map(({ actor, action, detail }) => ({ actor, action, detail }))).toEqual([
      { actor: "user:officer", action: "code-given", detail: { code: id, as: "parent" } },
      { actor: `user:${userId}`, action: "joined", detail: { as: "parent", code: id } },
    ]);
  });

  test("the duty desk hears once in the morning how many joined, of each day by the clocks of England, however often the job runs", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    const { prisma } = site.database;
    const { personId } = await inventChild(site);
    const joinedAt = async (...moments: string[]) => {
      for (const usedAt of moments) {
        const { id } = await codeFor(site, personId);
        await prisma.activationCode.update({ where: { id }, data: { usedAt: new Date(usedAt) } });
      }
    };
    const told = async () => (await outbox(site)).map(({ to, kind: what, caseId, slots }) => [to === site.pack.contact.email, what, caseId, slots.on, slots.count]).sort();
    const run = (now: string, since: string | null) => tellOfficeOfJoined(site, { now: new Date(now), since: since === null ? null : new Date(since) });
    const of = (on: string, count: number) => [true, "families-joined", null, on, count];
    // The clocks go forward on 28 March 2027 at 01:00 UTC: its last minute is 22:59 UTC.
    await joinedAt("2027-03-27T23:59:59Z", "2027-03-28T00:00:00Z", "2027-03-28T22:59:59Z", "2027-03-28T23:00:00Z");
    await run("2027-03-28T06:05:00Z", null);
    expect(await told()).toEqual([of("2027-03-27", 1)]);
    await run("2027-03-29T06:05:00Z", "2027-03-28T06:05:00Z");
    await Promise.all([1, 2].map(() => run("2027-03-29T06:05:01Z", "2027-03-28T06:05:00Z")));
    const two = [of("2027-03-27", 1), of("2027-03-28", 2)];
    expect(await told()).toEqual(two);
    // The site was away for three days, on one of which nobody joined.
    await joinedAt("2027-03-31T12:00:00Z", "2027-04-01T08:00:00Z");
    await run("2027-04-01T06:30:00Z", "2027-03-29T06:05:00Z");
    expect(await told()).toEqual([...two, of("2027-03-29", 1), of("2027-03-31", 1)]);
  });

  test("only the hash of a code is kept", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    const { code } = await codeFor(site, (await inventChild(site)).personId);
    const [row] = await site.database.prisma.activationCode.findMany();
    expect(row?.codeHash).toBe(createHash("sha256").update(code.replaceAll("-", "")).digest("hex"));
    expect(JSON.stringify(await site.database.prisma.auditEntry.findMany({ select: { detail: true } }))).not.toContain(code.slice(0, 4));
  });

  test("the same form again is answered like the first, and nobody is told twice", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    const child = await inventChild(site);
    await inventFollower(site, child.personId, "parent");
    const { code } = await codeFor(site, child.personId);
    const userId = await inventUser(site);
    const answers = await Promise.all([1, 2, 3].map(() => tryWith(site, userId, code)));
    expect(answers.map(({ joined }) => joined)).toEqual([true, true, true]);
    expect(await site.database.prisma.follower.count({ where: { userId } })).toBe(1);
    expect(await outbox(site)).toHaveLength(1);
  });

  test("a wrong code, a used one, an old one, a locked one, a wrong date and a blocked account are answered alike", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    const { prisma } = site.database;
    const child = await inventChild(site);
    const userId = await inventUser(site);
    const [used, old, locked, wrongDate, blocked] = [await codeFor(site, child.personId), await codeFor(site, child.personId), await codeFor(site, child.personId), await codeFor(site, child.personId), await codeFor(site, child.personId)];
    expect((await tryWith(site, await inventUser(site), used.code)).joined).toBe(true);
    await prisma.activationCode.update({ where: { id: old.id }, data: { expiresAt: new Date() } });
    await prisma.activationCode.update({ where: { id: locked.id }, data: { lockedAt: new Date() } });
    const barred = await inventFollower(site, child.personId, "parent");
    await prisma.follower.update({ where: { id: barred.followerId }, data: { blockedAt: new Date() } });
    const answers = [
      await tryWith(site, userId, "4K7P-9QRT-2WXZ-5ABC"),
      await tryWith(site, userId, "not a code"),
      await tryWith(site, userId, used.code),
      await tryWith(site, userId, old.code),
      await tryWith(site, userId, locked.code),
      await tryWith(site, userId, wrongDate.code, WRONG),
      await tryWith(site, barred.userId, blocked.code),
    ];
    expect(answers).toEqual(answers.map(() => ({ joined: false })));
    expect(await prisma.follower.count({ where: { userId } })).toBe(0);
    expect((await prisma.activationCode.findUniqueOrThrow({ where: { id: blocked.id } })).usedAt).toBeNull();
  });

  test("five wrong dates lock a code, however many come at once; the council hears of it once, and an officer sees it in the queue", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    const child = await inventChild(site);
    const { code, id } = await codeFor(site, child.personId);
    const userId = await inventUser(site);
    await Promise.all(Array.from({ length: 4 }, () => tryWith(site, userId, code, WRONG)));
    expect(await lockedCodes(site)).toEqual([]);
    await Promise.all(Array.from({ length: 12 }, () => tryWith(site, userId, code, WRONG)));
    expect(await site.database.prisma.activationCode.findUniqueOrThrow({ where: { id } })).toMatchObject({ wrongTries: 5 });
    expect(await tryWith(site, userId, code)).toEqual({ joined: false });
    expect((await outbox(site)).map(({ kind: what, to }) => [what, to])).toEqual([["code-locked", site.pack.contact.email]]);
    expect(await lockedCodes(site)).toMatchObject([{ id, relation: "parent", personId: child.personId, caseId: child.caseId, reference: child.reference }]);
    const see = () => site.database.prisma.$transaction((tx) => seeLockedCode(tx, { codeId: id, by: "user:officer" }));
    expect([await see(), await see()]).toEqual([true, false]);
    expect(await lockedCodes(site)).toEqual([]);
    expect(await tryWith(site, userId, code)).toEqual({ joined: false });
  });

  test("two accounts that use one code at once: one of them joins", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    const child = await inventChild(site);
    const { code } = await codeFor(site, child.personId);
    const users = await Promise.all(Array.from({ length: 6 }, () => inventUser(site)));
    const answers = await Promise.all(users.map((userId) => tryWith(site, userId, code)));
    expect(answers.filter(({ joined }) => joined)).toHaveLength(1);
    expect(await site.database.prisma.follower.count({ where: { personId: child.personId } })).toBe(1);
  });

  test("whoever follows already joins nothing and uses up no code; nobody is both parent and young person", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    const child = await inventChild(site, { born: GROWN });
    const parent = await inventFollower(site, child.personId, "parent");
    const young = await codeFor(site, child.personId, "young-person");
    expect(await tryWith(site, parent.userId, young.code, GROWN)).toEqual({ joined: false });
    const small = await inventChild(site);
    const mother = await inventFollower(site, small.personId, "parent");
    const letter = await codeFor(site, small.personId);
    expect(await tryWith(site, mother.userId, letter.code)).toMatchObject({ joined: true, caseId: small.caseId });
    expect(await tryWith(site, await inventUser(site), letter.code)).toMatchObject({ joined: true });
  });

  test("a supporter with a parent's code becomes a parent; who left comes back", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    const child = await inventChild(site);
    const helper = await inventFollower(site, child.personId, "supporter", { parts: ["dates"], endsOn: day("2027-01-01") });
    const left = await inventFollower(site, child.personId, "parent");
    await site.database.prisma.follower.update({ where: { id: left.followerId }, data: { endedAt: new Date(), endedBecause: "left" } });
    for (const { userId, followerId } of [helper, left]) {
      expect(await tryWith(site, userId, (await codeFor(site, child.personId)).code)).toMatchObject({ joined: true });
      expect(await site.database.prisma.follower.findUniqueOrThrow({ where: { id: followerId } })).toMatchObject({ relation: "parent", parts: [], endsOn: null, endedAt: null, endedBecause: null });
    }
  });

  test("no code is given that could not be used, or would show its owner nothing", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    const [nameless, small, grown] = [await inventChild(site, { born: null }), await inventChild(site), await inventChild(site, { born: GROWN })];
    await expect(codeFor(site, nameless.personId)).rejects.toMatchObject({ why: "no-date-of-birth" });
    await expect(codeFor(site, small.personId, "young-person")).rejects.toMatchObject({ why: "too-early" });
    await expect(codeFor(site, small.personId, "alternative-person")).rejects.toMatchObject({ why: "has-capacity" });
    await expect(codeFor(site, grown.personId)).rejects.toMatchObject({ why: "passed-on" });
    expect(await tryWith(site, await inventUser(site), (await codeFor(site, grown.personId, "young-person")).code, GROWN)).toMatchObject({ joined: true, relation: "young-person" });
  });
});

test("processes that try one code at the same moment count five wrong dates between them", async () => {
  const databaseUrl = await freshPostgresUrl();
  const site = await freshSite("PostgreSQL", { meiliUrl: null });
  const databases = await Promise.all([1, 2, 3].map(() => openDatabase({ databaseUrl, dataDir: "" })));
  const sites = databases.map((database): Site => ({ ...site, database }));
  const first = sites[0] as Site;
  const { code, id } = await codeFor(first, (await inventChild(first)).personId);
  const userId = await inventUser(first);
  await Promise.all(sites.flatMap((one) => Array.from({ length: 6 }, () => tryWith(one, userId, code, WRONG))));
  expect(await first.database.prisma.activationCode.findUniqueOrThrow({ where: { id } })).toMatchObject({ wrongTries: 5 });
  expect((await outbox(first)).map(({ kind }) => kind)).toEqual(["code-locked"]);
  await Promise.all(databases.map((database) => database.close()));
});
