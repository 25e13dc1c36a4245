import { expect, faults, faultsOfColour, LANGUAGES, LAPTOP, overflow, PHONE, readIn, test, THEMES } from "./site.ts";

/** Every page, and each state of a page that looks different. */
const PAGES = {
  home: "/",
  search: "/services?q=swimming&near=CM2&support=personal-care&age=5",
  "search with nothing found": "/services?q=zebra+riding+on+the+moon&near=SS2&cost=free",
  "search with problems": "/services?q=club&age=-3&near=ZZ99+9ZZ&page=999",
  "search in a crisis": "/services?q=my+child+wants+to+die",
  listing: "/services/{slug}",
  topics: "/topics",
  topic: "/topics/short-breaks",
  "my list": "/my-list",
  "what the law says": "/what-must-be-here",
  "talk to someone": "/talk",
  "tell us": "/tell-us?about=missing",
  language: "/language",
  display: "/display",
  accessibility: "/accessibility",
  privacy: "/privacy",
  "not found": "/no-such-page",
};

for (const language of LANGUAGES) {
  for (const [name, path] of Object.entries(PAGES)) {
    test(`${name}, ${language}: axe finds nothing, and nothing is wider than the window`, async ({ page, context, request }) => {
      const { hits } = (await (await request.get("/api/search?q=swimming")).json()) as { hits: { slug: string }[] };
      const address = path.replace("{slug}", hits[0]?.slug ?? "");
      // Colours are the same in each language.
      for (const theme of language === "en-GB" ? THEMES : (["light"] as const)) {
        await page.setViewportSize({ width: PHONE, height: 900 });
        await readIn(context, { language, theme });
        await page.goto(address);
        await expect(page.locator("html")).toHaveAttribute("lang", language);
        await expect(page.locator("html")).toHaveAttribute("dir", language === "ur" ? "rtl" : "ltr");
        expect.soft(await (theme === "light" ? faults(page) : faultsOfColour(page)), `${theme}, ${PHONE} px`).toEqual([]);
        expect.soft(await overflow(page), `${theme}, ${PHONE} px: sideways`).toBeLessThanOrEqual(0);
      }
      await page.setViewportSize({ width: LAPTOP, height: 900 });
      expect.soft(await overflow(page), `${LAPTOP} px: sideways`).toBeLessThanOrEqual(0);
      // What is laid out elsewhere on a wide window is the same in each language.
      if (language === "en-GB") expect.soft(await faults(page), `${LAPTOP} px`).toEqual([]);
    });
  }
}

for (const [name, path] of Object.entries(PAGES)) {
  test(`${name} reflows at 400 % zoom with the largest text`, async ({ page, context, request }) => {
    const { hits } = (await (await request.get("/api/search?q=swimming")).json()) as { hits: { slug: string }[] };
    await readIn(context, { text: "200" });
    // A window of 1280 by 1024 at 400 % is 320 by 256 (WCAG 1.4.10).
    await page.setViewportSize({ width: 320, height: 256 });
    await page.goto(path.replace("{slug}", hits[0]?.slug ?? ""));
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await faults(page)).toEqual([]);
  });
}
