import type { QueueKind } from "./scope.ts";

/** What an officer can do on the list itself. */
export type QueueAct = "seen" | "send-again" | "printed" | "told-otherwise";

/** A notice as somebody of the council prints it, or sees why it did not arrive. Days are ISO. */
export interface OfficeNotice {
  id: string;
  state: "to-print" | "failed" | "uncertain";
  channel: "email" | "text" | "letter";
  /** Lines of a postal address, an email address or a number. */
  to: string[];
  /** Whose account it is; "" for an address without one. */
  name: string;
  caseId: string | null;
  reference: string | null;
  on: string;
  /** What the other side said, in codes. */
  fault: string | null;
  written: { language: string; dir: "ltr" | "rtl"; largePrint: boolean; subject: string; hello: string; paragraphs: string[]; link: { href: string; words: string } | null; from: string; small: string[] };
  /** A letter of the case that this tells of, for who is told by post: it goes into the same envelope. */
  enclosed: { title: string; summary: string[]; html: string } | null;
}

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
