import { NEED_IDS, type Need } from "../directory/vocabulary.ts";
import type { TypedDate } from "../forms/written-date.ts";
import { tooManyCharacters } from "../forms/length.ts";

/** The pages of asking for a needs assessment, one topic each, in their order. */
export const ASSESSMENT_PAGES = ["you", "child", "why", "helps", "contact"] as const;
export type AssessmentPage = (typeof ASSESSMENT_PAGES)[number];
/** The way through them: papers can be left out. */
export const ASSESSMENT_WAY = ["you", "child", "why", "helps", "papers", "contact", "check"] as const;
/** Of the way: pages with a number. */
export const NUMBERED_PAGES = ASSESSMENT_WAY.length - 1;

/** The page after one, on the way. */
export function pageAfter(page: Exclude<(typeof ASSESSMENT_WAY)[number], "check">): (typeof ASSESSMENT_WAY)[number] {
  return ASSESSMENT_WAY[ASSESSMENT_WAY.indexOf(page) + 1] ?? "check";
}

/** Who may ask (Children and Families Act 2014 s.36(1)); `other` brings a child to the council's attention (s.24). */
export const ASKERS = ["parent", "young-person", "school", "other"] as const;
export const CHANNELS = ["email", "text", "letter"] as const;
export const ADJUSTMENTS = ["large-print", "easy-read", "phone-not-email", "interpreter", "bsl", "morning", "afternoon", "evening"] as const;

/** What has been typed so far; a page that was not sent has left its part empty. */
export interface AssessmentAnswers {
  asker: (typeof ASKERS)[number] | null;
  yourName: string;
  relation: string;
  firstName: string;
  lastName: string;
  born: TypedDate;
  /** ISO; null until it can be read as a date. */
  bornOn: string | null;
  postcode: string;
  setting: string;
  needs: Need[];
  why: string;
  tried: string;
  hopes: string;
  whoElse: string;
  mayContact: boolean;
  channel: (typeof CHANNELS)[number] | null;
  email: string;
  phone: string;
  address: string;
  adjustments: (typeof ADJUSTMENTS)[number][];
  note: string;
  /** Pages that were sent without a problem. */
  done: AssessmentPage[];
}

export const NO_ANSWERS: AssessmentAnswers = {
  asker: null, yourName: "", relation: "", firstName: "", lastName: "", born: { day: "", month: "", year: "" }, bornOn: null, postcode: "", setting: "",
  needs: [], why: "", tried: "", hopes: "", whoElse: "", mayContact: false, channel: null, email: "", phone: "", address: "", adjustments: [], note: "", done: [],
};

/** As many characters as one answer takes. */
export const LONGEST_ANSWER = 5000;
export const LONGEST_LINE = 200;
/** A plan can be asked for until the 25th birthday (Children and Families Act 2014 s.36(1), s.83). */
const OLDEST_YEARS = 25;

/** Problems of a page, by field: each is a key of content (`ask.json`, `problems`). */
export type AssessmentProblem = "askerMissing" | "nameMissing" | "firstNameMissing" | "lastNameMissing" | "tooYoungYet" | "tooOld" | "postcodeShape" | "whyMissing" | "channelMissing" | "emailShape" | "phoneShape" | "addressMissing" | "tooLong";

/** What is wrong with what a page holds. `ageInYears` is null where the date could not be read, which is said elsewhere. */
export function assessmentProblems(page: AssessmentPage, answers: AssessmentAnswers, ageInYears: number | null): { field: keyof AssessmentAnswers | "born-day"; problem: AssessmentProblem }[] {
  const found: { field: keyof AssessmentAnswers | "born-day"; problem: AssessmentProblem }[] = [];
  const want = (isRight: boolean, field: keyof AssessmentAnswers | "born-day", problem: AssessmentProblem) => {
    if (!isRight) found.push({ field, problem });
  };
  switch (page) {
    case "you":
      want(answers.asker !== null, "asker", "askerMissing");
      want(answers.yourName !== "", "yourName", "nameMissing");
      break;
    case "child":
      want(answers.firstName !== "", "firstName", "firstNameMissing");
      want(answers.lastName !== "", "lastName", "lastNameMissing");
      if (ageInYears !== null) {
        want(ageInYears >= 0, "born-day", "tooYoungYet");
        want(ageInYears < OLDEST_YEARS, "born-day", "tooOld");
      }
      want(answers.postcode === "" || /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i.test(answers.postcode), "postcode", "postcodeShape");
      break;
    case "why":
      want(answers.why !== "" || answers.needs.length > 0, "why", "whyMissing");
      break;
    case "helps":
      break;
    case "contact":
      want(answers.channel !== null, "channel", "channelMissing");
      want(answers.channel === "email" ? isEmail(answers.email) : answers.email === "" || isEmail(answers.email), "email", "emailShape");
      want(answers.channel === "text" ? isPhone(answers.phone) : answers.phone === "" || isPhone(answers.phone), "phone", "phoneShape");
      want(answers.channel !== "letter" || answers.address !== "", "address", "addressMissing");
      break;
  }
  for (const field of LONG_FIELDS) want(tooManyCharacters(answers[field], LONGEST_ANSWER) === 0, field, "tooLong");
  return found;
}

const LONG_FIELDS = ["why", "tried", "hopes", "whoElse", "note", "address"] as const;

/** Whether this can be an email address. */
export function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text) && text.length <= 254;
}

function isPhone(text: string): boolean {
  return /^\+?[\d\s()-]{9,20}$/.test(text) && text.replace(/\D/g, "").length >= 10;
}

/** Pages that must still be filled in before it can be sent. */
export function pagesToDo({ done }: AssessmentAnswers): AssessmentPage[] {
  return ASSESSMENT_PAGES.filter((page) => !done.includes(page));
}

export function knownNeeds(given: readonly string[]): Need[] {
  return NEED_IDS.filter((need) => given.includes(need));
}
