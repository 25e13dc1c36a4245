import type { Part, Role } from "./roles.ts";
import type { ShownTakeover } from "./takeover.ts";

/** A child that an account follows, for the list of them. */
export interface FollowedChild {
  personId: string;
  /** Null where the case system sent none. */
  name: string | null;
  /** `not-yet`: a young person before the day that the record becomes theirs. */
  as: Role | "not-yet";
  cases: { caseId: string; reference: string; line: string | null; isLate: boolean; isYours: boolean }[];
  /** The case at whose address they can stop following; null where they cannot. */
  leaveCaseId: string | null;
  /** For who was let in: what they may see, and the last day. */
  parts: readonly Part[];
  endsOn: string | null;
  takeover: ShownTakeover | null;
}
