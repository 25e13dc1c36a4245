import type { Day } from "../calendar/day.ts";
import { addMonths } from "../calendar/day.ts";
import type { Happening, HappeningType } from "./events.ts";
import type { CaseRecord } from "./record.ts";
import type { AppealTerms } from "./rule-set.ts";

/** Letters that bring a right of appeal, and what the council may do of itself that makes an appeal against each needless. */
export const APPEALABLE_LETTERS = {
  "assessment-refused": ["assessment-agreed"],
  "no-plan-decided": ["draft-served", "final-plan-sent"],
  "final-plan-sent": [],
  "amended-plan-sent": [],
  "review-decision-sent": [],
  "decision-sent": [],
} as const satisfies Partial<Record<HappeningType, readonly HappeningType[]>>;
type Letter = Extract<Happening, { type: keyof typeof APPEALABLE_LETTERS }>;

/** A decision to amend is no such letter: the right to appeal comes with the amended plan (reg 22(5)). */
export function isAppealable(event: Happening): event is Letter {
  return event.type in APPEALABLE_LETTERS && !(event.type === "review-decision-sent" && event.outcome === "amend");
}

/** A letter that can be appealed, and what came of it. Each has clocks of its own: what is done about one stops no other. */
export interface LetterCourse {
  letter: Letter;
  /** The first that the mediation adviser or the council heard from the family after it. */
  contact: Happening | null;
  /** The certificate issued for it, the last if there are several. */
  certificate: Happening | null;
  appeal: Happening | null;
  /** The appeal ended with nothing ordered. */
  appealEnded: Happening | null;
  /** What settled its matter: an order, an appeal not opposed, or the council's own second thought. An agreement at mediation does not: it is kept like an order, and the time to appeal goes on. */
  settled: Happening | null;
}

const NONE: readonly LetterCourse[] = [];

/**
 * What came of each letter, in order. The record does not say which letter a certificate, an appeal or an order is
 * about. A certificate belongs to what the adviser was last asked about in time, or else to the latest letter; an appeal
 * to the latest letter not appealed yet; an order to the appeal that has waited longest.
 */
export function letterCourses(record: CaseRecord, { contactMonths }: AppealTerms): readonly LetterCourse[] {
  const courses = record.events.filter(isAppealable).map((letter): LetterCourse => ({ letter, contact: null, certificate: null, appeal: null, appealEnded: null, settled: null }));
  if (courses.length === 0) return NONE;
  let askedAbout: readonly LetterCourse[] = [];
  const appealed: LetterCourse[] = [];
  for (const event of record.events) {
    const sent = courses.filter(({ letter }) => letter.on <= event.on && letter !== event);
    for (const course of sent) if ((APPEALABLE_LETTERS[course.letter.type] as readonly HappeningType[]).includes(event.type)) course.settled ??= event;
    const latest = sent.at(-1);
    if (!latest) continue;
    switch (event.type) {
      case "mediation-adviser-told":
      case "mediation-council-informed":
      case "mediation-held": {
        for (const course of sent) course.contact ??= event;
        const inTime = sent.filter(({ letter, settled }) => settled === null && event.on <= addMonths(letter.on, contactMonths));
        if (inTime.length > 0) askedAbout = inTime;
        break;
      }
      case "mediation-certificate-issued": {
        const waiting = askedAbout.filter(({ certificate }) => certificate === null);
        for (const course of waiting.length > 0 ? waiting : [latest]) {
          course.certificate = event;
          course.contact ??= event;
        }
        break;
      }
      case "appeal-registered": {
        const course = sent.findLast(({ appeal, settled }) => appeal === null && settled === null) ?? latest;
        course.appeal ??= event;
        appealed.push(course);
        break;
      }
      case "appeal-ended": {
        const course = appealed.pop();
        if (course) course.appealEnded = event;
        break;
      }
      case "tribunal-order":
      case "appeal-unopposed": {
        const course = appealed.shift() ?? sent.findLast(({ settled }) => settled === null);
        if (course) course.settled ??= event;
        break;
      }
    }
  }
  return courses;
}

/** The adviser was asked in time and has issued no certificate: from its day there will be a month to appeal, whatever the date now. */
export function awaitsCertificate({ letter, contact, certificate, appeal, settled }: LetterCourse, { contactMonths }: AppealTerms, asOf: Day): boolean {
  const asked = contact !== null && contact.on <= asOf && contact.on <= addMonths(letter.on, contactMonths);
  return asked && [certificate, appeal, settled].every((event) => event === null || event.on > asOf);
}
