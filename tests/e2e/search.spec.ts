import { expect, readIn, tabTo, test } from "./site.ts";

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });

  test("a parent searches, narrows, opens a service and keeps it", async ({ page }) => {
    await page.goto("/");
    await page.getByRole("searchbox").fill("swimming");
    await page.getByLabel("Town or postcode").fill("CM2 6JX");
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await expect(page).toHaveURL(/\/services\?q=swimming&near=CM2\+6JX/);
    await expect(page.getByRole("heading", { level: 2, name: /places? within/ })).toBeVisible();

    const before = await page.getByRole("article").count();
    await page.locator("summary", { hasText: "Narrow it down" }).click();
    await page.getByRole("checkbox", { name: /wheelchair/i }).first().check();
    await page.getByRole("button", { name: "Show results" }).click();
    await expect(page).toHaveURL(/support=wheelchair/);
    await expect(page.getByRole("link", { name: /^Remove/ })).toHaveCount(1);
    expect(await page.getByRole("article").count()).toBeLessThanOrEqual(before);

    const first = page.getByRole("article").first();
    const name = (await first.getByRole("heading").innerText()).replace(/^\d+\. /, "");
    await first.getByRole("button", { name: /^Save to my list/ }).click();
    await expect(page).toHaveURL(/support=wheelchair/);
    await page.getByRole("link", { name: "My list (1 place)" }).click();
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  });

  test("language and display are changed by plain forms, and stay", async ({ page }) => {
    await page.goto("/services?q=club");
    await page.getByRole("link", { name: /^Language/ }).click();
    await page.getByRole("radio", { name: /Polski/ }).check();
    await page.getByRole("button").click();
    await expect(page).toHaveURL(/\/services\?q=club/);
    await expect(page.locator("html")).toHaveAttribute("lang", "pl");

    await page.goto("/display?back=%2Ftopics");
    await page.locator("input[name=theme][value=contrast]").check({ force: true });
    await page.locator("button[value=save]").click();
    await page.goto("/topics");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "contrast");
    await expect(page.locator("body")).toHaveCSS("background-color", "rgb(0, 0, 0)");
  });
});

test("results follow the words as they are typed, the address keeps them, and the count is announced", async ({ page }) => {
  await page.goto("/services");
  const status = page.getByRole("status");
  await page.getByRole("searchbox").pressSequentially("autis", { delay: 30 });
  await expect(page).toHaveURL(/q=autis$/);
  const heading = page.locator("#results-title");
  await expect(status).toHaveText(await heading.innerText());
  await expect(page.getByRole("searchbox")).toBeFocused();
  await expect(page.getByRole("searchbox")).toHaveValue("autis");
  await expect(page.getByRole("article").first()).toContainText(/autis/i);

  const all = await heading.innerText();
  const choice = page.getByRole("checkbox", { name: /^Can use a wheelchair/ });
  const [, count] = /(\d+) places?$/.exec((await page.locator("label", { has: choice }).textContent()) ?? "") ?? [];
  await choice.check();
  await expect(page).toHaveURL(/support=wheelchair/);
  await expect(heading).not.toHaveText(all);
  await expect(heading).toHaveText(new RegExp(`^${count} place`));
  await page.reload();
  await expect(choice).toBeChecked();
});

test("search by keyboard alone, from the first Tab to the service's page", async ({ page }) => {
  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the main part of the page" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
  await tabTo(page, "input[name=q]", 8);
  await page.keyboard.type("club");
  await tabTo(page, "input[name=near]", 2);
  await page.keyboard.type("Colchester");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=club&near=Colchester/);

  await tabTo(page, ".search-columns .skip", 15);
  await page.keyboard.press("Enter");
  await expect(page.locator("#results-title")).toBeFocused();
  await tabTo(page, ".result-name a", 15);
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle);
  expect(outline).not.toBe("none");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/services\/[a-z0-9-]+$/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("a misspelt word says what it is showing, and offers what was typed", async ({ page }) => {
  await page.goto("/services?q=austism");
  await expect(page.getByText("Showing results for autism.")).toBeVisible();
  await expect(page.getByRole("article").first()).toBeVisible();
});

test("words of crisis put urgent help above everything", async ({ page }) => {
  await page.goto("/services?q=my+child+wants+to+die");
  const help = page.getByRole("heading", { name: "If someone is in danger now" });
  await expect(help).toBeVisible();
  const [helpTop, formTop] = [await help.boundingBox(), await page.getByRole("search").boundingBox()];
  expect(helpTop?.y ?? Infinity).toBeLessThan(formTop?.y ?? 0);
  await expect(page.getByText("116 123")).toBeVisible();
});

test("display choices show at once, before they are saved", async ({ page }) => {
  await page.goto("/display");
  await expect(async () => {
    await page.getByText("Very large", { exact: true }).click();
    await expect(page.locator("html")).toHaveAttribute("data-text", "200", { timeout: 500 });
  }).toPass();
});

test("every page of the demo says that its listings are invented and whose site it is not", async ({ page, context }) => {
  for (const path of ["/", "/services", "/topics", "/talk", "/privacy", "/no-such-page"]) {
    await page.goto(path);
    await expect(page.getByRole("complementary", { name: "About this site" })).toContainText("Every listing is invented");
  }
  await readIn(context, { language: "ur" });
  await page.goto("/");
  await expect(page.locator("aside.demo")).toBeVisible();
});
