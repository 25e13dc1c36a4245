import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["app/**/*.test.ts", "search-index/**/*.test.ts", "prisma/**/*.test.ts", "tests/*.test.ts"], environment: "node", setupFiles: ["tests/support/properties.ts"], testTimeout: 30_000 } },
      {
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          environment: "node",
          globalSetup: ["tests/support/services.ts"],
          setupFiles: ["tests/support/properties.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Each file has databases of its own, and waits for processes that it starts: three keep two cores busy.
          maxWorkers: 3,
        },
      },
    ],
  },
});
