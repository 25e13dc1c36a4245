import { v5 as uuidFrom } from "uuid";
import type { Attribute, Listing, Term } from "./listing.ts";
import {
  ACCESS_FEATURES, CATEGORIES, FUNDING_ROUTES, HOLIDAYS, NEED_IDS, SCHEDULE_2_PARAGRAPHS,
} from "./vocabulary.ts";

/**
 * Our own taxonomies: the lists that filters are made of, published and stored as Open Referral has it, as terms linked
 * to a service or a location. Ids are derived, so that every installation gives a term the same id and two councils'
 * feeds agree.
 */
const TERMS = {
  /** `any` says that all needs are welcome; a listing with no need at all has not said. */
  need: [...NEED_IDS, "any"],
  category: CATEGORIES,
  holiday: HOLIDAYS,
  funding: FUNDING_ROUTES.filter((route) => route !== "low-cost"),
  "schedule-2": SCHEDULE_2_PARAGRAPHS,
  access: ACCESS_FEATURES,
} as const satisfies Record<string, readonly string[]>;

export type OwnTaxonomy = keyof typeof TERMS;
export type TermOf<T extends OwnTaxonomy> = (typeof TERMS)[T][number];

/** All the namespaces of derived ids hang on this one, drawn once at random. */
const ROOT = "5b0c9c8e-4b4c-4f0e-9b1a-7d1c5f3e2a60";

/** A UUID derived from words (RFC 9562, version 5): the same words give the same id anywhere, at any time. */
export function derivedId(...words: string[]): string {
  return uuidFrom(words.join("\u001f"), ROOT);
}

export const OWN_TAXONOMIES: { name: OwnTaxonomy; id: string; uri: string; terms: { id: string; term: string; uri: string }[] }[] =
  Object.entries(TERMS).map(([name, terms]) => ({
    name: name as OwnTaxonomy,
    id: derivedId("taxonomy", name),
    uri: `urn:send-local-offer:${name}`,
    terms: terms.map((term) => ({ id: derivedId("term", name, term), term, uri: `urn:send-local-offer:${name}:${term}` })),
  }));

const OWN_TERM = new Map(OWN_TAXONOMIES.flatMap((taxonomy) => taxonomy.terms.map((term) => [term.id, { taxonomy, term }] as const)));

/** The link from an entity to one of our own terms. */
export function ownAttribute<T extends OwnTaxonomy>(linkId: string, taxonomy: T, code: TermOf<T>): Attribute {
  const term = ownTerm(taxonomy, code);
  return { id: derivedId("attribute", linkId, term.id), linkType: taxonomy, term };
}

function ownTerm(taxonomy: OwnTaxonomy, code: string): Term {
  const id = derivedId("term", taxonomy, code);
  const known = OWN_TERM.get(id);
  if (!known) throw new RangeError(`The taxonomy "${taxonomy}" has no term "${code}".`);
  // The words of our terms live in content/; whoever stores or publishes the term puts them in by its id.
  return { id, taxonomy: taxonomy, taxonomyId: known.taxonomy.id, term: code, name: code, description: code, termUri: known.term.uri };
}

export function isOwnTerm(termId: string): boolean {
  return OWN_TERM.has(termId);
}

/** The codes of one of our taxonomies among some attributes, in the taxonomy's own order. */
export function codesOf<T extends OwnTaxonomy>(attributes: readonly Attribute[], taxonomy: T): TermOf<T>[] {
  const linked = new Set(attributes.map((attribute) => attribute.term.id));
  const own = OWN_TAXONOMIES.find((candidate) => candidate.name === taxonomy);
  return (own?.terms ?? []).flatMap((term) => (linked.has(term.id) ? [term.term as TermOf<T>] : []));
}

/** A listing's categories, the main one first: the order its own attributes have them in. */
export function categoriesOf(listing: Listing): TermOf<"category">[] {
  const codes: readonly string[] = TERMS.category;
  return listing.attributes.flatMap(({ term }) => {
    const code = OWN_TERM.get(term.id)?.taxonomy.name === "category" ? codes.indexOf(term.term ?? "") : -1;
    return TERMS.category[code] ?? [];
  });
}
