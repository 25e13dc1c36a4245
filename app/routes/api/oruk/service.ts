import type { LoaderFunctionArgs } from "@remix-run/node";
import { isShown } from "../../../db/listings.server.ts";
import { findListing } from "../../../db/read-listings.server.ts";
import { answerFeed, termWords } from "../../../interchange/feed.server.ts";
import { serviceToOruk } from "../../../interchange/oruk.ts";
import { isUuid } from "../../../interchange/values.ts";

export function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  return answerFeed(request, async ({ database }) => {
    const listing = isUuid(params.id) ? await findListing(database.prisma, { id: params.id }) : null;
    return listing && isShown(listing) ? serviceToOruk(listing, termWords) : null;
  });
}
