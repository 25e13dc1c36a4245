import type { ResultContext } from "./components/directory/ResultCard.tsx";
import type { CouncilPack } from "./council/pack.ts";
import type { PageContext } from "./page-context.server.ts";
import { savedSlugs } from "./saved-list.server.ts";
import { today } from "./today.ts";

/** What the lines of a list of results need to know of the page they stand on. */
export async function resultContext(request: Request, { site, language }: PageContext): Promise<ResultContext> {
  const { pathname, search } = new URL(request.url);
  const { pack } = site;
  return {
    language,
    today: today(),
    area: pack.name,
    districts: Object.fromEntries([...pack.districts, ...pack.neighbours].map(({ id, name }) => [id, name])),
    over: pack.neighbours.map(({ id }) => id),
    support: [],
    saved: await savedSlugs(request),
    back: pathname + search,
  };
}

/** A town and a postcode district of the area, to show what may be typed. */
export function exampleOf(pack: CouncilPack): { town: string; postcode: string } {
  const town = pack.towns[0];
  const district = pack.postcodeDistricts.find((candidate) => candidate.district === town?.district) ?? pack.postcodeDistricts[0];
  return { town: town?.name ?? "", postcode: district?.code ?? "" };
}
