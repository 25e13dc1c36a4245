import { z } from "zod";
import {
  ACCESS_FEATURES, CAPABILITIES, CAPABILITY_ANSWERS, CATEGORIES, DAYS, FUNDING_ROUTES, HOLIDAYS, LANGUAGES, NEED_IDS,
  POST_16_LEVELS, SCHEDULE_2_PARAGRAPHS, SEND_QUESTIONS, SPACES,
} from "../../app/domain/directory/vocabulary.ts";

/**
 * An invented listing as it is written in `content/samples/listings/*.json`: true of no place in particular, so that
 * the same listing can stand in any council's demo. `{town}`, `{district}`, `{area}`, `{council}`, `{adviceService}`,
 * `{forum}`, `{senSupport}`, `{graduatedApproach}`, `{ordinarilyAvailable}`, `{childMentalHealth}`, `{shortBreaks}`,
 * `{healthBoard}` and `{contact}` are filled from the council pack when the samples are loaded. Days are counted back
 * from the day of loading, so that the samples stay fresh.
 */

const text = z.string().trim().min(1);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time such as 09:30");

export const sampleListingSchema = z.strictObject({
  key: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  name: text.max(90),
  provider: text.max(90),
  /** The first is the main one. */
  categories: z.array(z.enum(CATEGORIES)).min(1).max(3),
  summary: text.min(40).max(190),
  description: text.min(120),
  whoFor: text,
  howDecided: text.optional(),
  nextStep: text,
  replyWorkingDays: z.int().min(0).max(60).optional(),
  ages: z.tuple([z.int().min(0).max(25).nullable(), z.int().min(0).max(25).nullable()]),
  /** Empty: all needs are welcome. */
  needs: z.array(z.enum(NEED_IDS)),
  /** True for a service made for disabled children; false for one open to all that welcomes them. */
  specialist: z.boolean(),
  /**
   * Where it is: `town` in one town of the area; `each-district` one in the main town of every district;
   * `every-district` one listing with a place in each of them;
   * `area` no building to visit, serves the whole area; `online`; `neighbour` just over the border.
   */
  where: z.enum(["town", "each-district", "every-district", "area", "online", "neighbour"]),
  venue: z
    .strictObject({ name: text, street: text, access: z.array(z.enum(ACCESS_FEATURES)), accessNote: text.optional() })
    .optional(),
  /** A second place where the same thing happens, in another town. */
  secondVenue: z.strictObject({ name: text, street: text, access: z.array(z.enum(ACCESS_FEATURES)) }).optional(),
  gettingThere: text.optional(),
  sensoryNotes: text.optional(),
  sessions: z
    .array(z.strictObject({ days: z.array(z.enum(DAYS)).min(1), opens: clock, closes: clock, weeks: z.enum(["term", "holidays", "all"]), note: text.optional() }))
    .default([]),
  holidays: z.array(z.enum(HOLIDAYS)).default([]),
  costs: z.array(z.strictObject({ option: text, pounds: z.number().min(0), per: text })).default([]),
  costNote: text.optional(),
  funding: z.array(z.enum(FUNDING_ROUTES)).default([]),
  languages: z.array(z.enum(LANGUAGES)).default([]),
  referralNeeded: z.boolean().nullable(),
  diagnosisNeeded: z.boolean().nullable(),
  joinOnline: z.boolean().default(false),
  spaces: z.enum(SPACES).optional(),
  waitingWeeks: z.int().min(0).max(200).optional(),
  spacesDaysAgo: z.int().min(0).max(400).optional(),
  checkedDaysAgo: z.int().min(0).max(900).optional(),
  editedDaysAgo: z.int().min(0).max(900),
  capabilities: z.partialRecord(z.enum(CAPABILITIES), z.enum(CAPABILITY_ANSWERS)).default({}),
  answers: z.partialRecord(z.enum(SEND_QUESTIONS), text).default({}),
  post16: z
    .strictObject({ level: z.enum(POST_16_LEVELS), days: text, entry: text, support: text, travel: text, jobs: text })
    .optional(),
  whileYouWait: text.optional(),
  easyRead: z.array(text.max(90)).max(8).default([]),
  schedule2: z.array(z.enum(SCHEDULE_2_PARAGRAPHS)).min(1),
  keywords: z.array(text).default([]),
  contactName: text.optional(),
  /** Real, national and free numbers only (such as a crisis line); every other phone number is made up when loading. */
  alert: text.optional(),
});
export type SampleListing = z.infer<typeof sampleListingSchema>;

export const sampleFileSchema = z.array(sampleListingSchema);
