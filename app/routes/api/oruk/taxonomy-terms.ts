import type { LoaderFunctionArgs } from "@remix-run/node";
import { findTerms } from "../../../db/feed.server.ts";
import { answerList, termWords } from "../../../interchange/feed.server.ts";
import { termToOruk } from "../../../interchange/oruk.ts";

export function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  return answerList(request, async ({ database }, query, offset, limit) => {
    const { terms, total } = await findTerms(database.prisma, query, offset, limit);
    return { contents: terms.map((term) => termToOruk(term, termWords)), total };
  });
}
