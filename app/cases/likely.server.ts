import { isoText, type Day } from "../domain/calendar/day.ts";
import type { HappeningType } from "../domain/cases/events.ts";
import { recordOn } from "../domain/cases/record.ts";
import { likelyRange, waitsOf, WAITS, type LikelyRange, type Wait, type WaitingStage } from "../domain/statistics/likely-date.ts";
import { endedRecently } from "../db/cases.server.ts";
import type { Site } from "../site.server.ts";
import { usable } from "../domain/cases/usable-events.ts";

const KEPT_MS = 60 * 60 * 1000;
const RECENT_DAYS = 90;
const ENDS = [...new Set(Object.values(WAITS).flatMap(({ to }): readonly HappeningType[] => to))];

interface Kept {
  asOf: Day;
  until: number;
  waits: Promise<Wait[]>;
}

// How long others waited is the same for every page of a day; reading it takes longer than all the rest of a page.
const keptBySite = new WeakMap<Site, Kept>();

/** When a case is likely to reach the end of its stage, from this council's own last 90 days; null when too few others tell. */
export async function likelyFor(site: Site, wait: { stage: WaitingStage; began: Day } | null, asOf: Day): Promise<LikelyRange | null> {
  if (!wait) return null;
  return likelyRange(await recentWaits(site, asOf), wait.stage, wait.began, asOf);
}

function recentWaits(site: Site, asOf: Day): Promise<Wait[]> {
  const kept = keptBySite.get(site);
  if (kept && kept.asOf === asOf && kept.until > Date.now()) return kept.waits;
  const waits = readWaits(site, asOf);
  keptBySite.set(site, { asOf, until: Date.now() + KEPT_MS, waits });
  // A failure is not kept: the next page tries again.
  waits.catch(() => keptBySite.delete(site));
  return waits;
}

async function readWaits(site: Site, asOf: Day): Promise<Wait[]> {
  const waits: Wait[] = [];
  for await (const events of endedRecently(site.database.prisma, ENDS, isoText(asOf - RECENT_DAYS))) {
    waits.push(...waitsOf(recordOn(asOf, usable(events).events)));
  }
  return waits;
}

/** Forgets what was read, after many cases came in at once. */
export function forgetWaits(site: Site): void {
  keptBySite.delete(site);
}
