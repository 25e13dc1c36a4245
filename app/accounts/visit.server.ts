import { timelineOfCase, type CaseWithTimeline } from "../cases/case-timeline.server.ts";
import { recordActs } from "../db/audit.server.ts";
import { findFollowingOfCase } from "../db/followers.server.ts";
import type { Action } from "../domain/access/permissions.ts";
import { may, staffStanding } from "../domain/access/permissions.ts";
import { standingOf, type Following, type Standing } from "../domain/access/roles.ts";
import { day, type Day } from "../domain/calendar/day.ts";
import { notFound, pageContext, type PageContext } from "../page-context.server.ts";
import { today } from "../today.ts";
import { requireViewer, type Viewer } from "./viewer.server.ts";

interface Asked {
  request: Request;
  params: Readonly<Record<string, string | undefined>>;
}

/** A page that somebody signed in asks for. */
export interface Visit extends PageContext {
  viewer: Viewer;
  today: Day;
}

/** A page of a child's record, asked for by somebody who may see it. */
export interface CaseVisit extends Visit {
  standing: Standing;
  /** Null for staff. */
  following: Following | null;
  caseId: string;
  child: CaseWithTimeline;
  may: (action: Action) => boolean;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * A family's page of a child's record (`params.caseId`). Every sight of it is written down, for the family to read.
 * @throws a redirect to sign in; 404 for what is not there and for what is not theirs alike
 */
export async function visitCase({ request, params }: Asked, action: Action): Promise<CaseVisit> {
  const page = await pageContext(request);
  const viewer = await requireViewer(page.site, request, "family");
  const now = day(today());
  // Asked before the record is opened: who follows no child of a case is answered as fast as where there is none.
  const following = UUID.test(params.caseId ?? "") ? await findFollowingOfCase(page.site.database.prisma, params.caseId ?? "", viewer.userId) : null;
  if (following === null) notFound();
  const { caseId, child } = await findChild(page, params, now);
  const standing = standingOf(following, child.rights, now);
  if (!may(standing, action)) notFound();
  await recordSight(page, viewer, request, action, caseId, standing);
  return { ...page, viewer, today: now, standing, following, caseId, child, may: (other) => may(standing, other) };
}

/**
 * An account's own page.
 * @param whose pages of a family's account are not there for staff; some are for `anybody` who is signed in
 * @throws a redirect to sign in; 404
 */
export async function visitAccount(request: Request, whose: "family" | "anybody" = "family"): Promise<Visit> {
  const page = await pageContext(request);
  const viewer = await requireViewer(page.site, request, "family");
  if (whose === "family" && viewer.kind !== "family") notFound();
  return { ...page, viewer, today: day(today()) };
}

/** A page of the council's staff. @throws a redirect to sign in; 404 for staff who may not */
export async function visitOffice(request: Request, action: Action): Promise<Visit & { standing: Standing }> {
  const page = await pageContext(request);
  const viewer = await requireViewer(page.site, request, "staff");
  const standing = viewer.staffRole ? staffStanding(viewer.staffRole) : { role: "none" as const, parts: [] };
  if (!may(standing, action)) notFound();
  return { ...page, viewer, today: day(today()), standing };
}

/** A case as the council's staff see it (`params.caseId`). @throws a redirect to sign in; 404 */
export async function visitOfficeCase({ request, params }: Asked, action: Action): Promise<CaseVisit> {
  const { standing, ...visit } = await visitOffice(request, action);
  const { caseId, child } = await findChild(visit, params, visit.today);
  await recordSight(visit, visit.viewer, request, action, caseId, standing);
  return { ...visit, standing, following: null, caseId, child, may: (other) => may(standing, other) };
}

async function findChild({ site }: PageContext, params: Asked["params"], asOf: Day): Promise<{ caseId: string; child: CaseWithTimeline }> {
  const caseId = params.caseId ?? "";
  const child = UUID.test(caseId) ? await timelineOfCase(site, { id: caseId }, asOf) : null;
  return child ? { caseId, child } : notFound();
}

/** Writes down that an officer saw these children's names in a list, or their families' words in a preview. */
export async function recordListed({ site, viewer }: Visit, caseIds: readonly (string | null)[]): Promise<void> {
  const seen = [...new Set(caseIds)].filter((caseId) => caseId !== null);
  await recordActs(site.database.prisma, seen.map((caseId) => ({ actor: `user:${viewer.userId}`, action: "looked", caseId, detail: { at: "list", as: viewer.staffRole ?? "" } })));
}

/** A family's own form is no look at what they sent it from; staff see the case in its preview too. */
async function recordSight({ site }: PageContext, viewer: Viewer, request: Request, action: Action, caseId: string, { role }: Standing): Promise<void> {
  if (request.method === "HEAD" || (request.method !== "GET" && viewer.kind === "family")) return;
  await recordActs(site.database.prisma, [{ actor: `user:${viewer.userId}`, action: "looked", caseId, detail: { at: action, as: role } }]);
}
