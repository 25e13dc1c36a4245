import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { resetSecondStep } from "../../app/accounts/second-step.server.ts";
import { findFollowing, findRights } from "../../app/db/followers.server.ts";
import { standingOf, type Part } from "../../app/domain/access/roles.ts";
import { addMonths, day, isoText } from "../../app/domain/calendar/day.ts";
import { chooseSharing, decisionsOf, recordCapacityDecision, setSchoolYearStart, undoDecision } from "../../app/people/decisions.server.ts";
import { blockFollower, changeSupporter, endSupporter, leaveRecord, unblockFollower } from "../../app/people/followers.server.ts";
import { acceptInvitation, findInvitation, inviteSupporter, withdrawInvitation } from "../../app/people/invitations.server.ts";
import { tellUser } from "../../app/notices/tell.server.ts";
import type { Site } from "../../app/site.server.ts";
import { today } from "../../app/today.ts";
import { signedInAs } from "../support/accounts.ts";
import { KINDS } from "../support/databases.ts";
import { inventChild, inventFollower, inventUser, type InventedChild } from "../support/families.ts";
import { outbox } from "../support/outbox.ts";
import { freshSite } from "../support/site.ts";

const now = day(today());
/** Over compulsory school age, whenever this runs. */
const GROWN = day(`${Number(today().slice(0, 4)) - 18}-01-15`);
const SOON = addMonths(now, 3);

