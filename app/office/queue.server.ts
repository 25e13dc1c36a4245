import { recordListed, type Visit } from "../accounts/visit.server.ts";
import { recordActs } from "../db/audit.server.ts";
import { namesOfBodies } from "../db/cases.server.ts";
import { bookedMeetings } from "../db/meetings.server.ts";
import { markPrinted, markToldOtherwise, sendAgain } from "../db/notice-queue.server.ts";
import { childrenOf, dayOfIso, listOfficers, lockedCodesPage, officersOf, openProvisionPage, openRequestsPage, quarantinedPage, stuckNoticesPage, waitingMessagesPage, type OfficerIds, type Page, type PageOf, type Waiting } from "../db/office.server.ts";
import { isoText } from "../domain/calendar/day.ts";
import { LIST_SIZE, QUEUE_KINDS, readPageNumber, type QueueKind, type Scope } from "../domain/office/scope.ts";
import type { QueueAct, QueueRow, QueueSection } from "../domain/office/shown.ts";
import { seeLockedCode } from "../people/activation.server.ts";
import { localDay } from "../today.ts";
import { causeWords } from "./causes.server.ts";
import { ofOfficers, overviewOf, silentRows, type OverviewRow } from "./overview.server.ts";

/** How many rows a section shows where all of them are on one page. */
const GLANCE = 5;

/** Whose cases a list shows: null for all. */
export async function scopeOf({ site, viewer, today }: Visit, scope: Scope): Promise<OfficerIds> {
  return scope === "all" ? null : officersOf(await listOfficers(site.database.prisma, site.sealer), viewer.officerId, scope, today);
}

/** The duty queue: each kind of thing that waits, counted, with its first rows or one page of one kind. */
export async function queueFor(visit: Visit, scope: Scope, shown: QueueKind | null, pageText: string | null): Promise<{ sections: QueueSection[] }> {
  const officerIds = await scopeOf(visit, scope);
  const overview = ofOfficers(await overviewOf(visit.site, visit.today), officerIds);
  const sections: QueueSection[] = [];
  for (const kind of QUEUE_KINDS) {
    const read = readerOf(visit, kind, officerIds, overview);
    const size = shown === kind ? LIST_SIZE : GLANCE;
    const first = await read({ skip: 0, take: size });
    const page = shown === kind ? readPageNumber(pageText, first.total) : 1;
    const { total, late, rows } = page === 1 ? first : await read({ skip: (page - 1) * size, take: size });
    sections.push({ kind, total, late, rows, page, pages: Math.ceil(total / size) });
  }
  await recordListed(visit, sections.flatMap(({ rows }) => rows.map(({ caseId }) => caseId)));
  return { sections };
}

type Reader = (page: Page) => Promise<PageOf<QueueRow>>;

