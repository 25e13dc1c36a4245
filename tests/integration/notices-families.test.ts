import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { timelineOfCase } from "../../app/cases/case-timeline.server.ts";
import type { CaseVisit } from "../../app/accounts/visit.server.ts";
import { takeIn } from "../../app/cases/intake.server.ts";
import { offerSlots } from "../../app/db/meetings.server.ts";
import { day, isoText } from "../../app/domain/calendar/day.ts";
import { dayInEngland } from "../../app/domain/calendar/england.ts";
import { withdrawMeetingTime } from "../../app/family/council-answers.server.ts";
import { bookForFamily, declineForFamily } from "../../app/family/sending.server.ts";
import { scheduledJobs } from "../../app/jobs/site-jobs.server.ts";
import { startQueue } from "../../app/jobs/queue.server.ts";
import { tellNews, tellOfTheDay } from "../../app/notices/tell-families.server.ts";
import { previewEvent, recordWithin, type TypedEvent } from "../../app/office/record-event.server.ts";
import type { Site } from "../../app/site.server.ts";
import { today } from "../../app/today.ts";
import { KINDS } from "../support/databases.ts";
import { outbox } from "../support/outbox.ts";
import { freshSite } from "../support/site.ts";
import { until } from "../support/until.ts";

const now = day(today());
const ago = (days: number) => isoText(now - days);

/** Sends events of a case as the council's system does; the sender is part of what makes an event told once. */
async function send(site: Site, sender: string, reference: string, ...events: readonly (readonly [id: string, type: string, daysAgo: number, more?: object])[]): Promise<void> {
  const answer = await takeIn(site, { sender, actor: `sender:${sender}` }, { cases: [{ case: reference, person: { reference: `P-${reference}`, dateOfBirth: "2018-03-04" } }], events: events.map(([id, type, daysAgo, more]) => ({ case: reference, id, type, on: ago(daysAgo), ...more })) }, now);
  const refused = [...answer.cases, ...answer.events].filter(({ answer: became }) => became === "refused");
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
}

async function follow({ database: { prisma } }: Site, reference: string, userId: string): Promise<void> {
  const { personId } = await prisma.caseFile.findUniqueOrThrow({ where: { reference } });
  await prisma.user.upsert({ where: { id: userId }, create: { id: userId, name: userId, email: `${userId}@example.org` }, update: {} });
  await prisma.follower.create({ data: { id: randomUUID(), personId: personId ?? "", userId, relation: "parent" } });
}

const told = async (site: Site) => (await outbox(site)).map(({ userId, kind, slots }) => `${userId ?? ""}: ${kind} ${String(slots.event ?? slots.reminder ?? "")}`.trim()).sort();

