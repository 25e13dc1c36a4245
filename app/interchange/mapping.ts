import jsonata from "jsonata";
import { z } from "zod";
import type { Continuation } from "./read-rows.server.ts";
import { ownAttribute, OWN_TAXONOMIES, type OwnTaxonomy, type TermOf } from "../domain/directory/taxonomies.ts";

/**
 * How one kind of file becomes listings: a JSON file that a council writes, without code. `service` is an Open Referral
 * service in which each text is a JSONata expression over the row (https://jsonata.org); `terms` turn a source's words
 * into ours by a table. docs/imports.md explains it with examples.
 */
export interface Mapping {
  name: string;
  /** Who is taken to publish these listings, unless the command says otherwise. */
  source: string;
  format: "json" | "csv";
  /** The member that holds the rows; empty when the file is a list. */
  rows: string;
  /** CSV: how a row says that it continues another. */
  continues: Continuation | null;
  service: Template;
  terms: TermRule[];
}

export type Template = string | Template[] | { [member: string]: Template };

export interface TermRule {
  taxonomy: OwnTaxonomy;
  /** A JSONata expression that gives the source's words. */
  from: string;
  /** The source's words, to one or several of our codes; null: known, and deliberately nothing. */
  to: Record<string, string | string[] | null>;
  /** Also keep the source's words, as terms of a taxonomy of this name. */
  keepAs?: string;
}

/** A mapping that cannot be used; the message names the file and the place in it. */
export class MappingError extends Error {
  override name = "MappingError";
}

export const templateSchema: z.ZodType<Template> = z.lazy(() => z.union([z.string(), z.array(templateSchema), z.record(z.string(), templateSchema)]));
const taxonomyNames = OWN_TAXONOMIES.map(({ name }) => name) as [OwnTaxonomy, ...OwnTaxonomy[]];

const mappingSchema = z.strictObject({
  about: z.string().optional(),
  name: z.string().min(1),
  source: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "lower-case letters, digits and hyphens"),
  format: z.enum(["json", "csv"]),
  rows: z.string().default(""),
  continues: z.strictObject({ column: z.string(), refersTo: z.string() }).nullable().default(null),
  service: z.record(z.string(), templateSchema).refine((service) => "id" in service && "name" in service, "needs `id` and `name`"),
  terms: z
    .array(
      z.strictObject({
        taxonomy: z.enum(taxonomyNames),
        from: z.string(),
        to: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])),
        keepAs: z.string().optional(),
      }),
    )
    .default([]),
});

/** Each row as an Open Referral service, and the words of it that no table knows. */
export type MapRow = (row: unknown) => Promise<{ service: unknown; unknownWords: { taxonomy: OwnTaxonomy; words: string }[] }>;

/** @throws MappingError naming what is wrong and where */
export function parseMapping(json: string, file: string): Mapping {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (error) {
    throw new MappingError(`${file} is not valid JSON: ${(error as Error).message}`);
  }
  const result = mappingSchema.safeParse(data);
  if (!result.success) {
    const issues = result.error.issues.map((issue) => `  ${issue.path.join(".") || "(the whole file)"}: ${issue.message}`);
    throw new MappingError(`${file} cannot be used:\n${issues.join("\n")}`);
  }
  for (const rule of result.data.terms) {
    const codes = OWN_TAXONOMIES.find(({ name }) => name === rule.taxonomy)?.terms.map(({ term }) => term) ?? [];
    for (const [words, code] of Object.entries(rule.to)) {
      const wrong = [code].flat().find((one) => one !== null && !codes.includes(one));
      if (wrong) throw new MappingError(`${file} cannot be used:\n  terms, ${rule.taxonomy}, "${words}": "${wrong}" is not one of ${codes.join(", ")}`);
    }
  }
  return result.data;
}

/** @throws MappingError naming the expression that cannot be read */
export function compileMapping(mapping: Mapping, file: string): MapRow {
  const service = compileTemplate(mapping.service, "service", file);
  const rules = mapping.terms.map((rule) => ({
    rule,
    from: compileExpression(rule.from, `terms, ${rule.taxonomy}`, file),
    to: new Map(Object.entries(rule.to).map(([words, code]) => [normal(words), code])),
  }));
  return async (row) => {
    const built = (await service(row, row)) as Record<string, unknown>;
    const unknownWords: { taxonomy: OwnTaxonomy; words: string }[] = [];
    const id = textOf(built.id);
    const attributes: object[] = [];
    const access: object[] = [];
    for (const { rule, from, to } of rules) {
      const given = [...new Set([await from(row, row)].flat(3).filter((value) => typeof value === "string" || typeof value === "number").map((value) => String(value).trim()).filter(Boolean))];
      for (const words of given) {
        const code = to.get(normal(words));
        if (code === undefined) unknownWords.push({ taxonomy: rule.taxonomy, words });
        for (const one of [code ?? []].flat()) (rule.taxonomy === "access" ? access : attributes).push(ownLink(id, rule.taxonomy, one));
        if (rule.keepAs) attributes.push({ link_type: "source", taxonomy_term: { taxonomy: rule.keepAs, term: words, name: words } });
      }
    }
    return { service: withAccess({ ...built, attributes: [...asList(built.attributes), ...unique(attributes)] }, unique(access)), unknownWords };
  };
}

