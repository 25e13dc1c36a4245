import { addMonths, isoText, type Day } from "../calendar/day.ts";
import { hasTakenOver, parentsAct, type Rights } from "./roles.ts";

/**
 * The day on which a young person's own account takes over from their parents: the day after the end of compulsory
 * school age (Children and Families Act 2014 s.83; law.md 1.7).
 */

/** Months before the day at which all who follow the record hear of it. */
const MONTHS_BEFORE = [12, 6, 1] as const;
/** From when the young person may have a code of their own; it shows nothing until the day. */
const OWN_CODE_MONTHS = 6;
/** A record that passed so long ago is no news: it was passed when it came here. */
const NEWS_DAYS = 60;

export interface TakeoverNotice {
  id: `soon-${(typeof MONTHS_BEFORE)[number]}` | "passed";
  /** The first day on which it is to be told. */
  on: Day;
  /** The day of the takeover. */
  from: Day;
}

/**
 * What should have been told by today of a takeover: the newest notice only, so that who begins to follow late gets one
 * and not three. None where nothing changes for the parents, because they act for a young person who lacks capacity.
 */
export function takeoverNotices(rights: Rights, today: Day): TakeoverNotice[] {
  const from = rights.youngPersonFrom;
  if (from === null || (rights.lacksCapacity && !rights.hasRepresentative)) return [];
  const all: TakeoverNotice[] = [...MONTHS_BEFORE.map((months): TakeoverNotice => ({ id: `soon-${months}`, on: addMonths(from, -months), from })), { id: "passed", on: from, from }];
  return today >= from + NEWS_DAYS ? [] : all.filter(({ on }) => on <= today).slice(-1);
}

/** How it stands with a takeover, for the pages of all who follow. */
export interface Takeover {
  stage: "soon" | "passed";
  from: Day;
  /** Who acts from that day, or now: in words on the page. */
  who: "young-person" | "representative" | "parents";
}

/** What the pages say of the takeover: from a year before the day; null before, and where the date of birth is not known. */
export function takeoverOf(rights: Rights, today: Day): Takeover | null {
  const from = rights.youngPersonFrom;
  if (from === null || today < addMonths(from, -MONTHS_BEFORE[0])) return null;
  const who = !rights.lacksCapacity ? "young-person" : rights.hasRepresentative ? "representative" : "parents";
  return { stage: hasTakenOver(rights, today) ? "passed" : "soon", from, who };
}

/** The same with its day in ISO text, for pages. */
export type ShownTakeover = Omit<Takeover, "from"> & { from: string };

export function shownTakeover(rights: Rights, today: Day): ShownTakeover | null {
  const takeover = takeoverOf(rights, today);
  return takeover && { ...takeover, from: isoText(takeover.from) };
}

/** Whether a code of a kind may be given on a day: a code that shows its owner nothing would only confuse. */
export function mayHaveCode(relation: "parent" | "young-person" | "alternative-person", rights: Rights, today: Day): boolean {
  switch (relation) {
    case "parent":
      return parentsAct(rights, today);
    case "young-person":
      return rights.youngPersonFrom !== null && today >= addMonths(rights.youngPersonFrom, -OWN_CODE_MONTHS);
    case "alternative-person":
      return rights.lacksCapacity;
  }
}
