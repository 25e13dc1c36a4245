import type { Day } from "../calendar/day.ts";
import { workingDayOnOrBefore } from "../calendar/working-days.ts";
import { ageDates } from "./ages.ts";
import { closedBy, deathIn, hasDied } from "./closing.ts";
import type { FindDone, FindEnded } from "./conditions.ts";
import { doneOn, endedOn, WHEN } from "./conditions.ts";
import type { Case, Happening, HappeningType, Person } from "./events.ts";
import type { FoundException } from "./exceptions.ts";
import { claimsOf, judge } from "./exceptions.ts";
import { awaitsCertificate, letterCourses, maintainedUntil } from "./letters.ts";
import type { LastDay } from "./limits.ts";
import { lastDay } from "./limits.ts";
import type { EngineSettings, Reading } from "./reading.ts";
import { DEFAULT_SETTINGS } from "./reading.ts";
import type { CaseRecord } from "./record.ts";
import { recordOn } from "./record.ts";
import type { RequestCourse } from "./requests.ts";
import { requestCourses } from "./requests.ts";
import { endsPlan, reviewPeriods, showsPlan } from "./review-periods.ts";
import type { Actor, DateKind, ExceptionList, LegalSource, Limit, Rule, RuleId, RuleSet } from "./rule-set.ts";
import { AGE_RULES, byEvent, RULE_IDS, ruleWords } from "./rule-set.ts";
import { RULE_SETS, rulesAt, rulesInForce } from "./rules/index.ts";
import { sortFew } from "./sort.ts";
import type { Stage } from "./stage.ts";
import { stageAfter } from "./stage.ts";

/**
 * `not-started`: the event counted from is still to come. `late`: past its last day, not done or done after it.
 * `missed`: the family's time is over. `may-be-late`: late, with a reason the law allows. `stopped`: no longer needed.
 */
export const STATES = ["not-started", "running", "met", "late", "missed", "may-be-late", "stopped"] as const;
export type State = (typeof STATES)[number];

export interface Deadline {
  rule: RuleId;
  /** The legal last day: a thing done at any time of that day is in time. It never depends on today. */
  due: Day;
  /** For families, and for the few duties whose words can be read two ways: an earlier day that is safe. */
  beSafe: Day | null;
  /** For duties of councils, schools and those who advise: the working day to aim for. */
  target: Day | null;
  /** The id of the event counted from; null when it is a birthday. */
  from: string | null;
  /** The id of the event that brought it about: another than `from` where a later date took its place. */
  event: string | null;
  /** The day of that event, or of birth. */
  begun: Day;
  /** The day counted from. */
  countedOn: Day;
  /** What the day counted from is the day of. */
  countedFrom: DateKind;
  actor: Actor;
  state: State;
  source: LegalSource;
  statutory: boolean;
  /** Key of the one-line reason in plain words, in the namespace `timeline`. */
  reason: string;
  /** The day it was done, where the record shows it by then. */
  doneOn: Day | null;
  /** The day it was no longer needed, though nobody had done it: late as it may have been, nobody waits for it any more. */
  endedOn: Day | null;
  /** Who was asked, where several may be. */
  body: string | null;
  /** A time to appeal that will be longer: from the day of a certificate that is still to come there is a month. */
  awaitsCertificate: boolean;
}

export interface Timeline {
  ruleSet: string;
  stage: Stage;
  stageSince: Day | null;
  deadlines: Deadline[];
  exceptions: FoundException[];
}

/** The family's own time, which no closing of the case takes away. */
const OUTLIVES_CLOSING: readonly RuleId[] = ["mediation-contact", "appeal"];

/**
 * The stage and all dates of a case, as the record of the day `asOf` shows them. The same events in any order give the
 * same answer; no exception and no `asOf` moves a date.
 * @throws OutsideRulesError when an event lies on a day for which no rules are known
 */
