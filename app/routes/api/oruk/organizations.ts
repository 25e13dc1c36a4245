import type { LoaderFunctionArgs } from "@remix-run/node";
import { findOrganizations } from "../../../db/feed.server.ts";
import { answerList, listServices, termWords } from "../../../interchange/feed.server.ts";
import { organizationToOruk } from "../../../interchange/oruk.ts";

const MOST_SERVICES = 500;

export function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  return answerList(request, async (site, query, offset, limit) => {
    const { organizations, total } = await findOrganizations(site.database.prisma, query.search, offset, limit);
    const contents = await Promise.all(
      organizations.map(async (organization) => {
        if (!query.full && !query.fullService) return organizationToOruk(organization, termWords);
        const services = await listServices(site, { ...query, search: null, organizationId: organization.id, full: query.fullService }, 0, MOST_SERVICES);
        return { ...organizationToOruk(organization, termWords), services: services.contents };
      }),
    );
    return { contents, total };
  });
}
