import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { timelineOfCase } from "../../app/cases/case-timeline.server.ts";
import { forgetOldDrafts, findRequest, openRequests } from "../../app/db/requests.server.ts";
import { printedCode, readCode } from "../../app/domain/access/activation-code.ts";
import { day, isoText } from "../../app/domain/calendar/day.ts";
import { draftsBefore } from "../../app/requests/coming-back.server.ts";
import { decisionDue } from "../../app/requests/assessment.server.ts";
import * as begin from "../../app/routes/ask/begin.tsx";
import * as check from "../../app/routes/ask/check.tsx";
import * as comeBack from "../../app/routes/ask/come-back.tsx";
import * as complaint from "../../app/routes/ask/complaint.tsx";
import * as later from "../../app/routes/ask/later.tsx";
import * as page from "../../app/routes/ask/page.tsx";
import * as receipt from "../../app/routes/ask/receipt.tsx";
import * as complain from "../../app/routes/my-child/complain.tsx";
import * as recordFile from "../../app/routes/my-child/record-file.ts";
import type { Site } from "../../app/site.server.ts";
import { today } from "../../app/today.ts";
import { signedInAs } from "../support/accounts.ts";
import { KINDS } from "../support/databases.ts";
import { aFollower, answerFrom, aRecord, asked, ended } from "../support/records.ts";
import { freshSite } from "../support/site.ts";

const PAGES: Record<string, Record<string, string>> = {
  you: { asker: "parent", yourName: "Sam Invented" },
  child: { firstName: "Robin", lastName: "Invented", "born-day": "3", "born-month": "march", "born-year": "2019", postcode: "cm2 6jx" },
  why: { why: "Reading is a fight every evening." },
  helps: {},
  contact: { channel: "email", email: "sam@example.org", adjustments: "large-print" },
};

