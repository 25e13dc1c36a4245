import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { saveAdjustments, saveContact } from "../../app/accounts/contact-choices.server.ts";
import { day, isoText } from "../../app/domain/calendar/day.ts";
import { answerProvision, addProvisionLines } from "../../app/db/provision.server.ts";
import { sendRequest } from "../../app/db/requests.server.ts";
import { blockFollower } from "../../app/people/followers.server.ts";
import * as awayRoute from "../../app/routes/officer/away.tsx";
import * as caseRoute from "../../app/routes/officer/case.tsx";
import * as lettersRoute from "../../app/routes/officer/letters.tsx";
import * as messagesRoute from "../../app/routes/officer/messages.tsx";
import * as noticeRoute from "../../app/routes/officer/notice.tsx";
import * as noticesRoute from "../../app/routes/officer/notices.tsx";
import * as provisionRoute from "../../app/routes/officer/provision.tsx";
import * as queueRoute from "../../app/routes/officer/queue.tsx";
import * as recordRoute from "../../app/routes/officer/record-event.tsx";
import * as requestRoute from "../../app/routes/officer/request.tsx";
import type { Site } from "../../app/site.server.ts";
import { today } from "../../app/today.ts";
import { answerOf, asked, posted, serveHere, signedInAs } from "../support/accounts.ts";
import { KINDS } from "../support/databases.ts";
import { aFollower, aRecord, type TestRecord } from "../support/records.ts";
import { freshSite } from "../support/site.ts";

type Route = Parameters<typeof answerOf>[0];
type Page<L extends (...args: never[]) => unknown> = Awaited<ReturnType<L>>;

const now = day(today());
const ago = (days: number) => isoText(now - days);
const INITIALS = "RE";

