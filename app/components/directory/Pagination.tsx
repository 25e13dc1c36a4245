import { useTranslation } from "react-i18next";
import { PAGE_SIZE, searchPath, type SearchQuery } from "../../domain/directory/search-query.ts";

export function Pagination({ query, total }: { query: SearchQuery; total: number }) {
  const { t } = useTranslation("search");
  const pages = Math.ceil(total / PAGE_SIZE);
  if (pages < 2) return null;
  return (
    <nav className="pagination" aria-label={t("pages.label")}>
      <ul>
        {query.page > 1 && (
          <li>
            <a href={searchPath({ ...query, page: query.page - 1 })} rel="prev">
              {t("pages.previous")}
            </a>
          </li>
        )}
        <li aria-current="page">{t("pages.of", { page: query.page, pages })}</li>
        {query.page < pages && (
          <li>
            <a href={searchPath({ ...query, page: query.page + 1 })} rel="next">
              {t("pages.next")}
            </a>
          </li>
        )}
      </ul>
    </nav>
  );
}
