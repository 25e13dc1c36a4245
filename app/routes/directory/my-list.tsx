import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { ResultCard } from "../../components/directory/ResultCard.tsx";
import { findShownDocuments } from "../../db/search-entries.server.ts";
import { emptyQuery } from "../../domain/directory/search-query.ts";
import { pageContext, readForm } from "../../page-context.server.ts";
import { resultContext } from "../../result-context.server.ts";
import { safePath } from "../../safe-path.ts";
import { LIST_SIZE, parseSlugs, savedSlugs, saveSlugs } from "../../saved-list.server.ts";
import type { ListingDocument } from "../../../search-index/listing-document.ts";
import { toHit } from "../../../search-index/request.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const page = await pageContext(request);
  const { site, t } = page;
  const url = new URL(request.url);
  const sent = parseSlugs(url.searchParams.getAll("places").flatMap((value) => value.split(",")));
  const slugs = sent.length > 0 ? sent : await savedSlugs(request);
  const found = await findShownDocuments<ListingDocument>(site.database.prisma, slugs);
  const hits = slugs.flatMap((slug) => {
    const document = found.get(slug);
    return document ? [toHit(document, undefined, { query: emptyQuery(), place: null })] : [];
  });
  const origin = site.config.siteUrl ?? url.origin;
  const params = new URLSearchParams({ places: hits.map((hit) => hit.slug).join(",") });
  return {
    hits,
    gone: slugs.length - hits.length,
    isSent: sent.length > 0,
    isFull: url.searchParams.has("full"),
    size: LIST_SIZE,
    address: hits.length > 0 ? `${origin}/my-list?${params.toString()}` : null,
    context: await resultContext(request, page),
    title: `${t("pages:list.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request);
  const saved = await savedSlugs(request);
  const given = parseSlugs(form.getAll("slug"));
  const next = change(form.get("do"), saved, given);
  if (!next) throw data(null, { status: 400 });
  const back = safePath(form.get("back"), "/my-list");
  const isFull = next.length > LIST_SIZE;
  return redirect(isFull ? "/my-list?full=1" : back, { status: 303, headers: { "Set-Cookie": await saveSlugs(isFull ? saved : next) } });
}

function change(what: unknown, saved: string[], given: string[]): string[] | null {
  switch (what) {
    case "save":
      return [...new Set([...saved, ...given])];
    case "remove":
      return saved.filter((slug) => !given.includes(slug));
    case "clear":
      return [];
    default:
      return null;
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function MyList() {
  const { t } = useTranslation(["pages", "common"]);
  const { hits, gone, isSent, isFull, size, address, context } = useLoaderData<typeof loader>();
  return (
    <>
      <h1>{t("list.title")}</h1>
      {isFull && <p className="notice notice-wait">{t("list.full", { count: size })}</p>}
      <p className="lede">{isSent ? t("list.shared") : hits.length === 0 ? t("list.empty") : t("list.kept")}</p>
      {gone > 0 && <p className="notice notice-quiet">{t("list.gone", { count: gone })}</p>}
      {isSent && (
        <form method="post" className="actions">
          {hits.map((hit) => (
            <input key={hit.slug} type="hidden" name="slug" value={hit.slug} />
          ))}
          <button className="button" name="do" value="save">
            {t("list.keep")}
          </button>
        </form>
      )}
      <ol className="results">
        {hits.map((hit, i) => (
          <li key={hit.id}>
            <ResultCard hit={hit} context={context} number={i + 1} level={2} />
          </li>
        ))}
      </ol>
      {address && (
        <section aria-labelledby="share" className="card no-print">
          <h2 id="share">{t("list.share")}</h2>
          <p>{t("list.shareText")}</p>
          <p>
            <label htmlFor="address" className="visually-hidden">
              {t("list.share")}
            </label>
            <input type="text" id="address" readOnly value={address} dir="ltr" />
          </p>
          <div className="actions">
            <a className="button button-quiet" href={`mailto:?subject=${encodeURIComponent(t("list.emailSubject"))}&body=${encodeURIComponent(address)}`}>
              {t("list.email")}
            </a>
            <button type="button" className="button button-quiet" data-share={address} hidden>
              {t("list.share")}
            </button>
            <button type="button" className="button button-quiet" data-print hidden>
              {t("list.print")}
            </button>
            {!isSent && (
              <form method="post">
                <button className="button-link" name="do" value="clear">
                  {t("list.clear")}
                </button>
              </form>
            )}
          </div>
        </section>
      )}
    </>
  );
}
