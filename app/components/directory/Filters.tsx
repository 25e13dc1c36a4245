import { useTranslation } from "react-i18next";
import { AGE_BAND_IDS } from "../../domain/directory/age-range.ts";
import { chosenFacets, FLAGS, LIST_FILTERS, MILES_CHOICES, type ListFilter, type SearchQuery } from "../../domain/directory/search-query.ts";
import type { SearchResult } from "../../domain/directory/search-result.ts";

/** Filters most families use stand open; the rest are a press away. */
const OPEN: ListFilter[] = ["support", "access"];
const FOLDED: ListFilter[] = ["need", "category", "day", "time", "holiday", "cost", "language", "district"];

/**
 * All that narrows a search, as controls of the search form (`form`), beside which they stand. A count says how many
 * places its choice would give; where every choice must hold (support, access), how many of those found also have it.
 */
export function Filters({ form, result, districts }: { form: string; result: SearchResult; districts: readonly { id: string; name: string }[] }) {
  const { t } = useTranslation(["search", "vocabulary"]);
  const { query } = result;
  const chosenCount = chosenFacets(query).length;
  return (
    <details className="filters" id="filters">
      <summary>
        {t("filters.title")}
        {chosenCount > 0 && ` (${t("filters.chosen", { count: chosenCount })})`}
      </summary>
      <h2 className="visually-hidden">{t("filters.label")}</h2>
      {(query.near || result.place) && (
        <p>
          <label htmlFor="miles">{t("form.miles")}</label>
          <select id="miles" name="miles" form={form} defaultValue={String(result.miles)}>
            {[...new Set([...MILES_CHOICES, result.miles])].sort((a, b) => a - b).map((miles) => (
              <option key={miles} value={miles}>
                {t("form.milesOption", { count: miles })}
              </option>
            ))}
          </select>
        </p>
      )}
      <AgeFilter form={form} query={query} counts={result.facets.age} />
      {OPEN.map((name) => (
        <fieldset key={name}>
          <legend>{t(`facet.${name}`)}</legend>
          <Choices form={form} name={name} result={result} districts={districts} />
          {name === "support" && query.filters.support.length > 0 && (
            <label className="check">
              <input type="checkbox" name="ask" value="1" form={form} defaultChecked={query.ask} />
              <span>{t("facet.supportAsk")}</span>
            </label>
          )}
        </fieldset>
      ))}
      <fieldset>
        <legend>{t("facet.choices")}</legend>
        {FLAGS.map((flag) => (
          <label key={flag} className="check">
            <input type="checkbox" name={flag} value="1" form={form} defaultChecked={query.flags[flag]} />
            <span>
              {t(`facet.${flag}`)} <Count value={result.facets[flag].yes ?? 0} />
            </span>
          </label>
        ))}
      </fieldset>
      {FOLDED.map((name) => (
        <details key={name} open={query.filters[name].length > 0}>
          <summary>{t(`facet.${name}`)}</summary>
          <fieldset>
            <legend className="visually-hidden">{t(`facet.${name}`)}</legend>
            <Choices form={form} name={name} result={result} districts={districts} />
          </fieldset>
        </details>
      ))}
      {query.filters.duty.map((value) => (
        <input key={value} type="hidden" name="duty" value={value} form={form} />
      ))}
      {query.sort && <input type="hidden" name="sort" value={query.sort} form={form} />}
      <div className="actions">
        <button className="button" form={form}>
          {t("filters.show")}
        </button>
        {chosenCount > 0 && (
          <a href={`/services?${new URLSearchParams({ ...(query.q ? { q: query.q } : {}), ...(query.near ? { near: query.near } : {}) }).toString()}`}>{t("filters.clear")}</a>
        )}
      </div>
    </details>
  );
}

function AgeFilter({ form, query, counts }: { form: string; query: SearchQuery; counts: Record<string, number> }) {
  const { t } = useTranslation(["search", "vocabulary"]);
  const exact = query.ageText && !(AGE_BAND_IDS as readonly string[]).includes(query.ageText) ? query.ageText : "";
  return (
    <fieldset>
      <legend>{t("facet.age")}</legend>
      <label className="check">
        <input type="radio" name="age" value="" form={form} defaultChecked={query.ageText === ""} />
        <span>{t("filters.any")}</span>
      </label>
      {AGE_BAND_IDS.map((band) => (
        <label key={band} className="check">
          <input type="radio" name="age" value={band} form={form} defaultChecked={query.ageText === band} />
          <span>
            {t(`vocabulary:age.${band}`)} <Count value={counts[band] ?? 0} />
          </span>
        </label>
      ))}
      <label htmlFor="age-years">{t("facet.ageExact")}</label>
      <input type="text" inputMode="numeric" id="age-years" name="age" form={form} defaultValue={exact} maxLength={2} className="short" />
    </fieldset>
  );
}

function Choices({ form, name, result, districts }: { form: string; name: ListFilter; result: SearchResult; districts: readonly { id: string; name: string }[] }) {
  const { t } = useTranslation(["search", "vocabulary"]);
  const chosen = result.query.filters[name];
  const counts = LIST_FILTERS[name].all ? result.within[name] : result.facets[name];
  const values: readonly string[] = LIST_FILTERS[name].values ?? districts.map(({ id }) => id);
  // Support and access are questions: an answer of none is an answer. Elsewhere what nobody offers is only in the way.
  const shown = LIST_FILTERS[name].all ? values : values.filter((value) => (counts[value] ?? 0) > 0 || chosen.includes(value));
  return (
    <>
      {shown.map((value) => (
        <label key={value} className="check">
          <input type="checkbox" name={name} value={value} form={form} defaultChecked={chosen.includes(value)} />
          <span>
            {name === "district" ? <bdi>{districts.find(({ id }) => id === value)?.name}</bdi> : t(`vocabulary:${name}.${value}` as "vocabulary:need.autism")} <Count value={counts[value] ?? 0} />
          </span>
        </label>
      ))}
    </>
  );
}

function Count({ value }: { value: number }) {
  const { t } = useTranslation("search");
  return (
    <span className="count">
      <span aria-hidden="true">{t("filters.count", { count: value })}</span>
      <span className="visually-hidden">, {t("filters.countSpoken", { count: value })}</span>
    </span>
  );
}
