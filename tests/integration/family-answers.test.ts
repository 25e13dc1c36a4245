import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { saveAdjustments } from "../../app/accounts/contact-choices.server.ts";
import { timelineOfCase } from "../../app/cases/case-timeline.server.ts";
import { commentsOfCase } from "../../app/db/comments.server.ts";
import { bookedMeetings, cancelSlot, freeSlots, meetingOf, offerSlots } from "../../app/db/meetings.server.ts";
import * as officeProvision from "../../app/routes/officer/provision.tsx";
import { addProvisionLines, endProvisionLine, openProvisionActions } from "../../app/db/provision.server.ts";
import { day, isoText } from "../../app/domain/calendar/day.ts";
import { replyDue } from "../../app/domain/messages/message.ts";
import { actOnProvision } from "../../app/family/council-answers.server.ts";
import * as commentsPage from "../../app/routes/my-child/comments.tsx";
import * as historyPage from "../../app/routes/my-child/history.tsx";
import * as letterPage from "../../app/routes/my-child/letter.tsx";
import * as meetingPage from "../../app/routes/my-child/meeting.tsx";
import * as meetingFile from "../../app/routes/my-child/meeting-calendar.ts";
import * as reviewPage from "../../app/routes/my-child/review.tsx";
import * as recordFile from "../../app/routes/my-child/record-file.ts";
import * as requestsPage from "../../app/routes/my-child/requests.tsx";
import * as provisionPage from "../../app/routes/my-child/provision.tsx";
import type { Site } from "../../app/site.server.ts";
import { today } from "../../app/today.ts";
import { signedInAs, type SignedIn } from "../support/accounts.ts";
import { KINDS } from "../support/databases.ts";
import { readCalendar } from "../support/ical.ts";
import { aFollower, answerFrom, aRecord, asked, ended, type TestRecord } from "../support/records.ts";
import { freshSite } from "../support/site.ts";

const ago = (days: number) => isoText(day(today()) - days);
const HOUR_MS = 60 * 60 * 1000;