function readerOf(visit: Visit, kind: QueueKind, officerIds: OfficerIds, overview: readonly OverviewRow[]): Reader {
  const { site, t } = visit;
  const { prisma } = site.database;
  const inCase = (caseId: string | null, page: string) => (caseId === null ? null : `/officer/cases/${caseId}${page}`);
  const shown = ({ total, late, rows }: PageOf<Waiting>, href: (row: Waiting) => string | null, what: (row: Waiting) => string, acts: readonly QueueAct[] = []): PageOf<QueueRow> => ({
    total,
    late,
    rows: rows.map((row) => ({
      id: row.id, caseId: row.caseId, href: href(row), reference: row.reference, firstName: row.firstName, what: what(row), due: row.dueOn,
      daysLate: row.dueOn === null ? 0 : Math.max(0, visit.today - dayOfIso(row.dueOn)), since: localDay(new Date(row.since)), acts: [...acts],
    })),
  });
  switch (kind) {
    case "messages":
      return async (page) => shown(await waitingMessagesPage(prisma, site.sealer, officerIds, page, visit.today), ({ caseId }) => inCase(caseId, "/messages"), (row) => t(`officer:queue.desk.${row.kind === "duty" ? "duty" : "officer"}`));
    case "requests":
      return async (page) => shown(await openRequestsPage(prisma, site.sealer, officerIds, page, visit.today), ({ id }) => `/officer/requests/${id}`, (row) => t(`officer:request.kind.${row.kind as "complaint"}`));
    case "provision":
      return async (page) => shown(await openProvisionPage(prisma, site.sealer, officerIds, page, visit.today), ({ caseId }) => inCase(caseId, "/provision"), (row) => t(`officer:queue.provision.${row.kind === "no" ? "no" : "partly"}`));
    case "documents":
      return async (page) => shown(await quarantinedPage(prisma, site.sealer, officerIds, page), ({ caseId }) => inCase(caseId, "/documents"), () => t("officer:queue.quarantined"));
    case "codes":
      return async (page) => shown(await lockedCodesPage(prisma, site.sealer, page), ({ caseId }) => inCase(caseId, "/people"), () => t("officer:queue.locked"), ["seen"]);
    case "notices":
      return async (page) => {
        const found = await stuckNoticesPage(prisma, page);
        const { total, late, rows } = shown(found, ({ id }) => `/officer/notices/${id}`, () => "");
        return { total, late, rows: rows.map((row, i) => withState(visit, row, found.rows[i]?.state ?? "failed")) };
      };
    case "meetings":
      return async (page) => {
        const all = await bookedMeetings(prisma, new Date());
        const own = officerIds === null ? all : all.filter(({ caseId }) => overview.some((row) => row.caseId === caseId));
        const rows = own.slice(page.skip, page.skip + page.take);
        const names = await childrenOf(prisma, site.sealer, rows.map(({ caseId }) => caseId));
        return { total: own.length, late: 0, rows: rows.map(({ caseId, reference, startsAt, place }) => ({ id: caseId, caseId, href: inCase(caseId, ""), reference, firstName: names.get(caseId)?.firstName ?? null, what: place, due: localDay(startsAt), daysLate: 0, since: null, acts: [] })) };
      };
    case "silence":
      return async (page) => silencePage(visit, silentRows(overview), page);
    case "unused":
      return async (page) => {
        const wrong = overview.filter(({ unused }) => unused > 0);
        return overviewPage(visit, wrong, page, ({ unused }) => ({ what: t("officer:queue.unused", { count: unused }), due: null, daysLate: 0 }));
      };
  }
}

function withState({ t }: Visit, row: QueueRow, state: string): QueueRow {
  if (state === "to-print") return { ...row, what: t("officer:queue.notice.to-print"), acts: ["printed"] };
  return { ...row, what: t(`officer:queue.notice.${state === "uncertain" ? "uncertain" : "failed"}`), acts: ["send-again", "told-otherwise"] };
}

async function silencePage(visit: Visit, silent: ReturnType<typeof silentRows>, page: Page): Promise<PageOf<QueueRow>> {
  const names = await namesOfBodies(visit.site.database.prisma);
  const { total, rows } = await overviewPage(visit, silent, page, ({ silence }) => ({
    what: visit.t("officer:queue.silence", { count: silence?.days ?? 0, cause: causeWords(visit.t, names, silence?.cause ?? "stage:none") }),
    due: isoText(silence?.silentOn ?? visit.today),
    daysLate: Math.max(0, visit.today - (silence?.silentOn ?? visit.today)),
  }));
  return { total, late: silent.filter(({ silence }) => silence.state === "silent").length, rows };
}

async function overviewPage({ site }: Visit, all: readonly OverviewRow[], { skip, take }: Page, of: (row: OverviewRow) => Pick<QueueRow, "what" | "due" | "daysLate">): Promise<PageOf<QueueRow>> {
  const rows = all.slice(skip, skip + take);
  const names = await childrenOf(site.database.prisma, site.sealer, rows.map(({ caseId }) => caseId));
  return { total: all.length, late: 0, rows: rows.map((row) => ({ id: row.caseId, caseId: row.caseId, href: `/officer/cases/${row.caseId}`, reference: row.reference, firstName: names.get(row.caseId)?.firstName ?? null, since: null, acts: [], ...of(row) })) };
}

/** Deals with one thing of the list. What somebody else dealt with first stays as it is. */
export async function dealWith({ site, viewer }: Visit, act: string, id: string): Promise<void> {
  await site.database.prisma.$transaction(async (tx) => {
    if (act === "seen") await seeLockedCode(tx, { codeId: id, by: `user:${viewer.userId}` });
    const isDone = act === "send-again" ? await sendAgain(tx, id) : act === "told-otherwise" ? await markToldOtherwise(tx, id) : act === "printed" ? await markPrinted(tx, id) : false;
    if (!isDone) return;
    const notice = await tx.notice.findUnique({ where: { id }, select: { caseId: true } });
    await recordActs(tx, [{ actor: `user:${viewer.userId}`, action: `notice-${act}`, caseId: notice?.caseId ?? null, detail: { notice: id } }]);
  });
}