describe.each(KINDS)("officers' pages on %s", (kind) => {
  let site: Site;
  beforeAll(async () => {
    site = await freshSite(kind, { meiliUrl: null });
  });
  beforeEach(() => {
    serveHere(site);
  });
  const cookie = async (name = "officer") => (await signedInAs(site, `${name}@staff.example.org`, { name, staff: "manager" })).cookie;
  const get = async <L extends (...args: never[]) => unknown>(route: { loader: L }, params: Record<string, string> = {}, path = "/officer") => (await answerOf(route.loader as unknown as Route, asked(path, { Cookie: await cookie() }), params)).body as Page<L>;
  const post = async (route: { action: unknown }, fields: Record<string, string>, params: Record<string, string> = {}, { path = "/officer", as = "officer" } = {}) => answerOf(route.action as Route, posted(path, fields, { Cookie: await cookie(as) }), params);
  const fields = ({ body }: { body: unknown }) => (body as { problems: { field: string }[] }).problems.map(({ field }) => field);
  const notices = ({ caseId }: TestRecord) => site.database.prisma.notice.findMany({ where: { caseId } });

  async function byPost(record: TestRecord, email: string, more: { language?: "en-GB" | "ur"; name?: string } = {}) {
    const parent = await aFollower(site, record, email, { name: more.name ?? "Sam Parent" });
    await saveContact(site, parent.userId, { channel: "letter", phone: "+447700900123", address: ["1 High Street", "Witham", "CM8 1AA"], language: more.language ?? "en-GB" });
    return parent;
  }

  test("whoever writes to a family sees how each of them wants to be contacted, and nothing of who may not see the record", async () => {
    const record = await aRecord(site, [{ type: "request-received", on: ago(5) }]);
    const mother = await byPost(record, `reach-1-${kind}@example.org`, { language: "ur", name: "Farah Parent" });
    await saveAdjustments(site, mother.userId, { needs: ["large-print", "interpreter"], times: ["morning"], interpreterLanguage: "Urdu", note: "Let it ring for long" });
    const stopped = await aFollower(site, record, `reach-2-${kind}@example.org`, { name: "Stopped Parent" });
    const { id } = await site.database.prisma.follower.findFirstOrThrow({ where: { userId: stopped.userId } });
    await site.database.prisma.$transaction((tx) => blockFollower(tx, { followerId: id, by: "test" }));
    const expected = [{ name: "Farah Parent", relation: "parent", wishes: ["by letter", "1 High Street, Witham, CM8 1AA", "reads Urdu", "Letters in large print", "An interpreter (Urdu)", "In the morning"], note: "Let it ring for long" }];
    for (const route of [caseRoute, messagesRoute, lettersRoute]) expect(((await get(route as typeof caseRoute, { caseId: record.caseId })) as { contacts: unknown }).contacts).toMatchObject(expected);
    await saveAdjustments(site, mother.userId, { needs: ["phone-not-email"], times: [], interpreterLanguage: "", note: "" });
    expect((await get(caseRoute, { caseId: record.caseId })).contacts[0]?.wishes.slice(0, 2)).toEqual(["ring, no email", "07700 900123"]);
  });

  test("a letter that a family chose is on the printer's page with its address and the letter of the case, and is posted once", async () => {
    const record = await aRecord(site, [{ type: "request-received", on: ago(5) }]);
    await byPost(record, `post-1-${kind}@example.org`);
    const helper = await aFollower(site, record, `post-2-${kind}@example.org`, { relation: "supporter", parts: ["dates"], name: "A Helper" });
    await saveContact(site, helper.userId, { channel: "letter", phone: null, address: ["2 Low Street", "Witham", "CM8 1AB"], language: "pl" });
    const form = { template: "assessment-agreed", id: randomUUID(), eventId: randomUUID(), seenAt: (await get(lettersRoute, { caseId: record.caseId })).seenAt, record: "yes", do: "send" };
    expect(fields(await post(lettersRoute, { ...form, initials: "XX" }, { caseId: record.caseId }))).toEqual(["initials"]);
    expect((await post(lettersRoute, { ...form, initials: INITIALS }, { caseId: record.caseId })).status).toBe(303);
    const waiting = (await get(queueRoute)).sections.find(({ kind: of }) => of === "notices");
    expect(waiting?.rows.map(({ href }) => href)).toEqual(expect.arrayContaining([expect.stringMatching(/^\/officer\/notices\//)]));
    const page = await get(noticesRoute);
    const mine = page.letters.filter(({ caseId }) => caseId === record.caseId).sort((a, b) => (a.name < b.name ? 1 : -1));
    expect(mine.map(({ name, to, reference, written, enclosed }) => [name, to, reference, written.language, enclosed?.title ?? null])).toEqual([
      ["Sam Parent", ["1 High Street", "Witham", "CM8 1AA"], record.reference, "en-GB", "We will carry out a needs assessment"],
      // Let in for the dates alone: told, and not sent the letter.
      ["A Helper", ["2 Low Street", "Witham", "CM8 1AB"], record.reference, "pl", null],
    ]);
    const one = mine[0]?.id ?? "";
    expect((await get(noticeRoute, { noticeId: one })).notice).toMatchObject({ state: "to-print", name: "Sam Parent" });
    const sights = await site.database.prisma.auditEntry.count({ where: { caseId: record.caseId, action: "looked", detail: { path: ["at"], equals: "list" } } });
    expect(sights).toBeGreaterThanOrEqual(2);
    expect((await post(noticesRoute, { id: one })).status).toBe(303);
    expect((await get(noticesRoute)).letters.some(({ id }) => id === one)).toBe(false);
    expect((await site.database.prisma.notice.findUniqueOrThrow({ where: { id: one } })).state).toBe("printed");
    expect((await answerOf(noticeRoute.loader as Route, asked("/officer", { Cookie: await cookie() }), { noticeId: one })).status).toBe(404);
  });

  test("of a notice that did not arrive an officer sees whose it is and why, and takes it off the list once they told them otherwise", async () => {
    const record = await aRecord(site, [{ type: "request-received", on: ago(5) }]);
    const parent = await aFollower(site, record, `failed-${kind}@example.org`, { name: "Sam Parent" });
    const id = randomUUID();
    await site.database.prisma.notice.create({ data: { id, key: `k:${id}`, userId: parent.userId, caseId: record.caseId, kind: "message-came", slots: {}, language: "en-GB", channel: "email", toSealed: site.sealer.seal(`failed-${kind}@example.org`, `notice.to.${id}`), state: "failed", lastFault: "smtp EENVELOPE RCPT TO 550" } });
    const other = await aFollower(site, record, `stopped-${kind}@example.org`, { name: "Other Parent" });
    const theirs = randomUUID();
    await site.database.prisma.notice.create({ data: { id: theirs, key: `k:${theirs}`, userId: other.userId, caseId: record.caseId, kind: "message-came", slots: {}, language: "en-GB", channel: "email", toSealed: site.sealer.seal("x@example.org", `notice.to.${theirs}`), state: "uncertain" } });
    const { id: followerId } = await site.database.prisma.follower.findFirstOrThrow({ where: { userId: other.userId } });
    await site.database.prisma.$transaction((tx) => blockFollower(tx, { followerId, by: "test" }));
    // Nobody can send it again to somebody who was stopped.
    expect(await site.database.prisma.notice.count({ where: { id: theirs } })).toBe(0);
    const page = await get(noticeRoute, { noticeId: id });
    expect(page.notice).toMatchObject({ to: [`failed-${kind}@example.org`], name: "Sam Parent", fault: "smtp EENVELOPE RCPT TO 550", reference: record.reference });
    expect(page.acts).toEqual(["send-again", "told-otherwise"]);
    expect((await post(noticeRoute, { do: "told-otherwise" }, { noticeId: id })).status).toBe(303);
    expect((await site.database.prisma.notice.findUniqueOrThrow({ where: { id } })).state).toBe("told-otherwise");
  });

  test("an event, an answer to a request and one about the plan leave for the family only when the right child's initials are typed", async () => {
    const { prisma } = site.database;
    const record = await aRecord(site, [{ type: "request-received", on: ago(5) }]);
    const parent = await aFollower(site, record, `guard-${kind}@example.org`);
    const at = { caseId: record.caseId };
    const page = await get(recordRoute, at, "/officer?type=assessment-agreed");
    const event = { "on-day": today().slice(8), "on-month": today().slice(5, 7), "on-year": today().slice(0, 4), id: page.id, seenAt: page.seenAt, do: "record" };
    const path = "/officer?type=assessment-agreed";
    const wrong = await post(recordRoute, { ...event, initials: "AB" }, at, { path });
    expect([wrong.status, fields(wrong), await notices(record)]).toEqual([400, ["initials"], []]);
    expect((wrong.body as { preview: unknown }).preview).not.toBeNull();
    expect((await post(recordRoute, { ...event, initials: INITIALS }, at, { path })).status).toBe(303);
    expect((await notices(record)).map(({ kind: of }) => of)).toEqual(["stage-changed"]);

    const request = await prisma.$transaction((tx) => sendRequest(tx, site.sealer, { formId: randomUUID(), kind: "complaint", caseId: record.caseId, userId: parent.userId, content: { what: "Late" }, receivedOn: now, dueOn: now + 5 }));
    const requestId = request?.id ?? "";
    expect(await get(requestRoute, { requestId })).toMatchObject({ found: { check: { initials: INITIALS } }, contacts: [{ relation: "parent", wishes: ["by email"] }] });
    expect(fields(await post(requestRoute, { words: "We are sorry.", initials: "" }, { requestId }))).toEqual(["initials"]);
    expect((await post(requestRoute, { words: "We are sorry.", initials: "r.e." }, { requestId })).status).toBe(303);
    // Of whoever has no case here we know no name: the reference is asked for.
    const outside = await prisma.$transaction((tx) => sendRequest(tx, site.sealer, { formId: randomUUID(), kind: "complaint", caseId: null, userId: null, content: { what: "Late" }, receivedOn: now, dueOn: now + 5 }));
    const found = (await get(requestRoute, { requestId: outside?.id ?? "" })).found;
    expect(fields(await post(requestRoute, { words: "We are sorry.", initials: INITIALS }, { requestId: found.id }))).toEqual(["initials"]);
    expect((await post(requestRoute, { words: "We are sorry.", initials: found.reference }, { requestId: found.id })).status).toBe(303);
  });

  test("nobody goes away who has the cases of somebody who is away", async () => {
    const { prisma } = site.database;
    const [first, second] = [randomUUID(), randomUUID()];
    for (const [id, name] of [[first, "First"], [second, "Second"]] as const) await prisma.officer.create({ data: { id, reference: `away-${id}`, nameSealed: site.sealer.seal(name, `officer.name.${id}`) } });
    const until = isoText(now + 5);
    const away = (officer: string, cover: string) => post(awayRoute, { officer, cover, do: "set", "until-day": until.slice(8), "until-month": until.slice(5, 7), "until-year": until.slice(0, 4) });
    expect((await away(first, second)).status).toBe(303);
    const refused = await away(second, "duty");
    expect([refused.status, (refused.body as { problems: unknown }).problems]).toEqual([400, [{ field: "officer", text: "Second has the cases of First meanwhile. First choose somebody else for those." }]]);
    expect((await away(first, "duty")).status).toBe(303);
    expect((await away(second, "duty")).status).toBe(303);
  });

  test("of two officers who answer at once one is told, and keeps every word; the family gets one answer", async () => {
    const { prisma } = site.database;
    const record = await aRecord(site, [{ type: "plan-made", on: ago(50) }]);
    const parent = await aFollower(site, record, `twice-${kind}@example.org`);
    const at = { caseId: record.caseId };
    const added = { do: "add", id: randomUUID(), section: "F", words: "Help at lunch", provider: "School" };
    expect(fields(await post(provisionRoute, added, at))).toEqual(["initials"]);
    expect((await post(provisionRoute, { ...added, initials: INITIALS }, at)).status).toBe(303);
    const [line] = await prisma.$transaction((tx) => addProvisionLines(tx, site, { caseId: record.caseId, by: "officer", lines: [{ section: "F", words: "Speech therapy, weekly", provider: "Speech therapy" }], replacesPlan: false }));
    const answered = await prisma.$transaction((tx) => answerProvision(tx, site, { caseId: record.caseId, lineId: line ?? "", userId: parent.userId, answer: "no", today: now, dueOn: now + 5 }));
    const form = { answer: answered?.id ?? "", words: "A therapist starts on Monday.", initials: INITIALS };
    expect(fields(await post(provisionRoute, { ...form, initials: "" }, at))).toEqual([`initials-${form.answer}`]);
    expect((await post(provisionRoute, form, at)).status).toBe(303);
    expect((await post(provisionRoute, form, at)).status).toBe(303);
    const late = await post(provisionRoute, { ...form, words: "We look into it." }, at, { as: "colleague" });
    expect([late.status, late.body]).toMatchObject([409, { meanwhile: { theirs: "A therapist starts on Monday.", yours: "We look into it." } }]);

    const question = randomUUID();
    await prisma.caseMessage.create({ data: { id: question, caseId: record.caseId, fromFamily: true, userId: parent.userId, bodySealed: site.sealer.seal("When?", `case_message.body.${question}`), desk: "officer", replyDueOn: new Date(isoText(now + 3)) } });
    const { seen } = await get(messagesRoute, at);
    const message = (words: string) => ({ id: randomUUID(), to: question, body: words, seen: String(seen), initials: INITIALS });
    const answers = await Promise.all([post(messagesRoute, message("On Monday."), at), post(messagesRoute, message("On Tuesday."), at, { as: "colleague" })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body).toMatchObject({ problems: [{ field: "body" }], values: { to: question } });
    expect(await prisma.caseMessage.count({ where: { caseId: record.caseId, fromFamily: false } })).toBe(1);
    // Having read the other one, they may still send theirs.
    const again = (refused?.body as { values: Record<string, string> }).values;
    expect((await post(messagesRoute, { ...again, seen: String((await get(messagesRoute, at)).seen), initials: INITIALS }, at, { as: "colleague" })).status).toBe(303);
    expect(await prisma.caseMessage.count({ where: { caseId: record.caseId, fromFamily: false } })).toBe(2);
  });
});
