import { data, redirect } from "@remix-run/node";
import { takeTry, type RateLimitName } from "../accounts/rate-limits.server.ts";
import type { CaseVisit } from "../accounts/visit.server.ts";
import { recordActs } from "../db/audit.server.ts";
import { COUNCIL_KINDS } from "../domain/documents/kinds.ts";
import type { FieldProblem } from "../domain/forms/problems.ts";
import { logError } from "../log.server.ts";
import { notFound, type PageContext } from "../page-context.server.ts";
import { TakenOverError, type Announced } from "./arrival.server.ts";
import { findDocument, type Reader } from "./documents.server.ts";
import { documentResponse } from "./download.server.ts";
import { UnreadableFormError } from "./multipart.server.ts";
import { resumableUpload } from "./resumable.server.ts";
import { StoreError } from "./store.server.ts";
import { readUploadForm } from "./upload-form.server.ts";

/** What a document of a case is, beyond its name and bytes. */
export type AboutDocument = Omit<Announced, "name" | "size" | "id">;

export function readerOf({ viewer }: CaseVisit): Reader {
  return viewer.kind === "staff" ? "staff" : { userId: viewer.userId };
}

/** Where nothing looks files over and they are taken all the same, as in the demo: the pages say so. */
export function isUnscanned({ config }: CaseVisit["site"]): boolean {
  return config.clamdUrl === undefined && config.scanWithout === "accept";
}

/** What a family sends. Whom a family let in, it let in openly: only its own people can send to the council alone. */
export function aboutFamilys({ caseId, viewer, standing }: CaseVisit, onlyMe: unknown): AboutDocument {
  return { owner: { caseId }, uploadedBy: viewer.userId, fromFamily: true, kind: "evidence", forUploaderOnly: onlyMe === "yes" && standing.role !== "supporter" };
}

/** What is to go with a message: its sender's alone until the message is sent. */
export function aboutMessages({ caseId, viewer }: CaseVisit): AboutDocument {
  return { owner: { caseId }, uploadedBy: viewer.userId, fromFamily: true, kind: "message", forUploaderOnly: true };
}

/** What a member of staff adds for a family, which does not see it before it is released. */
export function aboutCouncils({ caseId, viewer }: CaseVisit, kind: unknown): AboutDocument {
  return { owner: { caseId }, uploadedBy: viewer.userId, fromFamily: false, kind: COUNCIL_KINDS.find((one) => one === kind) ?? "other" };
}

/** A sent form: its fields with the ids of all its documents, or what is wrong and with which status to say it. */
export type SentForm = { ok: true; form: FormData; sent: string[]; left: number; full: number } | { ok: false; problem: FieldProblem; status: number };

/** Reads a form with documents that was sent to a page of a case. */
export async function readSentForm(visit: CaseVisit, request: Request, about: (form: FormData) => AboutDocument): Promise<SentForm> {
  return readFormOfPapers(visit, ["upload-per-account", visit.viewer.userId], request, about);
}

/**
 * Reads a form with documents. A script may have sent them before: then it has their ids.
 * @param tries by which limit it counts, and whose
 */
export async function readFormOfPapers({ site, t }: Pick<PageContext, "site" | "t">, tries: readonly [RateLimitName, string], request: Request, about: (form: FormData) => AboutDocument): Promise<SentForm> {
  const wrong = (words: "none" | "tooOften" | "unreadable" | "notKept", status: number): SentForm => ({ ok: false, problem: { field: "files", text: t(`documents:upload.${words}`) }, status });
  if (!(await takeTry(site, ...tries)).ok) return wrong("tooOften", 429);
  try {
    const { form, documents, left, full } = await readUploadForm(site, request, about);
    const sent = [...form.getAll("document").filter((id) => typeof id === "string"), ...documents.map(({ id }) => id)];
    return { ok: true, form, sent, left, full };
  } catch (error) {
    // Taken over: it was removed in another window before it was all here.
    if (error instanceof UnreadableFormError || error instanceof TakenOverError) return wrong("unreadable", 400);
    if (!(error instanceof StoreError)) throw error;
    logError("documents", request, error);
    return wrong("notKept", 503);
  }
}

/** To the page that has the receipts. The ids say nothing to whoever did not send them. */
export function toReceipts(path: string, { sent, left, full }: { sent: readonly string[]; left: number; full: number }): ReturnType<typeof redirect> {
  const query = new URLSearchParams({ sent: sent.slice(0, 40).join(","), ...(left > 0 ? { left: String(left) } : {}), ...(full > 0 ? { full: String(full) } : {}) });
  return redirect(`${path}?${query.toString()}`, 303);
}

/** What the address of such a page asks for. */
export function askedReceipts(request: Request): { ids: string[]; left: number; full: number } {
  const { searchParams } = new URL(request.url);
  const count = (name: string) => {
    const asked = Number(searchParams.get(name) ?? 0);
    return Number.isInteger(asked) && asked > 0 && asked < 1000 ? asked : 0;
  };
  return { ids: (searchParams.get("sent") ?? "").split(",").filter(Boolean).slice(0, 40), left: count("left"), full: count("full") };
}

/** One document of a case, for whoever may have it; that they had it is written down. @throws 404 */
export async function giveOut(visit: CaseVisit, request: Request, documentId: string | undefined): Promise<Response> {
  const { site, viewer, caseId } = visit;
  const document = await findDocument(site, { caseId }, documentId, readerOf(visit));
  if (document?.state !== "clean") return notFound();
  try {
    const response = await documentResponse(site, document, { inline: new URL(request.url).searchParams.has("show") });
    await recordActs(site.database.prisma, [{ actor: `user:${viewer.userId}`, action: "document-opened", caseId, detail: { document: document.id } }]);
    return response;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    logError("documents", request, error);
    throw data(null, { status: 503 });
  }
}

/**
 * A request of the tus protocol to a page of a case.
 * @param visit finds who asks
 */
export async function answerUpload(visit: () => Promise<CaseVisit>, request: Request, path: (caseId: string) => string, about: (visit: CaseVisit, details: Readonly<Record<string, string | null>>) => AboutDocument): Promise<Response> {
  const found = await orUnknown(visit);
  if (found instanceof Response) return found;
  return takeUpload(found.site, ["upload-per-account", found.viewer.userId], request, path(found.caseId), (details) => about(found, details));
}

/** What a script may ask of: a redirect to sign in, or to show a code, becomes 401, which it says in words. */
export async function orUnknown<T>(find: () => Promise<T>): Promise<T | Response> {
  try {
    return await find();
  } catch (thrown) {
    if (thrown instanceof Response && thrown.status === 303) return new Response(null, { status: 401, headers: { "Cache-Control": "no-store" } });
    throw thrown;
  }
}

/** A request of the tus protocol by somebody who may; each new document is a try. */
export async function takeUpload(site: PageContext["site"], tries: readonly [RateLimitName, string], request: Request, path: string, about: (details: Readonly<Record<string, string | null>>) => AboutDocument): Promise<Response> {
  if (request.method === "POST") {
    const tried = await takeTry(site, ...tries);
    if (!tried.ok) return new Response(null, { status: 429, headers: { "Retry-After": String(tried.retryAfterSeconds), "Cache-Control": "no-store" } });
  }
  return resumableUpload(site, request, path, about);
}
