import type { Day } from "../calendar/day.ts";
import type { CaseEvent, Correction, EventOf, Happening, HappeningType, Withdrawal } from "./events.ts";
import { HAPPENING_TYPES } from "./events.ts";
import { appealTime, lastDayWithoutCertificate, letterCourses, maintainedUntil } from "./letters.ts";
import { endsPlan, movesWithPlan, showsPlan } from "./review-periods.ts";
import { rulesAt } from "./rules/index.ts";
import { sortFew } from "./sort.ts";

const NOTHING: readonly never[] = [];

/** On the same day, things come in the order in which a case goes through them. */
const RANK = Object.fromEntries(HAPPENING_TYPES.map((type, i) => [type, i])) as Record<HappeningType, number>;

/** A request that was taken back, and the day from which that is known. */
export interface TakenBack {
  request: Happening;
  on: Day;
}

/**
 * What was on the record of a case on a day: events recorded later are not there, those taken back by then are gone,
 * and those corrected by then are as they should have been. In the order in which things happened, whatever the order
 * they came in. An event dated after the day is on the record (a meeting is planned ahead), but has not happened.
 */
export class CaseRecord {
  readonly asOf: Day;
  readonly events: readonly Happening[];
  /** Requests that were taken back: the dates counted from them stay, stopped. */
  readonly takenBack: readonly TakenBack[];
  private readonly lists = new Map<HappeningType, Happening[]>();

  constructor(events: readonly Happening[], takenBack: readonly TakenBack[], asOf: Day) {
    this.asOf = asOf;
    this.events = events;
    this.takenBack = takenBack;
    for (const event of events) {
      const list = this.lists.get(event.type);
      if (list) list.push(event);
      else this.lists.set(event.type, [event]);
    }
  }

  all<T extends HappeningType>(type: T): readonly EventOf<T>[] {
    return (this.lists.get(type) as EventOf<T>[] | undefined) ?? NOTHING;
  }

  has(type: HappeningType): boolean {
    return this.lists.has(type);
  }

  /** The earliest event of these types on or after a day (not `except` itself). */
  first(types: readonly HappeningType[], from: Day, except: Happening | null = null): Happening | null {
    let found: Happening | null = null;
    for (const type of types) {
      const list = this.lists.get(type);
      if (!list) continue;
      for (const event of list) {
        if (event.on < from || event === except) continue;
        if (!found || event.on < found.on) found = event;
        break;
      }
    }
    return found;
  }

  /** The latest event of these types on or before a day. */
  last(types: readonly HappeningType[], until: Day): Happening | null {
    let found: Happening | null = null;
    for (const type of types) {
      for (const event of this.lists.get(type) ?? NOTHING) if (event.on <= until && (!found || event.on >= found.on)) found = event;
    }
    return found;
  }

  /** The same record, less what has not happened by its day. */
  happened(): CaseRecord {
    const latest = this.events.at(-1);
    if (!latest || latest.on <= this.asOf) return this;
    return new CaseRecord(this.events.filter(({ on }) => on <= this.asOf), this.takenBack, this.asOf);
  }
}

const KEPT_WHEN_TAKEN_BACK: readonly HappeningType[] = ["request-received", "reassessment-requested"];

export function recordOn(asOf: Day, events: readonly CaseEvent[]): CaseRecord {
  const happenings: Happening[] = [];
  const corrections: Correction[] = [];
  const withdrawals: Withdrawal[] = [];
  for (const event of events) {
    if (event.recordedOn !== undefined && event.recordedOn > asOf) continue;
    if (event.type === "correction") corrections.push(event);
    else if (event.type !== "withdrawn") happenings.push(event);
    else if (event.recordedOn !== undefined || event.on <= asOf) withdrawals.push(event);
  }
  if (corrections.length === 0 && withdrawals.length === 0) return new CaseRecord(sortFew(asAskedWithPlan(happenings), asTheyHappened), [], asOf);

  const withdrawn = new Map(withdrawals.map(({ of, on, recordedOn }) => [of, recordedOn ?? on]));
  const corrected = new Map<string, Record<string, unknown>>();
  for (const { id, of, changes } of corrections.sort(asTheyTakeEffect)) if (!withdrawn.has(id)) corrected.set(of, { ...corrected.get(of), ...changes });
  const asItShouldBe = happenings.map((event) => ({ ...event, ...corrected.get(event.id) }) as Happening);
  const stands = asItShouldBe.filter(({ id }) => !withdrawn.has(id));
  const gone = asItShouldBe.filter(({ id, type }) => withdrawn.has(id) && KEPT_WHEN_TAKEN_BACK.includes(type));
  const takenBack = asAskedWithPlan(gone, stands).sort(asTheyHappened).map((request): TakenBack => ({ request, on: withdrawn.get(request.id) ?? request.on }));
  return new CaseRecord(asAskedWithPlan(stands).sort(asTheyHappened), takenBack, asOf);
}

