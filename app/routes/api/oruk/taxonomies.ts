import type { LoaderFunctionArgs } from "@remix-run/node";
import { findTaxonomies } from "../../../db/feed.server.ts";
import { answerList } from "../../../interchange/feed.server.ts";
import { taxonomyToOruk } from "../../../interchange/oruk.ts";

export function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  return answerList(request, async ({ database }, query, offset, limit) => {
    const { rows, total } = await findTaxonomies(database.prisma, query.search, offset, limit);
    return { contents: rows.map(taxonomyToOruk), total };
  });
}
