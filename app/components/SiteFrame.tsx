import { useLocation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { languageOf } from "../i18n/languages.ts";
import { useRootData } from "../root-data.ts";

/** Links are plain: a page here is small and finished when it arrives, so nothing is gained by fetching its parts. */
export function SiteHeader() {
  const { t } = useTranslation("common");
  const desks = { office: { href: "/officer", label: t("menu.office") }, "own-record": { href: "/my-children", label: t("menu.own") }, children: { href: "/my-children", label: t("menu.child") } };
  const root = useRootData();
  const { pathname, search } = useLocation();
  const back = `?back=${encodeURIComponent(pathname + search)}`;
  const area = root?.area.name ?? "";
  const items = [
    { href: "/services", label: t("menu.find") },
    { href: "/topics", label: t("menu.browse") },
    desks[root?.desk ?? "children"],
    { href: "/my-list", label: root?.saved ? t("menu.list", { count: root.saved }) : t("menu.list_none") },
    { href: "/talk", label: t("menu.talk") },
  ];
  return (
    <>
      <a className="skip" href="#main">
        {t("skip")}
      </a>
      <nav className="settings" aria-label={t("settings.label")}>
        <ul className="wrap">
          <li>
            <a href={`/language${back}`}>{t("settings.language", { language: languageOf(root?.language ?? "en-GB").name })}</a>
          </li>
          <li>
            <a href={`/display${back}`}>{t("settings.display")}</a>
          </li>
          {root?.hasSession ? (
            <>
              <li>
                <a href="/account">{t("settings.account")}</a>
              </li>
              <li>
                <form method="post" action="/sign-out">
                  <button className="button-link">{t("settings.signOut")}</button>
                </form>
              </li>
            </>
          ) : (
            <li>
              <a href="/sign-in">{t("settings.signIn")}</a>
            </li>
          )}
        </ul>
      </nav>
      <header className="site-header">
        <div className="wrap">
          <a className="logo" href="/">
            {t("siteName", { area })}
          </a>
          <nav className="main-menu" aria-label={t("menu.label")}>
            <ul>
              {items.map(({ href, label }) => (
                <li key={href}>
                  <a href={href} aria-current={pathname === href || (href === "/my-children" && pathname.startsWith("/my-child")) || (href === "/officer" && pathname.startsWith("/officer")) ? "page" : undefined}>
                    {label}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        </div>
      </header>
      {root?.demo && (
        <aside className="demo" aria-label={t("demo.label")}>
          <p className="wrap">{t("demo.text", { council: root.area.council })}</p>
        </aside>
      )}
    </>
  );
}

export function SiteFooter() {
  const { t } = useTranslation("common");
  const root = useRootData();
  const links = [
    { href: "/accessibility", label: t("footer.accessibility") },
    { href: "/privacy", label: t("footer.privacy") },
    { href: "/what-must-be-here", label: t("footer.duties") },
    { href: "/tell-us", label: t("footer.wrong") },
    { href: "/api/oruk/v3", label: t("footer.openData") },
  ];
  return (
    <footer className="site-footer">
      <div className="wrap">
        <nav aria-label={t("footer.label")}>
          <ul>
            {links.map(({ href, label }) => (
              <li key={href}>
                <a href={href}>{label}</a>
              </li>
            ))}
          </ul>
        </nav>
        {root?.demo && <p>{t("demo.real", { area: root.area.name, council: root.area.council })}</p>}
        {!languageOf(root?.language ?? "en-GB").reviewed && <p>{t("footer.machine")}</p>}
        <p>{t("footer.credits")}</p>
      </div>
    </footer>
  );
}
