import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { takeIn } from "../../app/cases/intake.server.ts";
import { bookMeeting, cancelSlot, offerSlots } from "../../app/db/meetings.server.ts";
import { addMonths, day, isoText } from "../../app/domain/calendar/day.ts";
import { makeCalendarAddress } from "../../app/people/calendar.server.ts";
import { blockFollower, unblockFollower } from "../../app/people/followers.server.ts";
import * as calendarFile from "../../app/routes/calendar-file.ts";
import * as download from "../../app/routes/my-child/calendar-download.ts";
import * as calendarPage from "../../app/routes/my-child/calendar.tsx";
import * as visitors from "../../app/routes/my-child/visitors.tsx";
import type { Site } from "../../app/site.server.ts";
import { today } from "../../app/today.ts";
import { seedCases } from "../../prisma/seed-cases.ts";
import { answerOf, asked, posted, serveHere, signedInAs } from "../support/accounts.ts";
import { KINDS } from "../support/databases.ts";
import { inventFollower, inventUser } from "../support/families.ts";
import { readCalendar } from "../support/ical.ts";
import { freshSite } from "../support/site.ts";

const now = day(today());
const FROM = { sender: "case-system", actor: "sender:case-system" };
const ago = (days: number) => isoText(now - days);

describe.each(KINDS)("on %s", (kind) => {
  let site: Site;
  beforeAll(async () => {
    site = await freshSite(kind, { meiliUrl: null });
  });
  beforeEach(() => {
    serveHere(site);
  });

  async function family({ dateOfBirth = "2016-03-27" } = {}) {
    const reference = `EHC-${randomUUID().slice(0, 8)}`;
    const send = async (events: object[], person = true) => {
      const answer = await takeIn(site, FROM, { ...(person ? { cases: [{ case: reference, person: { reference, firstName: "Łucja", lastName: "Åkerman", dateOfBirth } }] } : {}), events: events.map((event) => ({ case: reference, ...event })) }, now);
      expect(answer.events.map(({ answer: what }) => what)).toEqual(events.map(() => "stored"));
    };
    const request = `${reference}-1`;
    await send([{ id: request, type: "request-received", on: ago(10) }]);
    const { id: caseId, personId } = await site.database.prisma.caseFile.findUniqueOrThrow({ where: { reference } });
    const parent = await inventFollower(site, personId as string, "parent");
    const address = async () => `${await makeCalendarAddress(site, { id: randomUUID(), userId: parent.userId, caseId, language: "en-GB", showsInitials: false })}.ics`;
    return { reference, request, caseId, send, parent, address };
  }

  const fetched = async (file: string, held?: string): Promise<Response> => calendarFile.loader({ request: asked(`/calendar/${file}`, held === undefined ? {} : { "If-None-Match": held }), params: { file }, context: {} });
  const dates = async (file: string) => {
    const answer = await fetched(file);
    expect(answer.status).toBe(200);
    return new Map(readCalendar(await answer.text()).events.map(({ properties, alarms }): [string, Partial<Record<string, string>> & { alarms: number }] => [properties.SUMMARY ?? "", Object.assign({ alarms }, properties)]));
  };

  test("the calendar of every sample case is as RFC 5545 has it, with ids of its own, and no name in it", async () => {
    const samples = await freshSite(kind, { meiliUrl: null });
    await seedCases(samples, today());
    serveHere(samples);
    const cases = await samples.database.prisma.caseFile.findMany({ where: { personId: { not: null } } });
    const userId = await inventUser(samples);
    for (const personId of new Set(cases.map((one) => one.personId as string))) await inventFollower(samples, personId, "parent", { userId });
    const read = await Promise.all(cases.map(async ({ id, personId }) => {
      const token = await makeCalendarAddress(samples, { id: randomUUID(), userId, caseId: id, language: "ur", showsInitials: false });
      const answer = await fetched(`${token}.ics`);
      if (answer.status === 404) return 0;
      const text = await answer.text();
      const { properties, events } = readCalendar(text);
      expect(properties).toMatchObject({ VERSION: "2.0", METHOD: "PUBLISH" });
      expect(new Set(events.map((event) => event.properties.UID)).size).toBe(events.length);
      const person = await samples.database.prisma.person.findUniqueOrThrow({ where: { id: personId as string } });
      for (const field of ["firstName", "lastName"] as const) {
        const name = person[`${field}Sealed`] && samples.sealer.open(person[`${field}Sealed`] as string, `person.${field}.${person.id}`);
        if (name) expect(text.replace(/\r\n /g, "")).not.toMatch(new RegExp(`\\b${name}\\b`));
      }
      return events.length;
    }));
    expect(read.filter((events) => events > 0).length).toBeGreaterThan(20);
  }, 120_000);

  test("a date that moves keeps its id under a higher sequence; one that is over, or was taken back, is cancelled", async () => {
    const { send, request, reference, address } = await family();
    const file = await address();
    const before = await dates(file);
    const decision = before.get("Legal date: Decision whether to assess") ?? [...before.values()].find(({ SUMMARY }) => /assess/i.test(SUMMARY ?? ""));
    expect(decision).toMatchObject({ STATUS: "CONFIRMED", DTSTART: isoText(now - 10 + 42).replaceAll("-", ""), CLASS: "PRIVATE", TRANSP: "TRANSPARENT", alarms: 0 });
    const byId = async () => new Map([...(await dates(file)).values()].map((event) => [event.UID, event]));

    await send([{ id: `${reference}-2`, type: "correction", of: request, on: ago(12), recordedOn: today() }], false);
    const moved = (await byId()).get(decision?.UID);
    expect(moved).toMatchObject({ STATUS: "CONFIRMED", DTSTART: isoText(now - 12 + 42).replaceAll("-", "") });
    expect(Number(moved?.SEQUENCE)).toBeGreaterThan(Number(decision?.SEQUENCE));
    expect((moved?.DTSTAMP ?? "") >= (decision?.DTSTAMP ?? "z")).toBe(true);

    await send([{ id: `${reference}-3`, type: "assessment-refused", on: ago(1) }], false);
    const refused = [...(await byId()).values()];
    expect(refused.find(({ UID }) => UID === decision?.UID)?.STATUS).toBe("CANCELLED");
    const own = refused.filter(({ SUMMARY, STATUS }) => SUMMARY?.startsWith("Your last day") && STATUS === "CONFIRMED");
    expect(own.map(({ alarms }) => alarms)).toEqual([2, 2]);
    expect(refused.filter(({ SUMMARY }) => SUMMARY?.startsWith("To be safe")).every(({ alarms }) => alarms === 2)).toBe(true);

    await send([{ id: `${reference}-4`, type: "withdrawn", of: `${reference}-3`, on: today() }], false);
    const takenBack = await byId();
    for (const { UID } of own) expect(takenBack.get(UID)).toMatchObject({ STATUS: "CANCELLED", alarms: 0 });
    expect(takenBack.get(decision?.UID)?.STATUS).toBe("CONFIRMED");
  });

  test("a meeting that was booked is in it at its hour, and is cancelled where it is given back or taken back", async () => {
    const { caseId, parent, address } = await family();
    const { prisma } = site.database;
    const file = await address();
    const [first, second] = [randomUUID(), randomUUID()];
    const startsAt = new Date(Date.now() + 10 * 86_400_000);
    await prisma.$transaction((tx) => offerSlots(tx, { by: "officer-1", slots: [first, second].map((id) => ({ id, startsAt, minutes: 45, place: "County Hall", seats: 1 })) }));
    const book = (slotId: string) => prisma.$transaction((tx) => bookMeeting(tx, { caseId, slotId, userId: parent.userId, now: new Date() }));
    const meetings = async () => new Map(readCalendar(await (await fetched(file)).text()).events.map(({ properties, alarms }) => [properties.UID, { status: properties.STATUS, place: properties.LOCATION, start: properties.DTSTART, sequence: Number(properties.SEQUENCE), alarms }]));
    await book(first);
    const booked = (await meetings()).get(first);
    expect(booked).toMatchObject({ status: "CONFIRMED", place: "County Hall", start: startsAt.toISOString().replace(/[-:]|\.\d+/g, ""), alarms: 2 });
    await book(second);
    const moved = await meetings();
    expect([moved.get(first)?.status, moved.get(second)?.status]).toEqual(["CANCELLED", "CONFIRMED"]);
    expect(moved.get(first)?.sequence).toBeGreaterThan(booked?.sequence ?? Infinity);
    await prisma.$transaction((tx) => cancelSlot(tx, { by: "officer-1", slotId: second }));
    expect((await meetings()).get(second)).toMatchObject({ status: "CANCELLED", alarms: 0 });
  });

  test("the address stops at once when it is revoked, made anew, or its owner may not see the dates any more", async () => {
    const { caseId, parent, address } = await family();
    const status = async (file: string) => (await fetched(file)).status;
    const first = await address();
    const second = await address();
    expect([await status(first), await status(second), await status(`${"x".repeat(43)}.ics`), await status("x.ics"), await status(second.replace(".ics", ""))]).toEqual([404, 200, 404, 404, 404]);
    const follower = { followerId: parent.followerId, by: "user:manager" };
    await site.database.prisma.$transaction((tx) => blockFollower(tx, follower));
    expect(await status(second)).toBe(404);
    await site.database.prisma.$transaction((tx) => unblockFollower(tx, follower));
    expect(await status(second)).toBe(200);
    await site.database.prisma.follower.update({ where: { id: parent.followerId }, data: { relation: "supporter", parts: ["messages"], endsOn: new Date(isoText(addMonths(now, 1))) } });
    expect(await status(second)).toBe(404);
    await site.database.prisma.follower.update({ where: { id: parent.followerId }, data: { relation: "parent" } });
    const { cookie } = await signedInAs(site, parent.email);
    expect((await answerOf(calendarPage.action, posted(`/my-child/${caseId}/calendar`, { do: "revoke" }, { Cookie: cookie }), { caseId })).status).toBe(303);
    expect(await status(second)).toBe(404);
  });

  test("an app that holds the calendar as it is hears so, and no more; one that moved, was revoked or is another's it does not", async () => {
    const { caseId, parent, send, request, reference, address } = await family();
    const file = await address();
    const first = await fetched(file);
    const mark = first.headers.get("ETag") ?? "";
    expect(mark).toMatch(/^W\/"[\w-]+"$/);
    const strong = mark.slice(2);
    for (const held of [mark, strong, `"old", ${mark}`, `W/"a,b" ,${strong}`, "*"]) {
      const answer = await fetched(file, held);
      expect([held, answer.status, await answer.text(), answer.headers.get("ETag"), answer.headers.get("Cache-Control")]).toEqual([held, 304, "", mark, "private, no-store"]);
    }
    for (const held of ["", '"old"', mark.slice(3, -1), `W/"${mark}"`, '"', "W/*"]) expect([held, (await fetched(file, held)).status]).toEqual([held, 200]);
    expect((await (await fetched(file, '"old"')).text())).toBe(await first.text());
    const looks = await site.database.prisma.auditEntry.count({ where: { caseId, action: "looked" } });
    expect(looks).toBe(1);
    await site.database.prisma.calendarAddress.updateMany({ where: { caseId }, data: { fetchedOn: new Date(ago(1)) } });
    expect((await fetched(file, mark)).status).toBe(304);
    expect(await site.database.prisma.auditEntry.count({ where: { caseId, action: "looked" } })).toBe(looks + 1);

    await send([{ id: `${reference}-2`, type: "correction", of: request, on: ago(12), recordedOn: today() }], false);
    const moved = await fetched(file, mark);
    expect([moved.status, moved.headers.get("ETag") === mark]).toEqual([200, false]);
    const held = moved.headers.get("ETag") ?? "";
    const { cookie } = await signedInAs(site, parent.email);
    await answerOf(calendarPage.action, posted(`/my-child/${caseId}/calendar`, { do: "revoke" }, { Cookie: cookie }), { caseId });
    const never = await fetched(`${"x".repeat(43)}.ics`, held);
    const revoked = await fetched(file, held);
    expect([revoked.status, await revoked.text(), [...revoked.headers]]).toEqual([404, await never.text(), [...never.headers]]);
    expect([never.status, (await fetched(file, "*")).status]).toEqual([404, 404]);
  });

  test("after the takeover the parents' addresses stop", async () => {
    const { address } = await family({ dateOfBirth: `${Number(today().slice(0, 4)) - 18}-01-15` });
    expect((await fetched(await address())).status).toBe(404);
  });

  test("two new addresses at once: one of them works", async () => {
    const { address } = await family();
    const files = await Promise.all([1, 2, 3, 4].map(() => address()));
    expect((await Promise.all(files.map(async (file) => (await fetched(file)).status))).sort()).toEqual([200, 404, 404, 404]);
  });

  test("the secret is shown once, kept only as a hash, and nobody keeps the calendar on the way", async () => {
    const { caseId, parent } = await family();
    const { cookie } = await signedInAs(site, parent.email);
    const form = () => posted(`/my-child/${caseId}/calendar`, { id: FORM, initials: "on" }, { Cookie: cookie });
    const FORM = randomUUID();
    const made = (await answerOf(calendarPage.action, form(), { caseId })).body as { address: string; webcal: string };
    const file = made.address.split("/").at(-1) as string;
    expect(made.webcal).toBe(`webcal://localhost/calendar/${file}`);
    const again = await answerOf(calendarPage.action, form(), { caseId });
    expect([again.status, again.headers.get("Location")]).toEqual([303, `/my-child/${caseId}/calendar`]);
    const answer = await fetched(file);
    expect([answer.headers.get("Content-Type"), answer.headers.get("Cache-Control")]).toEqual(["text/calendar; charset=utf-8", "private, no-store"]);
    expect([...(await dates(file)).keys()].every((summary) => summary.startsWith("ŁÅ: "))).toBe(true);
    expect(JSON.stringify([await site.database.prisma.calendarAddress.findMany(), (await site.database.prisma.auditEntry.findMany()).map(({ detail }) => detail)])).not.toContain(file.slice(0, 43));
  });

  test("the file is for who may see the dates; a calendar that asks all day is one look a day", async () => {
    const { caseId, parent, address } = await family();
    const { cookie } = await signedInAs(site, parent.email);
    const answer = await download.loader({ request: asked(`/my-child/${caseId}/calendar/dates.ics`, { Cookie: cookie }), params: { caseId }, context: {} });
    expect(answer.headers.get("Content-Disposition")).toBe('attachment; filename="dates.ics"');
    readCalendar(await answer.text());
    const stranger = await signedInAs(site, `${randomUUID()}@example.org`);
    expect((await answerOf(download.loader as never, asked(`/my-child/${caseId}/calendar/dates.ics`, { Cookie: stranger.cookie }), { caseId })).status).toBe(404);
    const file = await address();
    await Promise.all([1, 2, 3].map(() => fetched(file)));
    const looks = await site.database.prisma.auditEntry.findMany({ where: { caseId, action: "looked" }, orderBy: { id: "asc" } });
    expect(looks.map(({ detail }) => detail)).toEqual([{ at: "see-dates", as: "parent" }, { at: "calendar", as: "parent" }]);
  });

  test("who has looked: each person and system once a day, with what they saw and how often; paged, and without one's own", async () => {
    const { caseId, parent } = await family();
    const { prisma } = site.database;
    const officer = await prisma.officer.create({ data: { id: randomUUID(), reference: randomUUID() } });
    await prisma.officer.update({ where: { id: officer.id }, data: { nameSealed: site.sealer.seal("P. Sample", `officer.name.${officer.id}`) } });
    const staff = await signedInAs(site, `${randomUUID()}@staff.example.org`, { staff: "caseworker", officerId: officer.id });
    const other = await inventFollower(site, (await prisma.caseFile.findUniqueOrThrow({ where: { id: caseId } })).personId as string, "parent", { name: "Ines" });
    const look = (actor: string, at: string, on: string) => prisma.auditEntry.create({ data: { actor, action: "looked", caseId, detail: { at, as: "x" }, at: new Date(on) } });
    const year = Number(today().slice(0, 4)) - 1;
    await look(`user:${staff.userId}`, "see-any-case", `${year}-11-03T09:00:00Z`);
    await look(`user:${staff.userId}`, "answer-family", `${year}-11-03T10:00:00Z`);
    await look(`user:${staff.userId}`, "answer-family", `${year}-11-03T23:59:00Z`);
    // In summer a London day begins at 23:00 UTC.
    await look(`user:${other.userId}`, "see-dates", `${year}-07-01T23:30:00Z`);
    await look("sender:case-system", "see-any-case", `${year}-07-01T22:30:00Z`);
    await look("command:import-cases", "see-any-case", `${year}-06-01T12:00:00Z`);
    await look("user:gone", "see-case", `${year}-05-01T12:00:00Z`);
    const { cookie } = await signedInAs(site, parent.email);
    const page = async (query: string) => (await answerOf(visitors.loader, asked(`/my-child/${caseId}/visitors${query}`, { Cookie: cookie }), { caseId })).body as Awaited<ReturnType<typeof visitors.loader>>;
    const { days, isLast } = await page("?mine=no");
    expect(isLast).toBe(true);
    expect(days.map(({ day: on, sights }) => [on, sights.map(({ who, seen, count }) => [who.kind, who.name, who.role, seen.join(" "), count])])).toEqual([
      [`${year}-11-03`, [["staff", "P. Sample", "SEND case officer", "messages whole", 3]]],
      [`${year}-07-02`, [["family", "Ines", "Parent or carer", "dates", 1]]],
      [`${year}-07-01`, [["system", "case-system", "A computer system of the council", "whole", 1]]],
      [`${year}-06-01`, [["system", "import-cases", "A task of the people who run this site", "whole", 1]]],
      [`${year}-05-01`, [["family", "", "Somebody who has no account any more", "case", 1]]],
    ]);
    const all = await page("");
    expect(all.days[0]).toMatchObject({ day: today(), sights: [{ who: { kind: "you" }, seen: ["visitors"], count: 2 }] });
    expect((await page("?page=2")).days).toEqual([]);
    expect((await page("?page=nonsense")).page).toBe(1);
  });
});
