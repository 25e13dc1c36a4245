import { z } from "zod";
import { compileTemplate, MappingError, templateSchema } from "../interchange/mapping.ts";

/**
 * How an export of a case system becomes events, without code: `case` says what is known of the case, `events` what
 * happened in it, both as templates of JSONata expressions over a row (docs/imports.md). An event without a date did
 * not happen, and is left out.
 */
const caseMappingSchema = z.strictObject({
  about: z.string().optional(),
  name: z.string().min(1),
  sender: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "lower-case letters, digits and hyphens"),
  format: z.enum(["json", "csv"]),
  rows: z.string().default(""),
  case: z.record(z.string(), templateSchema).refine((members) => "case" in members, "needs `case`, the council's reference"),
  events: z.array(z.record(z.string(), templateSchema)),
});

export type CaseMapping = z.output<typeof caseMappingSchema>;

/** A case and its events, as `POST /api/cases/events` takes them. */
export interface CaseRow {
  case: Record<string, unknown>;
  events: Record<string, unknown>[];
}

/** @throws MappingError naming what is wrong and where */
export function parseCaseMapping(json: string, file: string): CaseMapping {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (error) {
    throw new MappingError(`${file} is not valid JSON: ${(error as Error).message}`);
  }
  const read = caseMappingSchema.safeParse(data);
  if (read.success) return read.data;
  throw new MappingError(`${file} cannot be used:\n${read.error.issues.map((issue) => `  ${issue.path.join(".") || "(the whole file)"}: ${issue.message}`).join("\n")}`);
}

/** @throws MappingError naming the expression that cannot be read */
export function compileCaseMapping(mapping: CaseMapping, file: string): (row: unknown) => Promise<CaseRow> {
  const details = compileTemplate(mapping.case, "case", file);
  const events = mapping.events.map((template, i) => compileTemplate(template, `events[${i}]`, file));
  return async (row) => {
    const known = (await details(row, row)) as Record<string, unknown>;
    const happened = (await Promise.all(events.map((event) => event(row, row)))).flat() as Record<string, unknown>[];
    return { case: known, events: happened.filter((event) => event.on !== undefined || event.type === "correction").map((event) => ({ ...event, case: known.case })) };
  };
}
