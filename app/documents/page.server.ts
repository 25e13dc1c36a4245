import { data, redirect } from "@remix-run/node";
import { takeTry } from "../accounts/rate-limits.server.ts";
import type { CaseVisit } from "../accounts/visit.server.ts";
import { recordActs } from "../db/audit.server.ts";
import { COUNCIL_KINDS } from "../domain/documents/kinds.ts";
import type { FieldProblem } from "../domain/forms/problems.ts";
import { logError } from "../log.server.ts";
import { notFound } from "../page-context.server.ts";
import type { Announced } from "./arrival.server.ts";
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
export type SentForm = { ok: true; form: FormData; sent: string[]; left: number } | { ok: false; problem: FieldProblem; status: number };

/** Reads a form with documents that was sent to a page of a case. A script may have sent them before: then it has their ids. */
export async function readSentForm({ site, t, viewer }: CaseVisit, request: Request, about: (form: FormData) => AboutDocument): Promise<SentForm> {
  const wrong = (words: "none" | "tooOften" | "unreadable" | "notKept", status: number): SentForm => ({ ok: false, problem: { field: "files", text: t(`documents:upload.${words}`) }, status });
  if (!(await takeTry(site, "upload-per-account", viewer.userId)).ok) return wrong("tooOften", 429);
  try {
    const { form, documents, left } = await readUploadForm(site, request, about);
    const sent = [...form.getAll("document").filter((id) => typeof id === "string"), ...documents.map(({ id }) => id)];
    return { ok: true, form, sent, left };
  } catch (error) {
    if (error instanceof UnreadableFormError) return wrong("unreadable", 400);
    if (!(error instanceof StoreError)) throw error;
    logError("documents", request, error);
    return wrong("notKept", 503);
  }
}

/** To the page that has the receipts. The ids say nothing to whoever did not send them. */
export function toReceipts(path: string, { sent, left }: { sent: readonly string[]; left: number }): ReturnType<typeof redirect> {
  const query = new URLSearchParams({ sent: sent.slice(0, 40).join(","), ...(left > 0 ? { left: String(left) } : {}) });
  return redirect(`${path}?${query.toString()}`, 303);
}

/** What the address of such a page asks for. */
export function askedReceipts(request: Request): { ids: string[]; left: number } {
  const { searchParams } = new URL(request.url);
  const left = Number(searchParams.get("left") ?? 0);
  return { ids: (searchParams.get("sent") ?? "").split(",").filter(Boolean).slice(0, 40), left: Number.isInteger(left) && left > 0 && left < 1000 ? left : 0 };
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
 * @param visit finds who asks; a redirect to sign in becomes 401: a script cannot follow it, and says it in words
 */
export async function answerUpload(visit: () => Promise<CaseVisit>, request: Request, path: (caseId: string) => string, about: (visit: CaseVisit, details: Readonly<Record<string, string | null>>) => AboutDocument): Promise<Response> {
  let found: CaseVisit;
  try {
    found = await visit();
  } catch (thrown) {
    if (thrown instanceof Response && thrown.status === 303) return new Response(null, { status: 401, headers: { "Cache-Control": "no-store" } });
    throw thrown;
  }
  if (request.method === "POST") {
    const tried = await takeTry(found.site, "upload-per-account", found.viewer.userId);
    if (!tried.ok) return new Response(null, { status: 429, headers: { "Retry-After": String(tried.retryAfterSeconds), "Cache-Control": "no-store" } });
  }
  return resumableUpload(found.site, request, path(found.caseId), (details) => about(found, details));
}
