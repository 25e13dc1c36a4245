import type { Part, Relation, Role } from "./roles.ts";

/** Somebody who follows a child's record, as the others who follow it see them. */
export interface ShownFollower {
  id: string;
  isYou: boolean;
  /** Empty where they wrote none. */
  name: string;
  relation: Relation;
  since: string;
  /** `passed-on`: a parent who sees nothing any more. `none`: a supporter whose time is over, or a young person before their day. */
  role: Role;
  parts: Part[];
  endsOn: string | null;
  hidesContact: boolean;
  /** Null where they hide it. */
  contact: { email: string; phone: string | null; address: string | null } | null;
}