export function timelineOf({ person, events }: Case, asOf: Day, settings: EngineSettings = DEFAULT_SETTINGS, sets: readonly RuleSet[] = RULE_SETS): Timeline {
  const record = recordOn(asOf, events);
  const ruleSet = ruleSetOf(record, asOf, sets);
  const reading = readingOf(record, ruleSet, settings);
  const deadlines: Deadline[] = [];
  const exceptions: FoundException[] = [];
  const claims = claimsOf(reading);
  const stepsFrom = stepsOf(ruleSet);

  for (const event of record.events) {
    for (const step of stepsFrom.get(event.type) ?? NO_STEPS) {
      if (step.when !== null && !step.when(event, reading)) continue;
      const last = lastDay(step.limit, event, reading);
      const done = known(step.done(event, reading, last), asOf);
      const closing = closedBy(event, record.events);
      const isClosed = closing !== null && (closing.reason === "died" || !OUTLIVES_CLOSING.includes(step.rule.id));
      const needless = known(step.ended(event, reading), asOf);
      const ended = earlier(needless, isClosed ? known(closing.on, asOf) : null);
      let excused = false;
      for (const claim of claims) {
        const found = judge(claim, { rule: step.rule, exceptions: step.exceptions, event, due: last.due, until: earlier(done, ended) }, reading);
        if (!found) continue;
        exceptions.push(found);
        excused ||= found.lawful;
      }
      deadlines.push(deadline(step, event, last, done, stateOf(step.rule, event, { due: last.due, done, ended, wasNeeded: ended !== needless, asOf, excused }), reading, ended));
    }
  }
  for (const { request: event } of record.takenBack) {
    for (const step of stepsFrom.get(event.type) ?? NO_STEPS) deadlines.push(deadline(step, event, lastDay(step.limit, event, reading), null, "stopped", reading));
  }
  if (person) {
    const dates = ageDates(person, ruleSet.ages);
    const death = deathIn(reading.happened.events);
    for (const rule of AGE_RULES) deadlines.push(dateOfAge(rule, dates[rule], person, ruleSet, { asOf, death }));
  }

  const { stage, since } = stageAfter(reading.happened.events, record.takenBack.map(({ request }) => request.type));
  return { ruleSet: ruleSet.id, stage: hasCeased(stage, reading) ? "ceased" : stage, stageSince: since, deadlines: sortFew(deadlines, inOrder), exceptions };
}

/**
 * The rules in force when the case began. Every event must lie in the time of some known rules.
 */
function ruleSetOf(record: CaseRecord, asOf: Day, sets: readonly RuleSet[]): RuleSet {
  const first = record.events[0];
  if (!first) return rulesInForce(asOf, "ehc-plan", sets);
  // Sorted by day: where the first day is inside a set that is still in force, so are the others.
  const set = rulesAt(first, sets);
  if (set.inForceTo !== null) for (const event of record.events) rulesAt(event, sets);
  return set;
}

function readingOf(record: CaseRecord, ruleSet: RuleSet, settings: EngineSettings): Reading {
  const happened = record.happened();
  return { record, happened, ruleSet, settings, courses: coursesOf(record, happened), reviewPeriods: reviewPeriods(record, ruleSet.reviews), letters: letterCourses(record, ruleSet.appeals) };
}

/** Every request with dates of its own, with what became of it by the day: what is planned answers nothing yet. */
function coursesOf(record: CaseRecord, happened: CaseRecord): readonly RequestCourse[] {
  const courses = requestCourses(record);
  if (happened === record) return courses;
  const sofar = requestCourses(happened);
  const untouched = { decided: null, refused: null, noPlan: null, draft: null, final: null, closed: false, overtaken: false };
  return courses.map((course) => sofar.find(({ request }) => request === course.request) ?? { request: course.request, ...untouched });
}

/** A rule as it is for one type of event: what the rule set says by name, looked up once. */
interface Step {
  rule: Rule;
  reason: string;
  limit: Limit;
  source: LegalSource;
  exceptions: ExceptionList | null;
  when: ((event: Happening, reading: Reading) => boolean) | null;
  done: FindDone;
  ended: FindEnded;
}

const NO_STEPS: readonly Step[] = [];
const stepsOfSets = new WeakMap<RuleSet, ReadonlyMap<HappeningType, readonly Step[]>>();

function stepsOf(set: RuleSet): ReadonlyMap<HappeningType, readonly Step[]> {
  let steps = stepsOfSets.get(set);
  if (!steps) {
    const list = new Map<HappeningType, Step[]>();
    for (const rule of set.rules) {
      for (const type of Object.keys(rule.from) as HappeningType[]) {
        const step: Step = {
          rule,
          reason: reasonKey(rule.id),
          limit: byEvent(rule.limit, type),
          source: byEvent(rule.source, type),
          exceptions: rule.exceptions === null ? null : byEvent(rule.exceptions, type),
          when: rule.when === undefined ? null : WHEN[rule.when],
          done: doneOn(rule),
          ended: endedOn(rule),
        };
        list.set(type, [...(list.get(type) ?? []), step]);
      }
    }
    steps = list;
    stepsOfSets.set(set, steps);
  }
  return steps;
}

