import { Trans, useTranslation } from "react-i18next";
import { searchPath, type QueryProblem } from "../../domain/directory/search-query.ts";
import type { SearchResult } from "../../domain/directory/search-result.ts";

/** What was not understood, above everything the search did with the rest. */
export function Problems({ result, area, towns }: { result: SearchResult; area: string; towns: string }) {
  const { t } = useTranslation("search");
  if (result.problems.length === 0) return null;
  const words = ({ parameter, what, value }: QueryProblem) =>
    t(`problem.${what}`, { value, parameter: isFacet(parameter) ? t(`facet.${parameter}`) : parameter, miles: result.miles, area, towns });
  return (
    <section className="notice notice-wait" aria-labelledby="problems">
      <h2 id="problems">{t("problem.title")}</h2>
      <ul>
        {result.problems.map((problem) => (
          <li key={`${problem.parameter}-${problem.what}-${problem.value}`}>{words(problem)}</li>
        ))}
      </ul>
      <p>{t("problem.rest")}</p>
    </section>
  );
}

/** How the words were understood, and the way back to exactly what was typed. */
export function Understanding({ result, districts }: { result: SearchResult; districts: Record<string, string> }) {
  const { t } = useTranslation("search");
  const { query, place } = result;
  const readPlace = place && !query.near ? place.name : null;
  const read = result.readAge !== null || result.readDistrict !== null || readPlace !== null;
  const exactly = searchPath({ ...query, exact: true, page: 1 });
  return (
    <>
      {result.showing && (
        <p>
          <Trans t={t} i18nKey="results.showing" values={{ words: result.showing }} components={{ strong: <strong lang="en-GB" /> }} />{" "}
          <a href={exactly}>{t("results.instead", { words: query.q })}</a>
        </p>
      )}
      {place?.standsFor && <p>{t("results.standsFor", { given: place.standsFor, name: place.name })}</p>}
      {read && (
        <p>
          {readPlace && `${t("results.readPlace", { place: readPlace })} `}
          {result.readAge !== null && `${t("results.readAge", { age: result.readAge })} `}
          {result.readDistrict && `${t("results.readDistrict", { district: districts[result.readDistrict] ?? result.readDistrict })} `}
          {!result.showing && <a href={exactly}>{t("results.exact")}</a>}
        </p>
      )}
      {result.loosened && <p>{t("results.loosened")}</p>}
      {result.engine === "postgres" && <p className="notice notice-quiet">{t("results.slow")}</p>}
    </>
  );
}

const FACET_NAMES = ["age", "need", "category", "support", "access", "day", "time", "holiday", "cost", "language", "district", "duty", "no-referral", "no-diagnosis", "online", "spaces"] as const;

function isFacet(parameter: string): parameter is (typeof FACET_NAMES)[number] {
  return (FACET_NAMES as readonly string[]).includes(parameter);
}
