import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { CardGrid } from "../../components/CardGrid.tsx";
import { CATEGORIES } from "../../domain/directory/vocabulary.ts";
import { pageContext } from "../../page-context.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, t } = await pageContext(request);
  const { facets } = await site.directory.search(new URLSearchParams(), { counted: ["category"], hits: 0 });
  return { counts: facets.category, title: `${t("pages:topics.title")} · ${t("common:siteName", { area: site.pack.name })}` };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Topics() {
  const { t } = useTranslation(["pages", "vocabulary", "home"]);
  const { counts } = useLoaderData<typeof loader>();
  return (
    <>
      <h1>{t("topics.title")}</h1>
      <p className="lede">{t("topics.lede")}</p>
      <h2 className="visually-hidden">{t("topics.title")}</h2>
      <CardGrid
        cards={CATEGORIES.map((category) => ({
          href: `/topics/${category}`,
          title: t(`vocabulary:category.${category}`),
          text: t(`vocabulary:category-about.${category}`),
          note: t("home:count", { count: counts[category] ?? 0 }),
        }))}
      />
    </>
  );
}
