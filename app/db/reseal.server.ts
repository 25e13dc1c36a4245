import type { PrismaClient } from "../../prisma/generated/client.ts";
import { Prisma } from "../../prisma/generated/client.ts";
import type { Sealer } from "./sealing.server.ts";

/** Columns of one table that are encrypted: each as it is called in what its values belong to. */
interface SealedTable {
  table: string;
  /** The columns that say which row a value belongs to. */
  key: readonly string[];
  fields: readonly string[];
}

/**
 * Every column that ends in `_sealed`, and so all that a change of keys must seal anew. A value belongs to
 * `TABLE.FIELD.KEY`, the parts of a key with points between: `draft.content.USER.SUBJECT`.
 */
export const SEALED_TABLES: readonly SealedTable[] = [
  { table: "person", key: ["id"], fields: ["firstName", "lastName", "dateOfBirth"] },
  { table: "officer", key: ["id"], fields: ["name", "email", "phone"] },
  { table: "case_event", key: ["sender", "event_id"], fields: ["note"] },
  { table: "supporter_invitation", key: ["id"], fields: ["name", "email"] },
  { table: "follower", key: ["id"], fields: ["blockReason"] },
  { table: "rights_decision", key: ["id"], fields: ["reason"] },
  { table: "contact_choice", key: ["user_id"], fields: ["phone", "address", "note", "interpreter"] },
  { table: "case_message", key: ["id"], fields: ["body"] },
  { table: "draft", key: ["owner", "subject"], fields: ["content"] },
  { table: "case_document", key: ["id"], fields: ["name", "key"] },
  { table: "notice", key: ["id"], fields: ["to", "slots"] },
  { table: "case_update", key: ["id"], fields: ["words"] },
  { table: "family_request", key: ["id"], fields: ["content", "answer"] },
  { table: "provision_line", key: ["id"], fields: ["words"] },
  { table: "provision_answer", key: ["id"], fields: ["note", "action"] },
  { table: "case_letter", key: ["id"], fields: ["content"] },
];

/** "dateOfBirth" is in the column `date_of_birth_sealed`. */
export function sealedColumn(field: string): string {
  return `${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_sealed`;
}

const AT_A_TIME = 500;

/**
 * Seals anew, with the current key, every value that another key has sealed, while the site runs: a value that changes
 * meanwhile is left as it then is. After it an old key is needed no longer.
 * @returns how many values were sealed anew
 * @throws SealingError where a value does not open; what was done before stays done
 */
export async function resealAll(prisma: PrismaClient, sealer: Sealer): Promise<number> {
  let count = 0;
  for (const table of SEALED_TABLES) {
    for (;;) {
      const done = await resealSome(prisma, sealer, table);
      if (done === null) break;
      count += done;
    }
  }
  return count;
}

/** @returns how many values were sealed anew, or null when there was nothing left to do */
async function resealSome(prisma: PrismaClient, sealer: Sealer, { table, key, fields }: SealedTable): Promise<number | null> {
  const current = `${sealer.currentKey}.`;
  const columns = fields.map(sealedColumn);
  const list = (names: readonly string[], of: string) => names.map((name) => `${of}."${name}"`).join(", ");
  const isOld = columns.map((column) => `NOT starts_with(t."${column}", $1)`).join(" OR ");
  // As text: a key's parts stand in what a value belongs to.
  const old = await prisma.$queryRawUnsafe<Record<string, string | null>[]>(`SELECT ${key.map((part) => `t."${part}"::text`).join(", ")}, ${list(columns, "t")} FROM "${table}" t WHERE ${isOld} LIMIT ${AT_A_TIME}`, current);
  if (old.length === 0) return null;
  let count = 0;
  const anew = old.map((row) => {
    const next: Record<string, string | null> = { ...row };
    fields.forEach((field, i) => {
      const column = columns[i] as string;
      const sealed = row[column];
      if (!sealed || sealed.startsWith(current)) return;
      const belongsTo = `${table}.${field}.${key.map((part) => row[part]).join(".")}`;
      next[column] = sealer.seal(sealer.open(sealed, belongsTo), belongsTo);
      count++;
    });
    return next;
  });
  const rows = (of: readonly object[]) => Prisma.sql`json_populate_recordset(NULL::${Prisma.raw(`"${table}"`)}, ${JSON.stringify(of)}::json)`;
  const same = (a: string, b: string, names: readonly string[]) => Prisma.raw(names.map((name) => `${a}."${name}" IS NOT DISTINCT FROM ${b}."${name}"`).join(" AND "));
  const equal = (a: string, b: string, names: readonly string[]) => Prisma.raw(names.map((name) => `${a}."${name}" = ${b}."${name}"`).join(" AND "));
  await prisma.$executeRaw`
    UPDATE ${Prisma.raw(`"${table}"`)} t SET ${Prisma.raw(columns.map((column) => `"${column}" = n."${column}"`).join(", "))}
    FROM ${rows(anew)} n, ${rows(old)} o
    WHERE ${equal("t", "n", key)} AND ${equal("t", "o", key)} AND ${same("t", "o", columns)}`;
  return count;
}
