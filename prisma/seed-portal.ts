import { createHash } from "node:crypto";
import { symmetricEncrypt } from "better-auth/crypto";
import { v5 as uuidv5 } from "uuid";
import { openAuth } from "../app/accounts/auth.server.ts";
import { demoAuthenticator, demoCode, readSampleFamilies } from "../app/demo/guide.server.ts";
import { day, isoText } from "../app/domain/calendar/day.ts";
import type { Site } from "../app/site.server.ts";
import { readSampleCases } from "./samples/build-cases.ts";

const NAMESPACE = "5d0e2a0c-2a39-4f0e-9a58-2f6c1f0d9b11";
const CODE_DAYS = 90;
const MINUTE_MS = 60_000;

/** The id of an invented thing, the same each time. */
function idOf(...parts: readonly string[]): string {
  return uuidv5(parts.join("/"), NAMESPACE);
}

/** Loads the invented accounts and what families and officers find in the demo. The same again changes nothing. */
export async function seedPortal(site: Site, today: string): Promise<void> {
  const samples = readSampleFamilies(site.config.contentDir);
  const references = new Map(readSampleCases(site.config.contentDir).cases.map(({ key, reference }) => [key, reference]));
  const cases = new Map((await site.database.prisma.caseFile.findMany({ where: { reference: { in: [...references.values()] } }, select: { id: true, reference: true, personId: true } })).map((row) => [row.reference, row]));
  const caseOf = (key: string) => {
    const found = cases.get(references.get(key) ?? "");
    if (!found?.personId) throw new Error(`A sample account follows the case "${key}", which is not there.`);
    return { id: found.id, reference: found.reference, personId: found.personId };
  };
  await seedFamilies(site, samples, [...references.keys()], caseOf, today);
  await seedStaff(site, samples);
  await seedRecords(site, samples, caseOf, today);
}

type Samples = ReturnType<typeof readSampleFamilies>;
type CaseOf = (key: string) => { id: string; reference: string; personId: string };

async function seedFamilies({ database: { prisma }, sealer }: Site, { families, codes }: Samples, keys: readonly string[], caseOf: CaseOf, today: string): Promise<void> {
  for (const { email, name, follows, language, adjustments, address } of families) {
    const userId = idOf("user", email);
    await prisma.user.upsert({ where: { email }, create: { id: userId, email, name, emailVerified: true }, update: {} });
    await prisma.contactChoice.upsert({
      where: { userId },
      create: { userId, language, adjustments, addressSealed: address === undefined ? null : sealer.seal(address, `contact_choice.address.${userId}`) },
      update: {},
    });
    const all = follows === "*" ? keys.map((key) => ({ case: key, as: "parent" as const, parts: [], days: undefined, isBlocked: false })) : follows;
    for (const one of all) {
      const { personId } = caseOf(one.case);
      await prisma.follower.upsert({
        where: { personId_userId: { personId, userId } },
        create: { id: idOf("follower", email, one.case), personId, userId, relation: one.as, parts: one.parts, endsOn: one.days === undefined ? null : new Date(isoText(day(today) + one.days)), blockedAt: one.isBlocked ? new Date() : null },
        update: {},
      });
    }
  }
  for (const { case: key, as } of codes) {
    const { personId, reference } = caseOf(key);
    const codeHash = createHash("sha256").update(demoCode(reference, as).replaceAll("-", "")).digest("hex");
    await prisma.activationCode.upsert({
      where: { codeHash },
      create: { id: idOf("code", key, as), personId, relation: as, codeHash, createdBy: "command:demo", expiresAt: new Date(Date.now() + CODE_DAYS * 24 * 60 * MINUTE_MS) },
      update: {},
    });
  }
}

async function seedStaff(site: Site, { staff }: Samples): Promise<void> {
  const { prisma } = site.database;
  const context = await openAuth(site, "http://localhost").$context;
  for (const { email, name, role, officer } of staff) {
    const userId = idOf("user", email);
    const officerId = officer === undefined ? null : ((await prisma.officer.findUnique({ where: { reference: officer } }))?.id ?? null);
    await prisma.user.upsert({ where: { email }, create: { id: userId, email, name, emailVerified: true, kind: "staff", staffRole: role, officerId, twoFactorEnabled: true }, update: {} });
    const seal = (data: string) => symmetricEncrypt({ key: context.secretConfig, data });
    await prisma.twoFactor.upsert({ where: { id: idOf("two-factor", email) }, create: { id: idOf("two-factor", email), userId, secret: await seal(demoAuthenticator(site.sealer)), backupCodes: await seal("[]"), verified: true }, update: {} });
  }
}

async function seedRecords({ database: { prisma }, sealer }: Site, { updates, provision, meetings, staff }: Samples, caseOf: CaseOf, today: string): Promise<void> {
  const approvedBy = idOf("user", staff[0]?.email ?? "");
  for (const { case: key, daysAgo, words } of updates) {
    const id = idOf("update", key);
    const approvedAt = new Date(`${isoText(day(today) - daysAgo)}T10:00:00Z`);
    await prisma.caseUpdate.upsert({ where: { id }, create: { id, caseId: caseOf(key).id, wordsSealed: sealer.seal(words, `case_update.words.${id}`), approvedBy, approvedAt, toldAt: approvedAt }, update: { approvedAt, toldAt: approvedAt } });
  }
  for (const { case: key, lines } of provision) {
    for (const [position, { section, provider, words }] of lines.entries()) {
      const id = idOf("provision", key, String(position));
      await prisma.provisionLine.upsert({ where: { id }, create: { id, caseId: caseOf(key).id, section, provider, position, wordsSealed: sealer.seal(words, `provision_line.words.${id}`) }, update: {} });
    }
  }
  for (const { inDays, hour, place } of meetings) {
    const startsAt = new Date(`${isoText(day(today) + inDays)}T${String(hour).padStart(2, "0")}:00:00Z`);
    const id = idOf("slot", startsAt.toISOString());
    await prisma.meetingSlot.upsert({ where: { id }, create: { id, startsAt, minutes: 45, place, seats: 1, createdBy: approvedBy }, update: {} });
  }
}
