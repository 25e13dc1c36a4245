import { Prisma } from "../../prisma/generated/client.ts";

/** The tables that are filled many rows at a time, each with what a row of it is made from. */
interface Rows {
  organization: Prisma.OrganizationUncheckedCreateInput;
  organization_identifier: Prisma.OrganizationIdentifierUncheckedCreateInput;
  location: Prisma.LocationUncheckedCreateInput;
  address: Prisma.AddressUncheckedCreateInput;
  accessibility: Prisma.AccessibilityUncheckedCreateInput;
  service: Prisma.ServiceUncheckedCreateInput;
  service_at_location: Prisma.ServiceAtLocationUncheckedCreateInput;
  schedule: Prisma.ScheduleUncheckedCreateInput;
  contact: Prisma.ContactUncheckedCreateInput;
  phone: Prisma.PhoneUncheckedCreateInput;
  cost_option: Prisma.CostOptionUncheckedCreateInput;
  funding: Prisma.FundingUncheckedCreateInput;
  language: Prisma.LanguageUncheckedCreateInput;
  service_area: Prisma.ServiceAreaUncheckedCreateInput;
  send_details: Prisma.SendDetailsUncheckedCreateInput;
  attribute: Prisma.AttributeUncheckedCreateInput;
  search_entry: Prisma.SearchEntryUncheckedCreateInput;
  case_event: Prisma.CaseEventUncheckedCreateInput;
  audit_entry: Prisma.AuditEntryUncheckedCreateInput;
  case_update: Prisma.CaseUpdateUncheckedCreateInput;
}

/**
 * Inserts rows in one statement with one parameter. Prisma's `createMany` makes a parameter of every value: with it a
 * thousand listings took several times as long to save.
 */
export async function insertRows<T extends keyof Rows>(tx: Prisma.TransactionClient, table: T, rows: readonly Rows[T][]): Promise<void> {
  if (rows.length > 0) await tx.$executeRaw(insertion(table, rows).insert);
}

/**
 * Inserts rows, or where the same source's row of the same id differs, changes that one. No two of `rows` may have the
 * same id.
 */
export async function putRows<T extends "organization" | "location" | "service">(tx: Prisma.TransactionClient, table: T, rows: readonly Rows[T][]): Promise<void> {
  if (rows.length === 0) return;
  const { insert, columns } = insertion(table, rows);
  const [old, given] = [table, "excluded"].map((row) => columns.map((column) => `"${row}".${column}`).join(", "));
  const set = columns.map((column) => `${column} = excluded.${column}`).join(", ");
  await tx.$executeRaw`${insert} ON CONFLICT (id) DO UPDATE SET ${Prisma.raw(set)} WHERE ${Prisma.raw(`"${table}".source_id = excluded.source_id AND (${old}) IS DISTINCT FROM (${given})`)}`;
}

/** A column that no row names is left to its default; one that only some name is null in the others. */
function insertion(table: string, rows: readonly object[]): { insert: Prisma.Sql; columns: string[] } {
  const named = new Map<string, string>();
  const renamed = rows.map((row) => {
    const out: Record<string, unknown> = {};
    for (const [field, value] of Object.entries(row)) {
      let column = named.get(field);
      if (column === undefined) named.set(field, (column = columnOf(field)));
      out[column] = value === Prisma.DbNull ? null : value;
    }
    return out;
  });
  const columns = [...named.values()].map((column) => `"${column}"`);
  const list = Prisma.raw(columns.join(", "));
  const name = Prisma.raw(`"${table}"`);
  return { insert: Prisma.sql`INSERT INTO ${name} (${list}) SELECT ${list} FROM json_populate_recordset(NULL::${name}, ${JSON.stringify(renamed)}::json)`, columns };
}

const OWN_NAMES: Readonly<Record<string, string>> = { assuredOn: "assured_date" };

/** As prisma/schema.prisma maps them: "postalCode" to "postal_code", "address1" to "address_1". */
function columnOf(field: string): string {
  if (!/^[a-z][a-zA-Z0-9]*$/.test(field)) throw new RangeError(`No column is called "${field}".`);
  return OWN_NAMES[field] ?? field.replace(/[A-Z]|\d+/g, (part) => `_${part.toLowerCase()}`);
}