function ownLink(id: string, taxonomy: OwnTaxonomy, code: string): object {
  const { term } = ownAttribute(id, taxonomy, code as TermOf<typeof taxonomy>);
  return {
    link_type: taxonomy,
    taxonomy_term: { id: term.id, name: term.name, description: term.description, taxonomy: term.taxonomy, taxonomy_id: term.taxonomyId, term: term.term, term_uri: term.termUri },
  };
}

/** Access is a fact of a building, so its terms go to the service's locations. */
function withAccess(service: Record<string, unknown>, access: object[]): Record<string, unknown> {
  if (access.length === 0) return service;
  return {
    ...service,
    service_at_locations: asList(service.service_at_locations).map((place) =>
      isRecord(place) && isRecord(place.location) ? { ...place, location: { ...place.location, attributes: [...asList(place.location.attributes), ...access] } } : place,
    ),
  };
}

function unique(links: object[]): object[] {
  return [...new Map(links.map((link) => [JSON.stringify(link), link])).values()];
}

type Evaluate = (input: unknown, row: unknown) => Promise<unknown>;

/** @throws MappingError naming the expression that cannot be read */
export function compileTemplate(node: Template, at: string, file: string): Evaluate {
  if (typeof node === "string") return compileExpression(node, at, file);
  if (Array.isArray(node)) {
    const parts = node.map((part, i) => compileTemplate(part, `${at}[${i}]`, file));
    return async (input, row) => (await Promise.all(parts.map((part) => part(input, row)))).flat().filter((value) => value !== undefined && !isEmpty(value));
  }
  // {"each": "sessions", "byday": "..."}: one object for each thing that `each` gives.
  const { each, ...members } = node;
  const parts = Object.entries(members).map(([member, part]) => [member, compileTemplate(part, `${at}.${member}`, file)] as const);
  const build: Evaluate = async (input, row) => {
    const entries = await Promise.all(parts.map(async ([member, part]) => [member, await part(input, row)] as const));
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null && value !== "" && !isEmpty(value)));
  };
  if (each === undefined) return build;
  if (typeof each !== "string") throw new MappingError(`${file} cannot be used:\n  ${at}.each: must be an expression`);
  const over = compileExpression(each, `${at}.each`, file);
  return async (input, row) => Promise.all([(await over(input, row)) ?? []].flat().map((item) => build(item, row)));
}

function compileExpression(expression: string, at: string, file: string): Evaluate {
  let compiled: jsonata.Expression;
  try {
    compiled = jsonata(expression);
  } catch (error) {
    throw new MappingError(`${file} cannot be used:\n  ${at}: "${expression}": ${(error as Error).message}`);
  }
  for (const [name, helper] of Object.entries(HELPERS)) compiled.registerFunction(name, helper);
  return async (input, row) => {
    const value: unknown = await compiled.evaluate(input, { row });
    // JSONata marks its own lists with hidden members; what goes on is plain data.
    return Array.isArray(value) ? [...(value as unknown[])] : value;
  };
}

const WEEKDAYS = ["mo", "tu", "we", "th", "fr", "sa", "su"];

/** Functions for expressions, besides JSONata's own. Each gives nothing for what it cannot read. */
const HELPERS: Record<string, (...given: unknown[]) => unknown> = {
  /** "07/06/2022" (day first) as "2022-06-07". */
  isoDate: (words: unknown) => {
    const match = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/.exec(textOf(words));
    return match ? `${match[3]}-${match[2]?.padStart(2, "0")}-${match[1]?.padStart(2, "0")}` : undefined;
  },
  /** "3:00 PM" or "15:00:00" as "15:00". */
  clock: (words: unknown) => {
    const match = /^\s*(\d{1,2})[:.]?(\d{2})?(?::\d{2})?\s*([ap]\.?m\.?)?\s*$/i.exec(textOf(words));
    if (!match || (!match[2] && !match[3])) return undefined;
    const half = match[3]?.toLowerCase().replace(/\./g, "");
    const hour = half ? (Number(match[1]) % 12) + (half === "pm" ? 12 : 0) : Number(match[1]);
    return hour < 24 && Number(match[2] ?? 0) < 60 ? `${String(hour).padStart(2, "0")}:${match[2] ?? "00"}` : undefined;
  },
  /** "Monday" as "MO". */
  weekday: (words: unknown) => {
    const day = textOf(words).trim().toLowerCase().slice(0, 2);
    return WEEKDAYS.includes(day) ? day.toUpperCase() : undefined;
  },
};

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function normal(words: string): string {
  return words.normalize("NFKC").toLowerCase().replace(/[’‘]/g, "'").replace(/[–—]/g, "-").replace(/\s+/g, " ").trim();
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && (Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0);
}

function asList(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : [value].flat();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
