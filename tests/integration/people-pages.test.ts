import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { RATE_LIMITS } from "../../app/accounts/rate-limits.server.ts";
import { addMonths, day, isoText } from "../../app/domain/calendar/day.ts";
import { giveActivationCode } from "../../app/people/activation.server.ts";
import * as invitation from "../../app/routes/invitation.tsx";
import * as invite from "../../app/routes/my-child/people-invite.tsx";
import * as leave from "../../app/routes/my-child/people-leave.tsx";
import * as choiceFor from "../../app/routes/my-child/people-my-choice-parent.tsx";
import * as choice from "../../app/routes/my-child/people-my-choice.tsx";
import * as people from "../../app/routes/my-child/people.tsx";
import * as visitors from "../../app/routes/my-child/visitors.tsx";
import * as join from "../../app/routes/my-children-join.tsx";
import * as children from "../../app/routes/my-children.tsx";
import type { Site } from "../../app/site.server.ts";
import { today } from "../../app/today.ts";
import { answerOf, asked, posted, serveHere, signedInAs } from "../support/accounts.ts";
import { KINDS } from "../support/databases.ts";
import { inventChild, inventFollower, inventUser } from "../support/families.ts";
import { outbox } from "../support/outbox.ts";
import { freshSite } from "../support/site.ts";

type Route = Parameters<typeof answerOf>[0];
type Page<L extends (...args: never[]) => unknown> = Awaited<ReturnType<L>>;

const now = day(today());
const GROWN = day(`${Number(today().slice(0, 4)) - 18}-01-15`);
const BORN = { "born-day": "27", "born-month": "march", "born-year": "2016" };

