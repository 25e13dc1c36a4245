import type { LoaderFunctionArgs } from "@remix-run/node";
import { isShown } from "../../../db/listings.server.ts";
import { findListing } from "../../../db/read-listings.server.ts";
import { answerFeed, atLocation } from "../../../interchange/feed.server.ts";
import { isUuid } from "../../../interchange/values.ts";

export function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  return answerFeed(request, async ({ database: { prisma } }) => {
    const row = isUuid(params.id) ? await prisma.serviceAtLocation.findFirst({ where: { id: params.id }, select: { serviceId: true } }) : null;
    const listing = row && (await findListing(prisma, { id: row.serviceId }));
    const place = listing?.places.find(({ id }) => id === params.id?.toLowerCase());
    return listing && place && isShown(listing) ? atLocation(listing, place, true) : null;
  });
}
