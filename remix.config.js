// Options of the Remix plugin. vite.config.ts imports them; Remix itself does not read this file under Vite.
/** @type {import("@remix-run/dev").VitePluginConfig} */
export default {
  appDirectory: "app",
  future: {
    v3_fetcherPersist: true,
    v3_relativeSplatPath: true,
    v3_throwAbortReason: true,
    v3_singleFetch: true,
    v3_routeConfig: true,
    // Off on purpose: on, each page would ask the server again for the routes behind its links, case paths included.
    v3_lazyRouteDiscovery: false,
    unstable_optimizeDeps: true,
  },
};
