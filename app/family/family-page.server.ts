import type { CaseVisit } from "../accounts/visit.server.ts";
import { bodyWords } from "../cases/body-words.server.ts";
import { likelyFor } from "../cases/likely.server.ts";
import { namesOfBodies } from "../db/cases.server.ts";
import { meetingOf } from "../db/meetings.server.ts";
import { isoText, type Day } from "../domain/calendar/day.ts";
import { workingDaysAfter } from "../domain/calendar/working-days.ts";
import type { FamilyView, Holder } from "../domain/cases/family-view.ts";
import { familyView } from "../domain/cases/family-view.ts";
import { isJudged, type Step } from "../domain/cases/journey.ts";
import { wasDone, type Lateness } from "../domain/cases/lateness.ts";
import { exceptionWords, type FoundException } from "../domain/cases/exceptions.ts";
import { NEED_NOT_COME, ruleWords } from "../domain/cases/rule-set.ts";
import { toldState, type FamilyPage, type ShownDate, type ShownLateness, type ShownStep } from "../domain/cases/shown.ts";
import type { Deadline } from "../domain/cases/timeline.ts";
import type { PageContext } from "../page-context.server.ts";
import { localDay } from "../today.ts";

/** Everything that the pages about a case show of it. */
export async function familyPage(visit: CaseVisit): Promise<FamilyPage> {
  const { site, child, today } = visit;
  const names = await namesOfBodies(site.database.prisma);
  const view = familyView(child.case, child.timeline, today);
  const likely = await likelyFor(site, view.wait, today);
  const mayMeet = visit.site.pack.localWords.refusalMeeting !== undefined && (view.situation === "refused" || view.situation === "no-plan");
  const meeting = mayMeet ? await meetingOf(site.database.prisma, visit.caseId) : null;
  const meetingOn = meeting?.slot && meeting.slot.cancelledAt === null ? localDay(meeting.slot.startsAt) : null;
  return { ...shownView(visit, view, names), meetingOn, likely: likely && { from: isoText(likely.earliest), to: isoText(likely.latest), cases: likely.cases } };
}

function shownView({ site, t, standing, caseId, child, today }: CaseVisit, view: FamilyView, names: ReadonlyMap<string, string>): Omit<FamilyPage, "likely" | "meetingOn"> {
  const date = (deadline: Deadline) => shownDate(t, deadline, names, today);
  const { officer, person, reference } = child.stored;
  return {
    caseId,
    name: person?.firstName ?? t("my-child:unnamed"),
    isOwn: standing.role === "young-person",
    reference,
    today: isoText(today),
    situation: view.situation,
    journey: view.journey,
    week: view.week,
    isLate: view.late.some(({ excused }) => !excused),
    isExcused: view.late.some(({ excused }) => excused),
    main: view.main && date(view.main),
    unlikely: view.wait !== null ? "few" : view.holders.some(({ actor }) => actor !== "family") ? "not-counted" : view.yours.length > 0 ? "yours" : "nothing",
    holders: view.holders.map((holder) => holderWords(t, holder, names)),
    late: view.late.map((late) => shownLateness(t, late, date(late.deadline))),
    yours: view.yours.map(date),
    steps: view.steps.map((step) => shownStep(t, step)),
    advice: view.advice.map(({ body, askedOn, due, receivedOn, state }) => ({ who: bodyWords(t, names, body), asked: isoText(askedOn), due: isoText(due), received: receivedOn === null ? null : isoText(receivedOn), state })),
    review: view.review && { meetingOn: isoText(view.review.meetingOn), isHeld: view.review.isHeld, since: view.review.since === null ? null : isoText(view.review.since), invited: view.review.invited.map(({ body, contributedOn }) => ({ who: bodyWords(t, names, body), contributedOn: contributedOn === null ? null : isoText(contributedOn) })), clocks: view.review.clocks.map(date), noticeDays: view.review.noticeDays },
    refusal: view.refusal && { on: isoText(view.refusal.event.on), type: view.refusal.event.type, mediation: view.refusal.mediation && date(view.refusal.mediation), appeal: view.refusal.appeal && date(view.refusal.appeal), awaitsCertificate: view.refusal.awaitsCertificate, needsPermission: view.refusal.mediation?.state === "missed" && view.refusal.appeal?.countedFrom !== "certificate" },
    hasPlan: view.hasPlan,
    commentsOpen: view.commentsOpen && date(view.commentsOpen),
    mediationOn: view.mediationOn === null ? null : isoText(view.mediationOn),
    transferBeside: view.transferBeside && date(view.transferBeside),
    reviewBeside: view.reviewBeside && date(view.reviewBeside),
    orderBeside: view.orderBeside && date(view.orderBeside),
    move: view.move && { state: view.move.state, on: view.move.on === null ? null : isoText(view.move.on) },
    planEnd: view.planEnd && date(view.planEnd),
    appealBeside: view.appealBeside && isoText(view.appealBeside.on),
    officer: officer && { name: officer.name, team: officer.team, away: officer.away && officer.away.until >= isoText(today) ? officer.away : null },
    replyBy: isoText(workingDaysAfter(today, site.pack.replyWorkingDays)),
  };
}

