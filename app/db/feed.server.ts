import type { Listing, Organization, Term } from "../domain/directory/listing.ts";
import { METRES_PER_MILE, type Point } from "../domain/directory/geography.ts";
import { Prisma, type PrismaClient } from "../../prisma/generated/client.ts";
import { readListings, readOrganizations, termFromRow } from "./read-listings.server.ts";

/** Queries of the Open Referral feed. What families cannot find is not in it either. */
export interface ServiceFilter {
  search: string | null;
  taxonomyTermId: string | null;
  taxonomyId: string | null;
  organizationId: string | null;
  modifiedAfter: string | null;
  minimumAge: number | null;
  maximumAge: number | null;
  startTime: string | null;
  endTime: string | null;
  day: string | null;
}

/** Where a postcode is, and what district it is in; `metres` null: only services that cover the district. */
export interface Near {
  point: Point;
  district: string | null;
  metres: number | null;
}

const SHOWN = Prisma.sql`s.status IN ('active', 'temporarily closed')`;

/** Ids of services in a lasting order, and how many there are in all. */
export async function findServiceIds(prisma: PrismaClient, filter: ServiceFilter, offset: number, limit: number): Promise<{ ids: { id: string; lastModified: Date | null }[]; total: number }> {
  const where = serviceWhere(filter);
  const ids = await prisma.$queryRaw<{ id: string; lastModified: Date | null }[]>`
    SELECT s.id, s.last_modified AS "lastModified" FROM service s WHERE ${where} ORDER BY s.id LIMIT ${limit} OFFSET ${offset}`;
  const [count] = await prisma.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total FROM service s WHERE ${where}`;
  return { ids, total: count?.total ?? 0 };
}

export async function readListingsById(prisma: PrismaClient, ids: readonly string[]): Promise<Listing[]> {
  const listings = await readListings(prisma, { where: { id: { in: [...ids] } } });
  const byId = new Map(listings.map((listing) => [listing.id, listing]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** A listing at one of its places each: ids of both, in a lasting order. */
export async function findPlaces(prisma: PrismaClient, filter: ServiceFilter, near: Near | null, offset: number, limit: number): Promise<{ ids: { id: string; serviceId: string }[]; total: number }> {
  const where = near ? Prisma.sql`${serviceWhere(filter)} AND ${nearClause(near)}` : serviceWhere(filter);
  const from = Prisma.sql`FROM service_at_location p JOIN service s ON s.id = p.service_id JOIN location l ON l.id = p.location_id`;
  const ids = await prisma.$queryRaw<{ id: string; serviceId: string }[]>`
    SELECT p.id, p.service_id AS "serviceId" ${from} WHERE ${where} ORDER BY p.service_id, p.position LIMIT ${limit} OFFSET ${offset}`;
  const [count] = await prisma.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total ${from} WHERE ${where}`;
  return { ids, total: count?.total ?? 0 };
}

function nearClause({ point, district, metres }: Near): Prisma.Sql {
  if (metres === null) {
    return Prisma.sql`EXISTS (SELECT 1 FROM search_entry e WHERE e.service_id = s.id AND jsonb_exists(e.document->'districts', ${district ?? ""}))`;
  }
  return Prisma.sql`l.latitude BETWEEN -90 AND 90 AND 2 * 3958.8 * asin(least(1, sqrt(
      power(sin(radians(l.latitude - ${point.lat}::float8) / 2), 2)
      + cos(radians(${point.lat}::float8)) * cos(radians(l.latitude)) * power(sin(radians(l.longitude - ${point.lng}::float8) / 2), 2)
    ))) <= ${metres / METRES_PER_MILE}::float8`;
}

