import { z } from "zod";

/**
 * A council pack: everything about one council that the site shows or searches by. One file in `content/areas`
 * is one council; `AREA` chooses it. Positions are WGS84 to two decimals (about half a mile), which is enough for
 * "how far is it" and gives nobody's address away.
 */

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, "lower-case letters, digits and hyphens");
const words = z.string().trim().min(1);
const twoDecimals = (low: number, high: number) =>
  z.number().min(low).max(high).refine((n) => Math.abs(n * 100 - Math.round(n * 100)) < 1e-6, "at most two decimals");
const lat = twoDecimals(49, 61);
const lng = twoDecimals(-9, 2.5);
const colour = z.string().regex(/^#[0-9a-f]{6}$/i, "a colour such as #0b5563");
const outcode = z.string().regex(/^[A-Z]{1,2}[0-9][A-Z0-9]?$/, "a postcode district such as CM2");

const town = z.strictObject({
  name: words,
  district: id,
  lat,
  lng,
  aliases: z.array(words).default([]),
  /** The name is also an everyday word or a common part of names: understood as a place only after "in", "near" or "at". */
  alsoAWord: z.boolean().default(false),
});

const neighbourTown = z.strictObject({ name: words, lat, lng, aliases: z.array(words).default([]), alsoAWord: z.boolean().default(false) });

const phone = z.strictObject({
  number: z.string().regex(/^[0-9 ]{10,14}$/, "a UK phone number in digits and spaces"),
  hours: words,
  /** Shown beside the number, so that nobody rings it for help. A council that uses the site for real sets it to false. */
  sample: z.boolean(),
});

export const councilPackSchema = z
  .strictObject({
    id,
    /** The area, as in "clubs in Essex". */
    name: words,
    /** The authority, as in "Essex County Council". */
    council: words,
    centre: z.strictObject({ lat, lng }),
    quadrants: z.array(z.strictObject({ id, name: words })).default([]),
    districts: z
      .array(z.strictObject({ id, name: words, quadrant: id.optional(), gss: z.string().regex(/^E0[67]\d{6}$/, "a GSS code such as E07000070") }))
      .min(1),
    towns: z.array(town).min(3),
    postcodeDistricts: z.array(z.strictObject({ code: outcode, district: id, lat, lng })).min(1),
    neighbours: z
      .array(
        z.strictObject({
          id,
          name: words,
          towns: z.array(neighbourTown).min(1),
          postcodeDistricts: z.array(z.strictObject({ code: outcode, lat, lng })).default([]),
        }),
      )
      .default([]),
    /** What this council calls things. */
    localWords: z.strictObject({
      senSupport: words,
      graduatedApproach: words,
      ordinarilyAvailable: words,
      refusalMeeting: words.optional(),
      childMentalHealth: words,
      shortBreaks: words,
      healthBoard: words,
    }),
    /** Local acronyms and names, each to the words to search for. Wrong in any other council, so they live here. */
    acronyms: z.record(z.string().regex(/^[a-z0-9 &'-]+$/, "lower case"), z.array(words).min(1)).default({}),
    /** How long schools get to answer when they are consulted: the council's own practice, as the law sets no period. */
    schoolReply: z.strictObject({ days: z.int().min(1).max(60), count: z.enum(["calendar", "working"]) }).default({ days: 15, count: "calendar" }),
    /** Whether families must use an authenticator or a passkey besides the code by email. Staff always must. */
    secondFactorRequired: z.boolean().default(false),
    /** In how many working days the council promises to answer a message. */
    replyWorkingDays: z.int().min(1).max(20).default(5),
    /** In how many working days the council says what it does about help in a plan that a family does not get. */
    provisionWorkingDays: z.int().min(1).max(20).default(5),
    /** In how many working days the council promises to say that it has a complaint, to answer it, and to send papers in another format. */
    complaint: z.strictObject({ acknowledgeWorkingDays: z.int().min(1).max(20), answerWorkingDays: z.int().min(1).max(65) }).default({ acknowledgeWorkingDays: 3, answerWorkingDays: 20 }),
    otherFormatWorkingDays: z.int().min(1).max(60).default(10),
    parentCarerForum: z.strictObject({ name: words, website: z.url().optional() }),
    adviceService: z.strictObject({ name: words, phone }),
    contact: z.strictObject({ name: words, phone, email: z.email() }),
    /** Languages the menu offers, besides English the ones most families here ask for. */
    languages: z.array(z.enum(["en-GB", "pl", "ro", "ur"])).min(1),
    colours: z.strictObject({ brand: colour, brandDeep: colour, brandWash: colour }),
    sources: z.array(z.strictObject({ what: words, source: words })).min(1),
  })
  .superRefine((pack, context) => {
    const districts = new Set(pack.districts.map((district) => district.id));
    const quadrants = new Set(pack.quadrants.map((quadrant) => quadrant.id));
    const complain = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });

    pack.towns.forEach((place, i) => {
      if (!districts.has(place.district)) complain(["towns", i, "district"], `no district has the id "${place.district}"`);
    });
    pack.postcodeDistricts.forEach((place, i) => {
      if (!districts.has(place.district)) complain(["postcodeDistricts", i, "district"], `no district has the id "${place.district}"`);
    });
    pack.districts.forEach((district, i) => {
      if (district.quadrant && !quadrants.has(district.quadrant)) complain(["districts", i, "quadrant"], `no quadrant has the id "${district.quadrant}"`);
      if (!pack.towns.some((place) => place.district === district.id)) complain(["districts", i, "id"], "a district needs at least one town");
    });
    if (!pack.languages.includes("en-GB")) complain(["languages"], 'must include "en-GB"');
    if (contrast(pack.colours.brand, "#ffffff") < 4.5) complain(["colours", "brand"], "needs a contrast of 4.5 to 1 with white (WCAG 1.4.3)");
    if (contrast(pack.colours.brandDeep, "#ffffff") < 7) complain(["colours", "brandDeep"], "needs a contrast of 7 to 1 with white");
    if (contrast(pack.colours.brandWash, "#14262b") < 7) complain(["colours", "brandWash"], "needs a contrast of 7 to 1 with the text colour");
  });

export type CouncilPack = z.infer<typeof councilPackSchema>;

/** A pack that cannot be used; the message names the file and each field. */
export class CouncilPackError extends Error {
  override name = "CouncilPackError";
}

/**
 * A council pack from the text of its file.
 * @throws CouncilPackError naming each field that is wrong and what was expected
 */
export function parseCouncilPack(json: string, file: string): CouncilPack {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (error) {
    throw new CouncilPackError(`${file} is not valid JSON: ${(error as Error).message}`);
  }
  const result = councilPackSchema.safeParse(data);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join(".") || "(the whole file)"}: ${issue.message}`);
  throw new CouncilPackError(`${file} cannot be used:\n${lines.join("\n")}`);
}

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
