import { createHash } from "node:crypto";
import type { Attribute, Listing, Location, Organization, Term } from "../domain/directory/listing.ts";
import { slugify } from "../domain/directory/slug.ts";
import { isOwnTerm } from "../domain/directory/taxonomies.ts";
import type { Prisma, PrismaClient } from "../../prisma/generated/client.ts";
import { insertRows, putRows } from "./insert-rows.server.ts";
import { toDate, toJson } from "./rows.server.ts";

/** A listing as it comes from its source: its page's address is ours to give. */
export type NewListing = Omit<Listing, "slug">;

export type Saved =
  | { outcome: "added" | "changed" | "unchanged"; listing: Listing }
  | { outcome: "refused"; reason: string; listing: NewListing };

type Transaction = Prisma.TransactionClient;

/**
 * Saves listings in one transaction, each with its search entry: all of them, or (killed in the middle) none.
 * A listing that has not changed is not touched; one that another source owns is refused.
 * @param documentOf what search should know of a listing
 * @returns what became of each, in the order given
 */
export async function saveListings(prisma: PrismaClient, listings: readonly NewListing[], documentOf: (listing: Listing) => object): Promise<Saved[]> {
  const unique = [...new Map(listings.map((listing) => [listing.id, listing])).values()];
  return prisma.$transaction(
    async (tx) => {
      const { saved, fresh, changed } = await sort(tx, unique);
      const writes = [...fresh, ...changed];
      await saveSources(tx, writes);
      const owned = new Set([...(await saveOrganizations(tx, writes)), ...(await saveLocations(tx, writes))]);
      await saveTerms(tx, writes);
      await insertRows(tx, "service", fresh.map(serviceRow));
      await putRows(tx, "service", changed.map(serviceRow));
      await deleteParts(tx, changed.map((listing) => listing.id));
      await createParts(tx, writes);
      await createAttributes(tx, writes, owned);
      await saveSearchEntries(tx, writes, documentOf);
      return listings.map((listing) => saved.get(listing.id) as Saved);
    },
    { timeout: 120_000, maxWait: 60_000 },
  );
}

async function sort(tx: Transaction, listings: readonly NewListing[]): Promise<{ saved: Map<string, Saved>; fresh: Listing[]; changed: Listing[] }> {
  const rows = await tx.service.findMany({
    where: { id: { in: listings.map((listing) => listing.id) } },
    select: { id: true, sourceId: true, slug: true, contentHash: true, source: { select: { name: true } } },
  });
  const before = new Map(rows.map((row) => [row.id, row]));
  const slugs = await freeSlugs(tx, listings.filter((listing) => !before.has(listing.id)));
  const saved = new Map<string, Saved>();
  const fresh: Listing[] = [];
  const changed: Listing[] = [];
  for (const given of listings) {
    const row = before.get(given.id);
    if (row && row.sourceId !== given.source) {
      saved.set(given.id, { outcome: "refused", reason: `the source "${row.source.name}" already publishes this listing`, listing: given });
      continue;
    }
    const listing: Listing = { ...given, slug: row?.slug ?? (slugs.get(given.id) as string) };
    const outcome = !row ? "added" : row.contentHash === contentHash(given) ? "unchanged" : "changed";
    saved.set(given.id, { outcome, listing });
    if (outcome === "added") fresh.push(listing);
    if (outcome === "changed") changed.push(listing);
  }
  return { saved, fresh, changed };
}

/** An address for each new listing that no listing has: its name; then with its town; then with the start of its id. */
async function freeSlugs(tx: Transaction, listings: readonly NewListing[]): Promise<Map<string, string>> {
  const wishes = listings.map((listing) => {
    const name = slugify(listing.name) || "service";
    const town = slugify(listing.places[0]?.location.addresses[0]?.city ?? "");
    return { id: listing.id, candidates: [name, ...(town ? [`${name}-${town}`] : []), `${name}-${listing.id.slice(0, 8)}`, `${name}-${listing.id}`] };
  });
  const rows = await tx.service.findMany({ where: { slug: { in: wishes.flatMap((wish) => wish.candidates) } }, select: { slug: true } });
  const taken = new Set(rows.map((row) => row.slug));
  return new Map(
    wishes.map(({ id, candidates }) => {
      const slug = candidates.find((candidate) => !taken.has(candidate)) as string;
      taken.add(slug);
      return [id, slug];
    }),
  );
}

