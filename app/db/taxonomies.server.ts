import { OWN_TAXONOMIES, type OwnTaxonomy } from "../domain/directory/taxonomies.ts";
import type { PrismaClient } from "../../prisma/generated/client.ts";

/** English words for our own terms, by taxonomy and code. */
export type OwnTermWords = (taxonomy: OwnTaxonomy, code: string) => string;

/** The source that owns our own taxonomies: no import can change them. */
const OWN_SOURCE = "local-offer";

/** Writes our own taxonomies, or their newest words: attributes refer to these rows, so this comes before any listing. */
export async function saveOwnTaxonomies(prisma: PrismaClient, names: Record<OwnTaxonomy, string>, words: OwnTermWords): Promise<void> {
  const taxonomies = OWN_TAXONOMIES.map(({ id, name, uri }) => ({ id, sourceId: OWN_SOURCE, name: names[name], description: names[name], uri }));
  const terms = OWN_TAXONOMIES.flatMap((taxonomy) =>
    taxonomy.terms.map(({ id, term, uri }) => {
      const name = words(taxonomy.name, term);
      return { id, sourceId: OWN_SOURCE, taxonomyId: taxonomy.id, taxonomyName: taxonomy.name, term, name, description: name, termUri: uri };
    }),
  );
  const before = new Map(
    (await prisma.taxonomyTerm.findMany({ where: { sourceId: OWN_SOURCE }, select: { id: true, name: true } })).map((row) => [row.id, row.name]),
  );
  const changed = terms.filter((term) => before.has(term.id) && before.get(term.id) !== term.name);
  if (before.size === terms.length && changed.length === 0) return;
  await prisma.$transaction([
    prisma.source.createMany({ data: [{ id: OWN_SOURCE, name: "Local Offer" }], skipDuplicates: true }),
    prisma.taxonomy.createMany({ data: taxonomies, skipDuplicates: true }),
    prisma.taxonomyTerm.createMany({ data: terms, skipDuplicates: true }),
    ...changed.map(({ id, ...data }) => prisma.taxonomyTerm.update({ where: { id }, data })),
  ]);
}
