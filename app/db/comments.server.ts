import { z } from "zod";
import type { Prisma, PrismaClient } from "../../prisma/generated/client.ts";
import { isoText, readDay, type Day } from "../domain/calendar/day.ts";
import { PLAN_SECTIONS, type PlanComments } from "../domain/comments/sections.ts";
import { receiptReference } from "../domain/messages/message.ts";
import { recordActs } from "./audit.server.ts";
import { PORTAL_SENDER, storeWithin } from "./cases.server.ts";
import { idOfSent } from "./repeats.server.ts";
import type { Sealer } from "./sealing.server.ts";

type Client = PrismaClient | Prisma.TransactionClient;
interface WithSealer {
  sealer: Sealer;
}

const contentOf = (id: string) => `family_request.content.${id}`;

/** What a family's comments are about: the draft plan or the changes that were served on a day (ISO). */
interface AboutServed {
  of: "draft-plan" | "changes";
  served: string;
}

const aboutShape = { of: z.enum(["draft-plan", "changes"]), served: z.string() };
const commentsShape = z.object({
  ...aboutShape,
  sections: z.partialRecord(z.enum(PLAN_SECTIONS), z.string()),
  school: z.string().nullable(),
  wantsMeeting: z.boolean(),
  anythingElse: z.string().nullable(),
});
const moreTimeShape = z.object({ ...aboutShape, why: z.string() });

interface NewRequest {
  id: string;
  caseId: string;
  /** The council's reference of the case. */
  reference: string;
  userId: string;
  today: Day;
}

/**
 * Takes in comments on a draft plan or on changes: the comments, the event that stops the family's clock and the lines
 * of the audit trail together. The same form again changes nothing.
 * @returns the id under which they are kept; null where the form's id is somebody else's
 */
export async function sendComments(tx: Prisma.TransactionClient, { sealer }: WithSealer, sent: NewRequest & { about: AboutServed; comments: PlanComments }): Promise<{ id: string; isNew: boolean } | null> {
  const stored = await storeRequest(tx, sealer, "comments", sent, JSON.stringify({ ...sent.about, ...sent.comments }), null);
  if (stored?.isNew) {
    const id = `comments-${stored.id}`;
    const on = isoText(sent.today);
    await storeWithin(tx, sealer, { sender: PORTAL_SENDER, actor: `user:${sent.userId}` }, { cases: [], bodies: [], events: [{ id, case: sent.reference, type: "comments-received", on: sent.today, event: { id, type: "comments-received", on }, note: null }] });
  }
  return stored;
}

/**
 * Takes in a family's wish for more time for its comments. It moves no date by itself: the council answers.
 * @param sent.dueOn by when the council answers
 */
export async function askForMoreTime(tx: Prisma.TransactionClient, { sealer }: WithSealer, sent: NewRequest & { about: AboutServed; why: string; dueOn: Day }): Promise<{ id: string; isNew: boolean } | null> {
  return storeRequest(tx, sealer, "more-time", sent, JSON.stringify({ ...sent.about, why: sent.why }), sent.dueOn);
}

async function storeRequest(tx: Prisma.TransactionClient, sealer: Sealer, kind: "comments" | "more-time", { id: formId, caseId, userId, today }: NewRequest, content: string, dueOn: Day | null): Promise<{ id: string; isNew: boolean } | null> {
  const known = await tx.familyRequest.findUnique({ where: { id: formId } });
  if (known && (known.caseId !== caseId || known.userId !== userId || known.kind !== kind)) return null;
  const id = idOfSent(formId, content, known && { words: sealer.open(known.contentSealed, contentOf(known.id)) });
  const now = new Date();
  const row = { id, kind, caseId, userId, reference: receiptReference("C", id), contentSealed: sealer.seal(content, contentOf(id)), state: "sent", createdAt: now, updatedAt: now, sentAt: now, receivedOn: new Date(isoText(today)), dueOn: dueOn === null ? null : new Date(isoText(dueOn)) };
  const { count } = await tx.familyRequest.createMany({ data: [row], skipDuplicates: true });
  if (count === 1) await recordActs(tx, [{ actor: `user:${userId}`, action: "request-sent", caseId, detail: { request: id, kind } }]);
  return { id, isNew: count === 1 };
}

export interface SentComments {
  id: string;
  kind: "comments" | "more-time";
  reference: string;
  userId: string;
  sentAt: Date;
  about: AboutServed;
  /** Null for a wish for more time. */
  comments: PlanComments | null;
  /** Of a wish for more time. */
  why: string | null;
  dueOn: Day | null;
  answeredAt: Date | null;
  answer: string | null;
}

/** The comments of a case and its wishes for more time, the newest first. */
export async function commentsOfCase(prisma: Client, { sealer }: WithSealer, caseId: string): Promise<SentComments[]> {
  const rows = await prisma.familyRequest.findMany({ where: { caseId, kind: { in: ["comments", "more-time"] }, state: { not: "draft" } }, orderBy: [{ sentAt: "desc" }, { id: "asc" }] });
  return rows.map((row) => {
    const content: unknown = JSON.parse(sealer.open(row.contentSealed, contentOf(row.id)));
    const shared = { id: row.id, reference: row.reference, userId: row.userId ?? "", sentAt: row.sentAt ?? row.createdAt, dueOn: row.dueOn && readDay(row.dueOn.toISOString().slice(0, 10)), answeredAt: row.answeredAt, answer: row.answerSealed === null ? null : sealer.open(row.answerSealed, `family_request.answer.${row.id}`) };
    if (row.kind === "more-time") {
      const { of, served, why } = moreTimeShape.parse(content);
      return { ...shared, kind: "more-time", about: { of, served }, comments: null, why };
    }
    const { of, served, sections, school, wantsMeeting, anythingElse } = commentsShape.parse(content);
    return { ...shared, kind: "comments", about: { of, served }, comments: { sections: sections, school, wantsMeeting, anythingElse }, why: null };
  });
}