/** Tells a changed record from one seen before: the order of members and the listing's address do not count. */
export function contentHash(listing: NewListing): string {
  return createHash("sha256")
    .update(JSON.stringify({ ...listing, slug: undefined }, (_key, value: unknown) => (isPlainObject(value) ? sortKeys(value) : value)))
    .digest("hex");
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sortKeys(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function saveSources(tx: Transaction, listings: readonly Listing[]): Promise<void> {
  const ids = [...new Set(listings.map((listing) => listing.source))];
  await tx.source.createMany({ data: ids.map((id) => ({ id, name: id })), skipDuplicates: true });
}

function serviceRow(listing: Listing): Prisma.ServiceUncheckedCreateInput {
  return {
    id: listing.id,
    sourceId: listing.source,
    sourceRef: listing.sourceRef,
    organizationId: listing.organization.id,
    slug: listing.slug,
    status: listing.status,
    name: listing.name,
    alternateName: listing.alternateName ?? null,
    description: listing.description ?? null,
    url: listing.url ?? null,
    email: listing.email ?? null,
    fees: listing.fees ?? null,
    accreditations: listing.accreditations ?? null,
    minimumAge: listing.minimumAge ?? null,
    maximumAge: listing.maximumAge ?? null,
    eligibilityDescription: listing.eligibilityDescription ?? null,
    applicationProcess: listing.applicationProcess ?? null,
    waitTime: listing.waitTime ?? null,
    interpretationServices: listing.interpretationServices ?? null,
    alert: listing.alert ?? null,
    assuredOn: toDate(listing.assuredOn),
    assurerEmail: listing.assurerEmail ?? null,
    lastModified: listing.lastModified ?? null,
    extra: toJson(listing.extra),
    contentHash: contentHash(listing),
    updatedAt: new Date(),
  };
}

/** @returns the ids of the organisations that these listings' source may change */
async function saveOrganizations(tx: Transaction, listings: readonly Listing[]): Promise<string[]> {
  const given = new Map(listings.map((listing) => [listing.organization.id, { organization: listing.organization, source: listing.source }]));
  const rows = await tx.organization.findMany({ where: { id: { in: [...given.keys()] } }, select: { id: true, sourceId: true } });
  const owner = new Map(rows.map((row) => [row.id, row.sourceId]));
  const mine = [...given.values()].filter(({ organization, source }) => (owner.get(organization.id) ?? source) === source);
  await putRows(tx, "organization", mine.map(({ organization, source }) => organizationRow(organization, source)));
  await tx.organizationIdentifier.deleteMany({ where: { organizationId: { in: mine.map(({ organization }) => organization.id) } } });
  await insertRows(
    tx,
    "organization_identifier",
    mine.flatMap(({ organization }) =>
      organization.identifiers.map(({ extra, ...part }, position) => ({ ...part, organizationId: organization.id, position, extra: toJson(extra) })),
    ),
  );
  return mine.map(({ organization }) => organization.id);
}

function organizationRow({ identifiers: _identifiers, attributes: _attributes, extra, ...organization }: Organization, source: string): Prisma.OrganizationUncheckedCreateInput {
  const empty = { alternateName: null, description: null, email: null, website: null, logo: null, uri: null, parentOrganizationId: null };
  return { ...empty, ...organization, sourceId: source, extra: toJson(extra) };
}

/** @returns the ids of the locations that these listings' source may change */
async function saveLocations(tx: Transaction, listings: readonly Listing[]): Promise<string[]> {
  const given = new Map(
    listings.flatMap((listing) => listing.places.map((place) => [place.location.id, { location: place.location, source: listing.source }] as const)),
  );
  const rows = await tx.location.findMany({ where: { id: { in: [...given.keys()] } }, select: { id: true, sourceId: true } });
  const owner = new Map(rows.map((row) => [row.id, row.sourceId]));
  const mine = [...given.values()].filter(({ location, source }) => (owner.get(location.id) ?? source) === source);
  await putRows(tx, "location", mine.map(({ location, source }) => locationRow(location, source)));
  const locationIds = mine.map(({ location }) => location.id);
  await tx.address.deleteMany({ where: { locationId: { in: locationIds } } });
  await tx.accessibility.deleteMany({ where: { locationId: { in: locationIds } } });
  await insertRows(
    tx,
    "address",
    mine.flatMap(({ location }) => location.addresses.map(({ extra, ...part }, position) => ({ ...part, locationId: location.id, position, extra: toJson(extra) }))),
  );
  await insertRows(
    tx,
    "accessibility",
    mine.flatMap(({ location }) => location.accessibility.map(({ extra, ...part }, position) => ({ ...part, locationId: location.id, position, extra: toJson(extra) }))),
  );
  return locationIds;
}

function locationRow({ addresses: _addresses, accessibility: _accessibility, attributes: _attributes, extra, ...location }: Location, source: string): Prisma.LocationUncheckedCreateInput {
  const empty = { name: null, description: null, latitude: null, longitude: null, externalIdentifier: null, externalIdentifierType: null };
  return { ...empty, ...location, sourceId: source, extra: toJson(extra) };
}

function attributesOf(listing: Listing): { entity: string; id: string; attributes: Attribute[] }[] {
  return [
    { entity: "service", id: listing.id, attributes: listing.attributes },
    { entity: "organization", id: listing.organization.id, attributes: listing.organization.attributes },
    ...listing.places.map(({ location }) => ({ entity: "location", id: location.id, attributes: location.attributes })),
  ];
}

async function saveTerms(tx: Transaction, listings: readonly Listing[]): Promise<void> {
  const given = new Map<string, { term: Term; source: string }>();
  for (const listing of listings) {
    for (const { attributes } of attributesOf(listing)) {
      for (const { term } of attributes) if (!isOwnTerm(term.id)) given.set(term.id, { term, source: listing.source });
    }
  }
  if (given.size === 0) return;
  const rows = await tx.taxonomyTerm.findMany({ where: { id: { in: [...given.keys()] } } });
  const before = new Map(rows.map((row) => [row.id, row]));
  const taxonomyIds = [...new Set([...given.values()].flatMap(({ term }) => term.taxonomyId ?? []))];
  const taxonomies = new Set((await tx.taxonomy.findMany({ where: { id: { in: taxonomyIds } }, select: { id: true } })).map((row) => row.id));
  for (const { term, source } of given.values()) {
    if (term.taxonomyId && !taxonomies.has(term.taxonomyId)) {
      const name = term.taxonomy ?? term.taxonomyId;
      await tx.taxonomy.create({ data: { id: term.taxonomyId, sourceId: source, name, description: name } });
      taxonomies.add(term.taxonomyId);
    }
    const row = before.get(term.id);
    const data = termRow(term, source);
    if (!row) await tx.taxonomyTerm.create({ data });
    else if (row.sourceId === source && row.name !== term.name) await tx.taxonomyTerm.update({ where: { id: term.id }, data });
  }
}

function termRow(term: Term, source: string): Prisma.TaxonomyTermUncheckedCreateInput {
  return {
    id: term.id,
    sourceId: source,
    taxonomyId: term.taxonomyId ?? null,
    taxonomyName: term.taxonomy ?? null,
    term: term.term ?? null,
    name: term.name,
    description: term.description,
    parentId: term.parentId ?? null,
    termUri: term.termUri ?? null,
    extra: toJson(term.extra),
  };
}

async function deleteParts(tx: Transaction, serviceIds: string[]): Promise<void> {
  if (serviceIds.length === 0) return;
  const where = { serviceId: { in: serviceIds } };
  await tx.serviceAtLocation.deleteMany({ where });
  await tx.schedule.deleteMany({ where });
  await tx.contact.deleteMany({ where });
  await tx.phone.deleteMany({ where });
  await tx.costOption.deleteMany({ where });
  await tx.funding.deleteMany({ where });
  await tx.language.deleteMany({ where });
  await tx.serviceArea.deleteMany({ where });
  await tx.sendDetails.deleteMany({ where });
}

async function createParts(tx: Transaction, listings: readonly Listing[]): Promise<void> {
  const rows = <T, R>(partsOf: (listing: Listing) => T[], row: (part: T, link: { serviceId: string; position: number }) => R): R[] =>
    listings.flatMap((listing) => partsOf(listing).map((part, position) => row(part, { serviceId: listing.id, position })));

  await insertRows(
    tx,
    "service_at_location",
    rows((l) => l.places, ({ id, description, location, extra }, link) => ({ id, description, locationId: location.id, ...link, extra: toJson(extra) })),
  );
  await insertRows(
    tx,
    "schedule",
    rows((l) => l.schedules, ({ extra, validFrom, validTo, dtstart, ...part }, link) => ({
      ...part, ...link, validFrom: toDate(validFrom), validTo: toDate(validTo), dtstart: toDate(dtstart), extra: toJson(extra),
    })),
  );
  await insertRows(tx, "contact", rows((l) => l.contacts, ({ extra, ...part }, link) => ({ ...part, ...link, extra: toJson(extra) })));
  await insertRows(tx, "phone", rows((l) => l.phones, ({ extra, ...part }, link) => ({ ...part, ...link, extra: toJson(extra) })));
  await insertRows(
    tx,
    "cost_option",
    rows((l) => l.costOptions, ({ extra, validFrom, validTo, ...part }, link) => ({
      ...part, ...link, validFrom: toDate(validFrom), validTo: toDate(validTo), extra: toJson(extra),
    })),
  );
  await insertRows(tx, "funding", rows((l) => l.funding, ({ extra, ...part }, link) => ({ ...part, ...link, extra: toJson(extra) })));
  await insertRows(tx, "language", rows((l) => l.languages, ({ extra, ...part }, link) => ({ ...part, ...link, extra: toJson(extra) })));
  await insertRows(tx, "service_area", rows((l) => l.serviceAreas, ({ extra, ...part }, link) => ({ ...part, ...link, extra: toJson(extra) })));
  await insertRows(
    tx,
    "send_details",
    listings.map(({ id, send: { spacesOn, post16, ...send } }) => ({
      ...send, serviceId: id, spacesOn: toDate(spacesOn), post16: toJson(post16),
    })),
  );
}

async function createAttributes(tx: Transaction, listings: readonly Listing[], owned: ReadonlySet<string>): Promise<void> {
  // An organisation or a location may hang on several listings of a batch: its last mention counts, as for its row.
  const entities = new Map(
    listings.flatMap(attributesOf).filter(({ entity, id }) => entity === "service" || owned.has(id)).map((entity) => [entity.id, entity]),
  );
  await tx.attribute.deleteMany({ where: { linkId: { in: [...entities.keys()] } } });
  await insertRows(
    tx,
    "attribute",
    [...entities.values()].flatMap(({ entity, id, attributes }) =>
      attributes.map(({ id: attributeId, term, linkType, value, label, extra }, position) => ({
        id: attributeId, linkEntity: entity, linkId: id, linkType, taxonomyTermId: term.id, position, value, label, extra: toJson(extra),
      })),
    ),
  );
}

async function saveSearchEntries(tx: Transaction, listings: readonly Listing[], documentOf: (listing: Listing) => object): Promise<void> {
  if (listings.length === 0) return;
  const ids = listings.map((listing) => listing.id);
  const changedAt = new Date();
  await tx.searchEntry.deleteMany({ where: { serviceId: { in: ids } } });
  await tx.searchRemoval.deleteMany({ where: { serviceId: { in: ids } } });
  await insertRows(
    tx,
    "search_entry",
    listings.filter(isShown).map((listing) => ({ serviceId: listing.id, document: documentOf(listing), changedAt })),
  );
  await tx.searchRemoval.createMany({ data: listings.filter((listing) => !isShown(listing)).map((listing) => ({ serviceId: listing.id })) });
}

/** Whether families can find it: a service that has ended, or that its source has withdrawn, has no page. */
export function isShown(listing: { status: string }): boolean {
  return listing.status === "active" || listing.status === "temporarily closed";
}
