import { beforeEach, describe, expect, test } from "vitest";
import { takeIn, UnreadableBatchError } from "../../app/cases/intake.server.ts";
import { findCase } from "../../app/db/cases.server.ts";
import { senderOf } from "../../app/cases/signature.server.ts";
import { day } from "../../app/domain/calendar/day.ts";
import type { Site } from "../../app/site.server.ts";
import { KINDS } from "../support/databases.ts";
import { signed } from "../support/signing.ts";
import { freshSite } from "../support/site.ts";

const TODAY = day("2026-11-23");
const FROM = { sender: "case-system", actor: "sender:case-system" };
const request = { id: "e1", case: "EHC-1", type: "request-received", on: "2026-09-07" };
const agreed = { id: "e2", case: "EHC-1", type: "assessment-agreed", on: "2026-10-16", note: "Amira's mother rang." };

describe.each(KINDS)("on %s", (kind) => {
  let site: Site;
  beforeEach(async () => {
    site = await freshSite(kind, { meiliUrl: null });
  });
  const send = (events: unknown[], cases: unknown[] = []) => takeIn(site, FROM, { events, cases }, TODAY);
  const answers = async (events: unknown[]) => (await send(events)).events.map(({ answer }) => answer);

  test("an event is stored once, however often and in whatever order it comes", async () => {
    expect(await answers([agreed, request, agreed])).toEqual(["stored", "stored", "already-known"]);
    expect(await answers([request])).toEqual(["already-known"]);
    // The same members in another order are the same event.
    expect(await answers([Object.fromEntries(Object.entries(agreed).reverse())])).toEqual(["already-known"]);
    const found = await findCase(site.database.prisma, site.sealer, { reference: "EHC-1" });
    expect(found?.events).toEqual([{ id: "e1", type: "request-received", on: "2026-09-07" }, { id: "e2", type: "assessment-agreed", on: "2026-10-16" }]);
  });

  test("each event of a batch has its own answer, and what can be used is stored", async () => {
    const sent = [
      request,
      { ...request, on: "2026-09-08" },
      { ...request, id: "future", on: "2026-11-24" },
      { ...request, id: "planned", type: "review-meeting", on: "2027-02-02" },
      { ...request, id: "unreal", on: "2027-02-30" },
      { ...request, id: "old", on: "2014-08-31" },
      { ...request, id: "slip", recievedOn: "2026-09-07" },
      { ...request, id: "odd", type: "party" },
      { id: "nowhere", type: "request-received", on: "2026-09-07" },
      { ...request, id: 7 },
      { ...request, id: "long", note: "x".repeat(70_000) },
      { id: "early", case: "EHC-1", type: "correction", of: "not-here-yet", on: "2026-09-09", recordedOn: "2026-11-20" },
      null,
      "words",
    ];
    const { events } = await send(sent);
    expect(events.map(({ id, answer, field }) => [id, answer, field])).toEqual([
      ["e1", "stored", undefined],
      ["e1", "refused", "id"],
      ["future", "refused", "on"],
      ["planned", "stored", undefined],
      ["unreal", "refused", "on"],
      ["old", "refused", "on"],
      ["slip", "refused", "recievedOn"],
      ["odd", "refused", "type"],
      ["nowhere", "refused", "case"],
      [null, "refused", "id"],
      ["long", "refused", ""],
      ["early", "stored", undefined],
      [null, "refused", ""],
      [null, "refused", ""],
    ]);
    for (const { answer, reason } of events) expect(answer === "refused").toBe(reason !== undefined);
  });

  test.each([[[]], ["text"], [{ happenings: [] }], [{ events: {} }], [{ events: Array.from({ length: 1001 }, () => request) }]])("what is no batch is refused whole: %#", async (input) => {
    await expect(takeIn(site, FROM, input, TODAY)).rejects.toThrow(UnreadableBatchError);
    expect(await site.database.prisma.caseEvent.count()).toBe(0);
  });

  test("names, dates of birth and notes are not readable in the database, and open for the site", async () => {
    await send([agreed], [{ case: "EHC-1", person: { reference: "p1", firstName: "Amira", lastName: "Khan", dateOfBirth: "2016-05-12" }, officer: { reference: "o1", name: "Jo Bloggs", email: "jo@example.org", phone: "01632 960001", team: "Mid" }, quadrant: "mid" }]);
    const rows = await site.database.prisma.$queryRaw<{ all: string }[]>`
      SELECT string_agg(t, ' ') AS all FROM (SELECT row_to_json(p)::text AS t FROM person p UNION ALL SELECT row_to_json(o)::text FROM officer o
      UNION ALL SELECT row_to_json(e)::text FROM case_event e UNION ALL SELECT row_to_json(a)::text FROM audit_entry a) AS everything`;
    expect(rows[0]?.all).toContain("assessment-agreed");
    for (const personal of ["Amira", "Khan", "2016-05-12", "Bloggs", "jo@example.org", "960001", "rang"]) expect(rows[0]?.all).not.toContain(personal);
    expect(await findCase(site.database.prisma, site.sealer, { reference: "EHC-1" })).toMatchObject({
      person: { reference: "p1", firstName: "Amira", lastName: "Khan", dateOfBirth: "2016-05-12" },
      officer: { reference: "o1", name: "Jo Bloggs", email: "jo@example.org", phone: "01632 960001", team: "Mid" },
      quadrant: "mid",
    });
  });

  test("details that change are changed, those left out stay, and the same again writes nothing", async () => {
    const details = { case: "EHC-1", person: { reference: "p1", firstName: "Amira", lastName: "Khan" } };
    await send([], [details]);
    const acts = () => site.database.prisma.auditEntry.count({ where: { action: "case-details-changed" } });
    expect(await acts()).toBe(1);
    await send([], [details]);
    expect(await acts()).toBe(1);
    await send([], [{ case: "EHC-1", person: { reference: "p1", lastName: "Khan-Reed" }, district: "maldon" }]);
    expect(await acts()).toBe(2);
    expect(await findCase(site.database.prisma, site.sealer, { reference: "EHC-1" })).toMatchObject({ person: { firstName: "Amira", lastName: "Khan-Reed" }, district: "maldon" });
  });

  test("those who give advice have names, and a new name takes the place of the old", async () => {
    const bodies = (name: unknown) => takeIn(site, FROM, { bodies: [{ id: "health", name }] }, TODAY);
    expect(await bodies("Mid paediatrics")).toMatchObject({ bodies: [{ id: "health", answer: "read" }] });
    await bodies("Mid community paediatrics");
    expect(await bodies(7)).toMatchObject({ bodies: [{ id: "health", answer: "refused", field: "name" }] });
    expect(await site.database.prisma.adviceBody.findMany()).toEqual([{ id: "health", name: "Mid community paediatrics" }]);
  });

  test("the audit trail says who sent what, and nobody can alter it", async () => {
    await send([request]);
    const { prisma } = site.database;
    expect(await prisma.auditEntry.findMany({ select: { actor: true, action: true, detail: true } })).toEqual([{ actor: "sender:case-system", action: "event-stored", detail: { sender: "case-system", event: "e1", type: "request-received" } }]);
    await expect(prisma.auditEntry.updateMany({ data: { actor: "nobody" } })).rejects.toThrow(/never changed or removed/);
    await expect(prisma.auditEntry.deleteMany()).rejects.toThrow(/never changed or removed/);
    await expect(prisma.$executeRaw`TRUNCATE audit_entry`).rejects.toThrow(/never changed or removed/);
    expect(await prisma.auditEntry.count()).toBe(1);
  });

  test("many processes that are sent the same at once store it once", async () => {
    const events = Array.from({ length: 50 }, (_, i) => ({ ...request, id: `e${i}`, case: `EHC-${i % 7}` }));
    const all = await Promise.all(Array.from({ length: 6 }, (_, i) => send(i % 2 ? events : [...events].reverse())));
    expect(all.flatMap((one) => one.events).filter(({ answer }) => answer === "stored")).toHaveLength(50);
    expect(await site.database.prisma.caseEvent.count()).toBe(50);
    expect(await site.database.prisma.auditEntry.count()).toBe(50);
  });

  test("a signature is good for its own request, once, for five minutes, from a known sender", async () => {
    const path = "/api/cases/events";
    const secret = "a secret of more than thirty-two characters";
    const now = new Date("2026-11-23T10:00:00Z");
    const body = '{"events":[]}';
    const ask = (headers: Record<string, string>, sent = body, at = now, method = "POST", to = path) => senderOf(site.database.prisma, site.senders, new Request(`http://site.example${to}`, { method, headers, ...(method === "POST" ? { body: sent } : {}) }), Buffer.from(sent), at);
    const good = signed("case-system", secret, { method: "POST", path, body, at: now });
    expect(await ask(good)).toBe("case-system");
    expect(await ask(good)).toBeNull();
    const again = () => signed("case-system", secret, { method: "POST", path, body, at: new Date(now.getTime() + 1000) });
    expect(await ask(again(), '{"events":[1]}')).toBeNull();
    expect(await ask(again(), body, now, "POST", "/api/cases/other")).toBeNull();
    expect(await ask({ ...again(), "X-Sender": "somebody" })).toBeNull();
    expect(await ask({ ...again(), "X-Timestamp": "soon" })).toBeNull();
    expect(await ask({})).toBeNull();
    expect(await ask(again(), body, new Date(now.getTime() + 6 * 60_000 + 1000))).toBeNull();
    expect(await ask(signed("case-system", `${secret}!`, { method: "POST", path, body, at: now }))).toBeNull();
    expect(await ask(again())).toBe("case-system");
  });
});
