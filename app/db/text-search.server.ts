import type { Condition } from "../domain/directory/conditions.ts";
import { Prisma, type PrismaClient } from "../../prisma/generated/client.ts";

/**
 * PostgreSQL's own text search over the search documents: what answers while Meilisearch does not. It knows the same
 * filters, counts and distances; it finds word forms and synonyms, but no misspellings.
 */
export interface TextSearch {
  /** Each word or phrase with all that stands for it. Empty: all listings. */
  words: readonly (readonly string[])[];
  /** How many of them a listing must have: every one, or half and more. */
  match: "all" | "some";
  conditions: readonly Condition[];
  sort: "best" | "nearest";
  offset: number;
  limit: number;
}

type Counts = Record<string, Record<string, number>>;

/** @returns the documents of one page, how many there are in all, and how many have each value of `attributes` */
export async function searchText<T>(prisma: PrismaClient, search: TextSearch, attributes: readonly string[]): Promise<{ total: number; documents: T[]; counts: Counts }> {
  const where = whereOf(search);
  const near = search.conditions.find((condition) => condition.kind === "near");
  const order = [
    ...(near && search.sort === "nearest" ? [Prisma.sql`(${nearestMiles(near)}) ASC NULLS LAST`] : []),
    ...(search.match === "some" && search.words.length ? [Prisma.sql`(${matched(search.words, (i) => search.words.length - i)}) DESC`] : []),
    ...(search.words.length ? [Prisma.sql`ts_rank_cd("words", ${anyOf(search.words)}, 1) DESC`] : []),
    Prisma.sql`("document"->>'quality')::int DESC`,
    Prisma.sql`"service_id"`,
  ];
  const [rows, { total, counts }] = await Promise.all([
    prisma.$queryRaw<{ document: T }[]>`SELECT "document" FROM "search_entry" WHERE ${where} ORDER BY ${Prisma.join(order)} LIMIT ${search.limit} OFFSET ${search.offset}`,
    countText(prisma, search, attributes),
  ]);
  return { total, documents: rows.map((row) => row.document), counts };
}

/** How many listings a search finds, and how many of them have each value of each attribute. */
export async function countText(prisma: PrismaClient, search: Pick<TextSearch, "words" | "match" | "conditions">, attributes: readonly string[]): Promise<{ total: number; counts: Counts }> {
  const where = whereOf(search);
  const [totals] = await prisma.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total FROM "search_entry" WHERE ${where}`;
  const rows = await prisma.$queryRaw<{ attribute: string; value: string; count: number }[]>`
    SELECT attribute, value, count(*)::int AS count
    FROM "search_entry"
      CROSS JOIN unnest(${attributes as string[]}::text[]) AS attribute
      CROSS JOIN LATERAL jsonb_array_elements_text(
        CASE jsonb_typeof("document"->attribute) WHEN 'array' THEN "document"->attribute ELSE jsonb_build_array("document"->attribute) END
      ) AS value
    WHERE ${where}
    GROUP BY attribute, value
    ORDER BY count DESC, value`;
  const counts: Counts = {};
  for (const { attribute, value, count } of rows) (counts[attribute] ??= {})[value] = count;
  return { total: totals?.total ?? 0, counts };
}

function whereOf(search: Pick<TextSearch, "words" | "match" | "conditions">): Prisma.Sql {
  const clauses = [
    ...(search.words.length ? [wordsClause(search)] : []),
    ...search.conditions.map(clauseOf),
  ];
  return clauses.length ? Prisma.join(clauses, " AND ") : Prisma.sql`TRUE`;
}

function clauseOf(condition: Condition): Prisma.Sql {
  switch (condition.kind) {
    case "any":
      return Prisma.sql`jsonb_exists_any("document"->${condition.attribute}, ${condition.values}::text[])`;
    case "true":
      return Prisma.sql`("document"->>${condition.attribute})::boolean`;
    case "atMost":
      return Prisma.sql`("document"->>${condition.attribute})::int <= ${condition.value}`;
    case "atLeast":
      return Prisma.sql`("document"->>${condition.attribute})::int >= ${condition.value}`;
    case "near":
      return Prisma.sql`(("document"->>'servesWholeArea')::boolean OR ("document"->>'isOnline')::boolean OR (${nearestMiles(condition)}) <= ${condition.miles})`;
  }
}

/** Great-circle miles to the nearest of a listing's places; null when none has a position. */
function nearestMiles({ lat, lng }: { lat: number; lng: number }): Prisma.Sql {
  return Prisma.sql`
    SELECT min(2 * 3958.8 * asin(least(1, sqrt(
      power(sin(radians((place->'point'->>'lat')::float8 - ${lat}::float8) / 2), 2)
      + cos(radians(${lat}::float8)) * cos(radians((place->'point'->>'lat')::float8))
        * power(sin(radians((place->'point'->>'lng')::float8 - ${lng}::float8) / 2), 2)))))
    FROM jsonb_array_elements("document"->'places') AS place WHERE jsonb_typeof(place->'point') = 'object'`;
}

function wordsClause({ words, match }: Pick<TextSearch, "words" | "match">): Prisma.Sql {
  if (match === "all") return Prisma.sql`"words" @@ (${Prisma.join(tsqueries(words), " && ")})`;
  return Prisma.sql`"words" @@ ${anyOf(words)} AND (${matched(words)}) >= ${Math.ceil(words.length / 2)}`;
}

/** How many of the words a listing has; weighed, what somebody wrote first counts for more. */
function matched(words: TextSearch["words"], weightOf: (i: number) => number = () => 1): Prisma.Sql {
  return Prisma.join(tsqueries(words).map((query, i) => Prisma.sql`${weightOf(i)}::int * ("words" @@ ${query})::int`), " + ");
}

function anyOf(words: TextSearch["words"]): Prisma.Sql {
  return Prisma.sql`(${Prisma.join(tsqueries(words), " || ")})`;
}

/** A query for each word: it, or any that stands for it. */
function tsqueries(words: TextSearch["words"]): Prisma.Sql[] {
  return words.map((alternatives, i) => {
    // What was typed may stand apart in a text; what stands for it counts as a phrase only.
    const each = alternatives.map((alternative, at) => (at === 0 ? Prisma.sql`plainto_tsquery('english', ${alternative})` : Prisma.sql`phraseto_tsquery('english', ${alternative})`));
    const started = i === words.length - 1 ? prefix(alternatives[0] ?? "") : null;
    return Prisma.sql`(${Prisma.join(started ? [...each, started] : each, " || ")})`;
  });
}

/** The last word may be half typed. */
function prefix(word: string): Prisma.Sql | null {
  const letters = word.replace(/[^\p{L}\p{N}]/gu, "");
  return letters.length >= 3 && letters === word ? Prisma.sql`to_tsquery('english', ${`'${letters}':*`})` : null;
}
