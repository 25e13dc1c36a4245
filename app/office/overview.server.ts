import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { usable } from "../domain/cases/usable-events.ts";
import { bareCases, lastWords } from "../db/office.server.ts";
import { keepStandings, keptStandings } from "../db/standings.server.ts";
import { day, isoText, type Day } from "../domain/calendar/day.ts";
import type { Case } from "../domain/cases/events.ts";
import { familyView, type FamilyView } from "../domain/cases/family-view.ts";
import type { Stage } from "../domain/cases/stage.ts";
import { timelineOf } from "../domain/cases/timeline.ts";
import { openSpell, silenceOf, type OpenSpell, type Silence } from "../domain/office/silence.ts";
import type { Site } from "../site.server.ts";
import { localDay } from "../today.ts";

/** A case in the officers' lists: nothing personal. */
export interface OverviewRow {
  caseId: string;
  reference: string;
  officerId: string | null;
  stage: Stage;
  situation: FamilyView["situation"];
  /** Days that the most late duty is late, without a reason that the law allows; 0 where none is. */
  lateDays: number;
  /** The date of the law that the stage is about. */
  dueOn: Day | null;
  silence: Silence | null;
  /** What was sent and cannot be used. */
  unused: number;
}

/** What is kept of a case: all that its events say of it on a day. */
interface Standing extends Omit<OverviewRow, "caseId" | "reference" | "officerId" | "silence"> {
  /** Null for a case at rest. */
  spell: OpenSpell | null;
}

interface Kept {
  asOf: Day;
  cases: Map<string, { changedAt: Date; reference: string; officerId: string | null; standing: Standing }>;
  words: Map<string, Date>;
  /** What changed before it has been read. */
  readAt: Date;
}

/** A transaction that is still open when we look may carry an earlier time: we look so far back again. */
const OVERLAP_MS = 5 * 60_000;
/** Cases that are worked out before others of this process have their turn. */
const SLICE = 20;

const keptBySite = new WeakMap<Site, Promise<Kept>>();

/**
 * Where every case stands today. That is worked out from the events of each, once a day and again when it changes, a few
 * at a time so that nobody's page waits for it, and kept in the database; in memory there is a copy, in which lists are
 * sorted. A job of the background does it before anybody asks.
 */
export async function overviewOf(site: Site, asOf: Day): Promise<OverviewRow[]> {
  const { cases, words } = await keptUpToDate(site, asOf);
  return [...cases].map(([caseId, { reference, officerId, standing: { spell, ...standing } }]) => {
    const at = words.get(caseId);
    return { caseId, reference, officerId, ...standing, silence: spell && silenceOf(spell, at ? day(localDay(at)) : null, asOf) };
  });
}

async function keptUpToDate(site: Site, asOf: Day): Promise<Kept> {
  const before = keptBySite.get(site);
  // One after another, so that two pages at once do not both read everything.
  const now = (before ?? Promise.resolve(null)).catch(() => null).then((kept) => readAnew(site, kept, asOf));
  keptBySite.set(site, now);
  return now;
}

async function readAnew(site: Site, before: Kept | null, asOf: Day): Promise<Kept> {
  const { prisma } = site.database;
  const readAt = new Date();
  const since = before && new Date(before.readAt.getTime() - OVERLAP_MS);
  const words = before?.words ?? new Map<string, Date>();
  for (const [caseId, at] of await lastWords(prisma, { since })) words.set(caseId, at);
  const kept = before?.asOf === asOf ? before : null;
  const cases: Kept["cases"] = kept?.cases ?? new Map<string, never>();
  const made = { asOf, madeBy: madeBy(site) };
  const stale: string[] = [];
  for await (const rows of keptStandings(prisma, made, kept && since)) {
    for (const { caseId, reference, officerId, changedAt, standing } of rows) {
      if (cases.get(caseId)?.changedAt.getTime() === changedAt.getTime()) continue;
      if (standing === null) stale.push(caseId);
      else cases.set(caseId, { changedAt, reference, officerId, standing: standing as Standing });
    }
  }
  for await (const rows of bareCases(prisma, stale)) {
    for (const [i, { id, reference, officerId, changedAt, events }] of rows.entries()) {
      if (i % SLICE === 0) await new Promise((done) => setImmediate(done));
      cases.set(id, { changedAt, reference, officerId, standing: standingOf(site, events, asOf) });
    }
    await keepStandings(prisma, made, rows.map(({ id, changedAt }) => ({ caseId: id, changedAt, standing: (cases.get(id) as { standing: Standing }).standing })));
  }
  return { asOf, cases, words, readAt };
}

let ownDigest: string | undefined;

/** What a standing depends on besides the events: this program, which is one file when it is built, and the council's settings. */
function madeBy({ pack }: Site): string {
  ownDigest ??= createHash("sha256").update(readFileSync(fileURLToPath(import.meta.url))).digest("base64url").slice(0, 22);
  return `${ownDigest} ${JSON.stringify(pack.schoolReply)}`;
}

function standingOf({ pack }: Site, sent: readonly Record<string, unknown>[], asOf: Day): Standing {
  const { events, unused } = usable(sent);
  // Without the date of birth: no stage and no duty of these lists hangs on it.
  const kase: Case = { person: null, events };
  const timeline = timelineOf(kase, asOf, { schoolReply: pack.schoolReply });
  const view = familyView(kase, timeline, asOf);
  const late = view.late.filter(({ excused }) => !excused);
  return { stage: timeline.stage, situation: view.situation, lateDays: late[0]?.days ?? 0, dueOn: view.main?.due ?? null, unused: unused.length, spell: openSpell(kase, timeline, view, asOf) };
}

/** Of an overview, the cases of some officers; null for all. */
export function ofOfficers(rows: readonly OverviewRow[], officerIds: readonly string[] | null): OverviewRow[] {
  return rows.filter(({ officerId }) => officerIds === null || (officerId !== null && officerIds.includes(officerId)));
}

/** Those whose family hears nothing for too long or soon will, the longest silence first. */
export function silentRows(rows: readonly OverviewRow[]): (OverviewRow & { silence: Silence })[] {
  return rows
    .filter((row): row is OverviewRow & { silence: Silence } => row.silence !== null && row.silence.state !== "heard")
    .sort((a, b) => b.silence.days - a.silence.days || (a.reference < b.reference ? -1 : 1));
}

/** A day as pages get it. */
export function isoOrNull(on: Day | null): string | null {
  return on === null ? null : isoText(on);
}
