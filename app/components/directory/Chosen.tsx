import { useTranslation } from "react-i18next";
import { chosen, chosenFacets, isFlag, searchPath, without, type Facet, type SearchQuery } from "../../domain/directory/search-query.ts";

/** The name of one chosen value of a facet, in the page's language. */
export function useChoiceName(districts: Record<string, string>): (facet: Facet, value: string) => string {
  const { t } = useTranslation(["search", "vocabulary"]);
  return (facet, value) => {
    if (isFlag(facet)) return t(`facet.${facet}`);
    if (facet === "district") return districts[value] ?? value;
    if (facet === "age" && /^\d+$/.test(value)) return t("facet.ageYears", { count: Number(value) });
    const name = t(`vocabulary:${facet}.${value}` as "vocabulary:need.autism");
    return facet === "age" ? t("facet.ageBand", { name }) : name;
  };
}

/** Each choice with the way to take it back. */
export function Chosen({ query, districts }: { query: SearchQuery; districts: Record<string, string> }) {
  const { t } = useTranslation("search");
  const nameOf = useChoiceName(districts);
  const facets = chosenFacets(query);
  if (facets.length === 0) return null;
  return (
    <div>
      <h3 className="visually-hidden">{t("results.chosen")}</h3>
      <ul className="chosen">
        {facets.flatMap((facet) =>
          chosen(query, facet).map((value) => (
            <li key={`${facet}-${value}`}>
              <a href={searchPath(without(query, facet, value))} aria-label={t("results.remove", { name: nameOf(facet, value) })}>
                {nameOf(facet, value)} <span aria-hidden="true">×</span>
              </a>
            </li>
          )),
        )}
      </ul>
    </div>
  );
}
