import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Crisis } from "../../components/Crisis.tsx";
import { Chosen } from "../../components/directory/Chosen.tsx";
import { Filters } from "../../components/directory/Filters.tsx";
import { NothingFound } from "../../components/directory/NothingFound.tsx";
import { Pagination } from "../../components/directory/Pagination.tsx";
import { ResultCard } from "../../components/directory/ResultCard.tsx";
import { ResultMap } from "../../components/directory/ResultMap.tsx";
import { Problems, Understanding } from "../../components/directory/ResultNotes.tsx";
import { SearchBar } from "../../components/directory/SearchBar.tsx";
import { PAGE_SIZE, searchPath, SORTS } from "../../domain/directory/search-query.ts";
import { widerThan } from "../../domain/directory/search-result.ts";
import type { Capability } from "../../domain/directory/vocabulary.ts";
import { pageContext } from "../../page-context.server.ts";
import { exampleOf, resultContext } from "../../result-context.server.ts";
import { recordUnmetSearch } from "../../search/unmet.server.ts";
import { today } from "../../today.ts";

const FORM = "search";
/** So few that a parent may well travel farther for more. */
const FEW = 5;

export async function loader({ request }: LoaderFunctionArgs) {
  const context = await pageContext(request);
  const { site, t } = context;
  const url = new URL(request.url);
  const result = await site.directory.search(url.searchParams);
  // While somebody types, half a word finds nothing: only a search that was sent counts.
  if (result.total === 0 && !request.headers.has("X-As-You-Type")) await recordUnmetSearch(site, result, today());
  const words = [result.query.q, result.place?.name].filter(Boolean).join(", ");
  return data(
    {
      result,
      context: { ...(await resultContext(request, context)), support: result.query.filters.support as Capability[], back: searchPath(result.query) },
      districts: [...site.pack.districts, ...site.pack.neighbours].map(({ id, name }) => ({ id, name })),
      towns: site.pack.towns.map(({ name, lat, lng }) => ({ name, lat, lng })),
      example: exampleOf(site.pack),
      title: `${words ? `${words}: ` : ""}${t("search:metaTitle", { count: result.total })} · ${t("common:siteName", { area: site.pack.name })}`,
    },
    { headers: { "X-Robots-Tag": "noindex" } },
  );
}

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Search() {
  const { t } = useTranslation(["search", "vocabulary", "common"]);
  const { result, context, districts, towns, example } = useLoaderData<typeof loader>();
  const { query, total, place } = result;
  const wider = widerThan(result);
  const first = (query.page - 1) * PAGE_SIZE + 1;
  const heading = place
    ? total === 0
      ? t("results.nearNone", { miles: result.miles, place: place.name, count: result.miles })
      : t("results.near", { count: total, miles: result.miles, place: place.name })
    : total === 0 ? t("results.title_zero") : t("results.title", { count: total });
  return (
    <>
      <h1>{t("title")}</h1>
      {result.crisis && <Crisis />}
      <SearchBar id={FORM} q={query.q} near={query.near} example={example} />
      <Problems result={result} area={context.area} towns={towns.slice(0, 3).map(({ name }) => name).join(", ")} />
      <div className="search-columns">
        <a className="skip" href="#results-title">
          {t("filters.skip")}
        </a>
        <Filters form={FORM} result={result} districts={districts} />
        <section id="results" aria-labelledby="results-title">
          <div className="results-head">
            <h2 id="results-title" tabIndex={-1}>
              {heading}
            </h2>
            {total > 1 && (
              <ul className="sorts" aria-label={t("results.sort")}>
                <li aria-hidden="true">{t("results.sort")}</li>
                {SORTS.filter((sort) => sort === "best" || place).map((sort) => (
                  <li key={sort}>
                    <a href={searchPath({ ...query, sort, page: 1 })} aria-current={sort === result.sort ? "true" : undefined}>
                      {t(`results.${sort}`)}
                    </a>
                  </li>
                ))}
              </ul>
            )}
          </div>
          <Chosen query={query} districts={context.districts} />
          <Understanding result={result} districts={context.districts} />
          {total === 0 && <NothingFound result={result} area={context.area} districts={context.districts} />}
          <ResultMap hits={result.hits} first={first} place={place} towns={towns} />
          <ol className="results" start={first}>
            {result.hits.map((hit, i) => (
              <li key={hit.id}>
                <ResultCard hit={hit} context={context} number={first + i} />
              </li>
            ))}
          </ol>
          {wider && total > 0 && total <= FEW && (
            <p>
              <a href={searchPath({ ...query, near: query.near || (place?.name ?? ""), miles: wider, page: 1 })}>{t("none.wider", { miles: wider })}</a>
            </p>
          )}
          <Pagination query={query} total={total} />
          <div className="card">
            <h3>{t("gap.title")}</h3>
            <p>{t("gap.text")}</p>
            <a className="button button-quiet" href="/tell-us?about=missing">
              {t("gap.link")}
            </a>
          </div>
        </section>
      </div>
    </>
  );
}
