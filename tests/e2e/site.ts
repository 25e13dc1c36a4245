import AxeBuilder from "@axe-core/playwright";
import { expect, test as base, type BrowserContext, type Page } from "@playwright/test";

export const LANGUAGES = ["en-GB", "pl", "ro", "ur"] as const;
export const THEMES = ["light", "dark", "contrast"] as const;
/** How wide a small phone is, and a laptop. */
export const PHONE = 320;
export const LAPTOP = 1280;

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** A page that fails its test when the browser complains: a script's error, a broken request, a breach of the security policy. */
export const test = base.extend<{ complaints: string[] }>({
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(`script: ${error.message}`));
      page.on("console", (message) => {
        // The browser itself reports every answer of 400 and above; pages that answer so are tested for it.
        if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) complaints.push(`console: ${message.text()}`);
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Sets the reader's language and display as the site's own forms do, for all pages of the context. */
export async function readIn(context: BrowserContext, choice: { language?: string; theme?: string; text?: string }): Promise<void> {
  const options = { maxRedirects: 0 };
  if (choice.language) {
    const answer = await context.request.post("/language", { form: { language: choice.language, back: "/" }, ...options });
    expect(answer.status()).toBe(303);
  }
  if (choice.theme || choice.text) {
    const form = { theme: choice.theme ?? "auto", text: choice.text ?? "100", spacing: "usual", motion: "reduce" };
    const answer = await context.request.post("/display", { form, ...options });
    expect(answer.status()).toBe(303);
  }
}

/** What axe finds against WCAG 2.2 A and AA, as lines to read; none is what a page should have. */
export function faults(page: Page): Promise<string[]> {
  return found(page, { runOnly: { type: "tag", values: WCAG } });
}

/** The same of what a theme can change: colours. */
export function faultsOfColour(page: Page): Promise<string[]> {
  return found(page, { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } });
}

async function found(page: Page, options: NonNullable<Parameters<AxeBuilder["options"]>[0]>): Promise<string[]> {
  // Without it axe opens a window of its own for each page it looks at, for the sake of frames, of which there are none.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().options({ ...options, resultTypes: ["violations"] }).analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)}`));
}

/** How far the page is wider than its window, in pixels; text that must be read sideways is a fault (WCAG 1.4.10). */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** What stands there now is clean for axe, which needs scripts, and fits its window. */
export async function expectClean(page: Page): Promise<void> {
  expect.soft(await faults(page), page.url()).toEqual([]);
  await expectFits(page);
}

export async function expectFits(page: Page): Promise<void> {
  expect.soft(await overflow(page), `${page.url()}: sideways`).toBeLessThanOrEqual(0);
}

/** Presses Tab until the focus is on what matches, and says how many times it took. */
export async function tabTo(page: Page, selector: string, limit = 60): Promise<number> {
  for (let presses = 1; presses <= limit; presses++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return presses;
  }
  throw new Error(`The focus does not reach ${selector} within ${limit} presses of Tab.`);
}
