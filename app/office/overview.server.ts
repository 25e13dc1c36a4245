import { usable } from "../cases/case-timeline.server.ts";
import { bareCases, changesSince, lastWords, type BareCase } from "../db/office.server.ts";
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

interface Standing {
  changedAt: Date;
  row: Omit<OverviewRow, "silence">;
  /** Null for a case at rest. */
  spell: OpenSpell | null;
}

interface Kept {
  asOf: Day;
  standings: Map<string, Standing>;
  /** Cases that changed before it have been read. */
  readAt: Date;
}

/** A transaction that is still open when we look may carry an earlier time: we look so far back again. */
const OVERLAP_MS = 5 * 60_000;

const keptBySite = new WeakMap<Site, Promise<Kept>>();

/**
 * Where every case stands today. Stages and dates are computed and not kept in the database, so they are worked out
 * once a day in each process, in memory, and after that only for cases that changed: the lists of 15,000 cases are then
 * a matter of milliseconds.
 */
export async function overviewOf(site: Site, asOf: Day): Promise<OverviewRow[]> {
  const { standings } = await keptUpToDate(site, asOf);
  const words = await lastWords(site.database.prisma);
  return [...standings.values()].map(({ row, spell }) => {
    const at = words.get(row.caseId);
    return { ...row, silence: spell && silenceOf(spell, at ? day(localDay(at)) : null, asOf) };
  });
}

async function keptUpToDate(site: Site, asOf: Day): Promise<Kept> {
  const before = keptBySite.get(site);
  // One after another, so that two pages at once do not both read everything.
  const now = (before ?? Promise.resolve(null)).catch(() => null).then((kept) => readAnew(site, kept?.asOf === asOf ? kept : null, asOf));
  keptBySite.set(site, now);
  return now;
}

async function readAnew(site: Site, kept: Kept | null, asOf: Day): Promise<Kept> {
  const readAt = new Date();
  const standings = kept?.standings ?? new Map<string, Standing>();
  const changes = kept && (await changesSince(site.database.prisma, new Date(kept.readAt.getTime() - OVERLAP_MS)));
  const stale = changes && changes.filter(({ id, changedAt }) => standings.get(id)?.changedAt.getTime() !== changedAt.getTime()).map(({ id }) => id);
  for await (const rows of bareCases(site.database.prisma, stale)) {
    for (const row of rows) standings.set(row.id, standingOf(site, row, asOf));
  }
  return { asOf, standings, readAt };
}

function standingOf({ pack }: Site, { id, reference, officerId, changedAt, events: sent }: BareCase, asOf: Day): Standing {
  const { events, unused } = usable(sent);
  // Without the date of birth: no stage and no duty of these lists hangs on it.
  const kase: Case = { person: null, events };
  const timeline = timelineOf(kase, asOf, { schoolReply: pack.schoolReply });
  const view = familyView(kase, timeline, asOf);
  const late = view.late.filter(({ excused }) => !excused);
  return {
    changedAt,
    spell: openSpell(kase, timeline, view, asOf),
    row: { caseId: id, reference, officerId, stage: timeline.stage, situation: view.situation, lateDays: late[0]?.days ?? 0, dueOn: view.main?.due ?? null, unused: unused.length },
  };
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