function serviceWhere(filter: ServiceFilter): Prisma.Sql {
  const clauses = [SHOWN];
  if (filter.search) clauses.push(Prisma.sql`EXISTS (SELECT 1 FROM search_entry e WHERE e.service_id = s.id AND e.words @@ websearch_to_tsquery('english', ${filter.search}))`);
  if (filter.taxonomyTermId) clauses.push(Prisma.sql`EXISTS (SELECT 1 FROM attribute a WHERE a.link_id = s.id AND a.taxonomy_term_id = ${filter.taxonomyTermId}::uuid)`);
  if (filter.taxonomyId) {
    clauses.push(Prisma.sql`EXISTS (SELECT 1 FROM attribute a JOIN taxonomy_term t ON t.id = a.taxonomy_term_id WHERE a.link_id = s.id AND t.taxonomy_id = ${filter.taxonomyId}::uuid)`);
  }
  if (filter.organizationId) clauses.push(Prisma.sql`s.organization_id = ${filter.organizationId}::uuid`);
  if (filter.modifiedAfter) clauses.push(Prisma.sql`coalesce(s.last_modified, s.updated_at) >= ${filter.modifiedAfter}::timestamptz`);
  if (filter.minimumAge !== null) clauses.push(Prisma.sql`s.minimum_age >= ${filter.minimumAge}::float8`);
  if (filter.maximumAge !== null) clauses.push(Prisma.sql`s.maximum_age <= ${filter.maximumAge}::float8`);
  const session = [
    ...(filter.startTime ? [Prisma.sql`c.opens_at >= ${filter.startTime}`] : []),
    ...(filter.endTime ? [Prisma.sql`substr(c.closes_at, 1, 5) <= ${filter.endTime}`] : []),
    ...(filter.day ? [Prisma.sql`c.byday ~* ${`(^|,|\\d)\\s*${filter.day}`}`] : []),
  ];
  if (session.length > 0) clauses.push(Prisma.sql`EXISTS (SELECT 1 FROM schedule c WHERE c.service_id = s.id AND ${Prisma.join(session, " AND ")})`);
  return Prisma.join(clauses, " AND ");
}

/** Organisations that run a service that is shown. */
export async function findOrganizations(prisma: PrismaClient, search: string | null, offset: number, limit: number): Promise<{ organizations: Organization[]; total: number }> {
  const where: Prisma.OrganizationWhereInput = {
    services: { some: { status: { in: ["active", "temporarily closed"] } } },
    ...(search ? { OR: [{ name: { contains: search, mode: "insensitive" } }, { description: { contains: search, mode: "insensitive" } }] } : {}),
  };
  const [organizations, total] = await Promise.all([
    readOrganizations(prisma, { where, orderBy: { id: "asc" }, skip: offset, take: limit }),
    prisma.organization.count({ where }),
  ]);
  return { organizations, total };
}

export async function findTaxonomies(prisma: PrismaClient, search: string | null, offset: number, limit: number) {
  const where: Prisma.TaxonomyWhereInput = search ? { name: { contains: search, mode: "insensitive" } } : {};
  const [rows, total] = await Promise.all([prisma.taxonomy.findMany({ where, orderBy: { id: "asc" }, skip: offset, take: limit }), prisma.taxonomy.count({ where })]);
  return { rows, total };
}

export async function findTerms(
  prisma: PrismaClient,
  filter: { search: string | null; taxonomyId: string | null; parentId: string | null; topOnly: boolean },
  offset: number,
  limit: number,
): Promise<{ terms: Term[]; total: number }> {
  const where: Prisma.TaxonomyTermWhereInput = {
    ...(filter.search ? { name: { contains: filter.search, mode: "insensitive" } } : {}),
    ...(filter.taxonomyId ? { taxonomyId: filter.taxonomyId } : {}),
    ...(filter.parentId ? { parentId: filter.parentId } : filter.topOnly ? { parentId: null } : {}),
  };
  const [rows, total] = await Promise.all([prisma.taxonomyTerm.findMany({ where, orderBy: { id: "asc" }, skip: offset, take: limit }), prisma.taxonomyTerm.count({ where })]);
  return { terms: rows.map(termFromRow), total };
}
