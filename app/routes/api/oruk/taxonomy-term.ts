import type { LoaderFunctionArgs } from "@remix-run/node";
import { termFromRow } from "../../../db/read-listings.server.ts";
import { answerFeed, termWords } from "../../../interchange/feed.server.ts";
import { termToOruk } from "../../../interchange/oruk.ts";
import { isUuid } from "../../../interchange/values.ts";

export function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  return answerFeed(request, async ({ database }) => {
    const row = isUuid(params.id) ? await database.prisma.taxonomyTerm.findUnique({ where: { id: params.id } }) : null;
    return row && termToOruk(termFromRow(row), termWords);
  });
}
