import type { FamilyView, Situation, Step } from "./family-view.ts";
import type { Deadline } from "./timeline.ts";

/** A date of the law, in the words of the page. */
export interface ShownDate {
  rule: string;
  name: string;
  reason: string;
  who: string;
  due: string;
  daysLeft: number;
  beSafe: string | null;
  target: string | null;
  begun: string;
  countedOn: string;
  countedFrom: Deadline["countedFrom"];
  state: Deadline["state"];
  isLate: boolean;
  statutory: boolean;
  source: Deadline["source"];
  body: string | null;
  doneOn: string | null;
  awaitsCertificate: boolean;
}

export interface ShownLateness {
  date: ShownDate;
  days: number;
  askedOn: string | null;
  excused: string | null;
  refused: string[];
}

export interface ShownStep {
  id: string;
  state: Step["state"];
  on: string | null;
  due: string | null;
  isLate: boolean;
  /** Days from the limit to the day it was done: above 0 is late. */
  after: number | null;
}

/** What a page about a case shows, ready to be written: words looked up, days in ISO text. */
export interface FamilyPage {
  caseId: string;
  name: string;
  isOwn: boolean;
  reference: string;
  today: string;
  situation: Situation;
  journey: FamilyView["journey"];
  week: number | null;
  isLate: boolean;
  isExcused: boolean;
  main: ShownDate | null;
  likely: { from: string; to: string; cases: number } | null;
  isWaiting: boolean;
  holders: string[];
  late: ShownLateness[];
  yours: ShownDate[];
  steps: ShownStep[];
  advice: { who: string; asked: string; due: string; received: string | null; state: FamilyView["advice"][number]["state"] }[];
  review: { meetingOn: string; isHeld: boolean; invited: { who: string; contributedOn: string | null }[] } | null;
  refusal: { on: string; type: string; mediation: ShownDate | null; appeal: ShownDate | null; awaitsCertificate: boolean } | null;
  officer: { name: string | null; team: string | null; away: { until: string; cover: string | null } | null } | null;
  replyBy: string;
}
