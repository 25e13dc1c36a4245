/** Whose work a list shows. */
export const SCOPES = ["mine", "team", "all"] as const;
export type Scope = (typeof SCOPES)[number];

export function readScope(text: string | null, hasCases: boolean): Scope {
  return SCOPES.find((scope) => scope === text) ?? (hasCases ? "mine" : "all");
}

/** How many rows a page of a list has. */
export const LIST_SIZE = 25;

/** The page that an address names, from 1, of as many as there are. */
export function readPageNumber(text: string | null, total: number, size = LIST_SIZE): number {
  const page = /^\d{1,6}$/.test(text ?? "") ? Number(text) : 1;
  return Math.min(Math.max(page, 1), Math.max(1, Math.ceil(total / size)));
}

/** What waits for the council, in the order of its lists. */
export const QUEUE_KINDS = ["messages", "requests", "provision", "silence", "meetings", "codes", "notices", "documents", "unused"] as const;
export type QueueKind = (typeof QUEUE_KINDS)[number];

/** Lists of cases: by what is pressing, then by what is under way. */
export const LISTS = ["late", "silent", "request", "assessment", "draft", "review", "dispute", "move", "plan", "ended", "all"] as const;
export type CaseList = (typeof LISTS)[number];
