import type { MetaFunction } from "@remix-run/node";
import { Outlet, useRouteError } from "@remix-run/react";
import { errorKind, ErrorPage } from "../components/ErrorPage.tsx";
import type { RootData } from "../root-data.ts";

/** Stands between the root and every page: when a page's action throws, Remix still asks the root's loader, above the boundary. */
export const meta: MetaFunction = ({ error, matches }) => {
  const root = matches.find(({ id }) => id === "root")?.data as RootData | undefined;
  if (!root) return [{ title: "Error" }];
  return [{ title: error ? `${root.errorTitles[errorKind(error)]} · ${root.siteName}` : root.siteName }];
};

export default function Site() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return <ErrorPage error={useRouteError()} />;
}
