import type { LoaderFunctionArgs } from "@remix-run/node";
import { findPlaces, readListingsById, type Near } from "../../../db/feed.server.ts";
import type { FeedQuery } from "../../../interchange/feed-query.ts";
import { answerList, atLocation } from "../../../interchange/feed.server.ts";
import { districtOf } from "../../../search/places.ts";
import { findPlace } from "../../../search/find-place.server.ts";
import type { Site } from "../../../site.server.ts";

export function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  return answerList(request, async (site, query, offset, limit) => {
    const near = await nearOf(site, query);
    // A postcode that nobody knows is near nothing.
    if (near === "unknown") return { contents: [], total: 0 };
    const { prisma } = site.database;
    const { ids, total } = await findPlaces(prisma, query, near, offset, limit);
    const listings = new Map((await readListingsById(prisma, [...new Set(ids.map(({ serviceId }) => serviceId))])).map((listing) => [listing.id, listing]));
    const contents = ids.flatMap(({ id, serviceId }) => {
      const listing = listings.get(serviceId);
      const place = listing?.places.find((candidate) => candidate.id === id);
      return listing && place ? [atLocation(listing, place, query.full)] : [];
    });
    return { contents, total };
  });
}

async function nearOf({ pack, database }: Site, { postcode, proximity }: FeedQuery): Promise<Near | null | "unknown"> {
  if (!postcode) return null;
  const place = await findPlace(postcode, pack, database.prisma);
  return place ? { point: place, district: districtOf(pack, place), metres: proximity } : "unknown";
}
