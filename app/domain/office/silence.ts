import type { Day } from "../calendar/day.ts";
import type { Case } from "../cases/events.ts";
import type { FamilyView } from "../cases/family-view.ts";
import { recordOn, type CaseRecord } from "../cases/record.ts";
import { stageAfter, type Stage } from "../cases/stage.ts";
import type { Timeline } from "../cases/timeline.ts";

/** However little there is to say, a family with an open case hears from a person at least so often (product.md row 48). */
export const LONGEST_SILENCE_DAYS = 14;
/** From so many days before, an officer sees that a family is about to be silent: a working week to write. */
export const SOON_DAYS = 5;

/**
 * Stages in which nothing is under way at the council, so nobody waits to hear: a plan that is in force, one that has
 * ended, a request taken back, and a decision against which the family's own time runs. A plan wakes where a duty of the
 * council's about it is late, and where a review meeting is set: then somebody waits after all.
 */
export const AT_REST: readonly Stage[] = ["none", "plan", "ceased", "withdrawn", "closed", "refused", "no-plan"];

/** What a case waits for: advice of somebody, a school's answer, or what its stage is about. */
export type Cause = `advice:${string}` | `school:${string}` | `stage:${Stage}`;

export interface Silence {
  /** The day of the last word of a person of the council; null where there was none since the case was opened. */
  lastWordOn: Day | null;
  /** The first day on which the family will have heard nothing for too long. */
  silentOn: Day;
  /** Days without a word by the day it was asked. */
  days: number;
  state: "silent" | "soon" | "heard";
  cause: Cause;
}

/** Since when a case has been open; null for one at rest. */
export function openSince({ events }: Case, timeline: Timeline, view: FamilyView, asOf: Day): Day | null {
  if (!AT_REST.includes(timeline.stage)) {
    const { events: happened } = recordOn(asOf, events).happened();
    for (let count = happened.length - 1; count > 0; count--) {
      if (AT_REST.includes(stageAfter(happened.slice(0, count), []).stage)) return happened[count]?.on ?? null;
    }
    return happened[0]?.on ?? null;
  }
  if (timeline.stage !== "plan") return null;
  if (view.late.length > 0) return Math.min(...view.late.map(({ deadline }) => deadline.due + 1));
  if (view.review && !view.review.isHeld) return meetingSetOn(recordOn(asOf, events), view.review.meetingOn, asOf);
  return null;
}

/** In days: by then a family has been told of a review meeting, if the law was kept (SEND Regulations 2014 reg 20(3)). */
const LEAST_NOTICE_DAYS = 14;

/** The day from which a review meeting to come is known to have been set: the first sign of it on the record. */
function meetingSetOn(record: CaseRecord, meetingOn: Day, asOf: Day): Day {
  const meetings = record.all("review-meeting");
  const [before, meeting] = [meetings.at(-2), meetings.at(-1)];
  const invited = record.all("review-invited").find(({ on }) => on <= asOf && (!before || on > before.on))?.on;
  const signs = [meeting?.noticeOn, meeting?.recordedOn, invited].filter((on) => on !== undefined && on <= asOf) as Day[];
  return signs.length > 0 ? Math.min(...signs) : Math.min(asOf, meetingOn - LEAST_NOTICE_DAYS);
}

/** A case that is open: since when, and what it waits for. */
export interface OpenSpell {
  since: Day;
  cause: Cause;
}

/** Null for a case at rest. */
export function openSpell(kase: Case, timeline: Timeline, view: FamilyView, asOf: Day): OpenSpell | null {
  const since = openSince(kase, timeline, view, asOf);
  return since === null ? null : { since, cause: causeOf(timeline, view) };
}

/**
 * How long the family of an open case has heard nothing. Only a word that a person of the council chose to send ends
 * silence: an update, a message, a letter. An event that a case system sends does not.
 */
export function silenceOf({ since: opened, cause }: OpenSpell, lastWordOn: Day | null, asOf: Day): Silence {
  const since = Math.max(opened, lastWordOn ?? opened);
  const silentOn = since + LONGEST_SILENCE_DAYS;
  return {
    lastWordOn: lastWordOn !== null && lastWordOn >= opened ? lastWordOn : null,
    silentOn,
    days: asOf - since,
    state: asOf >= silentOn ? "silent" : asOf >= silentOn - SOON_DAYS ? "soon" : "heard",
    cause,
  };
}

/** Whether a word on a day is so recent that a family is neither silent nor soon will be. */
export function isHeard(lastWordOn: Day, asOf: Day): boolean {
  return lastWordOn + LONGEST_SILENCE_DAYS - SOON_DAYS > asOf;
}

/** What a case waits for: of several who owe advice, the one whose last day came first. */
export function causeOf({ stage }: Timeline, { advice, holders }: FamilyView): Cause {
  const owed = advice.filter(({ receivedOn, state }) => receivedOn === null && state !== "not-needed").sort((a, b) => a.due - b.due || (a.body < b.body ? -1 : 1))[0];
  if (owed && (stage === "assessing" || stage === "reassessing")) return `advice:${owed.body}`;
  const school = holders.find(({ actor }) => actor === "school");
  if (school) return `school:${school.body ?? ""}`;
  return `stage:${stage}`;
}

/** The cause that an address names; null when it can be none. */
export function readCause(text: string): Cause | null {
  return /^(advice|school|stage):/.test(text) && text.length <= 200 ? (text as Cause) : null;
}
