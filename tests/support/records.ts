import { randomUUID } from "node:crypto";
import { takeIn } from "../../app/cases/intake.server.ts";
import type { Part, Relation } from "../../app/domain/access/roles.ts";
import { day } from "../../app/domain/calendar/day.ts";
import type { Site } from "../../app/site.server.ts";
import { today } from "../../app/today.ts";
import { signedInAs, type SignedIn } from "./accounts.ts";

/** A child's record of a test: its case, and the child. */
export interface TestRecord {
  caseId: string;
  personId: string;
  reference: string;
}

let made = 0;

/** A child of eight with an officer and these events. */
export async function aRecord(site: Site, events: readonly Record<string, unknown>[] = []): Promise<TestRecord> {
  const reference = `TEST-${++made}`;
  const batch = {
    cases: [{ case: reference, person: { reference: `P-${reference}`, firstName: "Robin", lastName: "Example", dateOfBirth: `${Number(today().slice(0, 4)) - 8}-01-15` }, officer: { reference: "OFF-1", name: "Alex Officer", team: "North" } }],
    events: events.map((event, i) => ({ id: `${reference}-${i}`, case: reference, ...event })),
  };
  const answer = await takeIn(site, { sender: "case-system", actor: "sender:case-system" }, batch, day(today()));
  const refused = [...answer.cases, ...answer.events].find((one) => one.answer === "refused");
  if (refused) throw new Error(JSON.stringify(refused));
  const row = await site.database.prisma.caseFile.findUniqueOrThrow({ where: { reference } });
  return { caseId: row.id, personId: row.personId as string, reference };
}

/** Somebody signed in who follows a child. */
export async function aFollower(site: Site, { personId }: TestRecord, email: string, as: { relation?: Relation; parts?: Part[]; name?: string } = {}): Promise<SignedIn> {
  const signedIn = await signedInAs(site, email, { name: as.name ?? "" });
  const { relation = "parent", parts = [] } = as;
  await site.database.prisma.follower.create({ data: { id: randomUUID(), personId, userId: signedIn.userId, relation, parts, endsOn: relation === "supporter" ? new Date(Date.now() + 30 * 24 * 60 * 60 * 1000) : null } });
  return signedIn;
}

/** Lets the routes of this process answer from a test's site. */
export function answerFrom(site: Site): void {
  (globalThis as { openedSite?: unknown }).openedSite = { site: Promise.resolve(site), stopSweeping: null };
}

/** What a route gets: a page that is asked for, or a form that is sent, by somebody. */
export function asked(path: string, { caseId }: TestRecord, by: SignedIn | null, form?: Readonly<Record<string, string>>): { request: Request; params: { caseId: string }; context: Record<string, never> } {
  const headers = { ...(by ? { Cookie: by.cookie } : {}) };
  const url = `http://localhost/my-child/${caseId}/${path}`;
  const request = form ? new Request(url, { method: "POST", headers, body: new URLSearchParams(form) }) : new Request(url, { headers });
  return { request, params: { caseId }, context: {} };
}

/** How a route ended: what it gave, or what it threw instead of it. */
export async function ended(work: Promise<unknown>): Promise<{ status: number; location: string | null; data: unknown }> {
  const became = await work.catch((thrown: unknown) => {
    if (thrown instanceof Response || isData(thrown)) return thrown;
    throw thrown;
  });
  if (became instanceof Response) return { status: became.status, location: became.headers.get("Location"), data: null };
  if (isData(became)) return { status: became.init?.status ?? 200, location: null, data: became.data };
  return { status: 200, location: null, data: became };
}

function isData(value: unknown): value is { type: string; data: unknown; init: { status?: number } | null } {
  return typeof value === "object" && value !== null && (value as { type?: unknown }).type === "DataWithResponseInit";
}