describe.each(KINDS)("on %s", (kind) => {
  let site: Site;
  beforeAll(async () => {
    site = await freshSite(kind, { meiliUrl: null });
  });
  const aFamily = async (events: readonly Record<string, unknown>[]) => {
    const record = await aRecord(site, events);
    return { record, parent: await aFollower(site, record, `${record.reference}-m@example.org`) };
  };

  describe("comments on a draft plan", () => {
    const withDraft = (days: number) => aFamily([{ type: "request-received", on: ago(120) }, { type: "assessment-agreed", on: ago(90) }, { type: "draft-served", on: ago(days) }]);
    const send = (record: TestRecord, by: SignedIn, form: Record<string, string>) => {
      answerFrom(site);
      return ended(commentsPage.action(asked("comments", record, by, { do: "send", id: randomUUID(), "time-id": randomUUID(), ...form })));
    };
    const look = (record: TestRecord, by: SignedIn, query = "") => {
      answerFrom(site);
      return commentsPage.loader(asked(`comments${query}`, record, by));
    };
    const comments = (record: TestRecord) => commentsOfCase(site.database.prisma, site, record.caseId);
    const deadline = async (record: TestRecord) => (await timelineOfCase(site, { id: record.caseId }, day(today())))?.timeline.deadlines.find(({ rule }) => rule === "draft-comments");

    test("they are kept sealed, and stop the family's clock, in one step", async () => {
      const { record, parent } = await withDraft(5);
      expect((await look(record, parent)).round).toMatchObject({ of: "draft-plan", state: "open", due: isoText(day(ago(5)) + 14), daysLeft: 9 });
      const sent = await send(record, parent, { "section-B": "Hearing is missing.", "section-F": "How often?", school: "Example School", meeting: "yes" });
      expect(sent).toMatchObject({ status: 303 });
      const after = await look(record, parent, new URL(`http://x${sent.location ?? ""}`).search);
      expect(after.receipt).toMatchObject({ kind: "comments", on: today(), comments: { sections: { B: "Hearing is missing.", F: "How often?" }, school: "Example School", wantsMeeting: true, anythingElse: null } });
      expect(await deadline(record)).toMatchObject({ state: "met", doneOn: day(today()) });
      const row = await site.database.prisma.familyRequest.findFirstOrThrow({ where: { caseId: record.caseId } });
      expect(JSON.stringify(row)).not.toMatch(/Hearing|Example School/);
      expect(await site.database.prisma.notice.findMany({ where: { caseId: record.caseId }, select: { userId: true, kind: true } })).toEqual([{ userId: parent.userId, kind: "request-received" }]);
    });

    test("a double click is one; words added later are another; the other parent sees that something came, not what", async () => {
      const { record, parent } = await withDraft(5);
      const other = await aFollower(site, record, `${record.reference}-f@example.org`);
      const id = randomUUID();
      const [a, b] = await Promise.all([send(record, parent, { id, else: "We agree." }), send(record, parent, { id, else: "We agree." })]);
      expect(a.location).toBe(b.location);
      await send(record, parent, { id, else: "We agree, but for one thing." });
      expect((await comments(record)).map((one) => one.comments?.anythingElse)).toEqual(["We agree, but for one thing.", "We agree."]);
      expect((await look(record, other)).sent.map(({ isOwn, comments: words }) => [isOwn, words])).toEqual([[false, null], [false, null]]);
      expect(await site.database.prisma.caseEvent.count({ where: { caseId: record.caseId, sender: "portal" } })).toBe(2);
    });

    test("late comments are taken; after the final plan they are not", async () => {
      const late = await withDraft(20);
      expect((await look(late.record, late.parent)).round).toMatchObject({ state: "late" });
      expect(await send(late.record, late.parent, { else: "Late, but important." })).toMatchObject({ status: 303 });
      const closed = await aFamily([{ type: "request-received", on: ago(150) }, { type: "draft-served", on: ago(30) }, { type: "final-plan-sent", on: ago(2) }]);
      expect((await look(closed.record, closed.parent)).round).toMatchObject({ state: "closed" });
      expect(await send(closed.record, closed.parent, { else: "Too late." })).toMatchObject({ status: 409, data: { problems: [{ field: "section-A" }], values: { else: "Too late." } } });
      expect((await look(closed.record, closed.parent)).draft.fields).toMatchObject({ else: "Too late." });
      expect(await comments(closed.record)).toEqual([]);
      const none = await aFamily([{ type: "request-received", on: ago(10) }]);
      expect((await look(none.record, none.parent)).round).toBeNull();
    });

    test("what was written on a page of an earlier draft is not sent about the one that came meanwhile, and is not lost", async () => {
      const { record, parent } = await withDraft(5);
      for (const [form, field] of [[{ else: "Of the first draft." }, "section-A"], [{ do: "time", why: "Surgery on Friday." }, "why"]] as const) {
        expect(await send(record, parent, { ...form, served: ago(40) })).toMatchObject({ status: 409, data: { problems: [{ field }], values: field === "why" ? { why: form.why } : { else: form.else } } });
      }
      expect(await comments(record)).toEqual([]);
      const { round } = await look(record, parent);
      expect(await send(record, parent, { else: "Of this one.", served: round?.served ?? "" })).toMatchObject({ status: 303 });
    });

    test("nothing said, or too much, comes back with all that was typed; saved to finish later it is there again", async () => {
      const { record, parent } = await withDraft(5);
      expect(await send(record, parent, {})).toMatchObject({ status: 400, data: { problems: [{ field: "section-A" }] } });
      expect(await send(record, parent, { "section-E": "x".repeat(4001), school: "A school" })).toMatchObject({ status: 400, data: { problems: [{ field: "section-E" }], values: { school: "A school" } } });
      expect(await send(record, parent, { do: "keep", "section-A": "Half" })).toMatchObject({ status: 303 });
      expect((await look(record, parent)).draft.fields).toMatchObject({ "section-A": "Half" });
      expect(await comments(record)).toEqual([]);
    });

    test("asking for more time moves no date, keeps what was written, and has a day for the answer", async () => {
      const { record, parent } = await withDraft(5);
      await send(record, parent, { do: "time", why: "Surgery on Friday.", "section-A": "Half" });
      expect(await comments(record)).toMatchObject([{ kind: "more-time", why: "Surgery on Friday.", dueOn: replyDue(day(today()), site.pack.replyWorkingDays) }]);
      expect(await deadline(record)).toMatchObject({ state: "running" });
      expect((await look(record, parent)).draft.fields).toEqual({ "section-A": "Half" });
    });

    test("the wording of Section F is looked at and not sent", async () => {
      const { record, parent } = await withDraft(5);
      const checked = await send(record, parent, { do: "check", wording: "Access to a therapist as required." });
      expect(checked).toMatchObject({ status: 200, data: { pieces: [{ kind: "access" }, { kind: null }, { kind: "as-required" }, { kind: null }] } });
      expect(await comments(record)).toEqual([]);
    });

    test("a supporter cannot comment for the family", async () => {
      const { record } = await withDraft(5);
      const supporter = await aFollower(site, record, `${record.reference}-s@example.org`, { relation: "supporter", parts: ["messages", "documents", "review", "dates", "provision"] });
      expect(await send(record, supporter, { else: "Hello" })).toMatchObject({ status: 404 });
    });
  });

  test("large print, said once, holds for what a parent prints as a letter, and for nobody else's", async () => {
    const { record, parent } = await aFamily([{ type: "request-received", on: ago(10) }]);
    const other = await aFollower(site, record, `${record.reference}-f@example.org`);
    await saveAdjustments(site, parent.userId, { needs: ["large-print"], times: [], interpreterLanguage: "", note: "" });
    answerFrom(site);
    expect([(await letterPage.loader(asked("letter", record, parent))).isLarge, (await letterPage.loader(asked("letter", record, other))).isLarge]).toEqual([true, false]);
  });

  describe("what a family writes for its review", () => {
    const withMeeting = (days: number, more: readonly Record<string, unknown>[] = []) => aFamily([{ type: "plan-made", on: ago(340) }, { type: "review-invited", on: ago(10), body: "parent" }, { type: "review-invited", on: ago(10), body: "health" }, { type: "review-meeting", on: ago(-days) }, ...more]);
    const send = (record: TestRecord, by: SignedIn, form: Record<string, string>) => {
      answerFrom(site);
      return ended(reviewPage.action(asked("review", record, by, { do: "send", id: randomUUID(), ...form })));
    };
    const look = (record: TestRecord, by: SignedIn, query = "") => {
      answerFrom(site);
      return reviewPage.loader(asked(`review${query}`, record, by));
    };

    test("it is kept sealed, with a receipt, and all who follow see that the family has written; the words are their writer's", async () => {
      const { record, parent } = await withMeeting(12);
      const other = await aFollower(site, record, `${record.reference}-f@example.org`);
      expect((await look(record, parent)).review.invited).toMatchObject([{ who: "You", contributedOn: null }, { who: "Health", contributedOn: null }]);
      const id = randomUUID();
      const form = { id, goesWell: "Maths.", childSays: "I like the swing.\n\u{1f600}" };
      const [first, again] = await Promise.all([send(record, parent, form), send(record, parent, form)]);
      expect([first.status, first.location]).toEqual([303, again.location]);
      const after = await look(record, parent, new URL(`http://x${first.location ?? ""}`).search);
      expect(after).toMatchObject({ receipt: { on: today(), views: { goesWell: "Maths.", childSays: "I like the swing.\n\u{1f600}" } }, sent: [{ isOwn: true }], draft: { isThere: false } });
      expect(after.review.invited).toMatchObject([{ who: "You", contributedOn: today() }, { who: "Health", contributedOn: null }]);
      expect((await look(record, other)).sent).toMatchObject([{ isOwn: false, views: null }]);
      const rows = await site.database.prisma.familyRequest.findMany({ where: { caseId: record.caseId } });
      expect(rows).toMatchObject([{ kind: "review-views", state: "sent", userId: parent.userId }]);
      expect(JSON.stringify(rows)).not.toMatch(/Maths|swing/);
      expect(await site.database.prisma.notice.findMany({ where: { caseId: record.caseId }, select: { userId: true, kind: true } })).toEqual([{ userId: parent.userId, kind: "request-received" }]);
      answerFrom(site);
      expect((await requestsPage.loader(asked("requests", record, parent))).requests).toMatchObject([{ kind: "review-views", words: [{ words: expect.any(String) }, { words: "Maths." }, { words: "I like the swing.\n\u{1f600}" }] }]);
    });

    test("nothing, or too much, comes back with what was typed; kept to finish later it is there again; without a review there is no such page", async () => {
      const { record, parent } = await withMeeting(12);
      expect(await send(record, parent, {})).toMatchObject({ status: 400, data: { problems: [{ field: "goesWell" }] } });
      expect(await send(record, parent, { hopes: "x".repeat(4001), goesBadly: "y".repeat(4002), goesWell: "Kept" })).toMatchObject({ status: 400, data: { problems: [{ field: "goesBadly" }, { field: "hopes" }], values: { goesWell: "Kept" } } });
      expect(await send(record, parent, { do: "keep", shouldChange: "Half" })).toMatchObject({ status: 303 });
      expect((await look(record, parent)).draft).toMatchObject({ isThere: true, fields: { shouldChange: "Half" } });
      // However much it is, as long as it was read: it may be made shorter later.
      expect(await send(record, parent, { do: "keep", shouldChange: "\n\"\u{1f600}".repeat(40_000) })).toMatchObject({ status: 303 });
      expect((await look(record, parent)).draft.fields.shouldChange).toHaveLength(159_999);
      const none = await aFamily([{ type: "plan-made", on: ago(30) }]);
      expect(await send(none.record, none.parent, { hopes: "More" })).toMatchObject({ status: 404 });
      expect(await site.database.prisma.familyRequest.count({ where: { caseId: { in: [record.caseId, none.record.caseId] } } })).toBe(0);
    });

    test("after the meeting it still counts until the decision; what was written for the last review stays with that one", async () => {
      const { record, parent } = await withMeeting(-3);
      expect(await send(record, parent, { shouldChange: "More time outside." })).toMatchObject({ status: 303 });
      expect((await look(record, parent)).sent).toHaveLength(1);
      const next = await aFamily([{ type: "plan-made", on: ago(700) }, { type: "review-meeting", on: ago(0) }, { type: "review-decision-sent", on: ago(0), outcome: "keep" }, { type: "review-meeting", on: ago(-300) }]);
      await send(next.record, next.parent, { hopes: "Written on the day of the last meeting." });
      expect((await look(next.record, next.parent)).sent).toEqual([]);
    });

    test("a supporter who was let in for the review reads of it and writes nothing", async () => {
      const { record } = await withMeeting(12);
      const supporter = await aFollower(site, record, `${record.reference}-s@example.org`, { relation: "supporter", parts: ["review"] });
      expect(await look(record, supporter)).toMatchObject({ mayContribute: false, sent: [] });
      expect(await send(record, supporter, { hopes: "Hello" })).toMatchObject({ status: 404 });
    });
  });

  describe("what changed, and when", () => {
    const lines = async (events: readonly Record<string, unknown>[]) => {
      const { record, parent } = await aFamily(events);
      answerFrom(site);
      return (await historyPage.loader(asked("history", record, parent))).lines.map(({ words }) => words);
    };
    const inWords = (iso: string) => new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(iso));

    test("a correction says what was wrong and what is right, each after the one before", async () => {
      const said = await lines([
        { id: "asked", type: "request-received", on: ago(50) },
        { id: "first", type: "correction", of: "asked", on: ago(45), recordedOn: ago(30) },
        { id: "second", type: "correction", of: "asked", on: ago(44), recordedOn: ago(20) },
      ]);
      expect(said).toEqual(expect.arrayContaining([
        "We received the request for an assessment",
        `Put right: We received the request for an assessment: the day: ${inWords(ago(45))}, not ${inWords(ago(50))}`,
        `Put right: We received the request for an assessment: the day: ${inWords(ago(44))}, not ${inWords(ago(45))}`,
      ]));
    });

    test("results, reasons with their days, schools, what is planned and what was taken back are told", async () => {
      const said = await lines([
        { type: "plan-made", on: ago(400) },
        { type: "review-decision-sent", on: ago(90), outcome: "cease" },
        { type: "tribunal-order", on: ago(20), outcome: "continue" },
        { type: "exception-recorded", on: ago(30), kind: "ep shortage", rule: "review-decision" },
        { type: "absence", from: ago(80), to: ago(50) },
        { type: "school-consulted", on: ago(15), school: "Oak School" },
        { id: "set", type: "review-meeting", on: ago(-20), noticeOn: ago(1) },
        { type: "withdrawn", of: "set", on: ago(0) },
      ]);
      expect(said).toEqual(expect.arrayContaining([
        "We sent the decision after the review: the plan is to end",
        "The Tribunal made its order: the plan goes on",
        "A reason for being late was recorded: ep shortage; the step: Decide after the review",
        `Time away from the area: ${inWords(ago(80))} to ${inWords(ago(50))}`,
        "A school was asked whether it can help: Oak School",
        `Planned: The review meeting: you were told on: ${inWords(ago(1))}`,
        `Taken back: Planned: The review meeting: you were told on: ${inWords(ago(1))}`,
      ]));
    });
  });

  describe("the meeting after a refusal", () => {
    const refused = () => aFamily([{ type: "request-received", on: ago(50) }, { type: "assessment-refused", on: ago(10) }]);
    const aSlot = async (changes: Partial<{ startsAt: Date; seats: number }> = {}) => {
      const id = randomUUID();
      await site.database.prisma.$transaction((tx) => offerSlots(tx, { by: "officer", slots: [{ id, startsAt: new Date(Date.now() + 72 * HOUR_MS), minutes: 45, place: "County Hall", seats: 1, ...changes }] }));
      return id;
    };
    const act = (record: TestRecord, by: SignedIn, form: Record<string, string>) => {
      answerFrom(site);
      return ended(meetingPage.action(asked("meeting", record, by, { do: "book", ...form })));
    };
    const look = (record: TestRecord, by: SignedIn) => {
      answerFrom(site);
      return meetingPage.loader(asked("meeting", record, by));
    };
    const slotOf = async ({ caseId }: TestRecord) => (await meetingOf(site.database.prisma, caseId))?.slot?.id ?? null;

    test("two families who ask for the last seat at once: one gets it, the other is told", async () => {
      const slot = await aSlot();
      const families = await Promise.all([refused(), refused(), refused()]);
      const answers = await Promise.all(families.map(({ record, parent }) => act(record, parent, { slot })));
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409]);
      const holders = (await Promise.all(families.map(({ record }) => slotOf(record)))).filter((id) => id === slot);
      expect(holders).toHaveLength(1);
      expect((await freeSlots(site.database.prisma, new Date())).map(({ id }) => id)).not.toContain(slot);
    });

    test("booked, changed and given back: the seat is free for somebody else again", async () => {
      const [first, second] = [await aSlot(), await aSlot()];
      const { record, parent } = await refused();
      expect(await act(record, parent, { slot: first })).toMatchObject({ status: 303, location: expect.stringContaining("done=booked") });
      expect(await act(record, parent, { slot: first })).toMatchObject({ status: 303 });
      expect(await site.database.prisma.meetingAnswer.count({ where: { caseId: record.caseId } })).toBe(1);
      await act(record, parent, { slot: second });
      const free = async () => (await freeSlots(site.database.prisma, new Date())).map(({ id }) => id);
      expect(await slotOf(record)).toBe(second);
      expect(await free()).toContain(first);
      expect((await bookedMeetings(site.database.prisma, new Date())).filter(({ caseId }) => caseId === record.caseId)).toMatchObject([{ id: second, reference: record.reference }]);
      expect(await act(record, parent, { do: "decline" })).toMatchObject({ location: expect.stringContaining("done=cancelled") });
      expect(await free()).toContain(second);
      expect((await look(record, parent)).state).toMatchObject({ answer: "cancelled" });
      const copy = await (recordFile.loader({ ...asked("record/json", record, parent), params: { caseId: record.caseId, form: "json" } }));
      expect(((await copy.json()) as { meetings: unknown[] }).meetings).toMatchObject([{ answer: "booked", place: "County Hall" }, { answer: "booked", place: "County Hall" }, { answer: "cancelled" }]);
    });

    test("saying no takes nothing away: both times still run, and it can be booked after all", async () => {
      const slot = await aSlot();
      const { record, parent } = await refused();
      await act(record, parent, { do: "decline" });
      await act(record, parent, { do: "decline" });
      expect(await site.database.prisma.meetingAnswer.count({ where: { caseId: record.caseId } })).toBe(1);
      const page = await look(record, parent);
      expect(page).toMatchObject({ meeting: "Way Forward meeting", isOffered: true, state: { answer: "declined" } });
      expect(page.clocks.map((clock) => clock?.rule)).toEqual(["mediation-contact", "appeal"]);
      expect(await act(record, parent, { slot })).toMatchObject({ status: 303 });
    });

    test("a time that is over, was taken back or never was cannot be booked; nothing chosen is said", async () => {
      const { record, parent } = await refused();
      const over = await aSlot({ startsAt: new Date(Date.now() - HOUR_MS) });
      const gone = await aSlot();
      expect(await site.database.prisma.$transaction((tx) => cancelSlot(tx, { by: "officer", slotId: gone }))).toEqual([]);
      for (const slot of [over, gone, randomUUID(), "x"]) expect(await act(record, parent, { slot })).toMatchObject({ status: 409 });
      expect(await act(record, parent, {})).toMatchObject({ status: 400, data: { problems: [{ field: "slot" }] } });
    });

    test("a meeting that the council takes back is said so, and its calendar file is gone", async () => {
      const slot = await aSlot();
      const { record, parent } = await refused();
      await act(record, parent, { slot });
      answerFrom(site);
      const file = await (await meetingFile.loader(asked("meeting.ics", record, parent))).text();
      expect(readCalendar(file).events).toMatchObject([{ properties: { SUMMARY: "Way Forward meeting", UID: slot, SEQUENCE: "1", STATUS: "CONFIRMED" }, alarms: 2 }]);
      expect(file).not.toContain("Robin");
      // The same file again is the same event: a calendar that has it keeps it.
      expect(await (await meetingFile.loader(asked("meeting.ics", record, parent))).text()).toBe(file);
      expect(await site.database.prisma.$transaction((tx) => cancelSlot(tx, { by: "officer", slotId: slot }))).toEqual([record.caseId]);
      expect((await look(record, parent)).state).toMatchObject({ isCancelled: true });
      expect(await ended(meetingFile.loader(asked("meeting.ics", record, parent)))).toMatchObject({ status: 404 });
    });

    test("there is no such page where the council has no such meeting, and no booking where nothing was refused", async () => {
      const slot = await aSlot();
      const { record, parent } = await aFamily([{ type: "request-received", on: ago(5) }]);
      expect(await look(record, parent)).toMatchObject({ isOffered: false, slots: [] });
      expect(await act(record, parent, { slot })).toMatchObject({ status: 409 });
      const { refusalMeeting: _none, ...localWords } = site.pack.localWords;
      answerFrom({ ...site, pack: { ...site.pack, localWords } });
      expect(await ended(meetingPage.loader(asked("meeting", record, parent)))).toMatchObject({ status: 404 });
    });
  });

  describe("whether the plan is happening", () => {
    const withPlan = async () => {
      const family = await aFamily([{ type: "plan-made", on: ago(100) }]);
      const ids = await site.database.prisma.$transaction((tx) =>
        addProvisionLines(tx, site, { caseId: family.record.caseId, by: "officer", replacesPlan: true, lines: [{ section: "F", words: "45 minutes of speech therapy each week", provider: "Speech therapy" }, { section: "G", words: "Physiotherapy each month", provider: "Health" }] }),
      );
      return { ...family, line: ids[0] as string };
    };
    const act = (record: TestRecord, by: SignedIn, form: Record<string, string>) => {
      answerFrom(site);
      return ended(provisionPage.action(asked("provision", record, by, form)));
    };
    const look = async (record: TestRecord, by: SignedIn) => {
      answerFrom(site);
      return (await provisionPage.loader(asked("provision", record, by))).lines;
    };
    const open = (record: TestRecord) => openProvisionActions(site, { caseId: record.caseId, today: day(today()) });

    test("one press of “no” opens an action with its day; pressed twice it is one; the family says what is missing", async () => {
      const { record, parent, line } = await withPlan();
      await Promise.all([act(record, parent, { line, answer: "no" }), act(record, parent, { line, answer: "no" })]);
      const due = replyDue(day(today()), site.pack.provisionWorkingDays);
      const actions = await open(record);
      expect(actions).toMatchObject([{ section: "F", answer: "no", note: null, dueOn: due, isLate: false }]);
      const answerId = actions[0]?.answerId ?? "";
      expect(await act(record, parent, { do: "note", line, "answer-id": answerId, note: "No therapist since September" })).toMatchObject({ status: 303 });
      expect(await open(record)).toMatchObject([{ note: "No therapist since September" }]);
      expect((await look(record, parent))[0]?.answers).toMatchObject([{ answer: "no", isOwn: true, note: "No therapist since September", action: { is: "waiting", due: isoText(due) } }]);
      expect(JSON.stringify(await site.database.prisma.provisionAnswer.findMany({ where: { lineId: line } }))).not.toContain("therapist");
    });

    test("the council answers once, the family is told, and a new “no” opens a new action", async () => {
      const { record, parent, line } = await withPlan();
      await act(record, parent, { line, answer: "partly" });
      const [action] = await open(record);
      const done = { caseId: record.caseId, answerId: action?.answerId ?? "", by: "officer", words: "A therapist starts on Monday." };
      expect(await actOnProvision(site, done)).toEqual({ by: "you", words: done.words });
      expect(await actOnProvision(site, { ...done, words: "Again" })).toEqual({ by: "other", words: done.words });
      expect(await site.database.prisma.notice.count({ where: { caseId: record.caseId, kind: "request-answered" } })).toBe(1);
      expect((await look(record, parent))[0]?.answers[0]?.action).toMatchObject({ is: "answered", words: "A therapist starts on Monday." });
      await act(record, parent, { line, answer: "partly" });
      expect(await open(record)).toHaveLength(1);
    });

    test("an answer on a page that was open while the plan was changed is not taken, and the page says so", async () => {
      const { record, parent, line } = await withPlan();
      await site.database.prisma.$transaction((tx) => endProvisionLine(tx, { caseId: record.caseId, lineId: line, by: "officer" }));
      expect(await act(record, parent, { line, answer: "no" })).toMatchObject({ status: 303, location: `/my-child/${record.caseId}/provision?done=changed` });
      expect(await open(record)).toEqual([]);
    });

    test("a “yes” settles what was open; history stays", async () => {
      const { record, parent, line } = await withPlan();
      await act(record, parent, { line, answer: "no" });
      await act(record, parent, { line, answer: "yes" });
      expect(await open(record)).toEqual([]);
      expect((await look(record, parent))[0]?.answers).toMatchObject([{ answer: "yes", action: null }, { answer: "no", action: { is: "settled" } }]);
    });

    test("the other parent sees the answer and not the note; a supporter with that part may look and not answer; a stranger nothing", async () => {
      const { record, parent, line } = await withPlan();
      await act(record, parent, { line, answer: "no" });
      const [action] = await open(record);
      await act(record, parent, { do: "note", line, "answer-id": action?.answerId ?? "", note: "Private words" });
      const other = await aFollower(site, record, `${record.reference}-f@example.org`);
      const supporter = await aFollower(site, record, `${record.reference}-s@example.org`, { relation: "supporter", parts: ["provision"] });
      expect((await look(record, other))[0]?.answers).toMatchObject([{ answer: "no", isOwn: false, note: null }]);
      // Nor in the copy of the record that each can take away.
      const copyOf = async (by: SignedIn, form: string) => (await (recordFile.loader({ ...asked(`record/${form}`, record, by), params: { caseId: record.caseId, form } }))).text();
      for (const form of ["json", "html"]) expect([form, (await copyOf(parent, form)).includes("Private words"), (await copyOf(other, form)).includes("Private words")]).toEqual([form, true, false]);
      expect(await act(record, other, { do: "note", line, "answer-id": action?.answerId ?? "", note: "Mine" })).toMatchObject({ status: 404 });
      expect(await look(record, supporter)).toHaveLength(2);
      expect(await act(record, supporter, { line, answer: "no" })).toMatchObject({ status: 404 });
      const stranger = await signedInAs(site, "nobody@example.org");
      answerFrom(site);
      expect(await ended(provisionPage.loader(asked("provision", record, stranger)))).toMatchObject({ status: 404 });
    });

    test("an officer puts lines on the record, once each, takes one off, and a new plan in place of the old", async () => {
      const { record, parent } = await aFamily([{ type: "plan-made", on: ago(100) }]);
      const staff = await signedInAs(site, "caseworker@staff.example.org", { staff: "caseworker" });
      const officer = (form: Record<string, string>) => {
        answerFrom(site);
        return ended(officeProvision.action(asked("provision", record, staff, { initials: "RE", ...form })));
      };
      const lines = async () => (await look(record, parent)).map(({ words }) => words);
      const id = randomUUID();
      const first = { do: "add", id, section: "F", words: "45 minutes of speech therapy each week", provider: "Speech therapy" };
      expect(await officer({ ...first, section: "", words: "" })).toMatchObject({ status: 400, data: { problems: [{ field: "section" }, { field: "words" }], values: { provider: "Speech therapy", id } } });
      const [one, two] = await Promise.all([officer(first), officer(first)]);
      expect([one.status, two.status]).toEqual([303, 303]);
      expect(await lines()).toEqual([first.words]);
      await officer({ ...first, id: randomUUID(), words: "A place to be quiet" });
      expect(await lines()).toEqual([first.words, "A place to be quiet"]);
      const whole = { ...first, id: randomUUID(), words: "Of the new plan", replaces: "yes" };
      await officer(whole);
      await officer(whole);
      expect(await lines()).toEqual(["Of the new plan"]);
      await officer({ do: "end", line: whole.id });
      expect(await officer({ do: "end", line: whole.id })).toMatchObject({ status: 303 });
      expect(await lines()).toEqual([]);
      answerFrom(site);
      expect(await ended(officeProvision.action(asked("provision", record, parent, { ...first, id: randomUUID() })))).toMatchObject({ status: 404 });
    });

    test("a line of another child, and nonsense, change nothing; a new plan puts the old lines away", async () => {
      const [one, other] = [await withPlan(), await withPlan()];
      expect(await act(one.record, one.parent, { line: other.line, answer: "no" })).toMatchObject({ status: 404 });
      expect(await act(one.record, one.parent, { line: one.line, answer: "perhaps" })).toMatchObject({ status: 400 });
      expect(await open(other.record)).toEqual([]);
      await site.database.prisma.$transaction((tx) => addProvisionLines(tx, site, { caseId: one.record.caseId, by: "officer", replacesPlan: true, lines: [{ section: "H1", words: "Respite", provider: "Social care" }] }));
      expect((await look(one.record, one.parent)).map(({ section, words }) => [section, words])).toEqual([["H1", "Respite"]]);
    });
  });
});
