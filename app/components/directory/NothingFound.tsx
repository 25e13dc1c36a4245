import { useTranslation } from "react-i18next";
import { chosen, chosenFacets, searchPath, without } from "../../domain/directory/search-query.ts";
import { widerThan, type SearchResult } from "../../domain/directory/search-result.ts";
import { useRootData } from "../../root-data.ts";
import { useChoiceName } from "./Chosen.tsx";

/** No dead end: how to widen the search, with what each way would give, and a person to ask. */
export function NothingFound({ result, area, districts }: { result: SearchResult; area: string; districts: Record<string, string> }) {
  const { t } = useTranslation(["search", "common"]);
  const root = useRootData();
  const nameOf = useChoiceName(districts);
  const query = { ...result.query, page: 1 };
  const wider = widerThan(result);
  const advice = root?.area.adviceService;
  return (
    <section aria-labelledby="none">
      <h3 id="none">{t("none.title")}</h3>
      <ul>
        {chosenFacets(query).map((facet) => {
          const count = result.withoutFacet[facet] ?? 0;
          if (count === 0) return null;
          const name = chosen(query, facet).map((value) => nameOf(facet, value)).join(", ");
          return (
            <li key={facet}>
              <a href={searchPath(without(query, facet))}>{t("none.without", { name, count })}</a>
            </li>
          );
        })}
        {wider && (
          <li>
            <a href={searchPath({ ...query, near: query.near || (result.place?.name ?? ""), miles: wider })}>{t("none.wider", { miles: wider })}</a>
          </li>
        )}
        {query.near && (
          <li>
            <a href={searchPath({ ...query, near: "" })}>{t("none.anywhere", { area })}</a>
          </li>
        )}
        {query.q && chosenFacets(query).length > 0 && (
          <li>
            <a href={searchPath({ ...query, q: "", exact: false })}>{t("none.words")}</a>
          </li>
        )}
        <li>
          <a href="/services">{t("none.clear")}</a>
        </li>
      </ul>
      {advice && (
        <p>
          {t("none.person", { name: advice.name, phone: advice.phone.number, hours: advice.phone.hours })}
          {advice.phone.sample && ` (${t("common:sample")})`}
        </p>
      )}
    </section>
  );
}
