import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Breadcrumb } from "../../components/Breadcrumb.tsx";
import { Crisis } from "../../components/Crisis.tsx";
import { ResultCard } from "../../components/directory/ResultCard.tsx";
import { AGE_BAND_IDS, parseAge } from "../../domain/directory/age-range.ts";
import { emptyQuery, searchPath } from "../../domain/directory/search-query.ts";
import { CATEGORIES, isOneOf } from "../../domain/directory/vocabulary.ts";
import { notFound, pageContext } from "../../page-context.server.ts";
import { resultContext } from "../../result-context.server.ts";

const SHOWN = 10;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { category } = params;
  if (!isOneOf(CATEGORIES, category)) return notFound();
  const page = await pageContext(request);
  const { site, t } = page;
  const { total, hits, facets } = await site.directory.search(new URLSearchParams({ category }), { counted: ["age", "district"], hits: SHOWN });
  return {
    category,
    total,
    hits,
    ages: facets.age,
    districts: site.pack.districts.map(({ id, name }) => ({ id, name, count: facets.district[id] ?? 0 })).filter(({ count }) => count > 0),
    context: await resultContext(request, page),
    title: `${t(`vocabulary:category.${category}`)} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Topic() {
  const { t } = useTranslation(["pages", "vocabulary", "common", "home"]);
  const { category, total, hits, ages, districts, context } = useLoaderData<typeof loader>();
  const query = emptyQuery();
  const all = { ...query, filters: { ...query.filters, category: [category] } };
  return (
    <>
      <Breadcrumb
        trail={[
          { href: "/", label: t("common:home") },
          { href: "/topics", label: t("topics.title") },
        ]}
      />
      <h1>{t(`vocabulary:category.${category}`)}</h1>
      <p className="lede">{t(`vocabulary:category-about.${category}`)}</p>
      {(category === "mental-health" || category === "helplines") && <Crisis />}
      {total > 0 && (
        <div className="topic-ways">
          <section aria-labelledby="ages">
            <h2 id="ages">{t("category.ages")}</h2>
            <ul className="topics">
              {AGE_BAND_IDS.filter((band) => ages[band]).map((band) => (
                <li key={band}>
                  <a href={searchPath({ ...all, age: parseAge(band), ageText: band })}>{t(`vocabulary:age.${band}`)}</a> <span className="count">({t("home:count", { count: ages[band] ?? 0 })})</span>
                </li>
              ))}
            </ul>
          </section>
          {districts.length > 1 && (
            <section aria-labelledby="districts">
              <h2 id="districts">{t("category.districts")}</h2>
              <ul className="topics">
                {districts.map(({ id, name, count }) => (
                  <li key={id}>
                    <a href={searchPath({ ...all, filters: { ...all.filters, district: [id] } })}>
                      <bdi>{name}</bdi>
                    </a>{" "}
                    <span className="count">({t("home:count", { count })})</span>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      )}
      <h2>{t("category.places", { area: context.area })}</h2>
      {total === 0 && (
        <p>
          <a href="/tell-us?about=missing">{t("category.none")}</a>
        </p>
      )}
      <ol className="results">
        {hits.map((hit) => (
          <li key={hit.id}>
            <ResultCard hit={hit} context={context} />
          </li>
        ))}
      </ol>
      {total > 0 && (
        <p>
          <a className="button" href={searchPath(all)}>
            {t("category.seeAll", { count: total })}
          </a>
        </p>
      )}
    </>
  );
}
