import type { BrowserContext, Page } from "@playwright/test";
import { HANDS, type Hand } from "./hands.ts";
import { be, codeFor, demoCodes, recordsOf, signIn } from "./people.ts";
import { expect, expectClean, expectFits, readIn, test } from "./site.ts";

/** What families, young people and officers come to do, from end to end: each with a finger on a phone without JavaScript, and with the keys alone. */

const PHOTO = { name: "IMG_0042.jpg", mimeType: "image/jpeg", buffer: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), Buffer.from("JFIF\0\x01\x01\0\0\x01\0\x01\0\0", "latin1"), Buffer.alloc(120_000, 7), Buffer.from([0xff, 0xd9])]) };

async function recordOf(page: Page, name: string): Promise<string> {
  const found = (await recordsOf(page)).find((one) => one.name.includes(name));
  if (!found) throw new Error(`No record of ${name} is followed.`);
  return found.path;
}

const h1 = (page: Page) => page.getByRole("heading", { level: 1 });

const windowOf = ({ hasScript }: Hand) => ({ javaScriptEnabled: hasScript, viewport: hasScript ? { width: 1100, height: 800 } : { width: 360, height: 780 } });
const lookOf = ({ hasScript }: Hand) => (hasScript ? expectClean : expectFits);

for (const [turn, hand] of HANDS.entries()) {
  test.describe(hand.name, () => {
    const expectGood = lookOf(hand);
    test.use(windowOf(hand));

    test("a new parent: the letter's code, a wrong date put right, the record, the dates in the calendar, who has looked", async ({ page, request }) => {
      const email = `new-${turn}@example.org`;
      await page.goto("/sign-in");
      await hand.write(page.getByLabel("Your email address"), email);
      await hand.press(page.getByRole("button", { name: "Send me a code" }));
      await expect(h1(page)).toHaveText("Write the code we sent");
      await hand.write(page.getByLabel("The code"), await codeFor(request, email));
      await hand.press(page.getByRole("button", { name: "Sign in" }));
      await expect(h1(page)).toHaveText("My children");
      await hand.press(page.getByRole("link", { name: "Use the code from the letter" }));
      const letter = (await demoCodes(page.context().request)).filter(({ as }) => as === "parent")[turn];
      if (!letter) throw new Error("The demo has no more codes.");
      await hand.write(page.getByLabel("The code from the letter"), letter.code.toLowerCase().replaceAll("-", " "));
      await hand.write(page.getByLabel("Day"), "31");
      await hand.write(page.getByLabel("Month"), "feb");
      await hand.write(page.getByLabel("Year"), "2016");
      await hand.press(page.getByRole("button", { name: "Join" }));
      await expect(page).toHaveTitle(/^Error: /);
      await expect(page.getByRole("alert")).toContainText("no such day");
      await expectGood(page);
      await expect(page.getByLabel("The code from the letter")).toHaveValue(letter.code.toLowerCase().replaceAll("-", " "));
      await hand.write(page.getByLabel("Day"), String(letter.born.day));
      await hand.write(page.getByLabel("Month"), letter.born.month);
      await hand.write(page.getByLabel("Year"), String(letter.born.year));
      await hand.press(page.getByRole("button", { name: "Join" }));
      await expect(h1(page)).toContainText(letter.firstName);
      for (const words of ["The date the law sets", "The likely date", "Who has it now"]) await expect(page.getByText(words).first()).toBeVisible();
      const record = new URL(page.url()).pathname;
      await hand.press(page.getByRole("link", { name: "Put the dates into my calendar" }));
      await hand.press(page.locator("main form button").first());
      const address = (await page.locator("main .secret").first().innerText()).trim();
      const calendar = await request.get(new URL(address).pathname);
      expect(await calendar.text()).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*BEGIN:VEVENT/);
      await page.goto(record);
      await hand.press(page.getByRole("link", { name: "Who has looked at this record" }));
      await expect(h1(page)).toHaveText(/Who has looked/);
      await expectGood(page);
    });

    test("a late case in Urdu: what is late and whose, a message with a photo, its receipt, and the family's copy of it", async ({ page, context }) => {
      await be(context, "dana@example.org");
      await readIn(context, { language: "ur" });
      const record = await recordOf(page, "Kayden");
      await page.goto(record);
      await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
      await expect(page.locator("#late")).toBeVisible();
      await expect(page.locator("#late ~ ul").first()).toContainText("educational psychologist shortage");
      // What an officer wrote stays as it was written, and says so in the family's language.
      const told = page.locator("main span.pre-line[lang=en-GB]").first();
      await expect(told).toContainText(/[a-z]/);
      await expect(told.locator("+ span")).toContainText("انگریزی");
      await expect(told.locator(`+ span a[href="${record}/other-format"]`)).toBeVisible();
      await hand.press(page.locator(`main a[href="${record}/messages"]`).first());
      const words = `کیا رپورٹ آ گئی ہے؟ ${turn}`;
      await hand.write(page.locator("textarea[name=body]"), words);
      await page.locator("input[type=file]").first().setInputFiles(PHOTO);
      await hand.press(page.locator("main form button.button").first());
      await expect(page.locator("#receipt")).toBeVisible();
      await expect(page.getByText(words)).toBeVisible();
      await expect(page.getByText(PHOTO.name).first()).toBeVisible();
      await expectGood(page);
      // The back button and the same form again: still one message.
      await page.reload();
      await expect(page.getByText(words)).toHaveCount(1);
    });

    test("a no: the rights with their own countdowns, then the local meeting booked and given back", async ({ page, context }) => {
      await be(context, "carlos@example.org");
      const record = await recordOf(page, "Noah");
      await page.goto(record);
      await hand.press(page.locator(`main a[href="${record}/rights"]`).first());
      await expect(page.getByRole("heading", { name: /appeal/i }).first()).toBeVisible();
      await expect(page.getByRole("heading", { name: /mediation/i }).first()).toBeVisible();
      await page.goto(`${record}/meeting`);
      await hand.pick(page.locator("input[name=slot]").first());
      await hand.press(page.locator("main form button.button").first());
      await expect(page.locator("#booked")).toBeVisible();
      await expectGood(page);
      await hand.press(page.locator("button[name=do][value=decline]").first());
      await expect(page.locator("#booked")).toHaveCount(0);
      await expect(page.getByRole("status")).toBeVisible();
    });

    test("a young person who decides: what a parent may see, and taking it back", async ({ page, context }) => {
      await be(context, "priya@example.org");
      const record = (await recordsOf(page))[0]?.path ?? "";
      await page.goto(`${record}/my-choice`);
      await expect(page.getByRole("navigation", { name: "Main", exact: true }).getByRole("link", { name: "My record" })).toHaveAttribute("aria-current", "page");
      await hand.press(page.locator(`main a[href^="${record}/my-choice/"]`).first());
      await hand.pick(page.locator("input[name=what][value=some]"));
      await hand.press(page.locator("main form button.button").first());
      await expect(page).toHaveTitle(/^Error: /);
      await expectGood(page);
      await hand.pick(page.locator("input[name=parts][value=dates]"));
      await hand.press(page.locator("main form button.button").first());
      await expect(page).toHaveURL(new RegExp(`${record}/my-choice$`));
      await hand.press(page.locator(`main a[href^="${record}/my-choice/"]`).first());
      await hand.pick(page.locator("input[name=what][value=nothing]"));
      await hand.press(page.locator("main form button.button").first());
      await expect(page).toHaveURL(new RegExp(`${record}/my-choice$`));
    });

    test("a complaint from the record: mistakes listed, nothing lost, a receipt with its last day", async ({ page, context }) => {
      await be(context, "dana@example.org");
      const record = await recordOf(page, "Kayden");
      await page.goto(`${record}/complain`);
      await hand.write(page.locator("textarea[name=happened]"), "Nobody tells us anything.");
      await hand.press(page.locator("main form button.button").first());
      await expect(page.getByRole("alert")).toBeVisible();
      await expect(page.locator("textarea[name=happened]")).toHaveValue("Nobody tells us anything.");
      await expectGood(page);
      await hand.pick(page.locator("input[name=about][value=communication]"));
      await hand.write(page.locator("textarea[name=wanted]"), "A call each week.");
      await hand.press(page.locator("main form button.button").first());
      await expect(page).toHaveURL(/\/requests\?sent=/);
      await expect(page.getByText("Nobody tells us anything.").first()).toBeVisible();
      await expectGood(page);
    });

    test("anybody, without an account: asks for a needs assessment, mistakes listed, and a receipt with every date", async ({ page }) => {
      const goOn = () => hand.press(page.getByRole("button", { name: "Save and go on" }));
      await page.goto("/ask/assessment");
      await hand.press(page.getByRole("button", { name: "Begin" }));
      await goOn();
      await expect(page.getByRole("alert")).toContainText("Say who you are.");
      await expectGood(page);
      await hand.pick(page.getByLabel("I am a parent or carer"));
      await hand.write(page.getByLabel("Your name"), "Invented Parent");
      await goOn();
      await hand.write(page.getByLabel("First name"), "Invented");
      await hand.write(page.getByLabel("Last name"), "Child");
      await hand.write(page.getByLabel("Day"), "3 march 2019");
      await expectGood(page);
      await goOn();
      await hand.write(page.getByLabel("What is hard, and since when?"), "Everything at school since September.");
      await goOn();
      await expect(page).toHaveURL(/\/helps$/);
      await expectGood(page);
      await goOn();
      const add = async (name: string) => {
        await page.locator("#files").setInputFiles({ ...PHOTO, name });
        await hand.press(page.getByRole("button", { name: "Add these papers" }));
        await expect(page.getByRole("heading", { name: "We have your paper" })).toBeVisible();
      };
      await add("letter.jpg");
      await hand.press(page.getByRole("button", { name: "Remove it letter.jpg" }));
      await expect(page.getByRole("status").first()).toHaveText("It is removed. We do not keep it.");
      await add("report.jpg");
      await expectGood(page);
      await goOn();
      await hand.pick(page.getByLabel("By email"));
      await hand.write(page.getByLabel(/Email address/), "invented@example.org");
      await expectGood(page);
      await goOn();
      await expect(h1(page)).toHaveText("Check your answers");
      await expect(page.getByText("3 March 2019")).toBeVisible();
      await expect(page.getByRole("heading", { name: "report.jpg" })).toBeVisible();
      await expectGood(page);
      await hand.press(page.getByRole("button", { name: "Send to the council" }));
      await expect(h1(page)).toHaveText("Your receipt");
      await expect(page.getByText("Decide whether to assess")).toBeVisible();
      await expect(page.getByText("Send the final plan")).toBeVisible();
      await expect(page.getByRole("heading", { name: "report.jpg" })).toBeVisible();
      await expectGood(page);
      // The back button and the same button again: the same receipt.
      await page.goBack();
      await page.goForward();
      await expect(h1(page)).toHaveText("Your receipt");
    });
  });
}

