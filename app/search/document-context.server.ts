import { parse as parsePostcode } from "postcode";
import vocabulary from "../../content/locales/en-GB/vocabulary.json" with { type: "json" };
import type { PrismaClient } from "../../prisma/generated/client.ts";
import { toListingDocument, type DocumentContext, type ListingDocument } from "../../search-index/listing-document.ts";
import type { CouncilPack } from "../council/pack.ts";
import { findPostcodes } from "../db/places.server.ts";
import type { NewListing } from "../db/listings.server.ts";
import type { Listing } from "../domain/directory/listing.ts";
import { findPostcodeDistrict, namedPlaces } from "./places.ts";

/** Makes search documents for some listings, after looking up where their postcodes are, in one query. */
export async function documentMaker(pack: CouncilPack, prisma: PrismaClient, listings: readonly NewListing[]): Promise<(listing: Listing) => ListingDocument> {
  const codes = listings
    .flatMap((listing) => listing.places.flatMap((place) => place.location.addresses.map((address) => address.postalCode)))
    .map((code) => parsePostcode(code))
    .filter((parsed) => parsed.valid);
  const rows = await findPostcodes(prisma, codes.flatMap((parsed) => [parsed.postcode, parsed.outcode]));
  const context: DocumentContext = {
    districts: pack.districts,
    towns: namedPlaces(pack),
    findPostcode: (code) => {
      const parsed = parsePostcode(code);
      if (!parsed.valid) return null;
      const row = rows.get(parsed.postcode) ?? rows.get(parsed.outcode);
      return row ? { lat: row.latitude, lng: row.longitude, gss: row.districtCode } : findPostcodeDistrict(pack, parsed.outcode);
    },
    words: { needs: vocabulary.need, categories: vocabulary.category },
  };
  return (listing) => toListingDocument(listing, context);
}
