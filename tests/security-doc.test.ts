import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const DOCUMENTS = ["docs/security.md", "docs/dpia.md", "docs/backup.md"];

test.each(DOCUMENTS)("every file that %s names is there", (document) => {
  const words = readFileSync(document, "utf8");
  const named = [...words.matchAll(/`((?:app|tests|docs|prisma|content)\/[\w./-]+)`/g), ...words.matchAll(/\b(docs\/[\w/-]+\.md)\b/g)].map(([, file]) => file as string);
  expect(named.filter((file) => !existsSync(file))).toEqual([]);
});

test("security.md speaks of every chapter of the standard, and names tests", () => {
  const words = readFileSync("docs/security.md", "utf8");
  expect([...words.matchAll(/^## V(\d+) /gm)].map(([, chapter]) => Number(chapter))).toEqual(Array.from({ length: 17 }, (_, i) => i + 1));
  expect(words.match(/\.(test|spec)\.ts`/g)?.length).toBeGreaterThan(30);
});
