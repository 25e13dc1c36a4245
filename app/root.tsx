import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Links, Meta, Outlet, Scripts, useMatches, useRouteError, type ShouldRevalidateFunctionArgs } from "@remix-run/react";
import type { CSSProperties, ReactNode } from "react";
import { ErrorPage } from "./components/ErrorPage.tsx";
import { SiteFooter, SiteHeader } from "./components/SiteFrame.tsx";
import { useDocument } from "./document-context.ts";
import { DEFAULT_PREFERENCES } from "./domain/preferences.ts";
import { DEFAULT_LANGUAGE, languageOf } from "./i18n/languages.ts";
import { deskOf } from "./accounts/viewer.server.ts";
import { pageContext } from "./page-context.server.ts";
import { preferencesOf } from "./preferences.server.ts";
import { useRootData } from "./root-data.ts";
import { hasSessionCookie } from "./session-cookie.server.ts";
import { savedSlugs } from "./saved-list.server.ts";
import appStyles from "./styles/app.css?url";
import darkStyles from "./styles/dark.css?url";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: appStyles },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
];

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, language, t } = await pageContext(request);
  const { name, council, contact, adviceService, colours, sources } = site.pack;
  return {
    language,
    preferences: await preferencesOf(request),
    demo: site.config.demo,
    area: { name, council, contact, adviceService, colours, sources },
    saved: (await savedSlugs(request)).length,
    hasSession: hasSessionCookie(request),
    desk: await deskOf(site, request),
    siteName: t("common:siteName", { area: name }),
    errorTitles: {
      notFound: t("common:notFound.title"),
      signedOut: t("common:signedOut.title"),
      unavailable: t("common:unavailable.title"),
      badRequest: t("common:badRequest.title"),
      error: t("common:error.title"),
    },
  };
}

/** Of the page in place of every other, when this loader failed: app/routes/site.tsx has the titles of all others. */
export const meta: MetaFunction = () => [{ title: "Error" }];

/** Language and display change by a full page load only. */
export function shouldRevalidate({ formAction, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs): boolean {
  return formAction ? defaultShouldRevalidate : false;
}

/** A route whose page runs React in the browser says so: `export const handle = { interactive: true }`. */
export interface RouteHandle {
  interactive?: boolean;
}

export function Layout({ children }: { children: ReactNode }) {
  const root = useRootData();
  const { nonce, entryModule } = useDocument();
  const interactive = useMatches().some((match) => (match.handle as RouteHandle | undefined)?.interactive);
  const language = languageOf(root?.language ?? DEFAULT_LANGUAGE);
  const { text, theme, spacing, motion } = root?.preferences ?? DEFAULT_PREFERENCES;
  const colours = root && ({ "--brand": root.area.colours.brand, "--brand-deep": root.area.colours.brandDeep, "--brand-wash": root.area.colours.brandWash } as CSSProperties);
  return (
    <html lang={language.code} dir={language.dir} data-text={text} data-theme={theme} data-spacing={spacing} data-motion={motion} style={colours}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="csp-nonce" property="csp-nonce" content="" nonce={nonce} suppressHydrationWarning />
        <meta name="theme-color" content={root?.area.colours.brandDeep ?? "#083f4a"} />
        <Meta />
        <Links />
        {(theme === "auto" || theme === "dark") && <link rel="stylesheet" href={darkStyles} media={theme === "auto" ? "(prefers-color-scheme: dark)" : "all"} />}
      </head>
      <body>
        {children}
        {interactive ? <Scripts nonce={nonce} /> : entryModule && <script type="module" src={entryModule} />}
      </body>
    </html>
  );
}

export default function App() {
  return (
    <>
      <SiteHeader />
      <main id="main" className="wrap" tabIndex={-1}>
        <Outlet />
      </main>
      <SiteFooter />
    </>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  return (
    <>
      <SiteHeader />
      <main id="main" className="wrap" tabIndex={-1}>
        <ErrorPage error={error} />
      </main>
      <SiteFooter />
    </>
  );
}