describe.each(KINDS)("what families ask for, on %s", (kind) => {
  let site: Site;
  beforeAll(async () => {
    site = await freshSite(kind, { meiliUrl: null });
  });

  let networks = 0;
  /** A browser of its own: its cookies, and its network, which tries are counted by. */
  const browser = (cookie = "") => {
    let jar = cookie;
    const address = `10.0.0.${++networks}`;
    const args = (path: string, params: Record<string, string>, form?: Record<string, string>) => {
      answerFrom(site);
      const headers = { "x-client-address": address, ...(jar ? { Cookie: jar } : {}) };
      const url = `http://localhost${path}`;
      return { request: form ? new Request(url, { method: "POST", headers, body: new URLSearchParams(form) }) : new Request(url, { headers }), params, context: {} };
    };
    const keep = (answer: unknown) => {
      const set = answer instanceof Response ? answer.headers.get("Set-Cookie")?.split(";")[0] : undefined;
      const name = set?.split("=")[0] ?? "";
      if (set) jar = [...jar.split("; ").filter((one) => one && !one.startsWith(`${name}=`)), set].join("; ");
      return answer;
    };
    const of = (id: string) => ({
      save: async (name: string, more: Record<string, string> = {}) => ended(page.action(args(`/ask/assessment/${id}/${name}`, { id, page: name }, { version: String((await findRequest(site.database.prisma, site.sealer, id))?.version), then: "next", ...PAGES[name], ...more }))),
      send: (version: number) => ended(check.action(args(`/ask/assessment/${id}/check`, { id }, { version: String(version) }))),
      read: (name: string) => ended(page.loader(args(`/ask/assessment/${id}/${name}`, { id, page: name }))),
      look: () => ended(check.loader(args(`/ask/assessment/${id}/check`, { id }))),
      mail: (email: string) => ended(later.action(args(`/ask/assessment/${id}/later`, { id }, { email }))),
      code: async () => ((await later.loader(args(`/ask/assessment/${id}/later`, { id }))) as { code: string }).code,
      receipt: () => ended(receipt.loader(args(`/ask/receipt/${id}`, { id }))),
    });
    return {
      of,
      answerTo: async (id: string, version: number) => keep(await check.action(args(`/ask/assessment/${id}/check`, { id }, { version: String(version) }))) as Response,
      begin: async () => {
        const answer = keep(await begin.action(args("/ask/assessment", {}, {})));
        return /assessment\/([0-9a-f-]{36})\/you/.exec((answer as Response).headers.get("Location") ?? "")?.[1] ?? "";
      },
      comeBack: (code: string) => ended(comeBack.action(args("/ask/come-back", {}, { code })).then((answer) => keep(answer) as Response)),
      clear: () => ended(comeBack.action(args("/ask/come-back", {}, { do: "clear" })).then((answer) => keep(answer) as Response)),
      complain: (form: Record<string, string>) => ended(complaint.action(args("/ask/complaint", {}, form))),
    };
  };
  const filled = async (one: ReturnType<typeof browser>) => {
    const id = await one.begin();
    for (const name of Object.keys(PAGES)) expect(await one.of(id).save(name)).toMatchObject({ status: 303 });
    return id;
  };
  const requestOf = async (id: string) => {
    const found = await findRequest(site.database.prisma, site.sealer, id);
    if (!found) throw new Error("There is no such request.");
    return found;
  };
  const casesOf = (id: string) => site.database.prisma.caseFile.findMany({ where: { person: { reference: `portal-${id}` } } });

  test("five pages, a look at everything, and a case whose clock runs from today", async () => {
    const parent = browser();
    const id = await filled(parent);
    const { version } = await requestOf(id);
    const sent = await parent.of(id).send(version);
    expect(sent).toMatchObject({ status: 303, location: `/ask/receipt/${id}` });
    const [made, ...more] = await casesOf(id);
    expect(more).toEqual([]);
    const child = await timelineOfCase(site, { id: made?.id as string }, day(today()));
    expect(child?.stored.person).toMatchObject({ firstName: "Robin", lastName: "Invented", dateOfBirth: "2019-03-03" });
    expect(child?.timeline.deadlines.find(({ rule }) => rule === "assess-decision")).toMatchObject({ due: decisionDue(day(today())), state: "running" });
    const { data } = await parent.of(id).receipt();
    expect(data).toMatchObject({ kind: "assessment", receivedOn: today(), dueOn: isoText(decisionDue(day(today()))), isFollowed: false });
    const notices = await site.database.prisma.notice.findMany({ where: { caseId: made?.id as string }, orderBy: { kind: "asc" }, select: { kind: true, channel: true, largePrint: true, language: true, toSealed: true } });
    expect(notices.map(({ kind: told, channel, largePrint }) => ({ told, channel, largePrint }))).toEqual([{ told: "request-received", channel: "email", largePrint: true }, { told: "work-came", channel: "email", largePrint: false }]);
    expect(JSON.stringify([await site.database.prisma.familyRequest.findUnique({ where: { id } }), notices])).not.toMatch(/Robin|Invented|evening|sam@/);
    expect((await openRequests(site.database.prisma, site.sealer)).map((one) => one.id)).toContain(id);
  });

  test.each(["without an account", "by somebody who signed in on the way"])("what was asked for %s tells no other parent where its writer lives", async (how) => {
    const email = `${randomUUID()}@example.org`;
    const mother = how === "without an account" ? null : await signedInAs(site, email);
    const begun = browser();
    const id = await filled(begun);
    const code = await begun.of(id).code();
    await begun.of(id).save("contact", { channel: "letter", phone: "01632 960999", address: "7 Hidden Lane, Chelmsford" });
    const { version } = await requestOf(id);
    const sender = browser(mother?.cookie);
    await sender.comeBack(code);
    expect(await sender.of(id).send(version)).toMatchObject({ location: `/ask/receipt/${id}` });
    const [made] = await casesOf(id);
    const record = { caseId: made?.id as string, personId: made?.personId as string, reference: made?.reference as string };
    const father = await aFollower(site, record, `${randomUUID()}@example.org`);
    answerFrom(site);
    for (const form of ["json", "html"]) {
      const file = async ({ cookie }: { cookie: string }) => (await recordFile.loader({ request: new Request(`http://localhost/my-child/${record.caseId}/record/${form}`, { headers: { Cookie: cookie } }), params: { caseId: record.caseId, form }, context: {} })).text();
      expect(await file(father)).not.toMatch(/Hidden Lane|960999|Sam Invented|sam@|cm2 6jx|every evening/i);
      if (mother) expect(await file(mother)).toMatch(/Hidden Lane/);
    }
  });

  test("cleared from a library's computer it is opened by its code only, and what was sent is not left open there", async () => {
    const parent = browser();
    const id = await filled(parent);
    const code = await parent.of(id).code();
    expect(await parent.clear()).toMatchObject({ location: "/ask/come-back?cleared=1" });
    expect(await parent.of(id).look()).toMatchObject({ status: 303, location: "/ask/come-back" });
    await parent.comeBack(code);
    const { version } = await requestOf(id);
    const sent = await parent.answerTo(id, version);
    expect(sent.headers.get("Set-Cookie")).toMatch(/Max-Age=3600\b/);
    expect((await parent.of(id).receipt()).data).toMatchObject({ code: printedCode(readCode(code) as string) });
  });

  test("pressed twice at once, and again later, it is one request, one case and one receipt", async () => {
    const parent = browser();
    const id = await filled(parent);
    const { version } = await requestOf(id);
    const answers = await Promise.all([parent.of(id).send(version), parent.of(id).send(version), parent.of(id).send(version)]);
    expect(new Set(answers.map(({ location }) => location))).toEqual(new Set([`/ask/receipt/${id}`]));
    expect(await parent.of(id).send(version)).toMatchObject({ location: `/ask/receipt/${id}` });
    expect(await casesOf(id)).toHaveLength(1);
    expect(await site.database.prisma.caseEvent.count({ where: { eventId: `request-${id}` } })).toBe(1);
    expect(await parent.of(id).save("why")).toMatchObject({ status: 303, location: `/ask/receipt/${id}` });
  });

  test("what was not understood stays as it was typed, and is not sent", async () => {
    const parent = browser();
    const id = await parent.begin();
    expect(await parent.of(id).save("child", { "born-day": "31", "born-month": "feb", firstName: "" })).toMatchObject({ status: 400, data: { problems: expect.arrayContaining([{ field: "firstName", text: "Write the first name." }]), answers: { born: { day: "31", month: "feb", year: "2019" } } } });
    expect(await parent.of(id).read("child")).toMatchObject({ data: { answers: { born: { day: "31", month: "feb", year: "2019" } } } });
    expect(await parent.of(id).look()).toMatchObject({ data: { rows: { child: expect.arrayContaining([{ name: "Last name", words: "Invented" }, { name: "Date of birth", words: "" }]) }, toDo: Object.keys(PAGES) } });
    expect(await parent.of(id).send((await requestOf(id)).version)).toMatchObject({ status: 400, data: { problems: Object.keys(PAGES).map((page) => ({ field: `to-${page}` })) } });
    expect(await casesOf(id)).toEqual([]);
  });

  test("two windows: neither takes the other's answers away unseen", async () => {
    const parent = browser();
    const id = await parent.begin();
    await parent.of(id).save("why", { why: "First" });
    expect(await parent.of(id).save("why", { version: "1", why: "Second" })).toMatchObject({ status: 409, data: { hasChanged: true, answers: { why: "Second" }, version: 2 } });
    expect((await requestOf(id)).content).toMatchObject({ why: "First" });
    expect(await parent.of(id).save("why", { version: "2", why: "Second" })).toMatchObject({ status: 303 });
  });

  test("the code opens it on another phone, and by email; nobody else finds it", async () => {
    const parent = browser();
    const id = await parent.begin();
    await parent.of(id).save("why");
    const code = await parent.of(id).code();
    const other = browser();
    expect(await other.of(id).look()).toMatchObject({ status: 303, location: "/ask/come-back" });
    expect(await other.comeBack("0000-0000-0000-0000")).toMatchObject({ status: 400 });
    expect(await other.comeBack(` ${code.toLowerCase().replaceAll("-", " ")}`)).toMatchObject({ status: 303, location: `/ask/assessment/${id}/check` });
    expect(await other.of(id).look()).toMatchObject({ status: 200, data: { rows: { why: expect.arrayContaining([{ name: "What is hard, and since when?", words: PAGES.why?.why }]) } } });
    expect(await parent.of(id).mail("not an address")).toMatchObject({ status: 400 });
    for (let i = 0; i < 2; i++) expect(await parent.of(id).mail("sam@example.org")).toMatchObject({ status: 303 });
    const mails = await site.database.prisma.notice.findMany({ where: { kind: "request-saved", key: { startsWith: `request-saved:${id}` } } });
    expect(mails).toHaveLength(1);
    expect(JSON.stringify(mails)).not.toContain(code);
    expect(await parent.of(id).mail("sam@example.org")).toMatchObject({ status: 303 });
    expect(await parent.of(id).mail("SAM@example.org")).toMatchObject({ status: 429 });
  });

  test("who is signed in follows the record that they made, and no record that was there", async () => {
    const known = await aRecord(site);
    const { userId, cookie } = await signedInAs(site, `${randomUUID()}@example.org`);
    const parent = browser(cookie);
    const id = await filled(parent);
    await parent.of(id).send((await requestOf(id)).version);
    const follows = await site.database.prisma.follower.findMany({ where: { userId }, include: { person: true } });
    expect(follows.map(({ relation, person }) => [relation, person.reference])).toEqual([["parent", `portal-${id}`]]);
    expect(follows[0]?.personId).not.toBe(known.personId);
    expect(await parent.of(id).receipt()).toMatchObject({ data: { isFollowed: true } });
  });

  test("a draft that nobody touched for a month is deleted, and what was sent stays", async () => {
    const parent = browser();
    const [old, fresh, sent] = [await parent.begin(), await parent.begin(), await filled(parent)];
    await parent.of(sent).send((await requestOf(sent)).version);
    const long = new Date(Date.now() - 30 * 24 * 60 * 60 * 1000 - 1000);
    await site.database.prisma.familyRequest.updateMany({ where: { id: { in: [old, sent] } }, data: { updatedAt: long } });
    expect(await forgetOldDrafts(site.database.prisma, draftsBefore(new Date()))).toBe(1);
    expect(await findRequest(site.database.prisma, site.sealer, old)).toBeNull();
    expect([(await requestOf(fresh)).state, (await requestOf(sent)).state]).toEqual(["draft", "sent"]);
  });

  test("a complaint is not lost with its writer's session, nor when there were too many, and is gone once it is sent", async () => {
    const record = await aRecord(site);
    const parent = await aFollower(site, record, `${randomUUID()}@example.org`);
    const words = { about: "late", happened: "Nobody has told us anything.", wanted: "A date." };
    const look = async () => {
      answerFrom(site);
      return (await complain.loader(asked("complain", record, parent))) as unknown as { id: string; draft: { key: string; fields: Record<string, string> } };
    };
    const send = (by: typeof parent | null, more: Record<string, string>) => {
      answerFrom(site);
      return ended(complain.action(asked("complain", record, by, { ...words, ...more })));
    };
    const { id, draft } = await look();
    const away = await send(null, { id, "draft-key": draft.key });
    expect([away.status, away.location?.startsWith("/sign-in?")]).toEqual([303, true]);
    expect((await look()).draft.fields).toEqual(words);
    for (let sent = 0; sent < 20; sent++) expect((await send(parent, { id: randomUUID() })).status).toBe(303);
    expect((await look()).draft.fields).toEqual({});
    const often = await send(parent, { id: randomUUID() });
    expect(often).toMatchObject({ status: 429, data: { words, problems: [{ field: "about" }] } });
  });

  test("a complaint without an account, twice from one form, is one; another form's id gives nothing away", async () => {
    const form = { id: randomUUID(), name: "Sam Invented", contact: "sam@example.org", about: "late", happened: "Nobody answered.", wanted: "An answer." };
    const stranger = browser();
    const [one, two] = [await stranger.complain(form), await stranger.complain(form)];
    expect(one).toEqual(two);
    expect(one).toMatchObject({ status: 303, location: `/ask/receipt/${form.id}` });
    expect((await requestOf(form.id)).content).toMatchObject({ happened: "Nobody answered.", asker: { name: "Sam Invented" } });
    const record = await aRecord(site);
    const parent = await aFollower(site, record, `${randomUUID()}@example.org`);
    answerFrom(site);
    expect(await ended(complain.action(asked("complain", record, parent, { ...form, happened: "Mine" })))).toMatchObject({ status: 400 });
    expect(await site.database.prisma.familyRequest.count({ where: { caseId: record.caseId } })).toBe(0);
  });
});