function reasonKey(rule: RuleId): string {
  return ruleWords(rule).reason;
}

/** What lies after the day has not happened by it. */
function known(on: Day | null, asOf: Day): Day | null {
  return on !== null && on <= asOf ? on : null;
}

/** How a step stands. `wasNeeded`: it ended with the closing of the case, and was needed until then. */
function stateOf(rule: Rule, event: Happening, { due, done, ended, wasNeeded, asOf, excused }: { due: Day; done: Day | null; ended: Day | null; wasNeeded: boolean; asOf: Day; excused: boolean }): State {
  if (done !== null && done <= due) return "met";
  const needless = ended !== null && ((rule.needlessEvenLate === true && !wasNeeded) || ended <= due);
  if (needless && (done === null || ended < done)) return "stopped";
  if (done === null && asOf <= due) return event.on > asOf && due >= event.on && !rule.runsBefore ? "not-started" : "running";
  if (rule.actor === "family") return "missed";
  return excused ? "may-be-late" : "late";
}

function deadline({ rule, reason, source }: Step, event: Happening, last: LastDay, done: Day | null, state: State, reading: Reading, ended: Day | null = null): Deadline {
  const from = last.from ?? event;
  const family = rule.actor === "family";
  const aimed = !family && rule.actor !== "adviser";
  const afterReassessment = rule.sourceAfterReassessment && reading.reviewPeriods.some((period) => period.start === event && period.afterReassessment);
  // The next letter is what is waited about then.
  const letter = rule.id === "appeal" ? reading.letters.find((course) => course.letter === event) : undefined;
  return {
    rule: rule.id,
    due: last.due,
    beSafe: family ? workingDayOnOrBefore(last.unmoved ?? last.due) : (last.safe ?? null),
    target: aimed ? workingDayOnOrBefore(last.safe ?? last.due) : null,
    from: from.id,
    event: event.id,
    begun: event.on,
    countedOn: last.countedOn ?? from.on,
    countedFrom: rule.from[from.type] ?? rule.alsoFrom?.[from.type] ?? "sent",
    actor: rule.actor,
    state,
    source: afterReassessment && rule.sourceAfterReassessment ? rule.sourceAfterReassessment : source,
    statutory: rule.statutory,
    reason,
    doneOn: done,
    endedOn: done === null ? ended : null,
    body: event.type === "advice-requested" ? event.body : event.type === "school-consulted" ? (event.school ?? null) : null,
    awaitsCertificate: letter !== undefined && !hasDied(reading.happened.events) && letter === reading.letters.at(-1) && awaitsCertificate(letter, reading.ruleSet.appeals, reading.record.asOf),
  };
}

const ORDER = Object.fromEntries(RULE_IDS.map((id, i) => [id, i])) as Record<RuleId, number>;

/** A fact of age is `met` once its day has come: a last day when it is over, a first day when it begins. */
function dateOfAge(rule: (typeof AGE_RULES)[number], due: Day, { dateOfBirth }: Person, { ages }: RuleSet, { asOf, death }: { asOf: Day; death: Day | null }): Deadline {
  const neverComes = death !== null && death < due;
  const come = rule === "young-person-from" ? asOf >= due : asOf > due;
  return {
    rule,
    due,
    beSafe: null,
    target: null,
    from: null,
    event: null,
    begun: dateOfBirth,
    countedOn: dateOfBirth,
    countedFrom: "birth",
    actor: "nobody",
    state: neverComes ? "stopped" : come ? "met" : "running",
    source: ages.sources[rule],
    statutory: true,
    reason: reasonKey(rule),
    doneOn: null,
    endedOn: neverComes ? death : null,
    body: null,
    awaitsCertificate: false,
  };
}

/** A plan that the council ends stays in force until then, and a new assessment of it can be asked for; not after. */
function hasCeased(stage: Stage, { happened, ruleSet: { appeals } }: Reading): boolean {
  if (stage !== "ceasing" && stage !== "reassessment-requested") return false;
  const plan = happened.events.findLast((event) => endsPlan(event) || showsPlan(event));
  if (!plan || !endsPlan(plan)) return false;
  const course = letterCourses(happened, appeals).find(({ letter }) => letter === plan);
  return course !== undefined && maintainedUntil(course, appeals) < happened.asOf;
}

function inOrder(a: Deadline, b: Deadline): number {
  return a.due - b.due || ORDER[a.rule] - ORDER[b.rule] || ((a.from ?? "") < (b.from ?? "") ? -1 : 1);
}

function earlier(a: Day | null, b: Day | null): Day | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
