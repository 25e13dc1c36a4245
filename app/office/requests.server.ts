import type { Visit } from "../accounts/visit.server.ts";
import { recordActs } from "../db/audit.server.ts";
import { answerRequest } from "../db/requests.server.ts";
import { childrenOf, dayOfIso } from "../db/office.server.ts";
import { documentsOfRequest } from "../documents/documents.server.ts";
import type { ShownDocument } from "../domain/documents/shown.ts";
import { wordsOfRequest, type SaidLine } from "../family/request-words.server.ts";
import { REQUEST_KINDS, type RequestKind } from "../domain/notices/kinds.ts";
import type { ReleaseCheck } from "../domain/office/release.ts";
import { tellFollowers, tellUser } from "../notices/tell.server.ts";
import { localDay } from "../today.ts";
import { checkOf } from "./release.server.ts";

/** A request as an officer reads it. Days are ISO. */
export interface OpenedRequest {
  id: string;
  kind: RequestKind;
  what: string;
  reference: string;
  state: "sent" | "answered" | "withdrawn";
  caseId: string | null;
  caseReference: string | null;
  sentOn: string | null;
  due: string | null;
  daysLate: number;
  content: SaidLine[];
  /** In its case: from there they are opened. */
  papers: ShownDocument[];
  answer: string | null;
  /** What tells whoever answers that this is the right one. */
  check: ReleaseCheck;
}

/** A request that was sent; null for one that is not there, or that its family has not sent. A sight of it is written down. */
export async function openRequest({ site, t, language, viewer, today }: Visit, id: string, { isSight }: { isSight: boolean }): Promise<OpenedRequest | null> {
  const row = await site.database.prisma.familyRequest.findUnique({ where: { id }, include: { case: { select: { reference: true } } } });
  const state = (["sent", "answered", "withdrawn"] as const).find((one) => one === row?.state);
  if (!row || !state) return null;
  if (isSight) await recordActs(site.database.prisma, [{ actor: `user:${viewer.userId}`, action: "looked", caseId: row.caseId, detail: { at: "request", as: viewer.staffRole, request: id } }]);
  const kind = REQUEST_KINDS.find((one) => one === row.kind) ?? "complaint";
  const person = row.caseId === null ? null : ((await childrenOf(site.database.prisma, site.sealer, [row.caseId])).get(row.caseId) ?? null);
  const due = row.dueOn && row.dueOn.toISOString().slice(0, 10);
  return {
    id,
    kind,
    what: t(`officer:request.kind.${kind}`),
    reference: row.reference,
    state,
    caseId: row.caseId,
    caseReference: row.case?.reference ?? null,
    sentOn: row.sentAt && localDay(row.sentAt),
    due,
    daysLate: state === "sent" && due ? Math.max(0, today - dayOfIso(due)) : 0,
    content: wordsOfRequest({ t, language }, { kind, content: JSON.parse(site.sealer.open(row.contentSealed, `family_request.content.${id}`)) as Record<string, unknown> }, { firstName: person?.firstName ?? t("my-child:unnamed"), isOwn: false }),
    papers: row.caseId === null ? [] : await documentsOfRequest(site, id),
    check: checkOf(person, row.case?.reference ?? row.reference),
    answer: row.answerSealed === null ? null : site.sealer.open(row.answerSealed, `family_request.answer.${id}`),
  };
}

/**
 * Answers a request and tells whoever asked, all of it or nothing. The same words again by the same officer are answered
 * like the first time.
 */
export async function answerFamilyRequest({ site, viewer }: Visit, id: string, words: string): Promise<"answered" | "answered-by-other"> {
  return site.database.prisma.$transaction(async (tx) => {
    const isDone = await answerRequest(tx, site.sealer, { id, answer: words, by: viewer.userId });
    const row = await tx.familyRequest.findUniqueOrThrow({ where: { id }, select: { kind: true, caseId: true, userId: true, answeredBy: true, answerSealed: true } });
    if (!isDone) {
      const isSame = row.answeredBy === viewer.userId && row.answerSealed !== null && site.sealer.open(row.answerSealed, `family_request.answer.${id}`) === words;
      return isSame ? "answered" : "answered-by-other";
    }
    const request = REQUEST_KINDS.find((one) => one === row.kind) ?? "complaint";
    const telling = { kind: "request-answered" as const, slots: { request }, key: `request-answered:${id}` };
    // Whoever asked is told; what nobody with an account asked is told to those who follow the case.
    if (row.userId !== null) await tellUser(tx, site, { ...telling, userId: row.userId, caseId: row.caseId });
    else if (row.caseId !== null) await tellFollowers(tx, site, { ...telling, caseId: row.caseId });
    return "answered";
  });
}
