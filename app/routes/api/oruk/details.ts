import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerFeed } from "../../../interchange/feed.server.ts";
import { ORUK_PROFILE, ORUK_VERSION } from "../../../interchange/published.ts";

export function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  return answerFeed(request, async (site) => ({
    version: ORUK_VERSION,
    profile: ORUK_PROFILE,
    openapi_url: `${site.config.siteUrl ?? new URL(request.url).origin}/api/oruk/v3/openapi.json`,
  }));
}
