import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig } from "vite";
import remixConfig from "./remix.config.js";

declare module "@remix-run/node" {
  interface Future {
    v3_singleFetch: true;
  }
}

export default defineConfig({
  // The Remix plugin breaks component tests (remix #8788), so it is off under Vitest.
  plugins: [!process.env.VITEST && remix(remixConfig)],
  build: { target: "es2022" },
  server: { port: Number(process.env.PORT ?? 3000) },
  ssr: {
    // Native or worker code that must stay as it is on disk.
    external: ["@electric-sql/pglite"],
  },
});
