import type { Day } from "../calendar/day.ts";

/** Parts of a record that a family can open to somebody, each by itself. */
export const PARTS = ["dates", "messages", "documents", "review", "provision"] as const;
export type Part = (typeof PARTS)[number];

export const RELATIONS = ["parent", "young-person", "alternative-person", "supporter"] as const;
export type Relation = (typeof RELATIONS)[number];

/** What somebody is to a record on a day. `none` has an account and nothing to do with this child. */
export const ROLES = ["visitor", "none", "parent", "young-person", "alternative-person", "supporter", "passed-on", "caseworker", "manager"] as const;
export type Role = (typeof ROLES)[number];

export const STAFF_ROLES = ["caseworker", "manager"] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** How an account follows a child. */
export interface Following {
  id: string;
  relation: Relation;
  /** The day they began to follow; for a supporter, the day they were last let in. */
  since: Day;
  parts: readonly Part[];
  endsOn: Day | null;
  isEnded: boolean;
  isBlocked: boolean;
}

/** What a young person lets somebody see, and the last day of it; null where they set none. */
export interface Sharing {
  parts: readonly Part[];
  endsOn: Day | null;
}

/** Who acts for a child or young person, as it stands on a day (law.md 1.7). */
export interface Rights {
  /** The first day on which the decisions are the young person's own; null where the date of birth is not known. */
  youngPersonFrom: Day | null;
  /** An officer has recorded that the young person lacks capacity for these decisions. */
  lacksCapacity: boolean;
  /** Somebody other than a parent acts for them. */
  hasRepresentative: boolean;
  /** What the young person lets each follower see, by the follower's id. */
  shared: ReadonlyMap<string, Sharing>;
}

/** A role with what goes with it: for those who were let in, the parts they may see. */
export interface Standing {
  role: Role;
  parts: readonly Part[];
}

const NOTHING: Standing = { role: "none", parts: [] };
const ALL = (role: Role): Standing => ({ role, parts: PARTS });

/** Whether the decisions have passed to the young person by a day. */
export function hasTakenOver(rights: Rights, asOf: Day): boolean {
  return rights.youngPersonFrom !== null && asOf >= rights.youngPersonFrom;
}

/** Whether a parent's word still counts on a day: before the takeover, or after it in place of a young person who lacks capacity. */
export function parentsAct(rights: Rights, asOf: Day): boolean {
  return !hasTakenOver(rights, asOf) || (rights.lacksCapacity && !rights.hasRepresentative);
}

/**
 * What an account is to a child's record. From the end of compulsory school age the young person takes the parent's
 * place; where they lack capacity, their representative acts, or else the parent (SEND Regulations 2014 reg 64; law.md 1.7).
 */
export function standingOf(following: Following | null, rights: Rights, asOf: Day): Standing {
  if (!following || following.isBlocked || following.isEnded) return NOTHING;
  const takenOver = hasTakenOver(rights, asOf);
  switch (following.relation) {
    case "supporter":
      if (following.endsOn === null || following.endsOn < asOf) return NOTHING;
      // Whom a parent let in goes with the parent's rights, until whoever decides now lets them in anew.
      return parentsAct(rights, asOf) || following.since >= (rights.youngPersonFrom ?? following.since) ? { role: "supporter", parts: following.parts } : NOTHING;
    case "young-person":
      return takenOver ? ALL("young-person") : NOTHING;
    case "alternative-person":
      return takenOver && rights.lacksCapacity ? ALL("alternative-person") : NOTHING;
    case "parent": {
      if (!takenOver) return ALL("parent");
      if (parentsAct(rights, asOf)) return ALL("alternative-person");
      const shared = rights.shared.get(following.id);
      const isShared = shared !== undefined && shared.parts.length > 0 && (shared.endsOn === null || shared.endsOn >= asOf);
      return isShared ? { role: "supporter", parts: shared.parts } : { role: "passed-on", parts: [] };
    }
  }
}
