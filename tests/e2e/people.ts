import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type APIRequestContext, type BrowserContext, type Page } from "@playwright/test";

/** The demo's invented people, signed in by the same forms as anybody. */

const ONCE = { maxRedirects: 0 };

/** The code that was last sent to an address, from the demo's page of what would have been sent. */
export async function codeFor(request: APIRequestContext, email: string): Promise<string> {
  const page = await (await request.get("/demo/outbox")).text();
  const found = new RegExp(`<bdi class="secret">(\\d{6})</bdi>(?:\\s|<!-- -->)*<bdi>${email.replaceAll(".", "\\.")}</bdi>`).exec(page)?.[1];
  if (!found) throw new Error(`No code was sent to ${email}.`);
  return found;
}

type Cookies = Awaited<ReturnType<APIRequestContext["storageState"]>>["cookies"];

/** The demo's people whom the tests are, and where `setup.ts` keeps their sessions for all of them: codes are sent so often only, and each is good once. */
export const PEOPLE = [
  "all.cases@example.org",
  "helper@example.org",
  "kofi@example.org",
  "priya@example.org",
  "meera@example.org",
  "new.parent@example.org",
  "dana@example.org",
  "carlos@example.org",
  "manager@staff.example.org",
  "jo.bright@staff.example.org",
] as const;
export const sessionsFile = () => join(process.env.E2E_DATA_DIR ?? "", "sessions.json");

/** Makes somebody who is signed in of a browser context, for all its pages. */
export async function be(context: BrowserContext, email: (typeof PEOPLE)[number]): Promise<void> {
  const sessions = JSON.parse(readFileSync(sessionsFile(), "utf8")) as Record<string, Cookies>;
  await context.addCookies(sessions[email] ?? []);
}

/** Signs somebody in, for all pages of the request's browser context. Staff give the code of the demo's authenticator too. */
export async function signIn(request: APIRequestContext, email: string): Promise<void> {
  const asked = await request.post("/sign-in", { form: { email, back: "/my-children" }, ...ONCE });
  expect(asked.status()).toBe(303);
  const given = await request.post(asked.headers().location ?? "", { form: { code: await codeFor(request, email), back: "/my-children" }, ...ONCE });
  expect(given.status()).toBe(303);
  if (!email.endsWith("@staff.example.org")) return;
  const guide = await (await request.get("/demo")).text();
  const authenticator = /<strong class="secret">(\d{6})<\/strong>/.exec(guide)?.[1] ?? "";
  const second = await request.post("/sign-in/second-step", { form: { code: authenticator, back: "/officer" }, ...ONCE });
  expect(second.status()).toBe(303);
}

/** The codes of letters that the demo shows, with whom they are about. */
export async function demoCodes(request: APIRequestContext): Promise<{ code: string; firstName: string; as: "parent" | "young-person"; born: { day: number; month: string; year: number } }[]> {
  const page = (await (await request.get("/demo", { headers: { "Accept-Language": "en-GB" } })).text()).replaceAll("<!-- -->", "");
  return [...page.matchAll(/<bdi class="secret">([0-9A-Z-]{19})<\/bdi>([^<]+)</g)].map(([, code = "", words = ""]) => {
    const [, day = "", month = "", year = ""] = /(\d{1,2}) (\p{L}+) (\d{4})/u.exec(words) ?? [];
    return { code, firstName: /as (?:a parent of )?(\p{L}+)/u.exec(words)?.[1] ?? "", as: words.includes("a parent of") ? "parent" : "young-person", born: { day: Number(day), month, year: Number(year) } };
  });
}

/** The addresses of the records that somebody follows, by the child's first name as it stands on their page. */
export async function recordsOf(page: Page): Promise<{ name: string; path: string }[]> {
  await page.goto("/my-children");
  return page.locator('main a[href^="/my-child/"]').evaluateAll((links) => links.map((link) => ({ name: (link as HTMLElement).innerText.trim(), path: new URL((link as HTMLAnchorElement).href).pathname })).filter(({ path }) => /^\/my-child\/[0-9a-f-]{36}$/.test(path)));
}
