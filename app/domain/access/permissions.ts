import type { Part, Role, Standing } from "./roles.ts";

/**
 * Who may see or do what: the one table. An action with a part is open to a supporter only where the family opened that
 * part. What is not in the table for a role answers like what does not exist.
 */
const FAMILY = ["parent", "young-person", "alternative-person"] as const;
const LET_IN = [...FAMILY, "supporter"] as const;
const STAFF = ["caseworker", "manager"] as const;
const SIGNED_IN = ["none", "passed-on", ...LET_IN] as const;

const TABLE = {
  // An account of a family's own.
  "have-account": { roles: SIGNED_IN },
  "join-record": { roles: SIGNED_IN },
  "answer-invitation": { roles: SIGNED_IN },

  // A child's record, for the family.
  "see-case": { roles: LET_IN },
  "see-dates": { roles: LET_IN, part: "dates" },
  "see-messages": { roles: LET_IN, part: "messages" },
  "write-message": { roles: LET_IN, part: "messages" },
  "see-documents": { roles: LET_IN, part: "documents" },
  "add-document": { roles: LET_IN, part: "documents" },
  "see-review": { roles: LET_IN, part: "review" },
  "contribute-to-review": { roles: FAMILY },
  "comment-on-draft": { roles: FAMILY },
  "see-provision": { roles: LET_IN, part: "provision" },
  "report-provision": { roles: FAMILY },
  "answer-meeting": { roles: FAMILY },
  "ask-council": { roles: FAMILY },
  "see-visitors": { roles: FAMILY },
  "download-record": { roles: FAMILY },
  "manage-people": { roles: FAMILY },
  "share-as-young-person": { roles: ["young-person"] },
  // A young person, and whoever acts for them, cannot leave their own record.
  "leave-record": { roles: ["parent", "supporter", "passed-on"] },

  // The council's side.
  "see-queue": { roles: STAFF },
  "see-any-case": { roles: STAFF },
  "record-event": { roles: STAFF },
  "answer-family": { roles: STAFF },
  "send-letter": { roles: STAFF },
  "release-document": { roles: STAFF },
  "give-activation-code": { roles: STAFF },
  "update-many": { roles: STAFF },
  "offer-meetings": { roles: STAFF },
  "decide-who-acts": { roles: ["manager"] },
  "block-follower": { roles: ["manager"] },
  "reset-second-step": { roles: ["manager"] },
} as const satisfies Record<string, { roles: readonly Role[]; part?: Part }>;

export type Action = keyof typeof TABLE;
export const ACTIONS = Object.keys(TABLE) as Action[];

/** Whether somebody of this standing may do it. */
export function may({ role, parts }: Standing, action: Action): boolean {
  const entry: { roles: readonly Role[]; part?: Part } = TABLE[action];
  if (!entry.roles.includes(role)) return false;
  return role !== "supporter" || entry.part === undefined || parts.includes(entry.part);
}

/** The standing of staff, who have no part in a family. */
export function staffStanding(role: "caseworker" | "manager"): Standing {
  return { role, parts: [] };
}
