import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { PARTS, RELATIONS, STAFF_ROLES } from "../../app/domain/access/roles.ts";

const follows = z.strictObject({ case: z.string(), as: z.enum(RELATIONS), parts: z.array(z.enum(PARTS)).default([]), days: z.int().optional(), isBlocked: z.boolean().default(false) });

const familiesSchema = z.strictObject({
  about: z.string(),
  families: z.array(
    z.strictObject({
      email: z.string().endsWith("@example.org"),
      name: z.string(),
      /** What this account is there to show. */
      about: z.string(),
      /** `*`: every sample case, as a parent. */
      follows: z.union([z.literal("*"), z.array(follows)]),
      language: z.string().default("en-GB"),
      adjustments: z.array(z.string()).default([]),
      address: z.string().optional(),
    }),
  ),
  staff: z.array(z.strictObject({ email: z.string().endsWith("@staff.example.org"), name: z.string(), role: z.enum(STAFF_ROLES), officer: z.string().optional() })),
  codes: z.array(z.strictObject({ case: z.string(), as: z.enum(["parent", "young-person"]) })),
  updates: z.array(z.strictObject({ case: z.string(), daysAgo: z.int(), words: z.string() })),
  provision: z.array(z.strictObject({ case: z.string(), lines: z.array(z.strictObject({ section: z.string(), provider: z.string(), words: z.string() })) })),
  meetings: z.array(z.strictObject({ inDays: z.int(), hour: z.int(), place: z.string() })),
});

export type SampleFamilies = z.output<typeof familiesSchema>;

/** The invented people who sign in to the demo, and what there is to see for them. */
export function readSampleFamilies(contentDir: string): SampleFamilies {
  return familiesSchema.parse(JSON.parse(readFileSync(join(contentDir, "samples", "families", "families.json"), "utf8")));
}
