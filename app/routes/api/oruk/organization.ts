import type { LoaderFunctionArgs } from "@remix-run/node";
import { readOrganization } from "../../../db/read-listings.server.ts";
import { answerFeed, listServices, termWords } from "../../../interchange/feed.server.ts";
import { organizationToOruk } from "../../../interchange/oruk.ts";
import { isUuid } from "../../../interchange/values.ts";

const MOST_SERVICES = 500;

export function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  return answerFeed(request, async (site, query) => {
    const organization = isUuid(params.id) ? await readOrganization(site.database.prisma, params.id) : null;
    if (!organization) return null;
    const services = await listServices(site, { ...query, organizationId: organization.id, full: query.fullService, minimal: false }, 0, MOST_SERVICES);
    return services.total > 0 ? { ...organizationToOruk(organization, termWords), services: services.contents } : null;
  });
}
