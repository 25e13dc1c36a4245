import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Breadcrumb } from "../../components/Breadcrumb.tsx";
import { ListingView } from "../../components/directory/ListingView.tsx";
import { ResultCard } from "../../components/directory/ResultCard.tsx";
import { findListing } from "../../db/read-listings.server.ts";
import { isShown } from "../../db/listings.server.ts";
import { categoriesOf } from "../../domain/directory/taxonomies.ts";
import { notFound, pageContext } from "../../page-context.server.ts";
import { resultContext } from "../../result-context.server.ts";

const SIMILAR = 3;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const context = await pageContext(request);
  const { site, t } = context;
  const listing = await findListing(site.database.prisma, { slug: params.slug ?? "" });
  if (!listing) return notFound();
  const siteName = t("common:siteName", { area: site.pack.name });
  const [category] = categoriesOf(listing);
  if (!isShown(listing)) {
    return data({ gone: { name: listing.name, category: category ?? null }, title: `${t("listing:gone.title")} · ${siteName}` } as const, { status: 410 });
  }
  const near = listing.places[0]?.location.addresses[0]?.city;
  const similar = category
    ? await site.directory.search(new URLSearchParams({ category, ...(near ? { near } : {}) }), { counted: [], hits: SIMILAR + 1 }).then((result) => result.hits.filter((hit) => hit.id !== listing.id).slice(0, SIMILAR))
    : [];
  const source = await site.database.prisma.source.findUnique({ where: { id: listing.source }, select: { name: true } });
  return data({
    listing,
    similar,
    source: source?.name ?? listing.source,
    context: await resultContext(request, context),
    title: `${listing.name} · ${siteName}`,
  });
}

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => {
  if (!page) return [];
  return "listing" in page
    ? [{ title: page.title }, { name: "description", content: page.listing.send.summary ?? page.listing.description?.slice(0, 180) ?? page.listing.name }]
    : [{ title: page.title }];
};

export default function ListingPage() {
  const { t } = useTranslation(["listing", "search", "vocabulary", "common"]);
  const page = useLoaderData<typeof loader>();
  if ("gone" in page) {
    return (
      <div className="prose">
        <h1>{t("gone.title")}</h1>
        <p className="lede">{t("gone.text", { name: page.gone.name })}</p>
        <p>
          <a href={page.gone.category ? `/services?category=${page.gone.category}` : "/services"}>{t("gone.similar")}</a>
        </p>
      </div>
    );
  }
  const [category] = categoriesOf(page.listing);
  return (
    <>
      <Breadcrumb
        trail={[
          { href: "/", label: t("common:home") },
          ...(category ? [{ href: `/topics/${category}`, label: t(`vocabulary:category.${category}`) }] : [{ href: "/services", label: t("search:title") }]),
        ]}
      />
      <ListingView listing={page.listing} source={page.source} context={page.context} />
      {page.similar.length > 0 && (
        <section aria-labelledby="similar" className="no-print">
          <h2 id="similar">{t("similar")}</h2>
          {page.similar.map((hit) => (
            <ResultCard key={hit.id} hit={hit} context={page.context} />
          ))}
        </section>
      )}
    </>
  );
}
