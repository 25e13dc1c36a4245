import type { StaffRole } from "./roles.ts";

type Profile = Readonly<Record<string, unknown>>;

/** Which of the provider's roles are which of ours. */
export type StaffRoleNames = Readonly<Record<StaffRole, readonly string[]>>;

/** The one with more rights first: whoever has both is that. */
const BY_RIGHTS = ["manager", "caseworker"] as const satisfies readonly StaffRole[];

/** The role that a provider's claims give somebody; null when none of theirs is one of ours. */
export function staffRoleFrom(profile: Profile, claim: string, names: StaffRoleNames): StaffRole | null {
  const value = claimOf(profile, claim);
  const theirs = Array.isArray(value) ? value : [value];
  return BY_RIGHTS.find((role) => names[role].some((name) => theirs.includes(name))) ?? null;
}

/** A claim that is text; null when it is anything else, or empty. */
export function textClaim(profile: Profile, claim: string): string | null {
  const value = claimOf(profile, claim);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** A claim by its name, which may be an address with dots in it, or by a path such as `realm_access.roles`. */
function claimOf(profile: Profile, claim: string): unknown {
  if (Object.hasOwn(profile, claim)) return profile[claim];
  return claim.split(".").reduce<unknown>((value, part) => (typeof value === "object" && value !== null && Object.hasOwn(value, part) ? (value as Record<string, unknown>)[part] : undefined), profile);
}

/**
 * The roles of `STAFF_ROLES`: `caseworker=send-caseworker,manager=send-manager`. One of ours may be named twice.
 * @returns null when the text cannot be read, or names no role
 */
export function readStaffRoles(text: string): StaffRoleNames | null {
  const names: Record<StaffRole, string[]> = { caseworker: [], manager: [] };
  for (const pair of text.split(",").map((part) => part.trim()).filter(Boolean)) {
    const [, ours, theirs] = /^(caseworker|manager)=(.+)$/.exec(pair) ?? [];
    if (!ours || !theirs) return null;
    names[ours as StaffRole].push(theirs.trim());
  }
  return names.caseworker.length + names.manager.length > 0 ? names : null;
}
