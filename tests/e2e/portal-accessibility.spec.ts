import type { Page } from "@playwright/test";
import { signIn } from "./people.ts";
import { expect, faults, faultsOfColour, LANGUAGES, overflow, PHONE, readIn, test } from "./site.ts";

/** Every page that somebody who is signed in can come to, found by its links, as it stands in every sample case. */

/** Whose pages together have every state: all sample cases, a supporter, young people, whom the rights passed from, nobody's follower. */
const FAMILIES = ["all.cases@example.org", "helper@example.org", "kofi@example.org", "priya@example.org", "meera@example.org", "new.parent@example.org"];

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Files, and what is no page. */
const NO_PAGE = /\.ics$|\/record\/|\/documents\/[^/]+$|\/sign-out/;

interface Visit {
  /** Looks at the page that is open. */
  look: (page: Page) => Promise<void>;
  /** How many pages of one kind are looked at; the record itself is looked at in every case. */
  most: number;
  within: RegExp;
}

/** Opens whatever the links lead to from a page, and looks at each. @returns how many pages */
async function crawl(page: Page, from: string[], { look, most, within }: Visit): Promise<number> {
  const seen = new Set<string>();
  const kinds = new Map<string, number>();
  const open = [...from];
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    const kind = path.replace(ID, ":id").replace(/=[^&]*/g, "=");
    const count = kinds.get(kind) ?? 0;
    if (seen.has(path) || (count >= most && kind !== "/my-child/:id")) continue;
    seen.add(path);
    kinds.set(kind, count + 1);
    const answer = await page.goto(path);
    expect.soft(answer?.status(), path).toBe(200);
    await look(page);
    const links = await page.locator("main a[href], header a[href]").evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
    const { origin } = new URL(page.url());
    for (const link of links) {
      const { origin: of, pathname, search } = new URL(link);
      if (of === origin && within.test(pathname) && !NO_PAGE.test(pathname)) open.push(pathname + search);
    }
  }
  return seen.size;
}

const lookAll = async (page: Page) => {
  expect.soft(await faults(page), page.url()).toEqual([]);
  expect.soft(await overflow(page), `${page.url()}: sideways`).toBeLessThanOrEqual(0);
};
const lookAtColours = async (page: Page) => {
  expect.soft(await faultsOfColour(page), page.url()).toEqual([]);
};
const OF_FAMILIES = /^\/(my-child(ren)?|account|ask)(\/|$)/;
const OF_OFFICERS = /^\/(officer|account)(\/|$)/;

test.describe("the pages of families", () => {
  test.describe.configure({ timeout: 300_000 });
  for (const language of LANGUAGES) {
    for (const email of language === "en-GB" ? FAMILIES : FAMILIES.slice(0, 3)) {
      test(`${email}, ${language}: axe finds nothing on any page of theirs on a phone`, async ({ page, context }) => {
        await page.setViewportSize({ width: PHONE, height: 780 });
        await signIn(context.request, email);
        await readIn(context, { language });
        const pages = await crawl(page, ["/my-children", "/account"], { look: lookAll, most: language === "en-GB" ? 2 : 1, within: OF_FAMILIES });
        expect(pages).toBeGreaterThan(5);
      });
    }
  }
  for (const theme of ["dark", "contrast"]) {
    test(`in the theme ${theme} all of it can be read`, async ({ page, context }) => {
      await page.setViewportSize({ width: PHONE, height: 780 });
      await signIn(context.request, "all.cases@example.org");
      await readIn(context, { theme });
      await crawl(page, ["/my-children"], { look: lookAtColours, most: 1, within: OF_FAMILIES });
    });
  }
});

test.describe("the pages of officers", () => {
  test.describe.configure({ timeout: 300_000 });
  for (const [width, theme] of [[PHONE, "light"], [1280, "light"], [PHONE, "dark"], [PHONE, "contrast"]] as const) {
    test(`a manager at ${width} px in the theme ${theme}: axe finds nothing on any page`, async ({ page, context }) => {
      await page.setViewportSize({ width, height: 780 });
      await signIn(context.request, "manager@staff.example.org");
      await readIn(context, { theme });
      const pages = await crawl(page, ["/officer"], { look: theme === "light" ? lookAll : lookAtColours, most: theme === "light" && width === PHONE ? 2 : 1, within: OF_OFFICERS });
      expect(pages).toBeGreaterThan(15);
    });
  }
});
