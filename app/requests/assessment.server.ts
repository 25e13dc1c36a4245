import { randomBytes } from "node:crypto";
import { v4 as uuidv4 } from "uuid";
import { storeWithin } from "../db/cases.server.ts";
import { recordActs } from "../db/audit.server.ts";
import { joinToCase } from "../db/request-papers.server.ts";
import { markSent, type AskedRequest } from "../db/requests.server.ts";
import { codeOf, CODE_BYTES } from "../domain/access/activation-code.ts";
import { addMonths, isoText, yearOf, type Day } from "../domain/calendar/day.ts";
import { ASSESSMENT_PAGES, ADJUSTMENTS, ASKERS, CHANNELS, knownNeeds, NO_ANSWERS, type AssessmentAnswers, type AssessmentPage } from "../domain/requests/assessment.ts";
import { typedChoice, typedChoices, typedText } from "../domain/forms/problems.ts";
import { readEvents } from "../domain/cases/events.ts";
import { timelineOf } from "../domain/cases/timeline.ts";
import type { Channel } from "../domain/notices/channel.ts";
import { tellAddressLater, tellOffice, tellUser } from "../notices/tell.server.ts";
import { wayOf } from "../notices/ways.ts";
import type { Site } from "../site.server.ts";

const SENDER = "portal";
/** Letters of a new case's reference: none of them like another, and too many to guess. */
const REFERENCE_LETTERS = 8;

/** The answers as they are stored, with whatever a newer form has added. */
export function answersOf({ content }: Pick<AskedRequest, "content">): AssessmentAnswers {
  return { ...NO_ANSWERS, ...(content as Partial<AssessmentAnswers>) };
}

/** The answers with what a page's form holds put in. */
export function withPage(answers: AssessmentAnswers, page: AssessmentPage, form: FormData): AssessmentAnswers {
  const text = (name: string) => typedText(form, name);
  switch (page) {
    case "you":
      return { ...answers, asker: typedChoice(form, "asker", ASKERS), yourName: text("yourName"), relation: text("relation") };
    case "child":
      return { ...answers, firstName: text("firstName"), lastName: text("lastName"), postcode: text("postcode").toUpperCase(), setting: text("setting") };
    case "why":
      return { ...answers, needs: knownNeeds(form.getAll("needs").map(String)), why: text("why"), tried: text("tried") };
    case "helps":
      return { ...answers, hopes: text("hopes"), whoElse: text("whoElse"), mayContact: form.get("mayContact") === "yes" };
    case "contact":
      return { ...answers, channel: typedChoice(form, "channel", CHANNELS), email: text("email").toLowerCase(), phone: text("phone"), address: text("address"), adjustments: typedChoices(form, "adjustments", ADJUSTMENTS), note: text("note") };
  }
}

/** How old somebody is on a day, in whole years; below 0 for a day to come. */
export function ageOn(born: Day, on: Day): number {
  let years = yearOf(on) - yearOf(born);
  if (addMonths(born, years * 12) > on) years -= 1;
  return years;
}

/** Whether a postcode is, as far as its first part tells, in the council's area; null where it does not tell. */
export function isInArea(site: Pick<Site, "pack">, postcode: string): boolean | null {
  const outcode = /^([A-Z]{1,2}\d[A-Z\d]??) ?\d[A-Z]{2}$/i.exec(postcode)?.[1]?.toUpperCase();
  return outcode ? site.pack.postcodeDistricts.some(({ code }) => code === outcode) : null;
}

/**
 * Sends the request: a case with a child, the event that starts the clock, its papers, and the line in the audit trail, all of it or
 * nothing, and once however often the button is pressed. Whoever is signed in follows the record that they made: nobody
 * gets at a record that was there before in this way.
 * @param today the day it came in, in London: no office hours, no working days (law.md, section 2)
 */
export async function sendAssessment(site: Site, request: AskedRequest, { viewer, language }: { viewer: { userId: string } | null; language: string }, today: Day): Promise<void> {
  const answers = answersOf(request);
  if (ASSESSMENT_PAGES.some((page) => !answers.done.includes(page)) || answers.bornOn === null) throw new RangeError("The request is not filled in.");
  const { prisma } = site.database;
  const reference = `REQ-${yearOf(today)}-${codeOf(randomBytes(CODE_BYTES)).slice(0, REFERENCE_LETTERS)}`;
  const actor = viewer ? `user:${viewer.userId}` : "visitor";
  await prisma.$transaction(async (tx) => {
    if (!(await markSent(tx, request.id, { caseId: null, receivedOn: today, dueOn: decisionDue(today) }))) return;
    const eventId = `request-${request.id}`;
    const on = isoText(today);
    await storeWithin(tx, site.sealer, { sender: SENDER, actor }, {
      bodies: [],
      cases: [{ case: reference, person: { reference: `portal-${request.id}`, firstName: answers.firstName, lastName: answers.lastName, dateOfBirth: answers.bornOn ?? undefined } }],
      events: [{ id: eventId, case: reference, type: "request-received", on: today, event: { id: eventId, type: "request-received", on }, note: null }],
    });
    const made = await tx.caseFile.findUniqueOrThrow({ where: { reference }, select: { id: true, personId: true } });
    await tx.familyRequest.update({ where: { id: request.id }, data: { caseId: made.id, ...(viewer ? { userId: viewer.userId } : {}) } });
    await joinToCase(tx, request.id, { caseId: made.id, userId: viewer?.userId ?? request.userId });
    await recordActs(tx, [{ actor, action: "request-sent", caseId: made.id, detail: { request: request.id, kind: "assessment" } }]);
    const slots = { request: "assessment" as const, due: isoText(decisionDue(today)) };
    const key = `request-received:${request.id}`;
    if (viewer && made.personId && (answers.asker === "parent" || answers.asker === "young-person")) {
      await tx.follower.create({ data: { id: uuidv4(), personId: made.personId, userId: viewer.userId, relation: answers.asker } });
      await tellUser(tx, site, { userId: viewer.userId, caseId: made.id, kind: "request-received", slots, key });
    } else {
      const receiver = receiptTo(site, answers);
      if (receiver) await tellAddressLater(tx, site, { ...receiver, caseId: made.id, largePrint: answers.adjustments.includes("large-print"), language, kind: "request-received", slots, key });
    }
    await tellOffice(tx, site, { caseId: made.id, kind: "work-came", slots: {}, key: `work-came:${request.id}` });
  });
}

/** Where whoever asked without an account hears that it came in: as they chose, or otherwise where no text can be sent; null for nowhere. */
function receiptTo({ config }: Site, { channel, email, phone, address }: AssessmentAnswers): { channel: Channel; to: string } | null {
  if (channel === "email") return { channel, to: email };
  if (channel === "text" && wayOf(config, "text") !== "none") return { channel, to: phone };
  if (channel === "letter" || !email) return address ? { channel: "letter", to: address } : null;
  return { channel: "email", to: email };
}

/** The last day of the council's answer, from the rules in force. */
export function decisionDue(receivedOn: Day): Day {
  const decision = datesOfRequest(receivedOn).find(({ rule }) => rule === "assess-decision");
  if (!decision) throw new RangeError("The rules in force have no date for the decision.");
  return decision.due;
}

/** The dates that the law sets from the day a request is received. */
export function datesOfRequest(receivedOn: Day) {
  const read = readEvents([{ id: "request", type: "request-received", on: isoText(receivedOn) }]);
  if (!read.ok) throw new RangeError("A request that was received is not an event.");
  return timelineOf({ person: null, events: read.events }, receivedOn).deadlines;
}
