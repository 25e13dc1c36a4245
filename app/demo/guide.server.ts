import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createOTP } from "@better-auth/utils/otp";
import { z } from "zod";
import { PARTS, RELATIONS, STAFF_ROLES } from "../domain/access/roles.ts";
import type { Sealer } from "../db/sealing.server.ts";
import type { Site } from "../site.server.ts";

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

/** No letter or figure that looks like another. */
const CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The activation code of a sample: to be typed by whoever tries the demo, so it is no secret. */
export function demoCode(reference: string, relation: string): string {
  const bytes = createHash("sha256").update(`demo ${reference} ${relation}`).digest();
  const letters = [...bytes.subarray(0, 16)].map((byte) => CODE_LETTERS[byte % CODE_LETTERS.length]).join("");
  return (letters.match(/.{4}/g) ?? []).join("-");
}

/** The secret of the demo staff's authenticators, of which the demo's own page shows the code. */
export function demoAuthenticator(sealer: Sealer): string {
  return createHash("sha256").update(`demo authenticator ${sealer.derive("demo")[0]?.value ?? ""}`).digest("hex").slice(0, 32);
}

export interface DemoGuide {
  families: { email: string; name: string; about: string }[];
  staff: { email: string; name: string; role: SampleFamilies["staff"][number]["role"] }[];
  /** What the authenticator of every sample officer shows now. */
  authenticator: string;
  codes: { code: string; firstName: string; dateOfBirth: string; as: "parent" | "young-person" }[];
}

/** How to try the demo: whom to sign in as, and which codes to join with. Only for a site that says it is a demonstration. */
export async function demoGuide({ config, database, sealer }: Pick<Site, "config" | "database" | "sealer">): Promise<DemoGuide> {
  const { families, staff, codes } = readSampleFamilies(config.contentDir);
  const cases = new Map(readSampleCaseKeys(config.contentDir).map(({ key, reference }) => [key, reference]));
  const rows = await database.prisma.caseFile.findMany({ where: { reference: { in: [...cases.values()] } }, include: { person: true } });
  const people = new Map(rows.map((row) => [row.reference, row.person]));
  return {
    families: families.map(({ email, name, about }) => ({ email, name, about })),
    staff: staff.map(({ email, name, role }) => ({ email, name, role })),
    authenticator: await createOTP(demoAuthenticator(sealer)).totp(),
    codes: codes.flatMap(({ case: key, as }) => {
      const reference = cases.get(key) ?? "";
      const person = people.get(reference);
      if (!person?.firstNameSealed || !person.dateOfBirthSealed) return [];
      return [{ code: demoCode(reference, as), as, firstName: sealer.open(person.firstNameSealed, `person.firstName.${person.id}`), dateOfBirth: sealer.open(person.dateOfBirthSealed, `person.dateOfBirth.${person.id}`) }];
    }),
  };
}

function readSampleCaseKeys(contentDir: string): { key: string; reference: string }[] {
  const { cases } = JSON.parse(readFileSync(join(contentDir, "samples", "cases", "cases.json"), "utf8")) as { cases: { key: string; reference: string }[] };
  return cases;
}
