import type { Page } from "@playwright/test";
import { be } from "./people.ts";
import { expect, expectClean, faultsOfColour, LANGUAGES, LAPTOP, PHONE, readIn, test } from "./site.ts";

/** Every page that somebody who is signed in can come to, found by its links, as it stands in every sample case. */

/** Whose pages together have every state: all sample cases, a supporter, young people, whom the rights passed from, nobody's follower. */
const FAMILIES = ["all.cases@example.org", "helper@example.org", "kofi@example.org", "priya@example.org", "meera@example.org", "new.parent@example.org"] as const;

/** As many records as have the different kinds of page. */
const SOME = 8;

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Files, and what is no page. */
const NO_PAGE = /\.ics$|\/record\/|\/documents\/[^/]+$|\/sign-out/;

/** `npm run test:e2e` looks at every case in English and at some in each other language; with E2E_WHOLE set, at all in all. */
const IS_WHOLE = process.env.E2E_WHOLE !== undefined;

interface Visit {
  /** Looks at the page that is open. */
  look: (page: Page) => Promise<void>;
  /** How many records are looked at. */
  records: number;
  /** How many of every other kind of page. */
  most: number;
  within: RegExp;
}

/** Opens whatever the links lead to from a page, and looks at each. @returns how many pages */
async function crawl(page: Page, from: string[], { look, records, most, within }: Visit): Promise<number> {
  const seen = new Set<string>();
  const kinds = new Map<string, number>();
  const open = [...from];
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    const kind = path.replace(ID, ":id").replace(/=[^&]*/g, "=");
    const count = kinds.get(kind) ?? 0;
    if (seen.has(path) || count >= (kind === "/my-child/:id" ? records : most)) continue;
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

const lookAtColours = async (page: Page) => {
  expect.soft(await faultsOfColour(page), page.url()).toEqual([]);
};
const OF_FAMILIES = /^\/(my-child(ren)?|account|ask)(\/|$)/;
const OF_RECORDS = /^\/my-child(ren)?(\/|$)/;
const OF_OFFICERS = /^\/(officer|account)(\/|$)/;

test.describe("the pages of families", () => {
  test.describe.configure({ timeout: 600_000 });
  for (const language of LANGUAGES) {
    const isEnglish = language === "en-GB";
    for (const email of isEnglish || IS_WHOLE ? FAMILIES : FAMILIES.slice(0, 1)) {
      const hasAllCases = email === FAMILIES[0];
      // An account looks the same whoever has it.
      const withAccount = hasAllCases || IS_WHOLE;
      test(`${email}, ${language}: axe finds nothing on any page of theirs on a phone`, async ({ page, context }) => {
        await page.setViewportSize({ width: PHONE, height: 780 });
        await be(context, email);
        await readIn(context, { language });
        const pages = await crawl(page, ["/my-children", ...(withAccount ? ["/account"] : [])], { look: expectClean, records: isEnglish || IS_WHOLE ? Infinity : SOME, most: IS_WHOLE ? 2 : 1, within: withAccount ? OF_FAMILIES : OF_RECORDS });
        expect(pages).toBeGreaterThan(hasAllCases ? 30 : 1);
      });
    }
  }
  for (const theme of ["dark", "contrast"]) {
    test(`in the theme ${theme} all of it can be read`, async ({ page, context }) => {
      await page.setViewportSize({ width: PHONE, height: 780 });
      await be(context, "all.cases@example.org");
      await readIn(context, { theme });
      await crawl(page, ["/my-children"], { look: lookAtColours, records: IS_WHOLE ? Infinity : SOME, most: 1, within: OF_FAMILIES });
    });
  }
});

test.describe("the pages of officers", () => {
  test.describe.configure({ timeout: 600_000 });
  for (const [width, theme] of [[PHONE, "light"], [LAPTOP, "light"], [PHONE, "dark"], [PHONE, "contrast"]] as const) {
    test(`a manager at ${width} px in the theme ${theme}: axe finds nothing on any page`, async ({ page, context }) => {
      await page.setViewportSize({ width, height: 780 });
      await be(context, "manager@staff.example.org");
      await readIn(context, { theme });
      const pages = await crawl(page, ["/officer"], { look: theme === "light" ? expectClean : lookAtColours, records: 1, most: IS_WHOLE ? 3 : 1, within: OF_OFFICERS });
      expect(pages).toBeGreaterThan(15);
    });
  }
});
