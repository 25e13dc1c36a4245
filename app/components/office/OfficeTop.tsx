import { useTranslation } from "react-i18next";
import { Breadcrumb } from "../Breadcrumb.tsx";

const PAGES = ["queue", "cases", "updates", "meetings", "away"] as const;
const HREF = { queue: "/officer", cases: "/officer/cases", updates: "/officer/updates", meetings: "/officer/meetings", away: "/officer/away" } as const;

/** The pages of the council's staff. */
export function OfficeNav({ at }: { at: (typeof PAGES)[number] | null }) {
  const { t } = useTranslation("officer");
  return (
    <nav className="office-nav" aria-label={t("nav.label")}>
      <ul>
        {PAGES.map((page) => (
          <li key={page}>
            <a href={HREF[page]} aria-current={at === page ? "page" : undefined}>
              {t(`nav.${page}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The way back from a page about one case. */
export function OfficeCaseTop({ caseId, reference }: { caseId: string; reference: string }) {
  const { t } = useTranslation("officer");
  return (
    <>
      <OfficeNav at={null} />
      <Breadcrumb
        trail={[
          { href: "/officer/cases", label: t("nav.cases") },
          { href: `/officer/cases/${caseId}`, label: reference },
        ]}
      />
    </>
  );
}

/** Which rows of a list: links, each with its count where one is known. */
export function Choices({ label, choices }: { label: string; choices: readonly { href: string; words: string; isChosen: boolean }[] }) {
  return (
    <nav aria-label={label}>
      <ul className="sorts">
        {choices.map(({ href, words, isChosen }) => (
          <li key={href}>
            <a href={href} aria-current={isChosen ? "true" : undefined}>
              {words}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Links to the pages of a long list. `path` ends in "page=". */
export function ListPages({ path, page, pages }: { path: string; page: number; pages: number }) {
  const { t } = useTranslation("search");
  if (pages < 2) return null;
  return (
    <nav className="pagination" aria-label={t("pages.label")}>
      <ul>
        {page > 1 && (
          <li>
            <a href={`${path}${page - 1}`} rel="prev">
              {t("pages.previous")}
            </a>
          </li>
        )}
        <li aria-current="page">{t("pages.of", { page, pages })}</li>
        {page < pages && (
          <li>
            <a href={`${path}${page + 1}`} rel="next">
              {t("pages.next")}
            </a>
          </li>
        )}
      </ul>
    </nav>
  );
}
