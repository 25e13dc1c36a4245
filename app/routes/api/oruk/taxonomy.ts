import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerFeed } from "../../../interchange/feed.server.ts";
import { taxonomyToOruk } from "../../../interchange/oruk.ts";
import { isUuid } from "../../../interchange/values.ts";

export function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  return answerFeed(request, async ({ database }) => {
    const row = isUuid(params.id) ? await database.prisma.taxonomy.findUnique({ where: { id: params.id } }) : null;
    return row && taxonomyToOruk(row);
  });
}
