import type { LoaderFunctionArgs } from "@remix-run/node";
import { caseApiDescription } from "../../cases/openapi.ts";
import { openedSite } from "../../opened-site.server.ts";

/** The OpenAPI description of the interface for case systems; the directory's own is at /api/oruk/v3/openapi.json. */
export async function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  const site = await openedSite();
  return Response.json(caseApiDescription(site.config.siteUrl ?? new URL(request.url).origin), { headers: { "Access-Control-Allow-Origin": "*" } });
}
