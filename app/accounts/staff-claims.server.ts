import { AsyncLocalStorage } from "node:async_hooks";
import type { StaffRole } from "../domain/access/roles.ts";
import { staffRoleFrom, textClaim } from "../domain/access/staff-claims.ts";
import type { Site } from "../site.server.ts";

/** What the council's provider says of one of its staff, in our terms. */
export interface StaffClaims {
  /** Null: no role of theirs is one of ours. */
  role: StaffRole | null;
  officerId: string | null;
  name: string;
}

/** What is known of whoever comes back from the provider, for as long as that one request takes. */
export const staffComingIn = new AsyncLocalStorage<{ claims: StaffClaims | null }>();

const LONGEST_NAME = 200;

/** Reads the claims of a profile whose ID token was verified. */
export async function claimsOf({ config, database }: Site, profile: Readonly<Record<string, unknown>>): Promise<StaffClaims> {
  const { roleClaim, roles, officerClaim } = config.staffRoles;
  const reference = officerClaim === undefined ? null : textClaim(profile, officerClaim);
  const officer = reference === null ? null : await database.prisma.officer.findUnique({ where: { reference }, select: { id: true } });
  return { role: staffRoleFrom(profile, roleClaim, roles), officerId: officer?.id ?? null, name: (textClaim(profile, "name") ?? "").slice(0, LONGEST_NAME) };
}
