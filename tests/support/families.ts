import { randomUUID } from "node:crypto";
import { day, isoText, type Day } from "../../app/domain/calendar/day.ts";
import type { Part, Relation } from "../../app/domain/access/roles.ts";
import type { Site } from "../../app/site.server.ts";

type Rows = Pick<Site, "database" | "sealer">;

export interface InventedChild {
  personId: string;
  caseId: string;
  reference: string;
}

/** A child with a case in which nothing has happened yet. */
export async function inventChild({ database: { prisma }, sealer }: Rows, { firstName = "Samuel", born = day("2016-03-27") }: { firstName?: string; born?: Day | null } = {}): Promise<InventedChild> {
  const [personId, caseId] = [randomUUID(), randomUUID()];
  const reference = `EHC-${caseId.slice(0, 8)}`;
  await prisma.person.create({
    data: {
      id: personId,
      reference: personId,
      firstNameSealed: sealer.seal(firstName, `person.firstName.${personId}`),
      dateOfBirthSealed: born === null ? null : sealer.seal(isoText(born), `person.dateOfBirth.${personId}`),
    },
  });
  await prisma.caseFile.create({ data: { id: caseId, reference, personId } });
  return { personId, caseId, reference };
}

/** An account of a family's. */
export async function inventUser({ database: { prisma } }: Pick<Site, "database">, email = `${randomUUID().slice(0, 8)}@example.org`, name = ""): Promise<string> {
  return (await prisma.user.create({ data: { id: randomUUID(), email, name, emailVerified: true } })).id;
}

/** Somebody who follows a child. */
export async function inventFollower(site: Pick<Site, "database">, personId: string, relation: Relation, more: { parts?: Part[]; endsOn?: Day; email?: string; name?: string; since?: Date; userId?: string } = {}): Promise<{ userId: string; followerId: string; email: string }> {
  const email = more.email ?? `${relation}-${randomUUID().slice(0, 8)}@example.org`;
  const userId = more.userId ?? (await inventUser(site, email, more.name));
  const followerId = randomUUID();
  await site.database.prisma.follower.create({ data: { id: followerId, personId, userId, relation, parts: more.parts ?? [], endsOn: more.endsOn === undefined ? null : new Date(isoText(more.endsOn)), ...(more.since ? { since: more.since } : {}) } });
  return { userId, followerId, email };
}

