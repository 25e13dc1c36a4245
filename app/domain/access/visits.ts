import type { Action } from "./permissions.ts";

/** What of a record somebody looked at, in the words of the family's page about it. */
export const SEEN = ["case", "dates", "messages", "documents", "review", "provision", "people", "visitors", "copy", "requests", "calendar", "list", "whole"] as const;
export type Seen = (typeof SEEN)[number];

const SEEN_AT: Partial<Record<Action | "my-children" | "calendar" | "list" | "request", Seen>> = {
  "my-children": "case",
  calendar: "calendar",
  list: "list",
  request: "requests",
  "see-case": "case",
  "see-dates": "dates",
  "see-messages": "messages",
  "write-message": "messages",
  "answer-family": "messages",
  "see-documents": "documents",
  "add-document": "documents",
  "release-document": "documents",
  "send-letter": "documents",
  "see-review": "review",
  "comment-on-draft": "review",
  "see-provision": "provision",
  "report-provision": "provision",
  "ask-council": "requests",
  "answer-meeting": "requests",
  "see-visitors": "visitors",
  "download-record": "copy",
  "manage-people": "people",
  "share-as-young-person": "people",
  "leave-record": "people",
  "give-activation-code": "people",
  "decide-who-acts": "people",
  "block-follower": "people",
};

/** What was seen at a place of the site, as the audit trail names it. The council's own pages show the whole record. */
export function seenAt(at: string): Seen {
  return SEEN_AT[at as keyof typeof SEEN_AT] ?? "whole";
}

/** Somebody's looks at a record on one day. */
export interface Visitors {
  /** ISO. */
  day: string;
  sights: {
    key: string;
    who: { kind: "you" | "staff" | "family" | "supporter" | "system"; name: string; role: string };
    seen: Seen[];
    count: number;
  }[];
}
