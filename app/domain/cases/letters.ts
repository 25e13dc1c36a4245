import type { Day } from "../calendar/day.ts";
import { addMonths } from "../calendar/day.ts";
import { tribunalDay, workingDaysAfter } from "../calendar/working-days.ts";
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
export function letterCourses(record: Pick<CaseRecord, "events">, { contactMonths }: AppealTerms): readonly LetterCourse[] {
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

/** Time to appeal against a letter. */
export interface AppealTime {
  due: Day;
  /** The last day before the Tribunal's rules moved it. */
  unmoved: Day;
  /** The certificate that gave it, where that is later than what the letter gives. */
  certificate: Happening | null;
}

/**
 * The later of two months from the letter and one from the certificate, as the Tribunal moves it.
 * @see First-tier Tribunal Rules 2008, rules 12 and 20(1)(c)
 */
export function appealTime({ letter, certificate }: Pick<LetterCourse, "letter" | "certificate">, { monthsFromLetter, monthsFromCertificate }: AppealTerms): AppealTime {
  const byLetter = addMonths(letter.on, monthsFromLetter);
  const byCertificate = certificate ? addMonths(certificate.on, monthsFromCertificate) : byLetter;
  const unmoved = Math.max(byLetter, byCertificate);
  return { due: tribunalDay(unmoved), unmoved, certificate: byCertificate > byLetter ? certificate : null };
}

/**
 * The last day on which a plan must still be maintained though a letter has said that it is to end: that of the time to
 * appeal, or on which an appeal was determined. Infinity while it is appealed, or a certificate is to come that gives a
 * month more.
 * @see CFA 2014 s.45(4)
 */
export function maintainedUntil(course: LetterCourse, terms: AppealTerms): Day {
  const { due } = appealTime(course, terms);
  const { appeal, appealEnded, settled } = course;
  if (appeal || settled) return Math.max(due, (appealEnded ?? settled)?.on ?? Infinity);
  return awaitsCertificate(course, terms, Infinity) ? Infinity : due;
}

/** The last day on which a certificate gives time to appeal that nobody recorded, if each did their part in time. */
export function lastDayWithoutCertificate(askedOn: Day, { daysToArrangeMediation, workingDaysToCertify, monthsFromCertificate }: AppealTerms): Day {
  return tribunalDay(addMonths(workingDaysAfter(askedOn + daysToArrangeMediation, workingDaysToCertify), monthsFromCertificate));
}

/** The adviser was asked in time and has issued no certificate: from its day there will be a month to appeal, whatever the date now. */
export function awaitsCertificate({ letter, contact, certificate, appeal, settled }: LetterCourse, { contactMonths }: AppealTerms, asOf: Day): boolean {
  const asked = contact !== null && contact.on <= asOf && contact.on <= addMonths(letter.on, contactMonths);
  return asked && [certificate, appeal, settled].every((event) => event === null || event.on > asOf);
}
