import { countUnmetSearch } from "../db/unmet.server.ts";
import { bandsOf } from "../domain/directory/age-range.ts";
import type { SearchResult } from "../domain/directory/search-result.ts";
import type { Site } from "../site.server.ts";
import { districtOf } from "./places.ts";

/** Counts a search that found nothing: where, for what age, need and topic. Never the words, never who. */
export async function recordUnmetSearch(site: Site, { query, place, readAge }: SearchResult, on: string): Promise<void> {
  const age = query.age ?? (readAge === null ? null : { from: readAge, to: readAge });
  await countUnmetSearch(site.database.prisma, {
    on,
    district: query.filters.district[0] ?? (place && districtOf(site.pack, place)) ?? "",
    ageBand: age ? (bandsOf(age)[0] ?? "") : "",
    need: query.filters.need[0] ?? "",
    category: query.filters.category[0] ?? "",
  });
}