const WITH_PLAN = { "request-received": "reassessment-requested", "assessment-agreed": "reassessment-agreed", "assessment-refused": "decision-sent" } as const;

/**
 * Whoever asks for an assessment of a child with a plan asks for a new one, and is answered so: in 15 days, not in six
 * weeks. A case system may call both by the same name. A plan that is to end is there as long as it must be maintained.
 * @see CFA 2014 s.44(2), 45(4); SEND Regulations 2014 reg 25(1)
 * @param among where the plan is looked for
 */
function asAskedWithPlan(events: Happening[], among: readonly Happening[] = events): Happening[] {
  if (!events.some(({ type }) => type === "request-received")) return events;
  if (!among.some((event) => event.type === "moved-area" || showsPlan(event) || endsPlan(event))) return events;
  const record = { events: [...among].sort(asTheyHappened) };
  const turns = record.events.filter((event) => showsPlan(event) || endsPlan(event) || event.type === "case-closed" || (event.type === "moved-area" && movesWithPlan(event, record)));
  const hasPlan = (day: Day) => {
    const last = turns.findLast(({ on }) => on < day);
    return last !== undefined && last.type !== "case-closed" && (!endsPlan(last) || day <= mustBeMaintainedUntil(last, record));
  };
  const asked = events.filter(({ type, on }) => type === "request-received" && hasPlan(on)).map(({ on }) => on);
  if (asked.length === 0) return events;
  const requests = record.events.filter(({ type }) => type === "request-received").map(({ on }) => on);
  return events.map((event): Happening => {
    if (!(event.type in WITH_PLAN)) return event;
    // An answer is about the request before it, though the plan may have come or ended in between.
    const isAbout = asked.includes(event.type === "request-received" ? event.on : requests.findLast((on) => on <= event.on) ?? NaN);
    return isAbout ? ({ ...event, type: WITH_PLAN[event.type as keyof typeof WITH_PLAN] } as Happening) : event;
  });
}

function mustBeMaintainedUntil(letter: Happening, record: Pick<CaseRecord, "events">): Day {
  const { appeals } = rulesAt(letter);
  const course = letterCourses(record, appeals).find((one) => one.letter === letter);
  if (!course) return letter.on;
  const until = maintainedUntil(course, appeals);
  if (until < Infinity || course.appeal) return until;
  // A certificate that the record never tells of keeps no plan in force for ever.
  const asked = record.events.findLast(({ type, on }) => ASKS_FOR_MEDIATION.includes(type) && on >= letter.on);
  return Math.max(appealTime(course, appeals).due, lastDayWithoutCertificate(asked?.on ?? letter.on, appeals));
}

const ASKS_FOR_MEDIATION: readonly HappeningType[] = ["mediation-adviser-told", "mediation-council-informed", "mediation-held"];

function asTheyHappened(a: Happening, b: Happening): number {
  return a.on - b.on || RANK[a.type] - RANK[b.type] || (a.id < b.id ? -1 : 1);
}

/** The later correction wins; one whose day of recording nobody gave comes before those that have one. */
function asTheyTakeEffect(a: Correction, b: Correction): number {
  return (a.recordedOn ?? -Infinity) - (b.recordedOn ?? -Infinity) || (a.id < b.id ? -1 : 1);
}
