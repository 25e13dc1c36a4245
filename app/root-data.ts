import { useRouteLoaderData } from "@remix-run/react";
import type { loader } from "./root.tsx";

export type RootData = Awaited<ReturnType<typeof loader>>;

/** What every page knows: language, area, display. Undefined only when the root's own loader failed. */
export function useRootData(): RootData | undefined {
  return useRouteLoaderData<typeof loader>("root");
}