describe.each(KINDS)("on %s", (kind) => {
  let site: Site;
  beforeAll(async () => {
    site = await freshSite(kind, { meiliUrl: null });
  });
  const inTransaction = <T>(run: (tx: Parameters<Parameters<Site["database"]["prisma"]["$transaction"]>[0]>[0]) => Promise<T>) => site.database.prisma.$transaction(run);
  const roleOf = async ({ personId }: InventedChild, userId: string) => standingOf(await findFollowing(site.database.prisma, personId, userId), await findRights(site.database.prisma, site.sealer, personId, now), now);
  const noticesTo = async (email: string) => (await outbox(site)).filter(({ to }) => to === email).map(({ kind: what }) => what);

  describe("a supporter", () => {
    async function invited(child: InventedChild, by: string, email: string, parts: Part[] = ["dates", "messages"]) {
      const id = randomUUID();
      await inTransaction((tx) => inviteSupporter(tx, site, { id, ...child, name: "Sol", email, parts, endsOn: SOON, by, language: "en-GB" }));
      const link = (await outbox(site)).find(({ key }) => key === `invitation:${id}`)?.slots.link;
      return { id, token: String(link).split("/").at(-1) as string };
    }

    test("comes in by the link of the message, once, with the address it was sent to, and sees what was chosen", async () => {
      const child = await inventChild(site);
      const parent = await inventFollower(site, child.personId, "parent");
      const email = `${randomUUID()}@example.org`;
      const { token } = await invited(child, parent.userId, email.toUpperCase());
      const [helper, stranger] = [{ userId: await inventUser(site, email), email }, { userId: await inventUser(site), email: "somebody@example.org" }];
      expect(await findInvitation(site, token, stranger)).toEqual({ state: "not-yours" });
      expect(await acceptInvitation(site, token, stranger)).toBe(false);
      expect(await findInvitation(site, "x".repeat(43), helper)).toBeNull();
      expect(await findInvitation(site, token, helper)).toMatchObject({ state: "open", parts: ["dates", "messages"], endsOn: isoText(SOON), firstName: "Samuel" });
      expect(await Promise.all([1, 2, 3].map(() => acceptInvitation(site, token, helper)))).toEqual([true, true, true]);
      expect(await roleOf(child, helper.userId)).toEqual({ role: "supporter", parts: ["dates", "messages"] });
      expect(await findInvitation(site, token, helper)).toEqual({ state: "taken" });
      expect(await noticesTo(parent.email)).toEqual(["supporter-joined"]);
    });

    test("the message and the trail hold no name and no address, and the database no secret of the link", async () => {
      const child = await inventChild(site);
      const parent = await inventFollower(site, child.personId, "parent");
      const { id, token } = await invited(child, parent.userId, "sol@example.org");
      const rows = JSON.stringify([await site.database.prisma.supporterInvitation.findMany(), await site.database.prisma.notice.findMany(), (await site.database.prisma.auditEntry.findMany()).map(({ detail }) => detail)]);
      expect(rows).toContain(id);
      for (const secret of [token, "sol@example.org", "Samuel", '"Sol"']) expect(rows).not.toContain(secret);
    });

    test("the same form sends one invitation, and one taken back lets nobody in", async () => {
      const child = await inventChild(site);
      const parent = await inventFollower(site, child.personId, "parent");
      const email = `${randomUUID()}@example.org`;
      const id = randomUUID();
      for (let i = 0; i < 2; i++) await inTransaction((tx) => inviteSupporter(tx, site, { id, ...child, name: "Sol", email, parts: ["dates"], endsOn: SOON, by: parent.userId, language: "en-GB" }));
      expect(await noticesTo(email)).toEqual(["supporter-invited"]);
      const helper = { userId: await inventUser(site, email), email };
      const { id: second, token } = await invited(child, parent.userId, email);
      expect(await inTransaction((tx) => withdrawInvitation(tx, { personId: child.personId, invitationId: second, by: parent.userId }))).toBe(true);
      expect([await acceptInvitation(site, token, helper), await findInvitation(site, token, helper)]).toEqual([false, { state: "over" }]);
    });

    test("an invitation ends with the rights of whoever sent it, and with its time", async () => {
      const child = await inventChild(site);
      const parent = await inventFollower(site, child.personId, "parent");
      const email = `${randomUUID()}@example.org`;
      const helper = { userId: await inventUser(site, email), email };
      const first = await invited(child, parent.userId, email);
      await site.database.prisma.supporterInvitation.update({ where: { id: first.id }, data: { createdAt: new Date(Date.now() - 16 * 24 * 60 * 60 * 1000) } });
      expect(await acceptInvitation(site, first.token, helper)).toBe(false);
      const { token } = await invited(child, parent.userId, email);
      await inTransaction((tx) => blockFollower(tx, { followerId: parent.followerId, by: "user:manager" }));
      expect(await acceptInvitation(site, token, helper)).toBe(false);
    });

    test("sees something else, or nothing, as soon as the family says so, and may leave", async () => {
      const child = await inventChild(site);
      const parent = await inventFollower(site, child.personId, "parent");
      const { personId, caseId } = child;
      const [one, two] = [await inventFollower(site, personId, "supporter", { parts: ["dates"], endsOn: SOON }), await inventFollower(site, personId, "supporter", { parts: ["dates"], endsOn: SOON })];
      const by = parent.userId;
      expect(await inTransaction((tx) => changeSupporter(tx, { personId, followerId: one.followerId, parts: ["review"], endsOn: now, by }))).toBe(true);
      expect(await roleOf(child, one.userId)).toEqual({ role: "supporter", parts: ["review"] });
      const end = () => inTransaction((tx) => endSupporter(tx, site, { personId, followerId: one.followerId, by, caseId }));
      expect([await end(), await end()]).toEqual([true, false]);
      expect((await roleOf(child, one.userId)).role).toBe("none");
      expect(await noticesTo(one.email)).toEqual(["access-ended"]);
      expect(await inTransaction((tx) => leaveRecord(tx, { personId, userId: two.userId }))).toBe(true);
      expect((await roleOf(child, two.userId)).role).toBe("none");
    });

    test("of another child, or a parent, cannot be changed or ended from here", async () => {
      const [child, other] = [await inventChild(site), await inventChild(site)];
      const [father, helper] = [await inventFollower(site, child.personId, "parent"), await inventFollower(site, other.personId, "supporter", { parts: ["dates"], endsOn: SOON })];
      for (const { followerId } of [father, helper]) {
        expect(await inTransaction((tx) => endSupporter(tx, site, { personId: child.personId, followerId, by: "x", caseId: child.caseId }))).toBe(false);
        expect(await inTransaction((tx) => changeSupporter(tx, { personId: child.personId, followerId, parts: ["dates"], endsOn: SOON, by: "x" }))).toBe(false);
      }
    });
  });

  test("a second step that somebody lost is taken away by the council: signed out everywhere, told, once", async () => {
    const child = await inventChild(site);
    const { userId, email } = await inventFollower(site, child.personId, "parent");
    await signedInAs(site, email);
    const { prisma } = site.database;
    await prisma.user.update({ where: { id: userId }, data: { twoFactorEnabled: true } });
    await prisma.twoFactor.create({ data: { id: randomUUID(), userId, secret: "x", backupCodes: "x" } });
    const reset = () => inTransaction((tx) => resetSecondStep(tx, site, { userId, by: "manager" }));
    expect([await reset(), await reset()]).toEqual([true, false]);
    expect(await prisma.user.findUnique({ where: { id: userId }, select: { twoFactorEnabled: true, twoFactors: true, sessions: true } })).toEqual({ twoFactorEnabled: false, twoFactors: [], sessions: [] });
    expect(await noticesTo(email)).toEqual(["second-step-removed"]);
    expect(await prisma.auditEntry.count({ where: { action: "second-factor-reset", actor: "user:manager" } })).toBe(1);
    const officer = await signedInAs(site, `${randomUUID()}@staff.example.org`, { staff: "manager" });
    await prisma.user.update({ where: { id: officer.userId }, data: { twoFactorEnabled: true } });
    expect(await inTransaction((tx) => resetSecondStep(tx, site, { userId: officer.userId, by: "manager" }))).toBe(false);
  });

  test("a blocked parent sees nothing, cannot leave to join again, and comes back when a manager says so", async () => {
    const child = await inventChild(site);
    const { followerId, userId } = await inventFollower(site, child.personId, "parent");
    const block = () => inTransaction((tx) => blockFollower(tx, { followerId, by: "user:manager" }));
    expect([await block(), await block()]).toEqual([true, false]);
    expect((await roleOf(child, userId)).role).toBe("none");
    expect(await inTransaction((tx) => leaveRecord(tx, { personId: child.personId, userId }))).toBe(false);
    expect(await inTransaction((tx) => unblockFollower(tx, { followerId, by: "user:manager" }))).toBe(true);
    expect((await roleOf(child, userId)).role).toBe("parent");
  });

  test("with a blocked parent goes whoever they let in, and nobody else", async () => {
    const child = await inventChild(site);
    const [blocked, other] = [await inventFollower(site, child.personId, "parent"), await inventFollower(site, child.personId, "parent")];
    const letIn = async (by: string) => {
      const friend = await inventFollower(site, child.personId, "supporter", { parts: ["dates", "messages"], endsOn: SOON });
      await site.database.prisma.follower.update({ where: { id: friend.followerId }, data: { letInBy: by } });
      return friend;
    };
    const [theirs, others] = [await letIn(blocked.userId), await letIn(other.userId)];
    const { caseId } = child;
    const tell = (key: string) => inTransaction(async (tx) => {
      for (const { userId } of [blocked, theirs, other]) await tellUser(tx, site, { userId, caseId, kind: "message-came", slots: {}, key: `${key}:${userId}` });
    });
    await tell("before");
    await inTransaction((tx) => blockFollower(tx, { followerId: blocked.followerId, by: "user:manager" }));
    await tell("after");
    for (const { email } of [blocked, theirs]) expect(await noticesTo(email)).toEqual([]);
    expect(await noticesTo(other.email)).toEqual(["message-came", "message-came"]);
    expect((await roleOf(child, theirs.userId)).role).toBe("none");
    expect((await roleOf(child, others.userId)).role).toBe("supporter");
    await inTransaction((tx) => unblockFollower(tx, { followerId: blocked.followerId, by: "user:manager" }));
    expect((await roleOf(child, theirs.userId)).role).toBe("none");
  });

  describe("a young person whose record is their own", () => {
    async function family() {
      const child = await inventChild(site, { born: GROWN });
      const [parent, young] = [await inventFollower(site, child.personId, "parent"), await inventFollower(site, child.personId, "young-person")];
      const choose = (parts: Part[], id: string = randomUUID(), endsOn: number | null = null) => inTransaction((tx) => chooseSharing(tx, site, { id, ...child, followerId: parent.followerId, parts, endsOn, by: young.userId }));
      return { child, parent, young, choose };
    }

    test("shares parts with a parent, stops, and takes it back: the choice before counts again, and nothing is overwritten", async () => {
      const { child, parent, young, choose } = await family();
      expect((await roleOf(child, parent.userId)).role).toBe("passed-on");
      await choose(["dates"]);
      await choose(["dates", "documents"]);
      expect(await roleOf(child, parent.userId)).toEqual({ role: "supporter", parts: ["dates", "documents"] });
      const stop = randomUUID();
      expect([await choose([], stop), await choose([], stop)]).toEqual([true, true]);
      expect((await roleOf(child, parent.userId)).role).toBe("passed-on");
      expect(await noticesTo(parent.email)).toEqual(["access-ended"]);
      const undo = (decisionId: string) => inTransaction((tx) => undoDecision(tx, site, { personId: child.personId, decisionId, by: young.userId, ownSharingOnly: true }));
      expect(await Promise.all([undo(stop), undo(stop)]).then((done) => done.filter(Boolean))).toHaveLength(1);
      expect((await roleOf(child, parent.userId)).parts).toEqual(["dates", "documents"]);
      const [, second] = await decisionsOf(site, child.personId);
      await undo(second?.id as string);
      expect((await roleOf(child, parent.userId)).parts).toEqual(["dates"]);
      expect(await noticesTo(parent.email)).toEqual(["access-ended"]);
      const [, , first] = await decisionsOf(site, child.personId);
      await undo(first?.id as string);
      expect((await roleOf(child, parent.userId)).role).toBe("passed-on");
      expect(await noticesTo(parent.email)).toEqual(["access-ended", "access-ended"]);
      expect((await decisionsOf(site, child.personId)).map(({ kind: what, parts, undoneAt }) => [what, parts.join(" "), undoneAt !== null])).toEqual([["ends-sharing", "", true], ["shares-with-parent", "dates documents", true], ["shares-with-parent", "dates", true]]);
    });

    test("a sharing ends with its last day", async () => {
      const { child, parent, choose } = await family();
      await choose(["dates"], randomUUID(), now);
      expect((await roleOf(child, parent.userId)).role).toBe("supporter");
      await choose(["dates"], randomUUID(), now - 1);
      expect((await roleOf(child, parent.userId)).role).toBe("passed-on");
    });

    test("a parent whom they ask in as a supporter gets what is shared; one whom the other parent asks in before the day gets nothing for after it", async () => {
      const { child, parent, young } = await family();
      const ask = async (asked: InventedChild, by: string, email: string) => {
        const id = randomUUID();
        await inTransaction((tx) => inviteSupporter(tx, site, { id, ...asked, name: "Kofi", email, parts: ["review"], endsOn: SOON, by, language: "en-GB" }));
        return String((await outbox(site)).find(({ key }) => key === `invitation:${id}`)?.slots.link).split("/").at(-1) as string;
      };
      expect(await acceptInvitation(site, await ask(child, young.userId, parent.email), parent)).toBe(true);
      expect(await roleOf(child, parent.userId)).toEqual({ role: "supporter", parts: ["review"] });
      const small = await inventChild(site);
      const [mother, father] = [await inventFollower(site, small.personId, "parent"), await inventFollower(site, small.personId, "parent")];
      expect(await acceptInvitation(site, await ask(small, mother.userId, father.email), father)).toBe(true);
      expect(await roleOf(small, father.userId)).toMatchObject({ role: "parent" });
      expect(await decisionsOf(site, small.personId)).toEqual([]);
    });

    test("a manager's decision about capacity gives it to the parents or a representative, and undoing it gives it back", async () => {
      const { child, parent, young } = await family();
      const { personId } = child;
      const id = await inTransaction((tx) => recordCapacityDecision(tx, site, { personId, lacksCapacity: true, reason: "Best interests meeting", by: "manager" }));
      expect((await roleOf(child, parent.userId)).role).toBe("alternative-person");
      const { userId, followerId } = await inventFollower(site, personId, "alternative-person");
      expect([(await roleOf(child, userId)).role, (await roleOf(child, parent.userId)).role]).toEqual(["alternative-person", "passed-on"]);
      await inTransaction((tx) => blockFollower(tx, { followerId, by: "user:manager" }));
      expect((await roleOf(child, parent.userId)).role).toBe("alternative-person");
      expect(await inTransaction((tx) => undoDecision(tx, site, { personId, decisionId: id, by: young.userId, ownSharingOnly: true }))).toBe(false);
      expect(await inTransaction((tx) => undoDecision(tx, site, { personId, decisionId: id, by: "manager" }))).toBe(true);
      expect([(await roleOf(child, parent.userId)).role, (await roleOf(child, young.userId)).role]).toEqual(["passed-on", "young-person"]);
      expect(await decisionsOf(site, personId)).toMatchObject([{ kind: "lacks-capacity", reason: "Best interests meeting", decidedBy: "manager" }]);
      expect(JSON.stringify(await site.database.prisma.rightsDecision.findMany())).not.toContain("interests");
    });

    test("a school year that starts later moves the day", async () => {
      const child = await inventChild(site, { born: day("2011-09-02") });
      const from = async () => isoText((await findRights(site.database.prisma, site.sealer, child.personId, now)).youngPersonFrom as number);
      expect(await from()).toBe("2028-07-01");
      const id = await inTransaction((tx) => setSchoolYearStart(tx, { personId: child.personId, on: day("2027-09-03"), by: "manager" }));
      expect(await from()).toBe("2027-06-26");
      await inTransaction((tx) => undoDecision(tx, site, { personId: child.personId, decisionId: id, by: "manager" }));
      expect(await from()).toBe("2028-07-01");
    });
  });
});
