import type { Day } from "../calendar/day.ts";
import { addMonths, dateOf, dayOf } from "../calendar/day.ts";
import { workingDaysAfter, workingDaysBefore, workingDaysBeginningWith } from "../calendar/working-days.ts";
import type { EventOf, Happening } from "./events.ts";
import { appealTime } from "./letters.ts";
import type { Reading } from "./reading.ts";
import type { CaseRecord } from "./record.ts";
import { transferDay } from "./review-periods.ts";
import type { Limit, RuleId } from "./rule-set.ts";
import { byEvent } from "./rule-set.ts";

export interface LastDay {
  due: Day;
  /** A day earlier than the last, safe however the words are read. */
  safe?: Day;
  /** The last day before the Tribunal's rules moved it. */
  unmoved?: Day;
  /** The event whose date gave it, where that is another. */
  from?: Happening;
  /** The day counted from, where it is another than that of the event. */
  countedOn?: Day;
}

/** Which rule says by when a transfer must be ready. */
export const TRANSFER_RULE = { "school-phase": "phase-transfer", "post-16": "post16-transfer", "between-post-16": "post16-move" } as const satisfies Record<string, RuleId>;

/**
 * The last day of a limit. No limit but the Tribunal's moves for a weekend, a bank holiday or a school holiday: the
 * Regulations have no such rule.
 * @see law.md, section 2
 */
export function lastDay(limit: Limit, event: Happening, reading: Reading): LastDay {
  const { on } = event;
  switch (limit.kind) {
    case "days":
      return { due: on + limit.count };
    case "days-beginning-with":
      return { due: on + limit.count - 1 };
    case "working-days":
      return { due: workingDaysAfter(on, limit.count) };
    case "months":
      return { due: addMonths(on, limit.count) };
    case "days-before":
      return { due: on - limit.count, safe: on - limit.clear };
    case "working-days-before-mediation": {
      const { meetingOn } = event as EventOf<"mediation-set">;
      const due = workingDaysBefore(meetingOn, limit.count);
      return { due, safe: workingDaysBefore(due, 1), countedOn: meetingOn };
    }
    case "months-before": {
      const due = addMonths(on, -limit.count);
      return { due, safe: due - 1 };
    }
    case "before-date":
      return { due: dayOf({ year: dateOf(on).year, month: limit.month, day: limit.day }) - 1 };
    case "appeal": {
      const course = reading.letters.find(({ letter }) => letter === event);
      if (!course) throw new RangeError(`no appeal can be made against the event "${event.id}"`);
      const { due, unmoved, certificate } = appealTime(course, reading.ruleSet.appeals);
      return { due, unmoved, ...(certificate ? { from: certificate } : {}) };
    }
    case "school-reply-setting": {
      const { days, count } = reading.settings.schoolReply;
      return { due: count === "working" ? workingDaysAfter(on, days) : on + days };
    }
    case "review-period": {
      const period = reading.reviewPeriods.find(({ start }) => start === event);
      if (!period) throw new RangeError(`no review period begins with the event "${event.id}"`);
      const { lastDay: due, countedFrom } = period;
      return { due, from: countedFrom, ...(countedFrom.type === "moved-area" ? { countedOn: transferDay(countedFrom) } : {}) };
    }
    case "days-before-review-is-due": {
      const last = lastDay({ kind: "review-period" }, event, reading);
      return { ...last, due: last.due - limit.count };
    }
    case "days-before-transfer-is-due": {
      const ready = reading.ruleSet.rules.find(({ id }) => id === TRANSFER_RULE[(event as EventOf<"phase-transfer-planned">).kind]);
      if (!ready) throw new RangeError(`the rules ${reading.ruleSet.id} have no rule for the transfer "${event.id}"`);
      return { due: lastDay(byEvent(ready.limit, event.type), event, reading).due - limit.count };
    }
    case "move":
      return dayToPassPlan(event as EventOf<"moved-area"> | EventOf<"moved-area-aware">, limit.workingDays, reading.record);
    case "days-after-transfer":
      const countedOn = transferDay(event as EventOf<"moved-area">);
      return { due: countedOn + limit.count, countedOn };
    case "order-school":
      return { due: on + (event.type === "appeal-unopposed" && event.contentsToo ? limit.withContents : limit.count) };
  }
}

function dayToPassPlan(event: EventOf<"moved-area"> | EventOf<"moved-area-aware">, workingDays: number, record: CaseRecord): LastDay {
  const aware = event.type === "moved-area-aware" ? event : awareOf(event, record);
  const move = event.type === "moved-area" ? event.on : event.movesOn;
  const known = aware !== null && move !== undefined && aware.on <= workingDaysBefore(move, workingDays);
  if (move !== undefined && (known || !aware)) return { due: move };
  return { due: workingDaysBeginningWith((aware ?? event).on, workingDays), from: aware ?? event };
}

/** The day the old council became aware of this move: the first such day since the move before. */
export function awareOf(move: EventOf<"moved-area">, record: CaseRecord): EventOf<"moved-area-aware"> | null {
  const moves = record.all("moved-area");
  const at = moves.indexOf(move);
  const [previous, next] = [moves[at - 1], moves[at + 1]];
  return record.all("moved-area-aware").find(({ on }) => (!previous || on > previous.on) && (!next || on <= move.on)) ?? null;
}
