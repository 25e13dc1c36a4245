import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { expect, test } from "vitest";

/**
 * Who may import whom: down only. A room that is not in a list below may import nothing of ours but itself.
 * See docs/decisions/002-layout.md.
 */
const MAY_IMPORT: Record<string, string[]> = {
  "app/domain": [],
  "app/council": ["app/domain"],
  "app/i18n": ["content", "app/domain"],
  "app/db": ["app/domain", "app/today.ts", "prisma/generated"],
  "search-index": ["app/domain"],
  "app/search": ["app/council", "app/db", "app/domain", "search-index", "content", "prisma/generated", "app/site.server.ts"],
  "app/cases": ["app/db", "app/domain", "app/interchange", "prisma/generated", "app/*"],
  "app/notices": ["app/cases", "app/council", "app/db", "app/domain", "app/i18n", "prisma/generated", "app/*"],
  "app/accounts": ["app/cases", "app/db", "app/domain", "app/i18n", "app/notices", "prisma/generated", "app/*"],
  "app/documents": ["app/accounts", "app/cases", "app/db", "app/domain", "app/notices", "prisma/generated", "app/*"],
  "app/people": ["app/accounts", "app/cases", "app/db", "app/domain", "app/i18n", "app/notices", "prisma/generated", "app/*"],
  "app/requests": ["app/accounts", "app/cases", "app/db", "app/documents", "app/domain", "app/i18n", "app/notices", "prisma/generated", "app/*"],
  "app/family": ["app/accounts", "app/cases", "app/db", "app/documents", "app/domain", "app/i18n", "app/notices", "app/people", "app/requests", "prisma/generated", "app/*"],
  "app/office": ["app/accounts", "app/cases", "app/db", "app/documents", "app/domain", "app/family", "app/i18n", "app/notices", "app/people", "app/requests", "prisma/generated", "app/*"],
  "app/backup": ["app/cases", "app/db", "app/documents", "prisma", "app/*"],
  "app/demo": ["app/db", "app/domain", "app/notices", "app/*"],
  "app/jobs": ["app/accounts", "app/cases", "app/db", "app/documents", "app/domain", "app/notices", "app/office", "app/people", "app/requests", "prisma/generated", "app/*"],
  "app/interchange": ["app/council", "app/db", "app/domain", "app/site.server.ts", "app/opened-site.server.ts", "prisma/generated"],
  "app/components": ["app/domain", "app/i18n", "app/council", "app/root-data.ts"],
  "app/enhance": [],
  "app/routes": ["app/accounts", "app/cases", "app/components", "app/council", "app/db", "app/demo", "app/documents", "app/domain", "app/family", "app/i18n", "app/interchange", "app/notices", "app/office", "app/people", "app/requests", "app/search", "content", "search-index", "app/*"],
  "app/commands": ["app/accounts", "app/backup", "app/cases", "app/db", "app/demo", "app/documents", "app/domain", "app/interchange", "app/jobs", "app/notices", "app/search", "content", "prisma", "search-index", "server.js", "app/*"],
  "prisma/samples": ["app/cases", "app/council", "app/domain", "app/db"],
};

/** Packages that pure rules may use. */
const DOMAIN_PACKAGES = ["uuid", "damerau-levenshtein", "temporal-polyfill", "zod", "date-holidays"];

const files = ["app", "search-index", "prisma"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(test|d)\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith("prisma/generated")),
);

function imports(file: string): { target: string; typeOnly: boolean }[] {
  const source = readFileSync(file, "utf8");
  return [...source.matchAll(/(?:^|\n)(?:import|export)\s+(type\s)?[^"';]*?from\s+"([^"]+)"|import\("([^"]+)"\)/g)].map((match) => ({ target: (match[2] ?? match[3]) as string, typeOnly: Boolean(match[1]) }));
}

function roomOf(path: string): string {
  return Object.keys(MAY_IMPORT).filter((room) => path.startsWith(`${room}/`)).sort((a, b) => b.length - a.length)[0] ?? path;
}

test("there are files to look at", () => {
  expect(files.length).toBeGreaterThan(60);
});

test("imports point down", () => {
  const wrong = files.flatMap((file) => {
    const room = roomOf(file);
    const allowed = MAY_IMPORT[room];
    if (!allowed) return [];
    return imports(file)
      .filter(({ target }) => target.startsWith("."))
      .map(({ target, typeOnly }) => ({ path: posix.normalize(posix.join(dirname(file), target)), typeOnly }))
      .filter(({ path }) => {
        if (path.startsWith(`${room}/`)) return false;
        return !allowed.some((permitted) => path === permitted || path.startsWith(`${permitted}/`) || (permitted === "app/*" && /^app\/[^/]+$/.test(path)));
      })
      .map(({ path }) => `${file} -> ${path}`);
  });
  expect(wrong).toEqual([]);
});

test("the domain is pure: no package but a few, no clock, no environment", () => {
  for (const file of files.filter((candidate) => candidate.startsWith("app/domain/"))) {
    const packages = imports(file).map(({ target }) => target).filter((target) => !target.startsWith("."));
    expect(packages.filter((name) => !DOMAIN_PACKAGES.includes(name)), file).toEqual([]);
    expect(readFileSync(file, "utf8"), file).not.toMatch(/Date\.now|new Date\(\)|process\.|Math\.random|Temporal\.Now/);
  }
});

test("nothing that a browser may load imports what must stay on the server", () => {
  const wrong = files
    .filter((file) => file.startsWith("app/components/") || file.startsWith("app/enhance/") || file.startsWith("app/i18n/format"))
    .flatMap((file) => imports(file).filter(({ target, typeOnly }) => target.includes(".server") && !typeOnly).map(({ target }) => `${file} -> ${target}`));
  expect(wrong).toEqual([]);
});
