import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { findDraft, draftSubject } from "../../app/db/drafts.server.ts";
import { messagesOfCase, waitingMessages } from "../../app/db/messages.server.ts";
import { day, isoText } from "../../app/domain/calendar/day.ts";
import { replyDue } from "../../app/domain/messages/message.ts";
import { answerFamily } from "../../app/family/council-answers.server.ts";
import * as draft from "../../app/routes/my-child/draft.ts";
import * as page from "../../app/routes/my-child/messages.tsx";
import type { Site } from "../../app/site.server.ts";
import { today } from "../../app/today.ts";
import { signedInAs, type SignedIn } from "../support/accounts.ts";
import { temporaryFolder } from "../support/command.ts";
import { KINDS } from "../support/databases.ts";
import { aFollower, answerFrom, aRecord, asked, ended, type TestRecord } from "../support/records.ts";
import { freshSite } from "../support/site.ts";

const folder = temporaryFolder();

describe.each(KINDS)("messages on %s", (kind) => {
  let site: Site;
  let officer: SignedIn;
  beforeAll(async () => {
    site = await freshSite(kind, { meiliUrl: null });
    officer = await signedInAs(site, "officer@staff.example.org", { staff: "caseworker", name: "Alex Officer" });
  });

  const send = (record: TestRecord, by: SignedIn | null, form: Record<string, string>) => {
    answerFrom(site);
    return ended(page.action(asked("messages", record, by, { do: "send", id: randomUUID(), ...form })));
  };
  const look = async (record: TestRecord, by: SignedIn, query = "") => {
    answerFrom(site);
    return page.loader(asked(`messages${query}`, record, by));
  };
  const aFamily = async () => {
    const record = await aRecord(site);
    return { record, mother: await aFollower(site, record, `${record.reference}-m@example.org`, { name: "Sam" }), father: await aFollower(site, record, `${record.reference}-f@example.org`) };
  };
  const all = (record: TestRecord) => messagesOfCase(site.database.prisma, site, record.caseId, "council");

  test("a message has a receipt with the day by which it is answered, and lies in the database sealed", async () => {
    const { record, mother } = await aFamily();
    const sent = await send(record, mother, { body: "Where is the report?", desk: "officer" });
    expect(sent).toMatchObject({ status: 303, location: expect.stringMatching(/\/messages\?sent=[0-9a-f-]{36}$/) });
    const { receipt, replyBy } = await look(record, mother, new URL(`http://x${sent.location ?? ""}`).search);
    const due = isoText(replyDue(day(today()), site.pack.replyWorkingDays));
    expect(receipt).toMatchObject({ body: "Where is the report?", due, from: "You", state: { is: "waiting" }, reference: expect.stringMatching(/^M-[0-9A-F]{5}-[0-9A-F]{5}$/) });
    expect(replyBy).toBe(due);
    const row = await site.database.prisma.caseMessage.findFirstOrThrow({ where: { caseId: record.caseId } });
    expect(JSON.stringify(row)).not.toContain("report");
    expect(await site.database.prisma.auditEntry.count({ where: { caseId: record.caseId, action: "message-sent" } })).toBe(1);
  });

  test("a double click is one message; other words from the same form are a second one, once", async () => {
    const { record, mother } = await aFamily();
    const id = randomUUID();
    const twice = await Promise.all([send(record, mother, { id, body: "Hello" }), send(record, mother, { id, body: "Hello" })]);
    expect(twice[0].location).toBe(twice[1].location);
    await send(record, mother, { id, body: "Hello, and one more thing" });
    await send(record, mother, { id, body: "Hello, and one more thing" });
    expect((await all(record)).map(({ body }) => body)).toEqual(["Hello", "Hello, and one more thing"]);
    expect(await site.database.prisma.auditEntry.count({ where: { caseId: record.caseId, action: "message-sent" } })).toBe(2);
  });

  test("what is empty or too long comes back with its words, and a form without a good id is refused", async () => {
    const { record, mother } = await aFamily();
    expect(await send(record, mother, { body: "  " })).toMatchObject({ status: 400, data: { problems: [{ field: "body" }] } });
    const long = "x".repeat(5001);
    expect(await send(record, mother, { body: long, desk: "duty" })).toMatchObject({ status: 400, data: { problems: [{ field: "body", text: expect.stringContaining("1 characters too long") }], values: { body: long, desk: "duty" } } });
    // An emoji is one character to whoever writes it.
    const emoji = "👍🏽".repeat(5002);
    expect(await send(record, mother, { body: emoji, desk: "duty" })).toMatchObject({ status: 400, data: { problems: [{ field: "body", text: expect.stringContaining("2 characters too long") }], values: { body: emoji } } });
    expect(await send(record, mother, { id: "1", body: "Hello" })).toMatchObject({ status: 400 });
    expect(await all(record)).toEqual([]);
  });

  test("a form's id that another family has used gives nothing away and stores nothing", async () => {
    const [one, other] = [await aFamily(), await aFamily()];
    const id = randomUUID();
    await send(one.record, one.mother, { id, body: "Ours" });
    expect(await send(other.record, other.mother, { id, body: "Theirs" })).toMatchObject({ status: 404 });
    expect(await all(other.record)).toEqual([]);
  });

  test("each parent sees what both wrote, but not what one wrote to the council alone, nor the answer to it", async () => {
    const { record, mother, father } = await aFamily();
    await send(record, mother, { body: "For all" });
    await send(record, mother, { body: "For the council", audience: "only-me" });
    const question = (await all(record)).find(({ body }) => body === "For the council");
    await answerFamily(site, { id: randomUUID(), caseId: record.caseId, userId: officer.userId, body: "Only to you", answers: question?.id ?? "" });
    const words = async (by: SignedIn) => (await look(record, by)).messages.map(({ body }) => body);
    expect(await words(father)).toEqual(["For all"]);
    expect(await words(mother)).toEqual(["Only to you", "For the council", "For all"]);
    const told = await site.database.prisma.notice.findMany({ where: { caseId: record.caseId, kind: "message-came" }, select: { userId: true } });
    expect(told).toEqual([{ userId: mother.userId }]);
    expect((await look(record, father)).messages.map(({ from }) => from)).toEqual(["Sam (a parent)"]);
  });

  test("a supporter sees messages where the family opened that part, and has no secrets from the family", async () => {
    const { record, mother } = await aFamily();
    const adviser = await aFollower(site, record, `${record.reference}-s@example.org`, { relation: "supporter", parts: ["messages"], name: "Kim" });
    const other = await aFollower(site, record, `${record.reference}-o@example.org`, { relation: "supporter", parts: ["dates"] });
    await send(record, adviser, { body: "I help the family.", audience: "only-me" });
    expect((await look(record, mother)).messages).toMatchObject([{ from: "Kim (a supporter)", isPrivate: false }]);
    answerFrom(site);
    expect(await ended(page.loader(asked("messages", record, other)))).toMatchObject({ status: 404 });
    expect(await send(record, other, { body: "Hello" })).toMatchObject({ status: 404 });
    const stranger = await signedInAs(site, "stranger@example.org");
    expect(await ended(page.loader(asked("messages", record, stranger)))).toMatchObject({ status: 404 });
    expect(await ended(page.loader(asked("messages", record, officer)))).toMatchObject({ status: 404 });
  });

  test("an answer tells those who follow, ends the waiting, and is new until the family opens it", async () => {
    const { record, mother, father } = await aFamily();
    await send(record, mother, { body: "When?" });
    const [question] = await all(record);
    const waiting = () => waitingMessages(site, { for: "everybody", today: day(today()) });
    expect((await waiting()).filter(({ caseId }) => caseId === record.caseId)).toMatchObject([{ id: question?.id, firstName: "Robin", isLate: false }]);
    const answer = { id: randomUUID(), caseId: record.caseId, userId: officer.userId, body: "On Monday.", answers: question?.id ?? "" };
    expect(await answerFamily(site, answer)).toMatchObject({ isNew: true });
    expect(await answerFamily(site, answer)).toMatchObject({ isNew: false });
    expect((await waiting()).filter(({ caseId }) => caseId === record.caseId)).toEqual([]);
    expect((await site.database.prisma.notice.findMany({ where: { caseId: record.caseId, kind: "message-came" } })).map(({ userId }) => userId).sort()).toEqual([mother.userId, father.userId].sort());
    expect((await look(record, mother)).messages[0]).toMatchObject({ from: "Alex Officer, the council", openedOn: null });
    expect((await look(record, mother)).messages).toMatchObject([{ openedOn: today() }, { state: { is: "answered", on: today() } }]);
    expect(await answerFamily(site, { ...answer, id: randomUUID(), caseId: (await aFamily()).record.caseId })).toBeNull();
  });

  test("whose message waits: the officer's, their cover's while they are away, and else the duty desk's", async () => {
    const { record, mother } = await aFamily();
    const { prisma } = site.database;
    const { officerId } = await prisma.caseFile.findUniqueOrThrow({ where: { id: record.caseId } });
    const cover = await prisma.officer.upsert({ where: { reference: "OFF-2" }, create: { id: randomUUID(), reference: "OFF-2" }, update: {} });
    await send(record, mother, { body: "To the officer", desk: "officer" });
    const has = async (whose: "duty" | { officerId: string }) => (await waitingMessages(site, { for: whose, today: day(today()) })).some(({ caseId }) => caseId === record.caseId);
    const all = async () => [await has({ officerId: officerId as string }), await has({ officerId: cover.id }), await has("duty")];
    expect(await all()).toEqual([true, false, false]);
    await prisma.officer.update({ where: { id: officerId as string }, data: { awayUntil: new Date(today()), coverId: cover.id } });
    expect(await all()).toEqual([false, true, false]);
    await prisma.officer.update({ where: { id: officerId as string }, data: { coverId: null } });
    expect(await all()).toEqual([false, false, true]);
    await prisma.officer.update({ where: { id: officerId as string }, data: { awayUntil: null } });
  });

  test("a late answer is said with how late it is", async () => {
    const { record, mother } = await aFamily();
    await send(record, mother, { body: "Still waiting" });
    await site.database.prisma.caseMessage.updateMany({ where: { caseId: record.caseId }, data: { replyDueOn: new Date(isoText(day(today()) - 3)) } });
    expect((await look(record, mother)).messages).toMatchObject([{ state: { is: "late", days: 3 } }]);
    expect((await waitingMessages(site, { for: "everybody", today: day(today()) })).find(({ caseId }) => caseId === record.caseId)).toMatchObject({ isLate: true });
  });

  describe("photos with a message", () => {
    const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
    const withFiles = async (record: TestRecord, by: SignedIn, fields: Record<string, string>, files: readonly string[]) => {
      answerFrom({ ...site, config: { ...site.config, documents: { folder } } });
      const body = new FormData();
      for (const [name, value] of Object.entries({ id: randomUUID(), ...fields })) body.set(name, value);
      for (const name of files) body.append("files", new File([png, name], name, { type: "image/png" }));
      body.set("do", "send");
      const { params, context } = asked("messages", record, by);
      return ended(page.action({ params, context, request: new Request(`http://localhost/my-child/${record.caseId}/messages`, { method: "POST", headers: { Cookie: by.cookie }, body }) }));
    };
    const names = async (record: TestRecord, by: SignedIn) => (await look(record, by)).messages.map(({ papers }) => papers.map(({ name }) => name).sort());

    test("several go with it, without words if need be, and are there for those who see the message", async () => {
      const { record, mother, father } = await aFamily();
      expect(await withFiles(record, mother, { body: "" }, ["letter.png", "report.png"])).toMatchObject({ status: 303, location: expect.stringContaining("sent=") });
      expect(await names(record, father)).toEqual([["letter.png", "report.png"]]);
    });

    test("with a message for the council alone they are for the council alone", async () => {
      const { record, mother, father } = await aFamily();
      await withFiles(record, mother, { body: "Only for you", audience: "only-me" }, ["secret.png"]);
      expect(await names(record, father)).toEqual([]);
      expect(await names(record, mother)).toEqual([["secret.png"]]);
      expect(await site.database.prisma.caseDocument.count({ where: { caseId: record.caseId, forUploaderOnly: false } })).toBe(0);
    });

    test("where the form comes back they wait, and go with the message when it is right", async () => {
      const { record, mother, father } = await aFamily();
      expect(await withFiles(record, mother, { body: "x".repeat(5001) }, ["photo.png"])).toMatchObject({ status: 400 });
      expect((await look(record, mother)).papers).toMatchObject([{ name: "photo.png", isRefused: false }]);
      expect((await look(record, father)).papers).toEqual([]);
      await withFiles(record, mother, { body: "Shorter" }, []);
      expect(await names(record, mother)).toEqual([["photo.png"]]);
      expect((await look(record, mother)).papers).toEqual([]);
    });

    test("of somebody whose session has ended no file is kept", async () => {
      const { record, mother } = await aFamily();
      await site.database.prisma.session.delete({ where: { id: mother.sessionId } });
      expect(await withFiles(record, mother, { body: "Hello" }, ["photo.png"])).toMatchObject({ status: 303, location: expect.stringMatching(/^\/sign-in/) });
      expect(await site.database.prisma.caseDocument.count({ where: { caseId: record.caseId } })).toBe(0);
    });
  });

  describe("drafts", () => {
    const kept = async (record: TestRecord, by: SignedIn) => (await findDraft(site.database.prisma, site, by.userId, draftSubject(record.caseId, "message")))?.fields ?? null;
    const save = async (record: TestRecord, by: SignedIn | null, fields: Record<string, string>, key = "") => {
      answerFrom(site);
      const answer = await draft.action(asked("draft", record, by, { subject: "message", fields: JSON.stringify(fields), "draft-key": key }));
      return { status: answer.status, ...((await answer.json()) as { saved: boolean; signedIn: boolean }) };
    };

    test("what is typed is kept sealed, in one's own account only, and is gone when it is sent", async () => {
      const { record, mother, father } = await aFamily();
      expect(await save(record, mother, { body: "Dear council" })).toEqual({ status: 200, saved: true, signedIn: true });
      expect((await look(record, mother)).draft).toMatchObject({ isThere: true, fields: { body: "Dear council" } });
      expect((await look(record, father)).draft).toMatchObject({ isThere: false, fields: {} });
      expect(JSON.stringify(await site.database.prisma.draft.findMany())).not.toContain("Dear");
      await send(record, mother, { body: "Dear council, hello" });
      expect(await kept(record, mother)).toBeNull();
    });

    test("the button that needs no script keeps it too", async () => {
      const { record, mother } = await aFamily();
      expect(await send(record, mother, { do: "keep", body: "Half a sent" })).toMatchObject({ status: 303, location: expect.stringContaining("?kept=1") });
      expect(await kept(record, mother)).toMatchObject({ body: "Half a sent" });
      expect(await all(record)).toEqual([]);
    });

    test("a form sent after the session has ended keeps its words, for the one who wrote them", async () => {
      const { record, mother, father } = await aFamily();
      const { key } = (await look(record, mother)).draft;
      await site.database.prisma.session.delete({ where: { id: mother.sessionId } });
      expect(await send(record, mother, { body: "Written at midnight", "draft-key": key })).toMatchObject({ status: 303, location: expect.stringMatching(/^\/sign-in\?.*ended=kept/) });
      expect(await kept(record, mother)).toMatchObject({ body: "Written at midnight" });
      expect(await kept(record, father)).toBeNull();
      expect(await save(record, null, { body: "And a bit more" }, key)).toEqual({ status: 200, saved: true, signedIn: false });
      expect(await all(record)).toEqual([]);
      const again = await signedInAs(site, `${record.reference}-m@example.org`);
      expect((await look(record, again)).draft.fields).toMatchObject({ body: "And a bit more" });
    });

    test("without the form's key nobody who is signed out can write anything; a key is for one child and one form", async () => {
      const [one, other] = [await aFamily(), await aFamily()];
      const { key } = (await look(one.record, one.mother)).draft;
      expect(await save(one.record, null, { body: "Hello" })).toMatchObject({ status: 401, saved: false });
      expect(await save(one.record, null, { body: "Hello" }, "k1.made-up")).toMatchObject({ status: 401 });
      expect(await save(other.record, null, { body: "Hello" }, key)).toMatchObject({ status: 401 });
      expect(await kept(other.record, one.mother)).toBeNull();
    });

    test("nonsense is refused", async () => {
      const { record, mother } = await aFamily();
      answerFrom(site);
      for (const form of [{ subject: "../x", fields: "{}" }, { subject: "message", fields: "[1]" }, { subject: "message", fields: "{" }]) {
        expect((await draft.action(asked("draft", record, mother, form))).status).toBe(400);
      }
    });
  });
});
