import type { Page } from "@playwright/test";
import { be, recordsOf } from "./people.ts";
import { expect, expectClean, faultsOfColour, LANGUAGES, LAPTOP, PHONE, readIn, test, THEMES } from "./site.ts";

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

/** The form's own button, beside those that keep a draft or do something else. */
const send = (page: Page) => page.locator("main form button.button:not(.button-quiet)").last().click();
/** Where something was sent before, the form stands folded below it. */
const open = async (page: Page, path: string) => {
  await page.goto(path);
  await page.locator("main").evaluate((main) => main.querySelectorAll("details").forEach((part) => (part.open = true)));
};
/** Sends a form as it stands, or as `fill` leaves it, and looks at the mistakes that come back. */
const mistake = async (page: Page, look: Visit["look"], path: string, fill: (page: Page) => Promise<unknown> = async () => {}) => {
  await open(page, path);
  await fill(page);
  await send(page);
  await expect(page.getByRole("alert"), path).toBeVisible();
  await look(page);
};

/** What no link leads to: a form that came back, a receipt, what was kept, what is not there. */
test.describe("the states of families' forms", () => {
  test.describe.configure({ timeout: 300_000 });
  test.use({ actionTimeout: 30_000 });

  const receipt = async (page: Page, look: Visit["look"], path: string, fill: (page: Page) => Promise<unknown>, at: RegExp) => {
    await open(page, path);
    await fill(page);
    await send(page);
    await expect(page).toHaveURL(at);
    await look(page);
  };
  const choose = (name: string, value: string) => (page: Page) => page.locator(`input[name="${name}"][value="${value}"]`).check();
  const write = (name: string, words = "Invented words.") => (page: Page) => page.locator(`[name="${name}"]`).fill(words);
  const all = (...steps: ((page: Page) => Promise<unknown>)[]) => async (page: Page) => {
    for (const step of steps) await step(page);
  };
  const files = (...given: { name: string; mimeType: string; buffer: Buffer }[]) => (page: Page) => page.locator("#files").setInputFiles(given);
  const NOTE = { name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("An invented note.") };
  const NO_FILE = { name: "setup.exe", mimeType: "application/octet-stream", buffer: Buffer.from("MZ\u0090") };

  for (const language of LANGUAGES) {
    // Colours are the same in each language.
    const look = async (page: Page) => {
      await expectClean(page);
      if (language !== "en-GB") return;
      for (const theme of THEMES.slice(1)) {
        await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
        expect.soft(await faultsOfColour(page), `${page.url()}, ${theme}`).toEqual([]);
      }
    };

    test(`of a record, ${language}: axe finds nothing where a form came back or was taken`, async ({ page, context }) => {
      await page.setViewportSize({ width: PHONE, height: 780 });
      await be(context, "all.cases@example.org");
      await readIn(context, { language });
      const records = await recordsOf(page);
      const of = (name: string) => records.find((one) => one.name.includes(name))?.path ?? "";
      const [late, planned, draft] = [of("Kayden"), of("Oliver"), of("Musa")];
      for (const form of ["messages", "complain", "other-format", "documents", "people/invite"]) await mistake(page, look, `${late}/${form}`);
      await mistake(page, look, `${planned}/review`);
      await mistake(page, look, `${draft}/comments`);
      await receipt(page, look, `${planned}/review`, write("goesWell"), /review\?sent=/);
      await receipt(page, look, `${draft}/comments`, write("section-B"), /comments\?sent=/);
      await receipt(page, look, `${late}/complain`, all(choose("about", "late"), write("happened")), /requests\?sent=/);
      await receipt(page, look, `${late}/other-format`, all(choose("format", "braille"), write("papers")), /requests\?sent=/);
      await receipt(page, look, `${late}/documents`, files(NOTE, NO_FILE), /documents\?sent=/);
      await receipt(page, look, `${late}/messages`, all(write("body", `Invented ${language}`), files(NO_FILE)), /messages\?sent=/);
      await page.goto(`${late}/calendar`);
      await page.locator("main form button.button").first().click();
      await expect(page.locator("main .secret")).toBeVisible();
      await look(page);
      expect((await page.goto(`${late}/letters/00000000-0000-4000-8000-000000000000`))?.status()).toBe(404);
      await look(page);
    });

    test(`of an account, ${language}: axe finds nothing where a form came back, and after the session has ended`, async ({ page, context }) => {
      await page.setViewportSize({ width: PHONE, height: 780 });
      await be(context, "new.parent@example.org");
      await readIn(context, { language });
      await mistake(page, look, "/my-children/join");
      await mistake(page, look, "/account/contact", choose("channel", "letter"));
      await mistake(page, look, "/account/needs", choose("needs", "interpreter"));
      await mistake(page, look, "/account/name", write("name", ""));
      await mistake(page, look, "/account/email");
      await mistake(page, look, "/account/close");
      await page.goto("/account/name");
      await context.clearCookies({ name: /send\./ });
      await send(page);
      await expect(page.locator("main form")).toBeVisible();
      await look(page);
      await be(context, "priya@example.org");
      const own = (await recordsOf(page))[0]?.path ?? "";
      await page.goto(`${own}/my-choice`);
      await mistake(page, look, (await page.locator(`main a[href^="${own}/my-choice/"]`).first().getAttribute("href")) ?? "", choose("what", "some"));
    });

    test(`of whoever has no account, ${language}: axe finds nothing where a form came back or was taken`, async ({ page, context }) => {
      await page.setViewportSize({ width: PHONE, height: 780 });
      await readIn(context, { language });
      await mistake(page, look, "/sign-in");
      await mistake(page, look, "/ask/come-back");
      await mistake(page, look, "/ask/complaint");
      await mistake(page, look, "/ask/other-format");
      await page.goto("/invitation/00000000-0000-4000-8000-000000000000");
      await look(page);
      await receipt(page, look, "/ask/complaint", all(write("name"), write("contact", "invented@example.org"), choose("about", "late"), write("happened")), /ask\/receipt\//);
      await page.goto("/ask/assessment");
      await send(page);
      await expect(page).toHaveURL(/\/you$/);
      const begun = new URL(page.url()).pathname.replace(/\/you$/, "");
      await receipt(page, look, `${begun}/papers`, files(NOTE, NO_FILE), /papers\?sent=/);
      for (const step of ["you", "child", "why", "contact", "check"]) await mistake(page, look, `${begun}/${step}`);
      for (const step of ["helps", "later"]) {
        await page.goto(`${begun}/${step}`);
        await look(page);
      }
      await mistake(page, look, `${begun}/later`);
    });
  }

  test("of whoever asked too often: axe finds nothing, in each language", async ({ page, context }) => {
    await page.setViewportSize({ width: PHONE, height: 780 });
    await page.goto("/ask/assessment");
    await send(page);
    await expect(page).toHaveURL(/\/you$/);
    const later = new URL(page.url()).pathname.replace(/you$/, "later");
    const ask = () => context.request.post(later, { form: { email: "too.often@example.org" }, maxRedirects: 0 });
    await expect.poll(async () => (await ask()).status(), { intervals: [0] }).toBe(429);
    for (const language of LANGUAGES) {
      await readIn(context, { language });
      await page.goto(later);
      await page.locator('[name="email"]').fill("too.often@example.org");
      const [answer] = await Promise.all([page.waitForResponse((one) => one.request().method() === "POST"), send(page)]);
      expect(answer.status()).toBe(429);
      await expect(page.getByRole("alert")).toBeVisible();
      await expectClean(page);
    }
  });
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

test.describe("the states of officers' forms", () => {
  test.use({ actionTimeout: 10_000 });

  test("axe finds nothing where an officer's form came back, and where nothing is for them", async ({ page, context }) => {
    await page.setViewportSize({ width: PHONE, height: 780 });
    await be(context, "manager@staff.example.org");
    await page.goto("/officer/cases");
    const record = (await page.locator('main a[href^="/officer/cases/"]').evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href).pathname))).find((path) => /\/cases\/[0-9a-f-]{36}$/.test(path)) ?? "";
    for (const form of ["record-event?type=assessment-agreed", "update", "messages", "provision", "people", "documents"]) await mistake(page, expectClean, `${record}/${form}`);
    for (const form of ["meetings", "away"]) await mistake(page, expectClean, `/officer/${form}`);
    const nothing = "00000000-0000-4000-8000-000000000000";
    for (const path of [`/officer/cases/${nothing}`, `/officer/requests/${nothing}`, "/my-children"]) {
      expect((await page.goto(path))?.status(), path).toBe(404);
      await expectClean(page);
    }
    await be(context, "dana@example.org");
    expect((await page.goto("/officer"))?.status()).toBe(404);
    await expectClean(page);
  });
});
