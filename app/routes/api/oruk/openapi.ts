import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerFeed } from "../../../interchange/feed.server.ts";
import { feedDescription } from "../../../interchange/openapi.ts";

export function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  return answerFeed(request, async (site) => feedDescription(`${site.config.siteUrl ?? new URL(request.url).origin}/api/oruk/v3`, site.pack));
}
