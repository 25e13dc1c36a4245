import { clientAddress } from "../client-address.server.ts";
import { takeOutOfDraft } from "../db/documents.server.ts";
import { forgetOldDrafts, type AskedRequest } from "../db/requests.server.ts";
import { documentsOfRequest } from "../documents/documents.server.ts";
import { orUnknown, readFormOfPapers, takeUpload, type AboutDocument, type SentForm } from "../documents/page.server.ts";
import { removeThrownAway } from "../documents/upkeep.server.ts";
import type { ShownDocument } from "../domain/documents/shown.ts";
import type { PageContext } from "../page-context.server.ts";
import type { Site } from "../site.server.ts";
import { draftsBefore, ownRequest } from "./coming-back.server.ts";

/** They may say where whoever asks lives: others who will follow the child do not see them, as they do not see the request. */
function aboutPapers({ id }: AskedRequest): AboutDocument {
  return { owner: { requestId: id }, uploadedBy: null, fromFamily: true, kind: "evidence", forUploaderOnly: true };
}

const triesOf = (request: Request) => ["upload-per-network", clientAddress(request)] as const;

/** The papers of a request, those that are still coming too while it is a draft. */
export function papersOf(site: Site, { id, state }: AskedRequest): Promise<ShownDocument[]> {
  return documentsOfRequest(site, id, state === "draft");
}

/** What goes with a request when it is sent now, as its check page names it: so that nothing goes that whoever sends has not seen there. */
export function namedPapers(papers: readonly ShownDocument[]): string {
  return papers.filter(({ state }) => state !== "refused" && state !== "arriving").map(({ id }) => id).join(",");
}

/** Reads the form of a request's papers, keeping them as they come. */
export function readPapers(context: Pick<PageContext, "site" | "t">, request: Request, asked: AskedRequest): Promise<SentForm> {
  return readFormOfPapers(context, triesOf(request), request, () => aboutPapers(asked));
}

/** Takes a paper out of a draft, with its bytes. @returns false when the draft has no such paper, or was sent */
export async function removePaper(site: Site, { id: requestId }: AskedRequest, id: string): Promise<boolean> {
  const isOut = await takeOutOfDraft(site.database.prisma, { id, requestId });
  if (isOut) await removeThrownAway(site, { id });
  return isOut;
}

/** A request of the tus protocol about a paper of a draft; 401 for whoever has not got it open, 410 once it was sent. */
export async function answerPaperUpload(site: Site, request: Request, id: string | undefined): Promise<Response> {
  const asked = await orUnknown(() => ownRequest(site, request, id));
  if (asked instanceof Response) return asked;
  if (asked.state !== "draft") return new Response(null, { status: 410, headers: { "Cache-Control": "no-store" } });
  return takeUpload(site, triesOf(request), request, `/ask/assessment/${asked.id}/uploads`, () => aboutPapers(asked));
}

/** Forgets drafts that nobody has touched for so long, and their papers. @returns how many there were */
export async function forgetDrafts(site: Site, now: Date): Promise<number> {
  const forgotten = await forgetOldDrafts(site.database.prisma, draftsBefore(now));
  await removeThrownAway(site);
  return forgotten;
}
