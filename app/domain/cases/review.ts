import type { Day } from "../calendar/day.ts";
import type { CaseRecord } from "./record.ts";
import type { RuleId } from "./rule-set.ts";
import type { Deadline, Timeline } from "./timeline.ts";

/** An annual review that is set or under way (SEND Regulations 2014 reg 20, 21). */
export interface Review {
  meetingOn: Day;
  isHeld: boolean;
  /** The meeting before, where there was one: what came in later is for this review. */
  since: Day | null;
  /** Who was asked to the meeting, and when what they wrote came in. */
  invited: { body: string; contributedOn: Day | null }[];
  /** The law's times before and after this meeting: notice, report, decision, final plan. */
  clocks: Deadline[];
  /** How many days before it the family was told, where that was fewer than the law asks. */
  noticeDays: number | null;
}

/** Who writes through the portal, as the body of an event; and whom a case system calls so. */
export const FAMILY_BODY = "family";
const OF_FAMILY: readonly string[] = [FAMILY_BODY, "parent", "young-person"];

const REVIEW_CLOCKS: readonly RuleId[] = ["review-notice", "review-report", "review-decision", "review-final-overall"];

/** The review that a case is about on a day, if it is about one. */
export function reviewOf(record: CaseRecord, happened: CaseRecord, { deadlines }: Timeline): Review | null {
  const { asOf } = record;
  const meeting = record.all("review-meeting").at(-1);
  if (!meeting) return null;
  // What ended this review ends its page: the next meeting begins another.
  const decided = happened.first(["amendment-notice-sent", "review-decision-sent"], meeting.on);
  const over = happened.first(["amended-plan-sent", "final-plan-sent"], meeting.on) ?? happened.all("review-decision-sent").find(({ on, outcome }) => on >= meeting.on && outcome !== "amend");
  if (over || (decided && happened.first(["decision-sent"], decided.on, decided))) return null;
  const notice = deadlines.find(({ rule, event }) => rule === "review-notice" && event === meeting.id);
  const since = record.all("review-meeting").at(-2)?.on ?? null;
  const before = since ?? -Infinity;
  const contributed = happened.all("review-contribution-received").filter(({ on }) => on > before);
  const invited = record.all("review-invited").filter(({ on }) => on > before && on <= asOf);
  return {
    meetingOn: meeting.on,
    isHeld: meeting.on <= asOf,
    since,
    // What came in through the portal came from the family, whichever of them was asked; and it is said though nobody wrote down that they were.
    invited: [...new Set([...invited.map(({ body }) => body), ...contributed.filter(({ body }) => body === FAMILY_BODY && !invited.some((one) => OF_FAMILY.includes(one.body))).map(({ body }) => body)])].map((body) => ({
      body,
      contributedOn: contributed.find((one) => one.body === body || (one.body === FAMILY_BODY && OF_FAMILY.includes(body)))?.on ?? null,
    })),
    clocks: REVIEW_CLOCKS.flatMap((rule) => deadlines.filter((deadline) => deadline.rule === rule && deadline.event === meeting.id)),
    noticeDays: notice && notice.doneOn !== null && notice.doneOn > notice.due ? meeting.on - notice.doneOn : null,
  };
}
