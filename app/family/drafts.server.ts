import { redirect, type ActionFunctionArgs } from "@remix-run/node";
import type { Prisma } from "../../prisma/generated/client.ts";
import { visitCase, type CaseVisit } from "../accounts/visit.server.ts";
import { draftSubject, dropDraft, findDraft, saveDraft, type DraftFields } from "../db/drafts.server.ts";
import { SealingError } from "../db/sealing.server.ts";
import type { Action } from "../domain/access/permissions.ts";
import { typedText } from "../domain/forms/problems.ts";
import { pageContext, readForm } from "../page-context.server.ts";
import type { Site } from "../site.server.ts";

/** The field of a form that carries its draft key. */
export const DRAFT_KEY = "draft-key";
const KEY_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What a page needs so that what is typed into one of its forms is kept: see `DraftNote`. */
export interface PageDraft {
  form: string;
  key: string;
  fields: DraftFields;
  /** There is something that was typed before. */
  isThere: boolean;
}

/**
 * What somebody has typed into a form of a child's page, and the key with which the form may still keep it when their
 * session has ended. The key opens nothing: all it can do is write that one draft of that one account, for a week.
 * @param form a short name of the form, such as "message"
 */
export async function pageDraft({ site, viewer, caseId }: CaseVisit, form: string): Promise<PageDraft> {
  const draft = await findDraft(site.database.prisma, site, viewer.userId, draftSubject(caseId, form));
  const key = site.sealer.seal(JSON.stringify({ owner: viewer.userId, until: Date.now() + KEY_DAYS * DAY_MS }), keyOf(caseId, form));
  return { form, key, fields: draft?.fields ?? {}, isThere: draft !== null };
}

/** To be done in the transaction that stores what was sent. */
export async function dropPageDraft(tx: Prisma.TransactionClient, { viewer, caseId }: CaseVisit, form: string): Promise<void> {
  await dropDraft(tx, viewer.userId, draftSubject(caseId, form));
}

/** Keeps the fields of a form that was sent to be finished later. */
export async function keepPageDraft({ site, viewer, caseId }: CaseVisit, form: string, fields: DraftFields): Promise<void> {
  await saveDraft(site.database.prisma, site, { owner: viewer.userId, subject: draftSubject(caseId, form), fields });
}

/** Whose draft a key may write; null when it is none, or too old. */
export function ownerByKey({ sealer }: Pick<Site, "sealer">, caseId: string, form: string, key: string): string | null {
  try {
    const { owner, until } = JSON.parse(sealer.open(key, keyOf(caseId, form))) as { owner: string; until: number };
    return until > Date.now() ? owner : null;
  } catch (error) {
    if (error instanceof SealingError) return null;
    throw error;
  }
}

function keyOf(caseId: string, form: string): string {
  return `draft-key.${form}.${caseId}`;
}

/**
 * As `visitCase`, for a form that somebody sends. Where their session has ended meanwhile, what they typed is kept as
 * their draft before they are sent to sign in: when they are back, it is in the form.
 * @param draft the form's name, and its fields that are worth keeping
 * @param read reads the form; files of somebody who may not be here (`visit` is null) must not be kept
 * @throws what `visitCase` throws
 */
export async function visitWithForm(
  args: Pick<ActionFunctionArgs, "request" | "params">,
  action: Action,
  draft: { form: string; fields: readonly string[] },
  read: (visit: CaseVisit | null) => Promise<FormData> = () => readForm(args.request),
): Promise<{ visit: CaseVisit; form: FormData }> {
  let visit: CaseVisit;
  try {
    visit = await visitCase(args, action);
  } catch (thrown) {
    if (isWayToSignIn(thrown)) {
      const form = await read(null);
      const { site } = await pageContext(args.request);
      const caseId = args.params.caseId ?? "";
      const owner = ownerByKey(site, caseId, draft.form, typedText(form, DRAFT_KEY));
      if (owner !== null) {
        await saveDraft(site.database.prisma, site, { owner, subject: draftSubject(caseId, draft.form), fields: typedFields(form, draft.fields) });
        throw redirect((thrown as Response).headers.get("Location")?.replace("ended=1", "ended=kept") ?? "/sign-in", 303);
      }
    }
    throw thrown;
  }
  return { visit, form: await read(visit) };
}

/** Fields of a form by name, as they were typed; boxes that were ticked with commas between. */
export function typedFields(form: FormData, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, form.getAll(name).length > 1 ? form.getAll(name).filter((value) => typeof value === "string").join(",") : typedText(form, name)]));
}

export function isWayToSignIn(thrown: unknown): boolean {
  return thrown instanceof Response && (thrown.headers.get("Location") ?? "").startsWith("/sign-in");
}
