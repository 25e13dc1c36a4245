import type { QueueKind } from "./scope.ts";

/** What an officer can do on the list itself. */
export type QueueAct = "seen" | "send-again" | "printed";

/** A row of the duty queue, in words. Days are ISO. */
export interface QueueRow {
  id: string;
  caseId: string | null;
  /** Null where there is nothing to open. */
  href: string | null;
  reference: string | null;
  firstName: string | null;
  what: string;
  due: string | null;
  /** 0 where it is not late. */
  daysLate: number;
  since: string | null;
  acts: QueueAct[];
}

export interface QueueSection {
  kind: QueueKind;
  total: number;
  /** How many of all of them are past their day. */
  late: number;
  rows: QueueRow[];
  page: number;
  pages: number;
}
