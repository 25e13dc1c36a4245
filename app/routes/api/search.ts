import type { LoaderFunctionArgs } from "@remix-run/node";
import { openedSite } from "../../opened-site.server.ts";

/**
 * The search page for machines: its parameters, its results. `facets` counts, per value, what would be found if it were
 * the facet's only choice. `problems`, `showing` and `urgent` are there only when there is something to say.
 */
export async function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  const started = performance.now();
  const site = await openedSite();
  const result = await site.directory.search(new URL(request.url).searchParams);
  return Response.json(
    {
      total: result.total,
      hits: result.hits.map(({ id, slug, name, summary, category, distanceMiles }) => ({ id, slug, name, summary, category, distanceMiles })),
      facets: result.facets,
      engine: result.engine,
      tookMs: Math.round((performance.now() - started) * 10) / 10,
      ...(result.problems.length ? { problems: result.problems } : {}),
      ...(result.showing ? { showing: result.showing } : {}),
      ...(result.crisis ? { urgent: true } : {}),
    },
    { headers: { "Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*" } },
  );
}