describe.each(KINDS)("on %s", (kind) => {
  test("a death that one case tells of silences every case of the child, and the parent goes on seeing them", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    const person = { reference: "P-lost", dateOfBirth: isoText(now - 16 * 365) };
    const sent = await takeIn(site, { sender: "case-system", actor: "sender:case-system" }, { cases: ["EHC-A", "EHC-B"].map((reference) => ({ case: reference, person })), events: [
      { case: "EHC-A", id: "a1", type: "request-received", on: ago(42) },
      { case: "EHC-B", id: "b1", type: "request-received", on: ago(300) }, { case: "EHC-B", id: "b2", type: "case-closed", on: ago(2), reason: "died" },
    ] }, now);
    expect(sent.events.map(({ answer }) => answer)).toEqual(["stored", "stored", "stored"]);
    await follow(site, "EHC-A", "mother");
    for (const reference of ["EHC-A", "EHC-B"]) {
      const child = await timelineOfCase(site, { reference }, now);
      expect(child?.rights.youngPersonFrom).toBeNull();
    }
    await tellNews(site, { now: new Date(), since: null });
    await tellOfTheDay(site, { now: new Date() });
    expect(await told(site)).toEqual([]);
    // Taken back, everything is as it was.
    await takeIn(site, { sender: "case-system", actor: "sender:case-system" }, { cases: [], events: [{ case: "EHC-B", id: "b3", type: "withdrawn", of: "b2", on: ago(1) }, { case: "EHC-A", id: "a2", type: "assessment-agreed", on: ago(0) }] }, now);
    expect((await timelineOfCase(site, { reference: "EHC-A" }, now))?.rights.youngPersonFrom).not.toBeNull();
    await tellNews(site, { now: new Date(), since: null });
    expect(await told(site)).toContain("mother: stage-changed assessment-agreed");
  });

  test("an event that comes in is told once, however often the job runs and whoever else sends events", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    await send(site, "case-system", "EHC-1", ["e1", "request-received", 30]);
    await follow(site, "EHC-1", "mother");
    const run = () => tellNews(site, { now: new Date(), since: null });
    await run();
    expect(await told(site)).toEqual([]);
    await send(site, "case-system", "EHC-1", ["e2", "assessment-agreed", 1]);
    await run();
    await run();
    expect(await told(site)).toEqual(["mother: stage-changed assessment-agreed"]);
    // A second sender changes the names of all events in a timeline.
    await send(site, "portal", "EHC-1", ["x1", "advice-requested", 0, { body: "health" }]);
    await run();
    expect(await told(site)).toEqual(["mother: stage-changed assessment-agreed"]);
    await follow(site, "EHC-1", "father");
    await run();
    expect(await told(site)).toEqual(["mother: stage-changed assessment-agreed"]);
  });

  test("a whole history that comes in at once is one message, and an old one none", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    await send(site, "case-system", "EHC-1", ["a1", "request-received", 200]);
    await send(site, "case-system", "EHC-2", ["b1", "request-received", 200]);
    await follow(site, "EHC-1", "mother");
    await follow(site, "EHC-2", "father");
    await send(site, "case-system", "EHC-1", ["a2", "assessment-agreed", 160], ["a3", "draft-served", 20]);
    await send(site, "case-system", "EHC-2", ["b2", "assessment-agreed", 12], ["b3", "draft-served", 3]);
    await tellNews(site, { now: new Date(), since: null });
    expect(await told(site)).toEqual(["father: stage-changed draft-served"]);
  });

  test("what was told and turns out wrong is taken back or put right, once, and only to whoever had been told", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    const run = () => tellNews(site, { now: new Date(), since: null });
    await send(site, "case-system", "EHC-1", ["e1", "request-received", 30]);
    await follow(site, "EHC-1", "mother");
    await send(site, "case-system", "EHC-1", ["e2", "assessment-refused", 2]);
    await run();
    await follow(site, "EHC-1", "father");
    await send(site, "case-system", "EHC-1", ["e3", "correction", 1, { of: "e2", recordedOn: ago(0) }]);
    await run();
    await run();
    expect(await told(site)).toEqual(["mother: put-right assessment-refused", "mother: stage-changed assessment-refused"]);
    await send(site, "case-system", "EHC-1", ["e4", "withdrawn", 0, { of: "e2" }], ["e5", "assessment-agreed", 0], ["e6", "withdrawn", 0, { of: "e5" }]);
    await run();
    await run();
    // What came in together with its end was never told, and is not taken back.
    expect(await told(site)).toEqual(["mother: put-right assessment-refused", "mother: stage-changed assessment-refused", "mother: taken-back assessment-refused"]);
  });

  test("an officer who takes back what was told tells it at once, and the background does not tell it again", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    const { prisma } = site.database;
    await send(site, "case-system", "EHC-1", ["e1", "request-received", 30]);
    await follow(site, "EHC-1", "mother");
    await send(site, "case-system", "EHC-1", ["e2", "assessment-refused", 2]);
    await tellNews(site, { now: new Date(), since: null });
    const record = async (typed: TypedEvent) => {
      const child = await timelineOfCase(site, { reference: "EHC-1" }, now);
      if (!child) throw new Error("There is no case.");
      const preview = previewEvent({ site, child, today: now }, typed);
      if (!preview.ok) throw new Error(preview.expected);
      await prisma.$transaction((tx) => recordWithin(tx, site, { caseId: child.stored.id, by: "officer", sent: preview.sent, seenAt: null, news: preview.news }));
    };
    await record({ id: randomUUID(), type: "withdrawn", on: ago(0), of: "e2", ofSender: "case-system" });
    await record({ id: randomUUID(), type: "advice-received", on: ago(0), body: "health" });
    const expected = ["mother: stage-changed assessment-refused", "mother: step-taken", "mother: taken-back assessment-refused"];
    expect(await told(site)).toEqual(expected);
    await tellNews(site, { now: new Date(), since: null });
    expect(await told(site)).toEqual(expected);
  });

  test("the day's reminders are told once, to parents of two children for each", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    for (const reference of ["EHC-1", "EHC-2"]) {
      await send(site, "case-system", reference, [`${reference}-1`, "request-received", 60], [`${reference}-2`, "draft-served", 9]);
      await follow(site, reference, "mother");
    }
    const run = () => tellOfTheDay(site, { now: new Date() });
    await run();
    await run();
    expect(await told(site)).toEqual(["mother: date-near draft-comments", "mother: date-near draft-comments"]);
  });

  test("a meeting about a no is offered once while times are free; booked, taken back or given back, everybody who had it hears the day", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    const { prisma } = site.database;
    for (const reference of ["EHC-1", "EHC-2"]) {
      await send(site, "case-system", reference, [`${reference}-1`, "request-received", 50], [`${reference}-2`, "assessment-refused", 20]);
      await follow(site, reference, "mother");
    }
    await follow(site, "EHC-1", "father");
    const run = () => tellOfTheDay(site, { now: new Date() });
    const heard = async () => (await outbox(site)).filter(({ kind: of }) => of.startsWith("meeting")).map(({ userId, kind: of, slots }) => [userId, of, slots.on].filter(Boolean).join(" ")).sort();
    await run();
    expect(await heard()).toEqual([]);
    const startsAt = new Date(Date.now() + 72 * 60 * 60_000);
    const on = isoText(dayInEngland(startsAt));
    const ids = [randomUUID(), randomUUID()];
    await prisma.$transaction((tx) => offerSlots(tx, { by: "officer", slots: ids.map((id) => ({ id, startsAt, minutes: 45, place: "County Hall", seats: 1 })) }));
    const visit = { site, caseId: (await prisma.caseFile.findUniqueOrThrow({ where: { reference: "EHC-1" } })).id, viewer: { userId: "mother" } } as CaseVisit;
    await bookForFamily(visit, ids[0] ?? "");
    await run();
    await run();
    const booked = [`father meeting-booked ${on}`, `mother meeting-booked ${on}`, "mother meeting-offered"];
    expect(await heard()).toEqual(booked);
    await withdrawMeetingTime(site, { by: "officer", slotId: ids[0] ?? "" });
    await withdrawMeetingTime(site, { by: "officer", slotId: ids[0] ?? "" });
    expect(await declineForFamily(visit)).toBe(false);
    await bookForFamily(visit, ids[1] ?? "");
    expect(await declineForFamily(visit)).toBe(true);
    expect(await declineForFamily(visit)).toBe(false);
    expect(await heard()).toEqual([...booked, `father meeting-booked ${on}`, `mother meeting-booked ${on}`, `father meeting-given-back ${on}`, `father meeting-withdrawn ${on}`, `mother meeting-withdrawn ${on}`].sort());
  });

  test("the site's jobs run by the clock, and make up for a run that was missed", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    await send(site, "case-system", "EHC-1", ["e1", "request-received", 30]);
    await follow(site, "EHC-1", "mother");
    await send(site, "case-system", "EHC-1", ["e2", "assessment-agreed", 1]);
    const jobs = scheduledJobs();
    expect(jobs.map(({ name, cron }) => `${name}: ${cron}`)).toEqual(expect.arrayContaining(["family-news: */5 * * * *", "family-day: 0 7 * * *"]));
    const queue = await startQueue(site, jobs);
    try {
      await queue.runNow("family-news");
      await until("the message", 30_000, async () => (await outbox(site)).some(({ state }) => state === "sent"));
    } finally {
      await queue.stop();
    }
    expect(await told(site)).toEqual(["mother: stage-changed assessment-agreed"]);
    const [schedule] = await site.database.prisma.$queryRaw<{ timezone: string; missed: string }[]>`SELECT timezone, options->>'missed' AS missed FROM pgboss.schedule WHERE name = 'family-day'`;
    expect(schedule).toEqual({ timezone: "Europe/London", missed: "once" });
  });
});
