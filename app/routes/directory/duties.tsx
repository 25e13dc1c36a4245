import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { emptyQuery, searchPath } from "../../domain/directory/search-query.ts";
import { SCHEDULE_2_PARAGRAPHS } from "../../domain/directory/vocabulary.ts";
import { pageContext } from "../../page-context.server.ts";

/**
 * The council's own check of its offer, in the open: each paragraph of Schedule 2 with the listings that speak to it.
 * @see SI 2014/1530, Schedule 2
 */
export async function loader({ request }: LoaderFunctionArgs) {
  const { site, t } = await pageContext(request);
  const { facets } = await site.directory.search(new URLSearchParams(), { counted: ["duty"], hits: 0 });
  return { counts: facets.duty, title: `${t("pages:duties.title")} · ${t("common:siteName", { area: site.pack.name })}` };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Duties() {
  const { t } = useTranslation(["pages", "vocabulary"]);
  const { counts } = useLoaderData<typeof loader>();
  const query = emptyQuery();
  return (
    <>
      <h1>{t("duties.title")}</h1>
      <p className="lede">{t("duties.lede")}</p>
      <p>{t("duties.summary", { met: SCHEDULE_2_PARAGRAPHS.filter((paragraph) => counts[paragraph]).length, all: SCHEDULE_2_PARAGRAPHS.length })}</p>
      <dl className="facts duties">
        {SCHEDULE_2_PARAGRAPHS.map((paragraph) => {
          const count = counts[paragraph] ?? 0;
          return (
            <div key={paragraph} className="contents">
              <dt>{t("duties.paragraph", { number: paragraph })}</dt>
              <dd>
                {t(`vocabulary:duty.${paragraph}`)}:{" "}
                {count > 0 ? <a href={searchPath({ ...query, filters: { ...query.filters, duty: [paragraph] } })}>{t("duties.count", { count })}</a> : <span className="tag tag-late">{t("duties.none")}</span>}
              </dd>
            </div>
          );
        })}
      </dl>
      <p className="meta" lang="en-GB">
        {t("duties.source")}
      </p>
    </>
  );
}
