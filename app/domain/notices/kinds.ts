import type { Action } from "../access/permissions.ts";
import { readDay } from "../calendar/day.ts";
import type { HappeningType } from "../cases/events.ts";
import { RULE_IDS, type RuleId } from "../cases/rule-set.ts";

/**
 * What we tell people of, outside their account. A notice says what kind of thing changed and what to do, and holds
 * nothing personal: its slots are dates, numbers and names of kinds, checked by `checkedSlots`. Its words are in
 * `notices.json`, under the kind.
 */

/** Events of a case that a family is told of when they happen: those that change where it stands, or start a time of theirs. */
export const TOLD_EVENTS = [
  "request-received", "assessment-agreed", "assessment-refused", "no-plan-decided", "draft-served", "final-plan-sent", "decision-sent",
  "mediation-certificate-issued", "mediation-set", "mediation-agreed", "appeal-registered", "tribunal-order", "appeal-unopposed", "appeal-ended",
  "plan-made", "review-meeting", "review-decision-keep", "review-decision-amend", "review-decision-cease", "amendment-notice-sent", "amended-plan-sent",
  "moved-area", "reassessment-requested", "reassessment-agreed", "case-closed",
] as const satisfies readonly (HappeningType | `review-decision-${string}`)[];
export type ToldEvent = (typeof TOLD_EVENTS)[number];

/** Steps on the way that change no stage and start no time, and that a family waits for all the same. */
export const TOLD_STEPS = ["advice-received", "school-consulted", "school-replied", "exception-recorded", "phase-transfer-planned"] as const satisfies readonly HappeningType[];
export const TOLD_REVIEW_STEPS = ["review-invited", "review-contribution-received"] as const satisfies readonly HappeningType[];
export type ToldStep = (typeof TOLD_STEPS)[number];
export type ToldReviewStep = (typeof TOLD_REVIEW_STEPS)[number];

/** Days of the family's own that we remind them of. */
export const REMINDERS = ["draft-comments", "review-comments", "mediation-contact", "appeal", "review-meeting", "mediation-meeting", "council-meeting"] as const;
export type Reminder = (typeof REMINDERS)[number];

export const REQUEST_KINDS = ["assessment", "complaint", "other-format", "record", "comments", "more-time", "review-views"] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];
/** What the council answers: requests, and that something in a plan does not happen, which a tap on its line tells it. */
export const ANSWERED_KINDS = [...REQUEST_KINDS, "provision"] as const;

/** What fills the slots of each kind. Dates are ISO. */
export interface NoticeSlots {
  /** `rule` and `due`: the time that this starts for the family; `on`: the day that was set. */
  "stage-changed": { event: ToldEvent; rule?: "draft-comments" | "review-comments" | "mediation-contact" | "appeal"; due?: string; on?: string };
  "step-taken": { step: ToldStep };
  "review-step": { step: ToldReviewStep };
  /** What was told before and was wrong: `event` as it is now. */
  "put-right": { event: ToldEvent; rule?: "draft-comments" | "review-comments" | "mediation-contact" | "appeal"; due?: string };
  /** What was told before and did not happen. */
  "taken-back": { event: ToldEvent; on?: string };
  "date-near": { reminder: Reminder; due: string; count: number };
  "advice-late": { due: string };
  "date-late": { rule: RuleId; due: string };
  "message-came": object;
  "document-came": object;
  "letter-came": object;
  "update-came": object;
  "request-received": { request: RequestKind; due?: string };
  "request-answered": { request: (typeof ANSWERED_KINDS)[number] };
  /** An address at which somebody goes on with a request that they have not sent. */
  "request-saved": { link: string; due: string };
  "meeting-offered": object;
  "meeting-booked": { on: string };
  /** The council took back the time that the family had booked. */
  "meeting-withdrawn": { on: string };
  /** Somebody of the family gave back the time that it had booked. */
  "meeting-given-back": { on: string };
  "young-person-soon": { from: string };
  "rights-passed": { from: string };
  "supporter-invited": { link: string; due: string };
  "supporter-joined": object;
  /** Somebody else joined the record with a code of the council's letter. */
  "follower-joined": object;
  "access-ended": object;
  "new-sign-in": { on: string };
  /** To the address that an account had before. */
  "email-changed": { on: string };
  /** To an account's address, which somebody wanted for another account: who asks is answered alike, and waits as long, whether it is one's. */
  "address-in-use": { on: string };
  /** To the address of the account: codes to sign in can go to the number. */
  "phone-changed": { on: string };
  /** By the account's owner, or whoever has got that far: one more way to give it, or one fewer. */
  "second-step-changed": { on: string };
  /** By the council. */
  "second-step-removed": { on: string };
  "sign-in-code": { code: string; count: number };
  "code-locked": object;
  "work-came": object;
  /** How many joined a record with the council's codes, on a day that is over. */
  "families-joined": { on: string; count: number };
}
export type NoticeKind = keyof NoticeSlots;

