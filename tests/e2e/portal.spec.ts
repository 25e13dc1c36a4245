import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Browser, type Page } from "@playwright/test";

/** A family's way through the portal, as the demo's invented people go it: by role and name, with and without a script. */
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Your email address").fill(email);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Write the code we sent");
  const address = page.url();
  await page.goto("/demo/outbox");
  const code = /\b\d{6}\b/.exec(await page.getByRole("main").innerText())?.[0] ?? "";
  await page.goto(address);
  await page.getByLabel("The code").fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("My children");
}

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
  return violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map((node) => node.html).join(" ").slice(0, 300)}`);
}

async function phone(browser: Browser, javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 780 }, javaScriptEnabled });
  return context.newPage();
}

// One code at a time: the page of messages shows everybody's.
test.describe.configure({ mode: "serial" });

test("a parent sees on a phone, without JavaScript, that the plan is late, whose report it waits for, and what they can do", async ({ browser }) => {
  const page = await phone(browser, false);
  await signIn(page, "dana@example.org");
  await page.getByRole("link", { name: /Kayden/ }).first().click();
  await expect(page.getByRole("heading", { name: "The plan is late." })).toBeVisible();
  await expect(page.getByText("Who has it now")).toBeVisible();
  await expect(page.getByText("Educational psychology", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("heading", { name: /Send the final plan: \d+ days late/ })).toBeVisible();
  await expect(page.getByText("“educational psychologist shortage” is not one of the reasons that the Regulations allow.").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "complain", exact: true })).toBeVisible();
  await page.getByRole("link", { name: "All dates, and why" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("All dates, and why");
  await page.context().close();
});

test("the pages of a child's record are clean for axe, on a phone, in English and Urdu", async ({ browser }) => {
  test.setTimeout(240_000);
  const page = await phone(browser, true);
  await signIn(page, "dana@example.org");
  await page.getByRole("link", { name: /Kayden/ }).first().click();
  await expect(page.getByRole("heading", { name: "The plan is late." })).toBeVisible();
  const record = new URL(page.url()).pathname;
  const pages = ["", "/dates", "/history", "/letter", "/easy-read", "/messages", "/documents", "/people", "/visitors", "/calendar", "/record", "/complain", "/other-format", "/requests"];
  const found: string[] = [];
  for (const at of pages) {
    await page.goto(record + at);
    found.push(...(await faults(page)));
  }
  await page.goto("/language");
  await page.locator("input[value=ur]").check();
  await page.locator("main form button").click();
  for (const at of ["", "/messages", "/documents"]) {
    await page.goto(record + at);
    await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
    found.push(...(await faults(page)));
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  }
  expect(found).toEqual([]);
  await page.context().close();
});

test("somebody who follows no record finds the way to join one or to ask, and another family's record is not there", async ({ browser }) => {
  const dana = await phone(browser, true);
  await signIn(dana, "dana@example.org");
  await dana.getByRole("link", { name: /Kayden/ }).first().click();
  await expect(dana.getByRole("heading", { name: "The plan is late." })).toBeVisible();
  const record = dana.url();
  await dana.context().close();
  const stranger = await phone(browser, true);
  expect((await stranger.goto(record))?.url()).toContain("/sign-in");
  await signIn(stranger, "new.parent@example.org");
  expect((await stranger.goto(record))?.status()).toBe(404);
  expect((await stranger.goto("/my-child/00000000-0000-4000-8000-000000000000"))?.status()).toBe(404);
  await stranger.context().close();
});

test("anybody can ask for a needs assessment without an account, without JavaScript, and gets a receipt with every date", async ({ browser }) => {
  const page = await phone(browser, false);
  await page.goto("/ask/assessment");
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByRole("button", { name: "Save and go on" }).click();
  await expect(page.getByRole("alert")).toContainText("Say who you are.");
  await page.getByLabel("I am a parent or carer").check();
  await page.getByLabel("Your name").fill("Invented Parent");
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.getByLabel("First name").fill("Invented");
  await page.getByLabel("Last name").fill("Child");
  await page.getByLabel("Day").fill("3 march 2019");
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.getByLabel("What is hard, and since when?").fill("Everything at school since September.");
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.getByLabel("By email").check();
  await page.getByLabel(/Email address/).fill("invented@example.org");
  await page.getByRole("button", { name: "Save and go on" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check your answers");
  await expect(page.getByText("3 March 2019")).toBeVisible();
  await page.getByRole("button", { name: "Send to the council" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your receipt");
  await expect(page.getByText("Decide whether to assess")).toBeVisible();
  await expect(page.getByText("Send the final plan")).toBeVisible();
  // The back button and the same button again: the same receipt.
  await page.goBack();
  await page.goForward();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your receipt");
  await page.context().close();
});