test.describe("an officer", () => {
  // One after another: the families that one has written to wait no more.
  test.describe.configure({ mode: "default" });
  for (const hand of HANDS) {
    test.describe(hand.name, () => {
      const expectGood = lookOf(hand);
      test.use(windowOf(hand));

      test("one honest update to all families who wait for the same, seen first as a family reads it", async ({ page, context }) => {
        await be(context, "jo.bright@staff.example.org");
        await page.goto("/officer");
        await hand.press(page.getByRole("link", { name: "Silence and updates" }));
        await expect(page).toHaveURL(/\/officer\/updates$/);
        await page.goto("/officer/updates?for=all");
        const before = await page.locator("main li h2").count();
        const write = page.locator('main a[href^="/officer/updates/write"]').first();
        const count = Number(/\d+/.exec(await write.innerText())?.[0]);
        await hand.press(write);
        await hand.press(page.locator("button[name=do][value=preview]"));
        // The place for what was done is not left to stand.
        await expect(page.getByRole("alert")).toBeVisible();
        const words = page.locator("textarea[name=words]");
        await hand.write(words, (await words.inputValue()).replace(/\{write[^}]*\}/, "we asked two more services."));
        await hand.press(page.locator("button[name=do][value=preview]"));
        await expect(page.locator(".update-preview").first()).toBeVisible();
        await expectGood(page);
        await hand.write(page.locator("input[name=count]"), String(count + 1));
        await hand.press(page.locator("button[name=do][value=send]"));
        await expect(page.getByRole("alert")).toBeVisible();
        await hand.write(page.locator("input[name=count]"), String(count));
        await hand.press(page.locator("button[name=do][value=send]"));
        await expect(page).toHaveURL(/\/officer\/updates\?sent=/);
        await expect(page.getByRole("status")).toContainText(String(count));
        await page.goto("/officer/updates?for=all");
        await expect(page.locator("main li h2")).toHaveCount(before - 1);
      });
    });
  }
});

