import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { findChromium } from "./tests/support/browser.ts";

// Playwright reads this file in its main process and again in each worker; what the main one chose is handed on.
const port = (process.env.E2E_PORT ??= String(20_000 + (process.pid % 20_000)));
const dataDir = (process.env.E2E_DATA_DIR ??= mkdtempSync(join(tmpdir(), "send-e2e-")));
const executablePath = (process.env.E2E_CHROMIUM ??= findChromium());
const url = `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  reporter: process.env.E2E_REPORT ? [["line"], ["json", { outputFile: process.env.E2E_REPORT }]] : "list",
  globalSetup: "./tests/e2e/setup.ts",
  globalTeardown: "./tests/e2e/teardown.ts",
  use: {
    baseURL: url,
    locale: "en-GB",
    timezoneId: "Europe/London",
    // A trace of every step costs more than the steps; what a page held when a test failed is written down in any case.
    trace: "off",
    launchOptions: {
      executablePath,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
  // The demo itself, as anybody starts it: embedded database, real Meilisearch, invented listings.
  webServer: {
    command: "node app/commands/demo.ts",
    url: `${url}/readyz`,
    env: { PORT: port, DATA_DIR: dataDir, AREA: "essex", DATABASE_URL: "", MEILI_URL: "", MEILI_KEY: "" },
    timeout: 240_000,
    stdout: "ignore",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
  },
});
