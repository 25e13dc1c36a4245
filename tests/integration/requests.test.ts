import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { beforeAll, describe, expect, test } from "vitest";
import { timelineOfCase } from "../../app/cases/case-timeline.server.ts";
import { forgetOldDrafts, findRequest, openRequests } from "../../app/db/requests.server.ts";
import { documentStore, StoreError } from "../../app/documents/store.server.ts";
import { recheckQuarantined, removeAbandoned } from "../../app/documents/upkeep.server.ts";
import { printedCode, readCode } from "../../app/domain/access/activation-code.ts";
import { day, isoText } from "../../app/domain/calendar/day.ts";
import { MEGABYTE, MOST_REQUEST_FILES } from "../../app/domain/documents/kinds.ts";
import type { ShownDocument } from "../../app/domain/documents/shown.ts";
import { draftsBefore } from "../../app/requests/coming-back.server.ts";
import { forgetDrafts } from "../../app/requests/papers.server.ts";
import { decisionDue } from "../../app/requests/assessment.server.ts";
import * as begin from "../../app/routes/ask/begin.tsx";
import * as check from "../../app/routes/ask/check.tsx";
import * as comeBack from "../../app/routes/ask/come-back.tsx";
import * as complaint from "../../app/routes/ask/complaint.tsx";
import * as later from "../../app/routes/ask/later.tsx";
import * as page from "../../app/routes/ask/page.tsx";
import * as papers from "../../app/routes/ask/papers.tsx";
import * as receipt from "../../app/routes/ask/receipt.tsx";
import * as uploads from "../../app/routes/ask/uploads.ts";
import * as document from "../../app/routes/documents/document.ts";
import * as documents from "../../app/routes/documents/documents.tsx";
import * as officeDocument from "../../app/routes/documents/office-document.ts";
import * as complain from "../../app/routes/my-child/complain.tsx";
import * as recordFile from "../../app/routes/my-child/record-file.ts";
import * as officeRequest from "../../app/routes/officer/request.tsx";
import type { Site } from "../../app/site.server.ts";
import { today } from "../../app/today.ts";
import { signedInAs } from "../support/accounts.ts";
import { startClamd } from "../support/clamd.ts";
import { temporaryFolder } from "../support/command.ts";
import { KINDS } from "../support/databases.ts";
import * as files from "../support/files.ts";
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
    const fresh = await freshSite(kind, { meiliUrl: null });
    site = { ...fresh, config: { ...fresh.config, documents: { folder: join(temporaryFolder(), "documents") } } };
  });

  let networks = 0;
  /** A browser of its own: its cookies, and its network, which tries are counted by. */
  const browser = (cookie = "") => {
    let jar = cookie;
    const address = `10.0.0.${++networks}`;
    const args = (path: string, params: Record<string, string>, form?: Record<string, string> | FormData, at = site) => {
      answerFrom(at);
      const headers = { "x-client-address": address, ...(jar ? { Cookie: jar } : {}) };
      const url = `http://localhost${path}`;
      return { request: form ? new Request(url, { method: "POST", headers, body: form instanceof FormData ? form : new URLSearchParams(form) }) : new Request(url, { headers }), params, context: {} };
    };
    const keep = (answer: unknown) => {
      const set = answer instanceof Response ? answer.headers.get("Set-Cookie")?.split(";")[0] : undefined;
      const name = set?.split("=")[0] ?? "";
      if (set) jar = [...jar.split("; ").filter((one) => one && !one.startsWith(`${name}=`)), set].join("; ");
      return answer;
    };
    const of = (id: string) => ({
      save: async (name: string, more: Record<string, string> = {}) => ended(page.action(args(`/ask/assessment/${id}/${name}`, { id, page: name }, { version: String((await findRequest(site.database.prisma, site.sealer, id))?.version), then: "next", ...PAGES[name], ...more }))),
      send: (version: number, named = "") => ended(check.action(args(`/ask/assessment/${id}/check`, { id }, { version: String(version), papers: named }))),
      sendAsSeen: async () => {
        const { version, named } = (await check.loader(args(`/ask/assessment/${id}/check`, { id }))) as { version: number; named: string };
        return ended(check.action(args(`/ask/assessment/${id}/check`, { id }, { version: String(version), papers: named })));
      },
      papers: async (query = "") => (await ended(papers.loader(args(`/ask/assessment/${id}/papers${query}`, { id })))) as { status: number; location: string | null; data: { papers: ShownDocument[]; receipts: ShownDocument[]; full: number; left: number } },
      add: (chosen: readonly [Buffer, string][], at = site, then = "more") => {
        const form = new FormData();
        form.append("then", then);
        for (const [bytes, name] of chosen) form.append("files", new File([new Uint8Array(bytes)], name));
        return ended(papers.action(args(`/ask/assessment/${id}/papers`, { id }, form, at)));
      },
      addSlowly: (boundary: string, parts: () => AsyncGenerator<Buffer>) => {
        const { request, params, context } = args(`/ask/assessment/${id}/papers`, { id });
        const init = { method: "POST", headers: { ...Object.fromEntries(request.headers), "Content-Type": `multipart/form-data; boundary=${boundary}` }, body: Readable.toWeb(Readable.from(parts())), duplex: "half" };
        return ended(papers.action({ request: new Request(request.url, init as RequestInit), params, context }));
      },
      remove: (paper: string) => ended(papers.action(args(`/ask/assessment/${id}/papers`, { id }, { remove: paper }))),
      tus: async (method: "POST" | "PATCH" | "HEAD", at: string, headers: Record<string, string>, body?: Buffer) => {
        const { request } = args(at, {});
        const asking = new Request(request.url, { method, headers: { ...Object.fromEntries(request.headers), "Tus-Resumable": "1.0.0", ...headers }, ...(body ? { body: new Uint8Array(body) } : {}) });
        return (method === "HEAD" ? uploads.loader : uploads.action)({ request: asking, params: { id }, context: {} });
      },
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

  const ANNOUNCED = (length: number) => ({ "Upload-Length": String(length), "Upload-Metadata": `filename ${Buffer.from("photo.jpg").toString("base64")}` });
  const PART = (offset: number) => ({ "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" });
  const said = (shown: readonly ShownDocument[]) => shown.map(({ name, state, reason }) => [name, state, reason]);
  const isKept = (id: string) => existsSync(join((site.config.documents as { folder: string }).folder, id.slice(0, 2), id));
  const openedByOfficer = async (caseId: string, id: string) => {
    const { cookie } = await signedInAs(site, "officer@staff.example.org", { staff: "caseworker" });
    answerFrom(site);
    return ended(officeDocument.loader({ request: new Request(`http://localhost/officer/cases/${caseId}/documents/${id}`, { headers: { Cookie: cookie } }), params: { caseId, documentId: id }, context: {} }));
  };

  test.each(["without an account", "by somebody who signed in on the way"])("papers sent %s have a receipt each, can be taken out, and go into the case with the request, for the council and their sender only", async (how) => {
    const mother = how === "without an account" ? null : await signedInAs(site, `${randomUUID()}@example.org`);
    const parent = browser(mother?.cookie);
    const id = await filled(parent);
    const added = await parent.of(id).add([[files.pdf("school"), "School report.pdf"], [files.jpeg(3000), "photo.jpg"], [files.exe(), "photo.exe"], [Buffer.alloc(0), "empty.pdf"], [files.pdf("by mistake"), "wrong one.pdf"]]);
    expect(added.location).toMatch(new RegExp(`^/ask/assessment/${id}/papers\\?sent=`));
    const { data } = await parent.of(id).papers(added.location?.slice(added.location.indexOf("?")));
    const wanted = [["School report.pdf", "clean", null], ["photo.jpg", "clean", null], ["photo.exe", "refused", "type"], ["empty.pdf", "refused", "empty"], ["wrong one.pdf", "clean", null]];
    expect([said(data.receipts), said(data.papers)]).toEqual([wanted, wanted]);
    const [report, photo, exe, , wrong] = data.papers.map((one) => one.id) as [string, string, string, string, string];
    for (const one of [exe, wrong, wrong]) expect(await parent.of(id).remove(one)).toMatchObject({ status: 303, location: expect.stringContaining("/papers") });
    expect([isKept(report), isKept(wrong)]).toEqual([true, false]);
    expect(await site.database.prisma.caseDocument.count({ where: { id: wrong } })).toBe(0);
    expect((await parent.of(id).look()).data).toMatchObject({ papers: [{ id: report }, { id: photo }, { name: "empty.pdf" }] });

    const early = new Date(Date.now() - 20 * 24 * 60 * 60 * 1000);
    await site.database.prisma.caseDocument.updateMany({ where: { requestId: id }, data: { finishedAt: early } });
    expect(await parent.of(id).sendAsSeen()).toMatchObject({ location: `/ask/receipt/${id}` });
    // The council has had them since the request was sent.
    expect(await site.database.prisma.caseDocument.count({ where: { requestId: id, finishedAt: early } })).toBe(0);
    expect((await parent.of(id).receipt()).data).toMatchObject({ papers: [{ name: "School report.pdf", state: "clean" }, { name: "photo.jpg" }, { name: "empty.pdf", state: "refused" }] });
    expect(JSON.stringify((await parent.of(id).receipt()).data)).not.toContain(mother?.userId ?? "uploadedBy\":\"");
    const [made] = await casesOf(id);
    const record = { caseId: made?.id as string, personId: made?.personId as string, reference: made?.reference as string };
    const officer = await signedInAs(site, "officer@staff.example.org", { staff: "caseworker" });
    answerFrom(site);
    const seen = await ended(officeRequest.loader({ request: new Request(`http://localhost/officer/requests/${id}`, { headers: { Cookie: officer.cookie } }), params: { requestId: id }, context: {} }));
    expect(seen.data).toMatchObject({ found: { caseId: record.caseId, papers: [{ id: report, name: "School report.pdf" }, { id: photo }, { state: "refused" }] } });
    expect((await openedByOfficer(record.caseId, report)).status).toBe(200);
    expect(await site.database.prisma.auditEntry.count({ where: { action: "document-opened", caseId: record.caseId } })).toBe(1);

    const father = await aFollower(site, record, `${randomUUID()}@example.org`);
    for (const [by, names] of [[father, []], ...(mother ? [[mother, ["School report.pdf", "photo.jpg", "empty.pdf"]] as const] : [])] as const) {
      answerFrom(site);
      const { data: list } = await ended(documents.loader(asked("documents", record, by)));
      expect((list as { documents: ShownDocument[] }).documents.map(({ name }) => name).sort()).toEqual([...names].sort());
      const { request, context } = asked(`documents/${report}`, record, by);
      expect((await ended(document.loader({ request, params: { caseId: record.caseId, documentId: report }, context }))).status).toBe(names.length > 0 ? 200 : 404);
    }
  });

  test("papers of a draft are nobody else's to see, to add to, to go on with or to take out", async () => {
    const parent = browser();
    const [id, other] = [await parent.begin(), await parent.begin()];
    const code = await parent.of(other).code();
    const stranger = browser();
    const strangers = await stranger.begin();
    await parent.of(other).add([[files.pdf("mine"), "mine.pdf"]]);
    const [mine] = (await parent.of(other).papers()).data.papers as [ShownDocument];
    const away = { status: 303, location: "/ask/come-back" };
    expect(await stranger.of(other).papers()).toMatchObject(away);
    expect(await stranger.of(other).add([[files.pdf("theirs"), "theirs.pdf"]])).toMatchObject(away);
    expect(await stranger.of(other).remove(mine.id)).toMatchObject(away);
    // In a request of one's own, another's paper is not there.
    await stranger.of(strangers).remove(mine.id);
    expect((await stranger.of(strangers).papers(`?sent=${mine.id}`)).data).toMatchObject({ receipts: [], papers: [] });
    expect((await stranger.of(other).tus("POST", `/ask/assessment/${other}/uploads`, ANNOUNCED(10))).status).toBe(401);
    const begun = await parent.of(other).tus("POST", `/ask/assessment/${other}/uploads`, ANNOUNCED(10));
    expect(begun.status).toBe(201);
    const name = begun.headers.get("Location")?.split("/").at(-1) as string;
    expect((await stranger.of(strangers).tus("HEAD", `/ask/assessment/${strangers}/uploads/${name}`, {})).status).toBe(404);
    expect(await parent.of(other).remove("../../etc")).toMatchObject({ status: 400 });
    expect(await parent.of(other).add([])).toMatchObject({ status: 400, data: { problems: [{ field: "files" }] } });
    expect((await parent.of(other).papers()).data.papers).toMatchObject([{ name: "mine.pdf" }, { name: "photo.jpg", state: "arriving" }]);
    // The same browser at another of its requests is at this one no more.
    expect(await parent.of(id).papers()).toMatchObject(away);
    await stranger.comeBack(code);
    expect((await stranger.of(other).papers()).data.papers).toHaveLength(2);
  });

  test("two windows: nothing goes that was not seen, and what is sent takes and gives nothing more", async () => {
    const parent = browser();
    const id = await filled(parent);
    const { data: seen } = (await parent.of(id).look()) as { data: { version: number; named: string } };
    const bytes = files.jpeg(3000, 9);
    const begun = (await parent.of(id).tus("POST", `/ask/assessment/${id}/uploads`, ANNOUNCED(bytes.length))).headers.get("Location") as string;
    expect((await parent.of(id).tus("PATCH", begun, PART(0), bytes.subarray(0, 1000))).status).toBe(204);
    await parent.of(id).add([[files.pdf("late"), "late.pdf"]]);
    expect(await parent.of(id).send(seen.version, seen.named)).toMatchObject({ status: 409 });
    expect(await casesOf(id)).toEqual([]);
    const sendings = await Promise.all([parent.of(id).sendAsSeen(), parent.of(id).add([[files.pdf("at once"), "at once.pdf"]]), parent.of(id).sendAsSeen()]);
    expect(sendings.map(({ status }) => status).filter((status) => ![303, 409].includes(status))).toEqual([]);
    if ((await requestOf(id)).state === "draft") await parent.of(id).sendAsSeen();
    const [made] = await casesOf(id);
    const sent = await site.database.prisma.caseDocument.findMany({ where: { requestId: id, state: "clean" } });
    expect(sent.length).toBeGreaterThan(0);
    for (const one of sent) {
      expect(one.caseId).toBe(made?.id);
      expect(await parent.of(id).remove(one.id)).toMatchObject({ location: `/ask/receipt/${id}` });
      expect(isKept(one.id)).toBe(true);
    }
    expect(await parent.of(id).papers()).toMatchObject({ status: 303, location: `/ask/receipt/${id}` });
    expect(await parent.of(id).add([[files.pdf("too late"), "too late.pdf"]])).toMatchObject({ status: 303, location: `/ask/receipt/${id}?late=1` });
    expect((await parent.of(id).tus("POST", `/ask/assessment/${id}/uploads`, ANNOUNCED(10))).status).toBe(410);
    expect((await parent.of(id).tus("PATCH", begun, PART(1000), bytes.subarray(1000))).status).toBe(410);
    expect(await site.database.prisma.caseDocument.count({ where: { requestId: id, state: "clean" } })).toBe(sent.length);
  });

  test("what was on its way when the request was sent is refused once it is here, and said so on the receipt", async () => {
    const parent = browser();
    const id = await filled(parent);
    let release = () => {};
    const held = new Promise<void>((done) => (release = done));
    const boundary = "----held";
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="slow.pdf"\r\nContent-Type: application/pdf\r\n\r\n`;
    const arrived = parent.of(id).addSlowly(boundary, async function* () {
      yield Buffer.from(head);
      await held;
      yield Buffer.concat([files.pdf("slow"), Buffer.from(`\r\n--${boundary}--\r\n`)]);
    });
    await expect.poll(async () => (await parent.of(id).papers()).data.papers.map(({ state }) => state)).toEqual(["arriving"]);
    expect(await parent.of(id).sendAsSeen()).toMatchObject({ location: `/ask/receipt/${id}` });
    release();
    expect(await arrived).toMatchObject({ status: 303 });
    expect((await parent.of(id).receipt()).data).toMatchObject({ papers: [{ name: "slow.pdf", state: "refused", reason: "sent-before" }] });
    expect(await site.database.prisma.caseDocument.findMany({ where: { requestId: id }, select: { caseId: true, keySealed: true } })).toEqual([{ caseId: null, keySealed: null }]);
  });

  test("a request has room for so many papers and no more, however they come", async () => {
    const parent = browser();
    const id = await parent.begin();
    const begin = (length: number) => parent.of(id).tus("POST", `/ask/assessment/${id}/uploads`, ANNOUNCED(length));
    for (let i = 0; i < 6; i++) expect((await begin(50 * MEGABYTE)).status).toBe(201);
    expect((await begin(10)).status).toBe(422);
    expect((await begin(51 * MEGABYTE)).status).toBe(413);
    // The size of what comes in a form is known once it is here.
    const { location } = await parent.of(id).add([[files.pdf("one too many"), "more.pdf"]]);
    expect(said((await parent.of(id).papers(location?.slice(location.indexOf("?")))).data.receipts)).toEqual([["more.pdf", "refused", "no-room"]]);
    for (const { id: one } of (await parent.of(id).papers()).data.papers) await parent.of(id).remove(one);
    const answers = await Promise.all(Array.from({ length: MOST_REQUEST_FILES + 1 }, () => begin(10)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array.from({ length: MOST_REQUEST_FILES }, () => 201), 422]);
    const full = await parent.of(id).add([[files.pdf("51"), "51.pdf"], [files.pdf("52"), "52.pdf"]]);
    expect(full.location).toContain("full=2");
    expect((await parent.of(id).papers("?sent=&full=2")).data).toMatchObject({ full: 2, papers: { length: MOST_REQUEST_FILES } });
  });

  test("going on takes what was chosen with it, and stays where something was not taken", async () => {
    const parent = browser();
    const id = await parent.begin();
    const goOn = (chosen: readonly [Buffer, string][]) => parent.of(id).add(chosen, site, "next");
    expect(await goOn([])).toMatchObject({ status: 303, location: `/ask/assessment/${id}/contact` });
    expect(await goOn([[files.pdf("taken"), "taken.pdf"]])).toMatchObject({ status: 303, location: `/ask/assessment/${id}/contact` });
    expect((await goOn([[files.exe(), "not taken.exe"]])).location).toContain("/papers?sent=");
    expect(await parent.of(id).add([])).toMatchObject({ status: 400, data: { problems: [{ field: "files" }] } });
    expect(said((await parent.of(id).papers()).data.papers)).toEqual([["taken.pdf", "clean", null], ["not taken.exe", "refused", "type"]]);
  });

  test("the same paper twice is one, and what was taken out can be added again", async () => {
    const parent = browser();
    const id = await parent.begin();
    for (let i = 0; i < 2; i++) await parent.of(id).add([[files.pdf("again"), "again.pdf"]]);
    const [only, ...more] = (await parent.of(id).papers()).data.papers as [ShownDocument];
    expect(more).toEqual([]);
    await parent.of(id).remove(only.id);
    expect((await parent.of(id).papers()).data.papers).toEqual([]);
    await parent.of(id).add([[files.pdf("again"), "again.pdf"]]);
    expect(said((await parent.of(id).papers()).data.papers)).toEqual([["again.pdf", "clean", null]]);
  });

  test("what no scanner has looked at is sent and held; a virus that is found later is given to nobody", async () => {
    const holding: Site = { ...site, config: { ...site.config, scanWithout: "quarantine" } };
    const parent = browser();
    const id = await filled(parent);
    const sick = Buffer.concat([files.pdf("sick"), files.eicar()]);
    await parent.of(id).add([[files.pdf("well"), "well.pdf"], [sick, "sick.pdf"]], holding);
    expect(said((await parent.of(id).papers()).data.papers)).toEqual([["well.pdf", "quarantined", "not-scanned"], ["sick.pdf", "quarantined", "not-scanned"]]);
    await parent.of(id).sendAsSeen();
    const [made] = await casesOf(id);
    const ids = (await site.database.prisma.caseDocument.findMany({ where: { requestId: id }, orderBy: { createdAt: "asc" } })).map((one) => one.id) as [string, string];
    for (const one of ids) expect((await openedByOfficer(made?.id as string, one)).status).toBe(404);
    await recheckQuarantined({ ...site, config: { ...site.config, clamdUrl: await startClamd() } });
    expect((await openedByOfficer(made?.id as string, ids[0])).status).toBe(200);
    expect((await openedByOfficer(made?.id as string, ids[1])).status).toBe(404);
    expect([isKept(ids[0]), isKept(ids[1])]).toEqual([true, false]);
    expect((await parent.of(id).receipt()).data).toMatchObject({ papers: [{ state: "clean" }, { state: "refused", reason: "virus" }] });
    expect(await site.database.prisma.auditEntry.findMany({ where: { action: "document-refused", caseId: made?.id as string }, select: { actor: true } })).toEqual([{ actor: `request:${id}` }]);
  });

  test("a draft that is forgotten takes its papers with it, also when that is cut off or the store is away", async () => {
    const parent = browser();
    const long = new Date(Date.now() - 30 * 24 * 60 * 60 * 1000 - 1000);
    const forgotten = async (forget: () => Promise<unknown>) => {
      const id = await parent.begin();
      await parent.of(id).add([[files.pdf(id), "old.pdf"], [files.pdf(id), "old again.pdf"]]);
      await parent.of(id).tus("POST", `/ask/assessment/${id}/uploads`, ANNOUNCED(10));
      const ids = (await site.database.prisma.caseDocument.findMany({ where: { requestId: id } })).map((one) => one.id);
      expect([ids.length, ids.filter(isKept).length]).toEqual([3, 1]);
      await site.database.prisma.familyRequest.update({ where: { id }, data: { updatedAt: long } });
      await forget();
      expect(await site.database.prisma.familyRequest.count({ where: { id } })).toBe(0);
      return async () => expect([await site.database.prisma.caseDocument.count({ where: { requestId: id } }), ids.filter(isKept).length]).toEqual([0, 0]);
    };
    await (await forgotten(() => forgetDrafts(site, new Date())))();
    // Killed after the draft had gone, and before its papers' bytes had.
    const cutOff = await forgotten(() => forgetOldDrafts(site.database.prisma, draftsBefore(new Date())));
    const store = documentStore(site.config);
    const remove = store.remove.bind(store);
    const storeAway = await forgotten(async () => {
      store.remove = () => Promise.reject(new StoreError("away"));
      await forgetDrafts(site, new Date());
      store.remove = remove;
    });
    expect(await site.database.prisma.caseDocument.count({ where: { state: "withdrawn", keySealed: { not: null } } })).toBe(0);
    await removeAbandoned(site);
    await cutOff();
    await storeAway();
    // A paper that was added keeps its draft as anything else that is saved does.
    const id = await parent.begin();
    await site.database.prisma.familyRequest.update({ where: { id }, data: { updatedAt: long } });
    await parent.of(id).add([[files.pdf("new"), "new.pdf"]]);
    await forgetDrafts(site, new Date());
    expect((await parent.of(id).papers()).data.papers).toHaveLength(1);
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
