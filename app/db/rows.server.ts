import { Prisma } from "../../prisma/generated/client.ts";

/**
 * Between the domain's values and rows. In the domain a date is ISO text and the unknown is absent; in a row a date is
 * a Date at UTC midnight (whatever the machine's time zone) and the unknown is null.
 */

export function toDate(iso: string | undefined): Date | null {
  return iso === undefined ? null : new Date(`${iso}T00:00:00Z`);
}

export function fromDate(value: Date): string {
  return value.toISOString().slice(0, 10);
}

/** JSON for a nullable column. */
export function toJson(value: object | undefined): Prisma.InputJsonValue | typeof Prisma.DbNull {
  return value === undefined ? Prisma.DbNull : (value);
}

type Known<T> = { [K in keyof T as null extends T[K] ? never : K]: T[K] } & { [K in keyof T as null extends T[K] ? K : never]?: NonNullable<T[K]> };

/** A row without its nulls and without the columns that only the database needs. */
export function known<T extends object, K extends keyof T>(row: T, without: readonly K[]): Known<Omit<T, K>> {
  const left = without as readonly PropertyKey[];
  return Object.fromEntries(Object.entries(row).filter(([key, value]) => value !== null && !left.includes(key))) as Known<Omit<T, K>>;
}
