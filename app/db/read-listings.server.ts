import type { Attribute, Listing, Location, Organization, SendDetails, Term } from "../domain/directory/listing.ts";
import { noSendDetails } from "../domain/directory/listing.ts";
import type { Prisma, PrismaClient } from "../../prisma/generated/client.ts";
import { fromDate, known } from "./rows.server.ts";

const byPosition = { orderBy: { position: "asc" } } as const;

const WITH_ORGANIZATION = { organization: { include: { identifiers: byPosition } } } satisfies Prisma.ServiceInclude;

const WHOLE = {
  ...WITH_ORGANIZATION,
  send: true,
  locations: { ...byPosition, include: { location: { include: { addresses: byPosition, accessibility: byPosition } } } },
  schedules: byPosition,
  contacts: byPosition,
  phones: byPosition,
  costOptions: byPosition,
  funding: byPosition,
  languages: byPosition,
  serviceAreas: byPosition,
} satisfies Prisma.ServiceInclude;

type WholeRow = Prisma.ServiceGetPayload<{ include: typeof WHOLE }>;
type OrganizationRow = WholeRow["organization"];
type LocationRow = WholeRow["locations"][number]["location"];

/** The whole listing at an address, whatever its status; null when there is none. */
export async function findListing(prisma: PrismaClient, where: { slug: string } | { id: string }): Promise<Listing | null> {
  const [listing] = await wholeListings(prisma, await prisma.service.findMany({ where, include: WHOLE }));
  return listing ?? null;
}

/** Whole listings in the order of a query. */
export async function readListings(prisma: PrismaClient, query: Pick<Prisma.ServiceFindManyArgs, "where" | "orderBy" | "skip" | "take">): Promise<Listing[]> {
  return wholeListings(prisma, await prisma.service.findMany({ ...query, include: WHOLE }));
}

/** The services of a query at one location each, as the standard lists them; `place` is the only one of its listing. */
export async function readOrganization(prisma: PrismaClient, id: string): Promise<Organization | null> {
  const row = await prisma.organization.findUnique({ where: { id }, include: WITH_ORGANIZATION.organization.include });
  if (!row) return null;
  return organization(row, await attributesByEntity(prisma, [id]));
}

export async function readOrganizations(prisma: PrismaClient, query: Pick<Prisma.OrganizationFindManyArgs, "where" | "orderBy" | "skip" | "take">): Promise<Organization[]> {
  const rows = await prisma.organization.findMany({ ...query, include: WITH_ORGANIZATION.organization.include });
  const attributes = await attributesByEntity(prisma, rows.map((row) => row.id));
  return rows.map((row) => organization(row, attributes));
}

async function wholeListings(prisma: PrismaClient, rows: WholeRow[]): Promise<Listing[]> {
  const attributes = await attributesByEntity(
    prisma,
    rows.flatMap((row) => [row.id, row.organizationId, ...row.locations.map(({ locationId }) => locationId)]),
  );
  return rows.map((row) => {
    const { send, locations, organization: organizationRow, schedules, costOptions, contacts, phones, funding, languages, serviceAreas, ...service } = row;
    const { assuredOn, lastModified, ...scalars } = known(service, ["sourceId", "sourceRef", "organizationId", "contentHash", "createdAt", "updatedAt"]);
    return {
      ...(scalars as unknown as Listing),
      source: row.sourceId,
      sourceRef: row.sourceRef,
      ...(assuredOn ? { assuredOn: fromDate(assuredOn) } : {}),
      ...(lastModified ? { lastModified: lastModified.toISOString() } : {}),
      organization: organization(organizationRow, attributes),
      places: locations.map(({ location: locationRow, ...place }) => ({
        ...known(place, ["serviceId", "locationId", "position"]),
        location: location(locationRow, attributes),
      })) as Listing["places"],
      schedules: schedules.map((schedule) => dates(known(schedule, PART), ["validFrom", "validTo", "dtstart"])) as Listing["schedules"],
      contacts: contacts.map((part) => known(part, PART)) as Listing["contacts"],
      phones: phones.map((part) => known(part, PART)) as Listing["phones"],
      costOptions: costOptions.map((option) => dates(known(option, PART), ["validFrom", "validTo"])) as Listing["costOptions"],
      funding: funding.map((part) => known(part, PART)) as Listing["funding"],
      languages: languages.map((part) => known(part, PART)) as Listing["languages"],
      serviceAreas: serviceAreas.map((part) => known(part, PART)) as Listing["serviceAreas"],
      attributes: attributes.get(row.id) ?? [],
      send: send ? (dates(known(send, ["serviceId"]), ["spacesOn"]) as unknown as SendDetails) : noSendDetails(),
    };
  });
}

const PART = ["serviceId", "position"] as const;

function dates<T extends object>(row: T, fields: readonly string[]): T {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, fields.includes(key) && value instanceof Date ? fromDate(value) : value]),
  ) as T;
}

function organization(row: OrganizationRow, attributes: Map<string, Attribute[]>): Organization {
  const { identifiers, ...scalars } = row;
  return {
    ...known(scalars, ["sourceId"]),
    identifiers: identifiers.map((part) => known(part, ["organizationId", "position"])) as Organization["identifiers"],
    attributes: attributes.get(row.id) ?? [],
  } as Organization;
}

function location(row: LocationRow, attributes: Map<string, Attribute[]>): Location {
  const { addresses, accessibility, ...scalars } = row;
  return {
    ...known(scalars, ["sourceId"]),
    addresses: addresses.map((part) => known(part, ["locationId", "position"])) as Location["addresses"],
    accessibility: accessibility.map((part) => known(part, ["locationId", "position"])) as Location["accessibility"],
    attributes: attributes.get(row.id) ?? [],
  } as Location;
}

async function attributesByEntity(prisma: PrismaClient, ids: string[]): Promise<Map<string, Attribute[]>> {
  const rows = await prisma.attribute.findMany({ where: { linkId: { in: [...new Set(ids)] } }, include: { term: true }, orderBy: { position: "asc" } });
  const byEntity = new Map<string, Attribute[]>();
  for (const { linkId, term, ...row } of rows) {
    const attribute = { ...known(row, ["linkEntity", "taxonomyTermId", "position"]), term: termFromRow(term) } as Attribute;
    byEntity.set(linkId, [...(byEntity.get(linkId) ?? []), attribute]);
  }
  return byEntity;
}

export function termFromRow(row: Prisma.TaxonomyTermGetPayload<object>): Term {
  const { taxonomyName, ...rest } = known(row, ["sourceId"]);
  return { ...rest, ...(taxonomyName ? { taxonomy: taxonomyName } : {}) } as Term;
}