test("a young person before their day joins with a code of their own, and sees when the record becomes theirs", async ({ page, context }) => {
  await signIn(context.request, "samuel-invented@example.org");
  const letter = (await demoCodes(context.request)).find(({ as }) => as === "young-person");
  if (!letter) throw new Error("The demo has no code of a young person.");
  await join(context, letter);
  await page.goto("/my-children");
  await expect(page.getByRole("main")).toContainText(/\d{4}/);
  await expect(page.locator('main a[href^="/my-child/"]')).toHaveCount(0);
});

async function join(context: BrowserContext, { code, born }: { code: string; born: { day: number; month: string; year: number } }): Promise<void> {
  const answer = await context.request.post("/my-children/join", { form: { code, "born-day": String(born.day), "born-month": born.month, "born-year": String(born.year) }, maxRedirects: 0 });
  expect(answer.status()).toBe(303);
}

test("a message whose photo meets a lost connection: the photo goes on by itself, words typed meanwhile go with it, once", async ({ page, context }) => {
  await be(context, "dana@example.org");
  const record = await recordOf(page, "Kayden");
  await page.goto(`${record}/messages`);
  let broken = 0;
  // The first part of the photo is lost twice on its way.
  await page.route("**/uploads/**", (route) => (route.request().method() === "PATCH" && broken++ < 2 ? route.abort("connectionreset") : route.continue()));
  const words = `The line is bad today ${Date.now()}.`;
  await page.getByLabel("Your message").fill("The line");
  await expect(page.locator(".upload-live")).toBeVisible();
  await page.locator("#files").setInputFiles({ ...PHOTO, name: "bad-line.jpg" });
  await page.getByRole("button", { name: "Send the message" }).click();
  await expect.poll(() => broken).toBeGreaterThan(0);
  await page.getByLabel("Your message").fill(words);
  await expect(page.locator("#receipt")).toBeVisible();
  expect(broken).toBeGreaterThan(2);
  await expect(page.getByText(words)).toHaveCount(1);
  await expect(page.getByText("bad-line.jpg")).toHaveCount(1);
});

