import type { PrismaClient } from "../../prisma/generated/client.ts";

export interface PostcodeRow {
  code: string;
  latitude: number;
  longitude: number;
  districtCode: string | null;
  districtName: string | null;
}

/** The rows of some postcodes ("CM2 6JX") or postcode districts ("CM2"), by code. */
export async function findPostcodes(prisma: PrismaClient, codes: readonly string[]): Promise<Map<string, PostcodeRow>> {
  if (codes.length === 0) return new Map();
  const rows = await prisma.postcode.findMany({ where: { code: { in: [...new Set(codes)] } } });
  return new Map(rows.map((row) => [row.code, row]));
}

/** The middle of all postcodes that start so ("CM2 6" or "CM2 "); null when there is none. */
export async function middleOf(prisma: PrismaClient, start: string): Promise<{ lat: number; lng: number } | null> {
  const [row] = await prisma.$queryRaw<{ lat: number | null; lng: number | null }[]>`
    SELECT avg(latitude)::float8 AS lat, avg(longitude)::float8 AS lng FROM postcode WHERE code >= ${start} AND code < ${after(start)}`;
  return row?.lat === null || row?.lat === undefined || row.lng === null ? null : { lat: row.lat, lng: row.lng };
}

/** Saves postcodes, in place of what was known of them. */
export async function savePostcodes(prisma: PrismaClient, rows: readonly PostcodeRow[]): Promise<void> {
  await prisma.$executeRaw`
    INSERT INTO postcode (code, latitude, longitude, district_code, district_name)
    SELECT * FROM unnest(
      ${rows.map((row) => row.code)}::text[], ${rows.map((row) => row.latitude)}::float8[], ${rows.map((row) => row.longitude)}::float8[],
      ${rows.map((row) => row.districtCode)}::text[], ${rows.map((row) => row.districtName)}::text[])
    ON CONFLICT (code) DO UPDATE SET latitude = EXCLUDED.latitude, longitude = EXCLUDED.longitude,
      district_code = EXCLUDED.district_code, district_name = EXCLUDED.district_name`;
}

/** The first text after all that start with `start`, in the order of the column. */
function after(start: string): string {
  return start.slice(0, -1) + String.fromCharCode(start.charCodeAt(start.length - 1) + 1);
}