function shownStep(t: PageContext["t"], { id, state, on, deadline, isLate, excused, isOfSeveral }: Step): ShownStep {
  const limit = !deadline || deadline.statutory ? (deadline && NEED_NOT_COME.includes(deadline.rule) ? "no-plan" : "law") : "safe";
  const after = state === "done" && on !== null && deadline && isJudged(deadline) ? (deadline.doneOn ?? on) - deadline.due : null;
  return { id, state, on: on === null ? null : isoText(on), due: deadline && isoText(deadline.due), isLate, limit, after, excused: excused && t(`timeline:${exceptionWords(excused.why)}`), isOfSeveral };
}

function holderWords(t: PageContext["t"], { actor, body }: Holder, names: ReadonlyMap<string, string>): string {
  if (body !== null) return bodyWords(t, names, body);
  return t(`my-child:holder.${actor === "body" || actor === "nobody" ? "council" : actor}`);
}

function shownLateness(t: PageContext["t"], { days, excused, refused }: Lateness, date: ShownDate): ShownLateness {
  return {
    date,
    days,
    askedOn: date.body === null ? null : date.begun,
    ...reasonWords(t, { excused, refused }),
  };
}

/** Why the law allows a date to be late, or does not, in words. */
export function reasonWords(t: PageContext["t"], { excused, refused }: Pick<Lateness, "excused" | "refused">): Pick<ShownLateness, "excused" | "refused"> {
  return { excused: excused && t(`timeline:${exceptionWords(excused.why)}`), refused: [...new Set(refused.map((found) => refusedWords(t, found)))] };
}

/** Why a reason that was given is none, with the reason in the words of whoever recorded it where the law has no name for it. */
function refusedWords(t: PageContext["t"], { kind, why }: FoundException): string {
  if (why !== "not-a-reason") return t(`timeline:${exceptionWords(why)}`);
  return t("my-child:late.notAReason", { reason: kind === "parent-asked-for-time" ? t("my-child:events.parent-asked-for-time") : kind.replaceAll("-", " ") });
}

/** An earlier day than the last, while it is of use. */
function earlierDay(on: Day | null, due: Day, today: Day): string | null {
  return on === null || on === due || on < today ? null : isoText(on);
}

/** A date of the law in words. */
export function shownDate(t: PageContext["t"], deadline: Deadline, names: ReadonlyMap<string, string>, today: Day): ShownDate {
  const words = ruleWords(deadline.rule) as { name: "rules.advice.name"; reason: "rules.advice.reason"; who: "rules.advice.who" };
  return {
    rule: deadline.rule,
    name: t(`timeline:${words.name}`),
    reason: t(`timeline:${words.reason}`),
    who: deadline.body === null ? t(`timeline:${words.who}`) : bodyWords(t, names, deadline.body),
    due: isoText(deadline.due),
    daysLeft: deadline.due - today,
    beSafe: earlierDay(deadline.beSafe, deadline.due, today),
    target: earlierDay(deadline.target, deadline.due, today),
    begun: isoText(deadline.begun),
    countedOn: isoText(deadline.countedOn),
    countedFrom: deadline.countedFrom,
    state: deadline.state,
    told: toldState(deadline),
    isLate: deadline.state === "late" || deadline.state === "may-be-late",
    statutory: deadline.statutory,
    source: deadline.source,
    body: deadline.body,
    doneOn: deadline.doneOn !== null && wasDone(deadline) ? isoText(deadline.doneOn) : null,
    endedOn: deadline.endedOn === null ? null : isoText(deadline.endedOn),
    awaitsCertificate: deadline.awaitsCertificate,
  };
}