test("another family's record is not there, whether it exists or not", async ({ page, context, browser }) => {
  await be(context, "dana@example.org");
  const record = await recordOf(page, "Kayden");
  const stranger = await browser.newPage();
  expect((await stranger.goto(record))?.url()).toContain("/sign-in");
  await be(stranger.context(), "new.parent@example.org");
  expect((await stranger.goto(record))?.status()).toBe(404);
  expect((await stranger.goto("/my-child/00000000-0000-4000-8000-000000000000"))?.status()).toBe(404);
  await stranger.context().close();
});

test.describe("a passkey as the second step", () => {
  // No browser makes one for an IP address.
  test.use({ baseURL: `http://localhost:${process.env.E2E_PORT}` });

  async function signInHalf(page: Page, email: string): Promise<void> {
    await page.context().clearCookies();
    await page.goto("/sign-in?back=/account/second-step");
    await page.getByLabel("Your email address").fill(email);
    await page.getByRole("button", { name: "Send me a code" }).click();
    await page.getByLabel("The code").fill(await codeFor(page.context().request, email));
    await page.getByRole("button", { name: "Sign in" }).click();
  }

  test("is made on the account's page, asked for at the next sign-in, and removed", async ({ page, context, browser }) => {
    const device = await context.newCDPSession(page);
    await device.send("WebAuthn.enable");
    const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } as const;
    const { authenticatorId } = await device.send("WebAuthn.addVirtualAuthenticator", { options });
    const email = "passkey-invented@example.org";
    await signInHalf(page, email);
    await page.goto("/sign-in/second-step?back=/account/second-step");
    await expectClean(page);
    await page.getByRole("button", { name: "Add a passkey" }).press("Enter");
    await expect(page.locator("main li.card")).toHaveCount(1);
    await page.getByRole("button", { name: /^Remove this passkey/ }).click();
    await page.getByRole("button", { name: "Add a passkey" }).press("Enter");
    await expect(page.getByRole("status")).toContainText("Your passkey is added");
    await expect(page.locator("main li.card")).toContainText("a Linux computer");
    await expectClean(page);
    // The device itself says that it has one.
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await expect(page.getByRole("alert")).toContainText("already has a passkey");
    await expectClean(page);

    await signInHalf(page, email);
    await expect(h1(page)).toHaveText("Second step");
    await expect(page.locator("input[name=code]")).toHaveCount(0);
    const withoutScript = await browser.newPage({ javaScriptEnabled: false, storageState: await context.storageState() });
    await withoutScript.goto(page.url());
    await expect(withoutScript.getByText("A passkey needs JavaScript")).toBeVisible();
    await expect(withoutScript.locator("form[data-passkey] button")).toBeHidden();
    await expectFits(withoutScript);
    await withoutScript.context().close();

    // Whose finger the device does not know is told, and can try again.
    await device.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
    await page.getByRole("button", { name: "Use your passkey" }).click();
    await expect(page.getByRole("alert")).toContainText("did not work");
    await expectClean(page);
    await device.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true });
    await page.getByRole("button", { name: "Use your passkey" }).press("Enter");
    await expect(h1(page)).toHaveText("Your second step");
    await page.getByRole("button", { name: /^Remove this passkey/ }).click();
    await expect(page.getByRole("status")).toContainText("The passkey is removed");
    await expect(page.locator("main li.card")).toHaveCount(0);
  });
});
