import type { Prisma } from "../../prisma/generated/client.ts";
import { insertRows } from "./insert-rows.server.ts";

/** Something that somebody did to a case, or saw of it. */
export interface Act {
  /** `sender:ID`, `officer:ID`, `command:NAME`. */
  actor: string;
  action: string;
  caseId: string | null;
  /** Ids and kinds only, nothing personal. */
  detail: Prisma.InputJsonObject;
}

/** Adds to the audit trail, in the transaction of what it tells of. The database lets nobody change or remove a line. */
export async function recordActs(tx: Prisma.TransactionClient, acts: readonly Act[]): Promise<void> {
  await insertRows(tx, "audit_entry", acts);
}
