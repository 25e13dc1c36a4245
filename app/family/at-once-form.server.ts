import { data, redirect, type ActionFunctionArgs } from "@remix-run/node";
import { takeTry } from "../accounts/rate-limits.server.ts";
import { clientAddress } from "../client-address.server.ts";
import type { Action } from "../domain/access/permissions.ts";
import { day } from "../domain/calendar/day.ts";
import { typedChoice, typedText, type FieldProblem } from "../domain/forms/problems.ts";
import { askerProblems, COMPLAINTS, complaintProblems, formatProblems, FORMATS, LONGEST_WORDS, type AskerWords, type ComplaintWords, type FormatWords } from "../domain/requests/forms.ts";
import { readForm, type PageContext } from "../page-context.server.ts";
import { rememberCode } from "../requests/coming-back.server.ts";
import { formIdOf, sendAtOnce, type SentAtOnce } from "../requests/sending.server.ts";
import { today } from "../today.ts";
import { dropPageDraft, keepPageDraft, typedFields, visitWithForm } from "./drafts.server.ts";

const MINUTE = 60;

interface Typed {
  complaint: ComplaintWords;
  "other-format": FormatWords;
  record: object;
}

function readWords<K extends SentAtOnce>(kind: K, form: FormData): { words: Typed[K]; problems: { field: string; problem: string }[] } {
  if (kind === "complaint") {
    const words: ComplaintWords = { about: typedChoice(form, "about", COMPLAINTS), happened: typedText(form, "happened"), wanted: typedText(form, "wanted") };
    return { words: words as Typed[K], problems: complaintProblems(words) };
  }
  if (kind === "other-format") {
    const words: FormatWords = { format: typedChoice(form, "format", FORMATS), language: typedText(form, "language"), papers: typedText(form, "papers") };
    return { words: words as Typed[K], problems: formatProblems(words) };
  }
  return { words: {} as Typed[K], problems: [] };
}

function inWords({ t }: PageContext, problems: readonly { field: string; problem: string }[]): FieldProblem[] {
  return problems.map(({ field, problem }) => ({ field, text: t(`ask:atOnceProblems.${problem as "aboutMissing"}`, { count: LONGEST_WORDS }) }));
}

/** What of each form is kept as it is typed, and where the form stands. */
const KEPT_FIELDS: Record<SentAtOnce, readonly string[]> = { complaint: ["about", "happened", "wanted"], "other-format": ["format", "language", "papers"], record: [] };
const PAGES: Record<SentAtOnce, string> = { complaint: "complain", "other-format": "other-format", record: "record" };

/** The field at which a form says that it was sent too often. */
const tooOften = (t: PageContext["t"], kind: SentAtOnce, seconds: number): FieldProblem[] => [{ field: KEPT_FIELDS[kind][0] ?? "main", text: t("account:signIn.tooMany", { count: Math.ceil(seconds / MINUTE) }) }];

/** What somebody who follows a record asks for. The same form twice is one request. */
export async function askFromRecord<K extends SentAtOnce>(args: Pick<ActionFunctionArgs, "request" | "params">, action: Action, kind: K) {
  const { visit, form } = await visitWithForm(args, action, { form: kind, fields: KEPT_FIELDS[kind] });
  if (form.get("do") === "keep") {
    await keepPageDraft(visit, kind, typedFields(form, KEPT_FIELDS[kind]));
    return redirect(`/my-child/${visit.caseId}/${PAGES[kind]}`, 303);
  }
  const { words, problems } = readWords(kind, form);
  const formId = formIdOf(form);
  if (problems.length > 0 || formId === null) return data({ problems: inWords(visit, problems), words, asker: null }, { status: 400 });
  const allowed = await takeTry(visit.site, "request-per-account", visit.viewer.userId);
  if (!allowed.ok) return data({ problems: tooOften(visit.t, kind, allowed.retryAfterSeconds), words, asker: null }, { status: 429, headers: { "Retry-After": String(allowed.retryAfterSeconds) } });
  const sent = await sendAtOnce(visit.site, { formId, kind, caseId: visit.caseId, userId: visit.viewer.userId, content: words, today: visit.today });
  if (!sent) throw data(null, { status: 400 });
  await dropPageDraft(visit.site.database.prisma, visit, kind);
  return redirect(`/my-child/${visit.caseId}/requests?sent=${sent.id}#r-${sent.id}`, 303);
}

/** What somebody without an account asks for. */
export async function askFromOutside<K extends "complaint" | "other-format">(page: PageContext, request: Request, kind: K) {
  const form = await readForm(request);
  const { words, problems } = readWords(kind, form);
  const asker: AskerWords = { name: typedText(form, "name"), contact: typedText(form, "contact") };
  const all = [...askerProblems(asker), ...problems];
  const formId = formIdOf(form);
  if (all.length > 0 || formId === null) return data({ problems: inWords(page, all), words, asker }, { status: 400 });
  const allowed = await takeTry(page.site, "request-per-network", clientAddress(request));
  if (!allowed.ok) return data({ problems: tooOften(page.t, kind, allowed.retryAfterSeconds), words, asker }, { status: 429, headers: { "Retry-After": String(allowed.retryAfterSeconds) } });
  const sent = await sendAtOnce(page.site, { formId, kind, caseId: null, userId: null, content: { ...words, asker }, today: day(today()) });
  if (!sent) throw data(null, { status: 400 });
  // The same form again: this browser has its code already.
  return redirect(`/ask/receipt/${sent.id}`, { status: 303, ...(sent.code ? { headers: { "Set-Cookie": await rememberCode(page.site, sent.code, true) } } : {}) });
}