/** Which subject line a notice goes under: it gives away no more on a phone that others see. */
export const SUBJECTS = ["news", "date", "receipt", "saved", "account", "code", "invitation", "office"] as const;
export type Subject = (typeof SUBJECTS)[number];

interface KindOfNotice {
  subject: Subject;
  /** What somebody must be allowed to do to hear of it; null for what is told to one person, whoever they are. */
  heardBy: Action | "all-who-follow" | null;
  /** Slots that let somebody in: kept sealed, and never in a log. */
  secrets?: readonly string[];
  /** Goes at once, whatever the hour. */
  urgent?: true;
}

export const KINDS: { readonly [K in NoticeKind]: KindOfNotice } = {
  "stage-changed": { subject: "news", heardBy: "see-case" },
  "step-taken": { subject: "news", heardBy: "see-dates" },
  "review-step": { subject: "news", heardBy: "see-review" },
  "put-right": { subject: "news", heardBy: "see-case" },
  "taken-back": { subject: "news", heardBy: "see-case" },
  "date-near": { subject: "date", heardBy: "see-dates" },
  "advice-late": { subject: "news", heardBy: "see-dates" },
  "date-late": { subject: "news", heardBy: "see-dates" },
  "message-came": { subject: "news", heardBy: "see-messages" },
  "document-came": { subject: "news", heardBy: "see-documents" },
  "letter-came": { subject: "news", heardBy: "see-documents" },
  "update-came": { subject: "news", heardBy: "see-case" },
  "request-received": { subject: "receipt", heardBy: "ask-council" },
  "request-answered": { subject: "news", heardBy: "ask-council" },
  "request-saved": { subject: "saved", heardBy: null, secrets: ["link"], urgent: true },
  "meeting-offered": { subject: "news", heardBy: "answer-meeting" },
  "meeting-booked": { subject: "date", heardBy: "answer-meeting" },
  "meeting-withdrawn": { subject: "date", heardBy: "answer-meeting" },
  "meeting-given-back": { subject: "date", heardBy: "answer-meeting" },
  "young-person-soon": { subject: "news", heardBy: "all-who-follow" },
  "rights-passed": { subject: "news", heardBy: "all-who-follow" },
  "supporter-invited": { subject: "invitation", heardBy: null, secrets: ["link"], urgent: true },
  "supporter-joined": { subject: "account", heardBy: "manage-people" },
  "follower-joined": { subject: "account", heardBy: "manage-people" },
  "access-ended": { subject: "account", heardBy: null },
  "new-sign-in": { subject: "account", heardBy: null, urgent: true },
  "email-changed": { subject: "account", heardBy: null, urgent: true },
  "address-in-use": { subject: "account", heardBy: null, urgent: true },
  "phone-changed": { subject: "account", heardBy: null, urgent: true },
  "second-step-changed": { subject: "account", heardBy: null, urgent: true },
  "second-step-removed": { subject: "account", heardBy: null, urgent: true },
  "sign-in-code": { subject: "code", heardBy: null, secrets: ["code"], urgent: true },
  "code-locked": { subject: "office", heardBy: null, urgent: true },
  "work-came": { subject: "office", heardBy: null, urgent: true },
  "families-joined": { subject: "office", heardBy: null },
};
export const NOTICE_KINDS = Object.keys(KINDS) as NoticeKind[];

const NAMES = new Set<string>([...TOLD_EVENTS, ...TOLD_STEPS, ...TOLD_REVIEW_STEPS, ...REMINDERS, ...ANSWERED_KINDS, ...RULE_IDS]);
/** More than the letters with codes that a large council sends in a day, and no date of birth written as one number. */
const LARGEST_COUNT = 99_999;

/**
 * The slots of a notice, those that are secret apart.
 * @throws RangeError for a value that is no date, number or name of a kind: it might be about a person
 */
export function checkedSlots<K extends NoticeKind>(kind: K, slots: NoticeSlots[K]): { open: Record<string, string | number>; secret: Record<string, string> } {
  const open: Record<string, string | number> = {};
  const secret: Record<string, string> = {};
  for (const [name, value] of Object.entries(slots) as [string, unknown][]) {
    if (value === undefined) continue;
    if (typeof value === "string" && KINDS[kind].secrets?.includes(name)) secret[name] = value;
    else if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= LARGEST_COUNT) open[name] = value;
    else if (typeof value === "string" && (readDay(value) !== null || NAMES.has(value))) open[name] = value;
    else throw new RangeError(`The slot "${name}" of a notice "${kind}" may hold a date, a small number or the name of a kind, and nothing else.`);
  }
  return { open, secret };
}
