import { connect } from "node:net";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { findRights } from "../../app/db/followers.server.ts";
import { openSite, type Site } from "../../app/site.server.ts";
import { readConfig } from "../../app/config.server.ts";
import { action as sendAction, loader as listLoader } from "../../app/routes/documents/documents.tsx";
import { loader as documentLoader } from "../../app/routes/documents/document.ts";
import { action as officeAction, loader as officeLoader } from "../../app/routes/documents/office-documents.tsx";
import { loader as officeDocumentLoader } from "../../app/routes/documents/office-document.ts";
import { action as uploadAction, loader as uploadLoader } from "../../app/routes/documents/uploads.ts";
import { action as officeUploadAction } from "../../app/routes/documents/office-uploads.ts";
import type { ShownDocument } from "../../app/domain/documents/shown.ts";
import { dayOf, isoText } from "../../app/domain/calendar/day.ts";
import { momentInEngland } from "../../app/domain/calendar/england.ts";
import { answerOf, asked, posted, serveHere, signedInAs, type SignedIn } from "../support/accounts.ts";
import { outbox } from "../support/outbox.ts";
import { plainEnvironment, temporaryFolder } from "../support/command.ts";
import { freshSettings, KINDS } from "../support/databases.ts";
import { inventChild, inventFollower, type InventedChild } from "../support/families.ts";
import { exe, jpeg, pdf } from "../support/files.ts";
import { startRunningSite } from "../support/running-site.ts";
import { freshSite } from "../support/site.ts";

const LATER = dayOf({ year: 2090, month: 1, day: 1 });

