import { z } from "zod";
import type { Prisma, PrismaClient } from "../../prisma/generated/client.ts";
import type { Sealer } from "./sealing.server.ts";

type Client = PrismaClient | Prisma.TransactionClient;
interface WithSealer {
  sealer: Sealer;
}

/** What was typed into a form and not sent: the fields by name. */
export type DraftFields = Readonly<Record<string, string>>;

export interface Draft {
  fields: DraftFields;
  updatedAt: Date;
}

/** Characters of a draft in all, as it is stored, and how many fields it has: more than any form that is read (1 MB) can hold. */
export const LONGEST_DRAFT = 2 * 1024 * 1024;
const MOST_FIELDS = 60;

const contentOf = (owner: string, subject: string) => `draft.content.${owner}.${subject}`;
const fieldsShape = z.record(z.string(), z.string());

/** Keeps what an account has typed about a subject, in place of what it had before. Nothing typed is no draft. */
export async function saveDraft(prisma: Client, { sealer }: WithSealer, { owner, subject, fields }: { owner: string; subject: string; fields: DraftFields }): Promise<void> {
  const kept = Object.entries(fields).filter(([, words]) => words.trim() !== "").slice(0, MOST_FIELDS);
  if (kept.length === 0) return dropDraft(prisma, owner, subject);
  const content = JSON.stringify(Object.fromEntries(kept));
  if (content.length > LONGEST_DRAFT) throw new RangeError("The draft is longer than any form of ours.");
  const contentSealed = sealer.seal(content, contentOf(owner, subject));
  const updatedAt = new Date();
  await prisma.draft.upsert({ where: { owner_subject: { owner, subject } }, create: { owner, subject, contentSealed, updatedAt }, update: { contentSealed, updatedAt } });
}

/** What an account has typed about a subject and not sent; null when there is nothing. */
export async function findDraft(prisma: Client, { sealer }: WithSealer, owner: string, subject: string): Promise<Draft | null> {
  const row = await prisma.draft.findUnique({ where: { owner_subject: { owner, subject } } });
  return row && { fields: fieldsShape.parse(JSON.parse(sealer.open(row.contentSealed, contentOf(owner, subject)))), updatedAt: row.updatedAt };
}

/** When it was sent, or thrown away. */
export async function dropDraft(prisma: Client, owner: string, subject: string): Promise<void> {
  await prisma.draft.deleteMany({ where: { owner, subject } });
}

/** The name under which a draft of a child's page is kept: the same form about another child is another draft. */
export function draftSubject(caseId: string, form: string): string {
  return `${form}.${caseId}`;
}
