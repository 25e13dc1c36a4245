/**
 * The closed lists a listing is described with. Only ids live here; the words for them are in
 * `content/locales/<language>/vocabulary.json`, and a test checks that each id has its words.
 */

/**
 * Kinds of need, in the words of the SEN2 return (item 5.8a) made plain, and two that families search for but the
 * return has no code for (ADHD, medical). `code` is the return's own code.
 */
export const NEEDS = [
  { id: "autism", code: "ASD" },
  { id: "adhd", code: null },
  { id: "speech-language", code: "SLCN" },
  { id: "mental-health", code: "SEMH" },
  { id: "moderate-learning", code: "MLD" },
  { id: "severe-learning", code: "SLD" },
  { id: "profound-learning", code: "PMLD" },
  { id: "specific-learning", code: "SPLD" },
  { id: "down-syndrome", code: "DS" },
  { id: "hearing", code: "HI" },
  { id: "vision", code: "VI" },
  { id: "multi-sensory", code: "MSI" },
  { id: "physical", code: "PD" },
  { id: "medical", code: null },
  { id: "other", code: "OTH" },
] as const;
export type Need = (typeof NEEDS)[number]["id"];
export const NEED_IDS = NEEDS.map((need) => need.id);

export const CATEGORIES = [
  "clubs",
  "holiday-activities",
  "short-breaks",
  "therapies",
  "mental-health",
  "diagnosis",
  "early-years",
  "schools",
  "assessments-and-rights",
  "post-16",
  "adulthood",
  "family-support",
  "money",
  "personal-assistants",
  "social-care",
  "travel",
  "places-to-go",
  "courses",
  "helplines",
] as const;
export type Category = (typeof CATEGORIES)[number];

/** What a club or service can do for a child: the questions that decide whether a child can go. */
export const CAPABILITIES = [
  "one-to-one",
  "personal-care",
  "medicine",
  "behaviour",
  "non-verbal",
  "quiet-space",
  "wheelchair",
  "hoist",
  "dietary",
  "transport",
  "siblings",
  "trial-visit",
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** `ask` is the provider's own "it depends, ask us". A capability that nobody answered is left out: unknown, never "no". */
export const CAPABILITY_ANSWERS = ["yes", "no", "ask"] as const;
export type CapabilityAnswer = (typeof CAPABILITY_ANSWERS)[number];

/** Facts about a building, checked at the place itself. */
export const ACCESS_FEATURES = [
  "step-free",
  "hoist",
  "changing-place",
  "accessible-toilet",
  "hearing-loop",
  "disabled-parking",
  "parking",
  "lift",
  "sensory-room",
  "near-bus-stop",
  "baby-changing",
] as const;
export type AccessFeature = (typeof ACCESS_FEATURES)[number];

/** Weekdays as iCalendar writes them, lower case (RFC 5545, 3.3.10). */
export const DAYS = ["mo", "tu", "we", "th", "fr", "sa", "su"] as const;
export type Day = (typeof DAYS)[number];

export const TIMES_OF_DAY = ["daytime", "after-school", "evening"] as const;
export type TimeOfDay = (typeof TIMES_OF_DAY)[number];

/** The school holidays of an English year, in calendar order from September. */
export const HOLIDAYS = [
  "october-half-term",
  "christmas",
  "february-half-term",
  "easter",
  "may-half-term",
  "summer",
] as const;
export type Holiday = (typeof HOLIDAYS)[number];

/** How a family can meet the cost. `low-cost` is derived: a session at £5 or less. */
export const FUNDING_ROUTES = ["free", "low-cost", "short-breaks", "direct-payment", "funded-childcare"] as const;
export type FundingRoute = (typeof FUNDING_ROUTES)[number];
export const LOW_COST_POUNDS = 5;

export const SPACES = ["spaces", "few", "waiting-list", "full"] as const;
export type Spaces = (typeof SPACES)[number];

export const LISTING_STATUSES = ["active", "inactive", "defunct", "temporarily closed"] as const;
/** Open Referral UK 3.0, `service.status`. */
export type ListingStatus = (typeof LISTING_STATUSES)[number];

/** The seven questions a Local Offer puts to each provider (the wording of Outpost's survey, which councils use). */
export const SEND_QUESTIONS = [
  "outcomes",
  "training",
  "parent-involvement",
  "information-sharing",
  "environment",
  "how-to-start",
  "future-plans",
] as const;
export type SendQuestion = (typeof SEND_QUESTIONS)[number];

export const POST_16_LEVELS = [
  "pre-entry",
  "entry",
  "level-1",
  "level-2",
  "level-3",
  "supported-internship",
  "apprenticeship",
  "life-skills",
] as const;
export type Post16Level = (typeof POST_16_LEVELS)[number];

/** Paragraphs of Schedule 2 to the SEND Regulations 2014 (SI 2014/1530): what a Local Offer must cover. */
export const SCHEDULE_2_PARAGRAPHS = [
  "1a", "1b", "1c", "1d", "1e", "1f", "1g", "1h",
  "2",
  "3a", "3b", "3c", "3d",
  "4", "5", "6", "7", "8", "9", "10", "11",
  "12a", "12b",
  "13a", "13b", "13c", "13d",
  "14a", "14b", "14c",
  "15a", "15b", "15c", "15d", "15e", "15f",
  "16", "17", "18", "19", "20", "21", "22", "23",
] as const;
export type Schedule2Paragraph = (typeof SCHEDULE_2_PARAGRAPHS)[number];

/**
 * Languages a service may be given in: ISO 639-1 codes as Open Referral's `language.code` carries them, and `bfi`
 * (ISO 639-3) for British Sign Language. English is taken as read. A code that is not here is kept on the listing and
 * shown by its own name; it is only not offered as a filter.
 */
export const LANGUAGES = [
  "bfi", "ar", "bn", "es", "fr", "gu", "hi", "lt", "pa", "pl", "pt", "ro", "so", "sq", "tr", "uk", "ur", "zh",
] as const;
export type ListingLanguage = (typeof LANGUAGES)[number];

/** Whether `value` is one of the ids of a closed list. */
export function isOneOf<T extends string>(list: readonly T[], value: unknown): value is T {
  return typeof value === "string" && (list as readonly string[]).includes(value);
}