describe.each(KINDS)("on %s", (kind) => {
  let site: Site;
  beforeAll(async () => {
    site = await freshSite(kind, { meiliUrl: null });
  });
  beforeEach(() => {
    serveHere(site);
  });
  const cookieOf = async (email: string) => (await signedInAs(site, email)).cookie;
  const get = async (route: unknown, email: string, params: Record<string, string> = {}, path = "/") => answerOf(route as Route, asked(path, { Cookie: await cookieOf(email) }), params);
  const post = async (route: unknown, email: string, fields: Record<string, string>, params: Record<string, string> = {}) => answerOf(route as Route, posted("/", fields, { Cookie: await cookieOf(email) }), params);
  const codeFor = async (personId: string) => (await site.database.prisma.$transaction((tx) => giveActivationCode(tx, site, { personId, relation: "parent", by: "user:officer" }))).code;

  test("joining: every mistake is listed and what was typed is kept; then the case opens", async () => {
    const child = await inventChild(site);
    const email = `${randomUUID()}@example.org`;
    const wrong = await post(join.action, email, { code: "4K7P-9QRT", "born-day": "31", "born-month": "2", "born-year": "2016" });
    expect(wrong).toMatchObject({ status: 400, body: { values: { code: "4K7P-9QRT", born: { day: "31", month: "2", year: "2016" } }, problems: [{ field: "code" }, { field: "born-day" }] } });
    const right = await post(join.action, email, { code: await codeFor(child.personId), ...BORN });
    expect([right.status, right.headers.get("Location")]).toEqual([303, `/my-child/${child.caseId}`]);
  });

  test("joining: a wrong code and a wrong date are answered in the same words, and too many tries are held up", async () => {
    const child = await inventChild(site);
    const email = `${randomUUID()}@example.org`;
    const first = await post(join.action, email, { code: "4K7P-9QRT-2WXZ-5ABC", ...BORN });
    const second = await post(join.action, email, { code: await codeFor(child.personId), ...BORN, "born-day": "28" });
    const words = ({ body }: typeof first) => (body as { problems: { text: string }[] }).problems.map(({ text }) => text);
    expect([first.status, second.status]).toEqual([400, 400]);
    expect(words(second)).toEqual(words(first));
    for (let i = 2; i < RATE_LIMITS["activation-per-account"].tries; i++) await post(join.action, email, { code: "4K7P-9QRT-2WXZ-5ABC", ...BORN });
    expect((await post(join.action, email, { code: await codeFor(child.personId), ...BORN })).status).toBe(429);
  });

  test("my children: what each follower sees of each child, and that it was looked at", async () => {
    const [small, grown] = [await inventChild(site, { firstName: "Amira" }), await inventChild(site, { firstName: "Priya", born: GROWN })];
    const second = randomUUID();
    await site.database.prisma.caseFile.create({ data: { id: second, reference: second, personId: small.personId } });
    const parent = await inventFollower(site, small.personId, "parent");
    await inventFollower(site, grown.personId, "parent", { userId: parent.userId, email: parent.email });
    const blocked = await inventChild(site);
    const { followerId } = await inventFollower(site, blocked.personId, "parent", { userId: parent.userId, email: parent.email });
    await site.database.prisma.follower.update({ where: { id: followerId }, data: { blockedAt: new Date() } });
    const page = (await get(children.loader, parent.email)).body as Page<typeof children.loader>;
    expect(page.children.map(({ name, as, cases }) => [name, as, cases.length])).toEqual([["Amira", "parent", 2], ["Priya", "passed-on", 0]]);
    expect(page.children[1]?.takeover).toMatchObject({ stage: "passed", who: "young-person" });
    expect(JSON.stringify(page.children[1])).not.toContain(grown.reference);
    expect((await site.database.prisma.auditEntry.findMany({ where: { actor: `user:${parent.userId}`, action: "looked" } })).map(({ caseId }) => caseId).sort()).toEqual([small.caseId, second].sort());
    const helper = await inventFollower(site, small.personId, "supporter", { parts: ["messages"], endsOn: now });
    expect(((await get(children.loader, helper.email)).body as Page<typeof children.loader>).children).toMatchObject([{ as: "supporter", parts: ["messages"], endsOn: today(), cases: [{ line: null }, { line: null }] }]);
    expect(((await get(children.loader, `${randomUUID()}@example.org`)).body as Page<typeof children.loader>).children).toEqual([]);
  });

  test("an email, phone and address that somebody hides are in nothing that the others get", async () => {
    const child = await inventChild(site);
    const mother = await inventFollower(site, child.personId, "parent", { name: "Ines" });
    const father = await inventFollower(site, child.personId, "parent", { name: "Carlos" });
    const { userId } = mother;
    await site.database.prisma.contactChoice.create({ data: { userId, phoneSealed: site.sealer.seal("07700 900123", `contact_choice.phone.${userId}`), addressSealed: site.sealer.seal("Flat 9", `contact_choice.address.${userId}`) } });
    const { caseId } = child;
    const seen = async () => JSON.stringify([(await get(people.loader, father.email, { caseId })).body, (await get(visitors.loader, father.email, { caseId })).body]);
    await get(people.loader, mother.email, { caseId });
    const hidden = await seen();
    expect(hidden).toContain("Ines");
    for (const secret of [mother.email, "900123", "Flat 9"]) expect(hidden).not.toContain(secret);
    expect((await post(people.action, mother.email, { do: "share" }, { caseId })).status).toBe(303);
    const shown = await seen();
    for (const open of [mother.email, "900123", "Flat 9"]) expect(shown).toContain(open);
    await post(people.action, mother.email, { do: "hide" }, { caseId });
    expect(await seen()).not.toContain("Flat 9");
  });

  test("inviting: mistakes are listed, a last day is at most a year away, and the link leads in after signing in", async () => {
    const child = await inventChild(site);
    const { caseId } = child;
    const parent = await inventFollower(site, child.personId, "parent");
    const id = randomUUID();
    const far = isoText(addMonths(now, 13)).split("-");
    const wrong = await post(invite.action, parent.email, { id, name: "", email: parent.email, "until-day": far[2] as string, "until-month": far[1] as string, "until-year": far[0] as string }, { caseId });
    expect((wrong.body as { problems: { field: string }[] }).problems.map(({ field }) => field)).toEqual(["name", "email", "parts", "until-day"]);
    const soon = isoText(addMonths(now, 2)).split("-");
    const email = `${randomUUID()}@example.org`;
    const fields = { id, name: "Sol", email, parts: "dates", "until-day": soon[2] as string, "until-month": soon[1] as string, "until-year": soon[0] as string };
    for (let i = 0; i < 2; i++) expect((await post(invite.action, parent.email, fields, { caseId })).status).toBe(303);
    const token = String((await outbox(site)).find(({ key }) => key === `invitation:${id}`)?.slots.link).split("/").at(-1) as string;
    const before = await answerOf(invitation.loader, asked(`/invitation/${token}`), { token });
    expect(before.headers.get("Location")).toBe(`/sign-in?back=${encodeURIComponent(`/invitation/${token}`)}`);
    expect((await get(invitation.loader, email, { token })).body).toMatchObject({ found: { state: "open" } });
    expect((await get(invitation.loader, parent.email, { token })).body).toMatchObject({ found: { state: "not-yours" } });
    expect((await get(invitation.loader, email, { token: "nonsense" })).status).toBe(404);
    expect((await post(invitation.action, email, {}, { token })).headers.get("Location")).toBe("/my-children");
    for (const route of [people.loader, invite.loader, visitors.loader, choice.loader]) expect((await get(route, email, { caseId })).status).toBe(404);
    expect((await post(leave.action, email, {}, { caseId })).status).toBe(303);
    expect(((await get(children.loader, email)).body as Page<typeof children.loader>).children).toEqual([]);
  });

  test("a young person chooses what a parent sees, and takes it back; nobody else can", async () => {
    const child = await inventChild(site, { born: GROWN });
    const { caseId } = child;
    const parent = await inventFollower(site, child.personId, "parent", { name: "Meera" });
    const young = await inventFollower(site, child.personId, "young-person");
    const params = { caseId, followerId: parent.followerId };
    expect((await get(choice.loader, parent.email, { caseId })).status).toBe(404);
    expect((await post(choiceFor.action, parent.email, { id: randomUUID(), what: "all" }, params)).status).toBe(404);
    expect((await post(choiceFor.action, young.email, { id: randomUUID(), what: "some" }, params)).status).toBe(400);
    const id = randomUUID();
    for (let i = 0; i < 2; i++) expect((await post(choiceFor.action, young.email, { id, what: "some", parts: "dates" }, params)).status).toBe(303);
    expect((await get(visitors.loader, parent.email, { caseId })).status).toBe(404);
    expect(((await get(children.loader, parent.email)).body as Page<typeof children.loader>).children).toMatchObject([{ as: "supporter", parts: ["dates"] }]);
    const page = (await get(choice.loader, young.email, { caseId })).body as Page<typeof choice.loader>;
    expect(page.choices).toMatchObject([{ id, words: "You let Meera see: dates and steps.", mayUndo: true, before: "If you take it back, they see nothing." }]);
    expect((await post(choice.action, young.email, { decision: id }, { caseId })).status).toBe(303);
    expect(((await get(children.loader, parent.email)).body as Page<typeof children.loader>).children).toMatchObject([{ as: "passed-on" }]);
    expect((await get(choiceFor.loader, young.email, { caseId, followerId: young.followerId })).status).toBe(404);
  });

  test("before their day a young person who has joined sees when it comes, and nothing of the record", async () => {
    const born = addMonths(now, -15 * 12);
    const child = await inventChild(site, { born });
    const young = await inventFollower(site, child.personId, "young-person", { userId: await inventUser(site, "young@example.org"), email: "young@example.org" });
    expect(((await get(children.loader, young.email)).body as Page<typeof children.loader>).children).toMatchObject([{ as: "not-yet", cases: [] }]);
    for (const route of [people.loader, visitors.loader, choice.loader]) expect((await get(route, young.email, { caseId: child.caseId })).status).toBe(404);
  });
});