describe.each(KINDS)("the papers of a child on %s", (kind) => {
  let site: Site;
  let child: InventedChild;
  const people: Record<string, SignedIn> = {};

  beforeAll(async () => {
    const fresh = await freshSite(kind, { meiliUrl: null });
    site = { ...fresh, config: { ...fresh.config, documents: { folder: join(temporaryFolder(), "documents") } } };
    serveHere(site);
    child = await inventChild(site, { firstName: "Samuel" });
    await site.database.prisma.person.update({ where: { id: child.personId }, data: { lastNameSealed: site.sealer.seal("Okafor", `person.lastName.${child.personId}`) } });
    for (const [who, relation, parts] of [["mother", "parent", []], ["father", "parent", []], ["adviser", "supporter", ["documents"]], ["interpreter", "supporter", ["dates"]]] as const) {
      people[who] = await signedInAs(site, `${who}@example.org`);
      await inventFollower(site, child.personId, relation, { userId: people[who].userId, parts: [...parts], ...(relation === "supporter" ? { endsOn: LATER } : {}) });
    }
    people.stranger = await signedInAs(site, "stranger@example.org");
    people.officer = await signedInAs(site, "officer@staff.example.org", { staff: "caseworker", name: "Jo Bright" });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  const path = (page = "documents") => `/my-child/${child.caseId}/${page}`;
  const cookie = (who: string) => ({ Cookie: (people[who] as SignedIn).cookie });
  const params = (more: Record<string, string> = {}) => ({ caseId: child.caseId, ...more });
  const list = async (who: string, query = "") => (await answerOf(listLoader, asked(path() + query, cookie(who)), params())).body as { documents: ShownDocument[]; receipts: ShownDocument[]; left: number; mayAdd: boolean };
  const formOf = (files: readonly [Buffer, string][], fields: Record<string, string> = {}) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    for (const [bytes, name] of files) form.append("files", new File([new Uint8Array(bytes)], name));
    return form;
  };
  const send = (who: string, form: FormData) => answerOf(sendAction, new Request(`http://localhost${path()}`, { method: "POST", body: form, headers: cookie(who) }), params());
  const names = (documents: readonly ShownDocument[]) => documents.map(({ name }) => name).sort();
  const download = (who: string, id: string) => answerOf(documentLoader, asked(path(`documents/${id}`), cookie(who)), params({ documentId: id }));

  test("what a parent sends has a receipt, and what is not taken says what to do", async () => {
    const answer = await send("mother", formOf([[pdf("report"), "report.pdf"], [exe(), "program.exe"]]));
    expect(answer.status).toBe(303);
    const to = answer.headers.get("Location") as string;
    expect(to).toMatch(new RegExp(`^${path()}\\?sent=[0-9a-f-]{36}%2C[0-9a-f-]{36}$`));
    const query = to.slice(path().length);
    expect((await list("mother", query)).receipts.map(({ name, state, reason }) => [name, state, reason])).toEqual([["report.pdf", "clean", null], ["program.exe", "refused", "type"]]);
    expect((await list("father", query)).receipts).toEqual([]);
  });

  test("the same form posted twice, by a double click or the back button, is one paper", async () => {
    const again = () => send("mother", formOf([[pdf("twice"), "twice.pdf"]]));
    const [first, second] = await Promise.all([again(), again()]);
    expect(first.headers.get("Location")).toBe(second.headers.get("Location"));
    expect((await again()).headers.get("Location")).toBe(first.headers.get("Location"));
    expect(names((await list("mother")).documents).filter((name) => name === "twice.pdf")).toHaveLength(1);
  });

  test("each sees what is theirs to see; what is not is not there", async () => {
    await send("mother", formOf([[pdf("address"), "with my address.pdf"]], { onlyMe: "yes" }));
    await send("adviser", formOf([[pdf("advice"), "advice.pdf"]], { onlyMe: "yes" }));
    const own = (await list("mother")).documents;
    const secret = own.find(({ name }) => name === "with my address.pdf") as ShownDocument;
    expect(names(own)).toEqual(expect.arrayContaining(["report.pdf", "program.exe", "with my address.pdf", "advice.pdf"]));
    const fathers = names((await list("father")).documents);
    expect(fathers).toEqual(expect.arrayContaining(["report.pdf", "advice.pdf"]));
    expect(fathers).not.toContain("with my address.pdf");
    expect(fathers).not.toContain("program.exe");
    expect((await download("mother", secret.id)).status).toBe(200);
    expect((await download("father", secret.id)).status).toBe(404);
    for (const who of ["interpreter", "stranger"]) {
      expect((await answerOf(listLoader as never, asked(path(), cookie(who)), params())).status, who).toBe(404);
      expect((await send(who, formOf([[pdf(), "a.pdf"]]))).status, who).toBe(404);
      expect((await download(who, secret.id)).status, who).toBe(404);
      expect((await answerOf(uploadAction as never, new Request(`http://localhost${path("uploads")}`, { method: "POST", headers: cookie(who) }), params())).status, who).toBe(404);
    }
    for (const page of [officeLoader, officeDocumentLoader]) expect((await answerOf(page, asked(`/officer/cases/${child.caseId}/documents`, cookie("mother")), params({ documentId: secret.id }))).status).toBe(404);
    expect((await answerOf(officeAction, posted(`/officer/cases/${child.caseId}/documents`, {}, cookie("mother")), params())).status).toBe(404);
    expect((await answerOf(listLoader as never, asked(path()), params())).status).toBe(303);
  });

  test("a link that a parent has kept, and a form that was open, do nothing from the midnight of England at which the record becomes the young person's", async () => {
    const { prisma } = site.database;
    const grown = await inventChild(site, { firstName: "Noor", born: dayOf({ year: new Date().getFullYear() - 15, month: 1, day: 15 }) });
    const parent = await signedInAs(site, "noor.parent@example.org");
    await inventFollower(site, grown.personId, "parent", { userId: parent.userId });
    const to = (page: string) => `/my-child/${grown.caseId}/${page}`;
    const cookies = { Cookie: parent.cookie };
    const sends = (name: string) => answerOf(sendAction, new Request(`http://localhost${to("documents")}`, { method: "POST", body: formOf([[pdf(name), `${name}.pdf`]]), headers: cookies }), { caseId: grown.caseId });
    expect((await sends("before")).status).toBe(303);
    const { id } = await prisma.caseDocument.findFirstOrThrow({ where: { caseId: grown.caseId } });
    const opens = async () => (await answerOf(documentLoader, asked(to(`documents/${id}`), cookies), { caseId: grown.caseId, documentId: id })).status;
    const { youngPersonFrom } = await findRights(prisma, site.sealer, grown.personId, dayOf({ year: new Date().getFullYear(), month: 1, day: 1 }));
    // In summer time: a minute after it England's day is the next one, and that of UTC is not.
    const midnight = momentInEngland(isoText(youngPersonFrom as number), "00:00").getTime();
    expect(new Date(midnight).getUTCHours()).toBe(23);
    const at = async (moment: number) => {
      vi.useFakeTimers({ toFake: ["Date"], now: moment });
      await prisma.session.updateMany({ where: { userId: parent.userId }, data: { createdAt: new Date(moment - 60_000), updatedAt: new Date(moment - 60_000), expiresAt: new Date(moment + 3_600_000) } });
    };
    await at(midnight - 1000);
    expect(await opens()).toBe(200);
    await at(midnight);
    expect(await opens()).toBe(404);
    expect((await sends("after")).status).toBe(404);
    expect((await answerOf(uploadAction as never, new Request(`http://localhost${to("uploads")}`, { method: "POST", headers: cookies }), { caseId: grown.caseId })).status).toBe(404);
    expect(await prisma.caseDocument.count({ where: { caseId: grown.caseId } })).toBe(1);
  });

  test("who opened a paper is written down", async () => {
    const report = (await list("father")).documents.find(({ name }) => name === "report.pdf") as ShownDocument;
    const answer = await download("father", report.id);
    expect(answer.headers.get("Content-Disposition")).toContain('filename="report.pdf"');
    expect(await site.database.prisma.auditEntry.count({ where: { action: "document-opened", actor: `user:${people.father?.userId}`, caseId: child.caseId } })).toBe(1);
  });

  test("a form without a file says what to do, and one that breaks off keeps nothing", async () => {
    expect(await send("mother", formOf([], { onlyMe: "yes" }))).toMatchObject({ status: 400, body: { problems: [{ field: "files" }], onlyMe: true } });
    const broken = new Request(`http://localhost${path()}`, { method: "POST", body: '--b\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF', headers: { ...cookie("mother"), "Content-Type": "multipart/form-data; boundary=b" } });
    expect(await answerOf(sendAction as never, broken, params())).toMatchObject({ status: 400, body: { problems: [{ field: "files" }] } });
  });

  test("a script whose session has ended is told so, and not sent to a page", async () => {
    const ask = (method: string, headers: Record<string, string>) => answerOf((method === "HEAD" ? uploadLoader : uploadAction), new Request(`http://localhost${path("uploads/x")}`, { method, headers }), params({ documentId: "x" }));
    expect((await ask("PATCH", {})).status).toBe(401);
    expect((await ask("HEAD", {})).status).toBe(401);
  });

  test("an officer's paper reaches the family when it is released to the right child, and the family is told once", async () => {
    const office = `/officer/cases/${child.caseId}/documents`;
    const post = (form: FormData) => answerOf(officeAction, new Request(`http://localhost${office}`, { method: "POST", body: form, headers: cookie("officer") }), params());
    const added = await post(formOf([[pdf("the plan"), "Draft plan.pdf"]], { kind: "draft-plan" }));
    const id = /sent=([0-9a-f-]+)/.exec(added.headers.get("Location") ?? "")?.[1] as string;
    expect(names((await list("mother")).documents)).not.toContain("Draft plan.pdf");
    expect((await download("mother", id)).status).toBe(404);

    const release = (guard: string) => post(formOf([], { release: id, guard }));
    expect(await release("XY")).toMatchObject({ status: 400, body: { problems: [{ field: `guard-${id}` }] } });
    expect((await download("mother", id)).status).toBe(404);
    expect((await release("s.o.")).headers.get("Location")).toBe(`${office}?done=released#papers`);
    expect((await release(child.reference)).headers.get("Location")).toBe(`${office}?done=already#papers`);
    expect((await download("mother", id)).status).toBe(200);
    expect((await download("adviser", id)).status).toBe(200);
    expect((await outbox(site)).filter((notice) => notice.kind === "document-came").map(({ to }) => to).sort()).toEqual(["adviser@example.org", "father@example.org", "mother@example.org"]);
    expect((await post(formOf([], { "take-back": id }))).headers.get("Location")).toBe(`${office}?done=notTakenBack#papers`);
    expect((await answerOf(officeUploadAction as never, new Request(`http://localhost/officer/cases/${child.caseId}/uploads`, { method: "POST", headers: { ...cookie("officer"), "Tus-Resumable": "1.0.0", "Upload-Length": "10" } }), params())).status).toBe(201);
  });
});

describe.each(KINDS)("the running site on %s", (kind) => {
  test("a photo whose connection breaks, and whose server is killed, goes on where it stood", { timeout: 180_000 }, async () => {
    const settings = await freshSettings(kind);
    const config = readConfig(plainEnvironment(settings));
    let site = await openSite(config);
    const child = await inventChild(site);
    const { userId, cookie } = await signedInAs(site, "mother@example.org");
    await inventFollower(site, child.personId, "parent", { userId });
    await site.close();

    const bytes = jpeg(3_500_000, 51);
    const path = `/my-child/${child.caseId}/uploads`;
    const tus = { Cookie: cookie, "Tus-Resumable": "1.0.0" };
    let running = await startRunningSite(settings);
    const begun = await fetch(running.url + path, { method: "POST", headers: { ...tus, "Upload-Length": String(bytes.length), "Upload-Metadata": `filename ${Buffer.from("photo.jpg").toString("base64")}` } });
    expect(begun.status, await begun.text()).toBe(201);
    const at = begun.headers.get("Location") as string;
    const standsAt = async () => Number((await fetch(running.url + at, { method: "HEAD", headers: tus })).headers.get("Upload-Offset"));

    // A phone that loses its network in the middle of a part.
    const { port } = new URL(running.url);
    const phone = connect(Number(port), "127.0.0.1");
    const head = `PATCH ${at} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: ${bytes.length}\r\n\r\n`;
    await new Promise<void>((done) => phone.write(Buffer.concat([Buffer.from(head), bytes.subarray(0, 1_500_000)]), () => done()));
    await expect.poll(standsAt, { timeout: 20_000 }).toBeGreaterThanOrEqual(1_048_576);
    phone.destroy();
    await expect.poll(standsAt, { timeout: 20_000 }).toBe(1_500_000);

    const dying = connect(Number(port), "127.0.0.1");
    dying.on("error", () => {});
    await new Promise<void>((done) => dying.write(Buffer.concat([Buffer.from(head.replace("Upload-Offset: 0", "Upload-Offset: 1500000").replace(`Content-Length: ${bytes.length}`, `Content-Length: ${bytes.length - 1_500_000}`)), bytes.subarray(1_500_000, 3_000_000)]), () => done()));
    await expect.poll(standsAt, { timeout: 20_000 }).toBeGreaterThan(2_000_000);
    process.kill(running.pid, "SIGKILL");
    dying.destroy();

    running = await startRunningSite(settings);
    // Whoever asked where it stood had the old connection count what it held, or had not yet.
    const offset = await standsAt();
    expect([2 * 1_048_576, 3_000_000]).toContain(offset);
    const rest = await fetch(running.url + at, { method: "PATCH", headers: { ...tus, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" }, body: new Uint8Array(bytes.subarray(offset)) });
    expect(rest.status).toBe(204);
    const got = await fetch(`${running.url}/my-child/${child.caseId}/documents/${at.split("/").at(-1)}?show=1`, { headers: { Cookie: cookie } });
    expect([got.status, got.headers.get("Content-Type"), got.headers.get("X-Content-Type-Options"), got.headers.get("Cache-Control")]).toEqual([200, "image/jpeg", "nosniff", "no-store"]);
    expect(Buffer.from(await got.arrayBuffer()).equals(bytes)).toBe(true);
    expect(running.stderr()).not.toContain("photo.jpg");
    await running.stop();
    site = await openSite(config);
    expect(await site.database.prisma.caseDocument.count()).toBe(1);
    await site.close();
  });
});
