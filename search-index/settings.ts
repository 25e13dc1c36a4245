import type { Settings } from "meilisearch";
import type { IndexDocument } from "./listing-document.ts";
import { meilisearchSynonyms, type SynonymGroup } from "./synonyms.ts";

type Name = keyof IndexDocument;

/** Most important first: a word in the name counts for more than the same word in the description. */
const SEARCHABLE = ["name", "keywords", "needWords", "categoryWords", "organisation", "summary", "description", "eligibility", "localities"] as const satisfies readonly Name[];

const FILTERABLE = [
  "id", "serviceId", "needs", "categories", "ageBands", "minAge", "maxAge", "support", "supportOrAsk", "access", "days", "times", "holidays", "cost",
  "languages", "districts", "duties", "noReferral", "noDiagnosis", "isOnline", "servesWholeArea", "spacesNow", "isPrimary", "_geo",
] as const satisfies readonly Name[];

/**
 * The index's settings, all of them, so that an index can be made anew from this file.
 * @param groups synonyms: everybody's and the council's own
 * Why each is as it is, with what
 * was measured on Meilisearch 1.21: docs/decisions/004-search.md.
 */
export function settingsFor(groups: readonly SynonymGroup[]): Settings {
  return {
    searchableAttributes: [...SEARCHABLE],
    filterableAttributes: [...FILTERABLE],
    sortableAttributes: ["_geo"],
    displayedAttributes: ["*"],
    // `sort` right after `words`: "nearest" then means nearest among listings that have the words. "Best match" sends no
    // sort, and the rule is idle.
    rankingRules: ["words", "sort", "typo", "attribute", "proximity", "exactness", "quality:desc"],
    // A stop word inside a synonym of several words ("speech and language therapy") switches the synonym off for good.
    stopWords: [],
    synonyms: meilisearchSynonyms(groups),
    typoTolerance: { enabled: true, disableOnNumbers: true, disableOnWords: ["camhs", "ehcp", "deaf", "send", "ehcna"] },
    pagination: { maxTotalHits: 200_000 },
    faceting: { maxValuesPerFacet: 200 },
    // Short English would otherwise now and then be taken for another language, and cut into words differently.
    localizedAttributes: [{ attributePatterns: ["*"], locales: ["eng"] }],
    searchCutoffMs: 1000,
  };
}
