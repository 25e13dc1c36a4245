import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { CardGrid } from "../components/CardGrid.tsx";
import { SearchBar } from "../components/directory/SearchBar.tsx";
import { emptyQuery, searchPath } from "../domain/directory/search-query.ts";
import { CATEGORIES } from "../domain/directory/vocabulary.ts";
import { pageContext } from "../page-context.server.ts";
import { exampleOf } from "../result-context.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, t } = await pageContext(request);
  const { facets } = await site.directory.search(new URLSearchParams(), { counted: ["category"], hits: 0 });
  const area = site.pack.name;
  return {
    counts: facets.category,
    example: exampleOf(site.pack),
    advice: site.pack.adviceService.phone,
    title: t("home:metaTitle", { area }),
    description: t("home:metaDescription", { area }),
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }, { name: "description", content: data?.description }];

/** Searches people often make, in English as listings are; shown in the page's language. */
const OFTEN = {
  holiday: "holiday clubs",
  waiting: "help while we wait for an autism assessment",
  respite: "respite",
  swimming: "swimming",
  internship: "supported internship",
} as const;

const query = emptyQuery();
const byCategory = (...category: string[]) => searchPath({ ...query, filters: { ...query.filters, category } });

/** Tasks in a family's own words, each leading straight to what answers it. */
const TASKS = {
  worried: byCategory("schools", "assessments-and-rights"),
  clubs: byCategory("clubs"),
  break: byCategory("short-breaks"),
  waiting: byCategory("diagnosis", "therapies"),
  no: searchPath({ ...query, filters: { ...query.filters, duty: ["15a", "21", "22", "23"] } }),
  young: byCategory("post-16", "adulthood"),
  money: byCategory("money"),
  talk: "/talk",
} as const;

export default function Home() {
  const { t } = useTranslation(["home", "vocabulary"]);
  const { counts, example, advice } = useLoaderData<typeof loader>();
  return (
    <>
      <h1>{t("title")}</h1>
      <p className="lede">{t("lede")}</p>
      <SearchBar id="home-search" q="" near="" example={example} />
      <p className="meta often">
        {t("often")}{" "}
        {(Object.keys(OFTEN) as (keyof typeof OFTEN)[]).map((key, i) => (
          <span key={key}>
            {i > 0 && " · "}
            <a href={searchPath({ ...query, q: OFTEN[key] })}>{t(`oftenSearches.${key}`)}</a>
          </span>
        ))}
      </p>
      <h2>{t("tasksTitle")}</h2>
      <CardGrid
        cards={(Object.keys(TASKS) as (keyof typeof TASKS)[]).map((task) => ({
          href: TASKS[task],
          title: t(`tasks.${task}.title`),
          text: t(`tasks.${task}.text`, { phone: advice.number, hours: advice.hours }),
        }))}
      />
      <h2>{t("topicsTitle")}</h2>
      <ul className="topics">
        {CATEGORIES.map((category) => (
          <li key={category}>
            <a href={`/topics/${category}`}>{t(`vocabulary:category.${category}`)}</a> <span className="count">({t("count", { count: counts[category] ?? 0 })})</span>
          </li>
        ))}
      </ul>
      <h2>{t("aboutTitle")}</h2>
      <p className="prose">{t("about")}</p>
    </>
  );
}
