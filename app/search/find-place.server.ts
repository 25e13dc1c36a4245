import { parse as parsePostcode } from "postcode";
import type { CouncilPack } from "../council/pack.ts";
import { findPostcodes, middleOf } from "../db/places.server.ts";
import type { FoundPlace } from "../domain/directory/search-result.ts";
import type { PrismaClient } from "../../prisma/generated/client.ts";
import { findDistrictTown, findPostcodeDistrict, findTown } from "./places.ts";

const OUTCODE = /^[a-z]{1,2}\d[a-z\d]?$/i;

/**
 * Where "CM2 6JX", "cm2" or "Chelmsford" is: the imported table first, then the council pack. A postcode that neither
 * knows stands where its sector or district is, and says so. Null: ask for a town.
 */
export async function findPlace(words: string, pack: CouncilPack, prisma: PrismaClient): Promise<FoundPlace | null> {
  const given = words.trim();
  const postcode = parsePostcode(given);
  if (postcode.valid) return findPostcode(postcode, pack, prisma);
  if (OUTCODE.test(given)) return findOutcode(given.toUpperCase(), pack, prisma);
  const town = findTown(pack, given) ?? findDistrictTown(pack, given);
  return town && { name: town.name, lat: town.lat, lng: town.lng };
}

async function findPostcode({ postcode, sector, outcode }: { postcode: string; sector: string; outcode: string }, pack: CouncilPack, prisma: PrismaClient): Promise<FoundPlace | null> {
  const row = (await findPostcodes(prisma, [postcode])).get(postcode);
  if (row) return { name: postcode, lat: row.latitude, lng: row.longitude };
  const aroundSector = await middleOf(prisma, sector);
  if (aroundSector) return { name: sector, standsFor: postcode, ...aroundSector };
  const district = await findOutcode(outcode, pack, prisma);
  return district && { ...district, standsFor: postcode };
}

async function findOutcode(code: string, pack: CouncilPack, prisma: PrismaClient): Promise<FoundPlace | null> {
  const row = (await findPostcodes(prisma, [code])).get(code);
  if (row) return { name: code, lat: row.latitude, lng: row.longitude };
  const middle = (await middleOf(prisma, `${code} `)) ?? findPostcodeDistrict(pack, code);
  return middle && { name: code, lat: middle.lat, lng: middle.lng };
}
