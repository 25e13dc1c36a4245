import AxeBuilder from "@axe-core/playwright";
import { PGlite } from "@electric-sql/pglite";
import { chromium } from "@playwright/test";
import { makeSignature } from "better-auth/crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AUTH_SECRETS } from "../../app/accounts/auth.server.ts";
import { fromPGlite, isDatabaseAway } from "../../app/db/database.server.ts";
import { openSealer } from "../../app/db/sealing.server.ts";
import { findChromium } from "../support/browser.ts";
import { plainEnvironment, temporaryFolder } from "../support/command.ts";
import { startPostgres, type LocalPostgres } from "../support/postgres.ts";
import { startRunningSite, type RunningSite } from "../support/running-site.ts";
import { until } from "../support/until.ts";

/** Of a session that only the database can tell is none: it is signed as the site signs. */
async function signedCookie(): Promise<string> {
  const [secret] = openSealer(plainEnvironment().DATA_KEYS as string).derive(AUTH_SECRETS);
  return `send.session_token=${encodeURIComponent(`a-session.${await makeSignature("a-session", secret?.value as string)}`)}`;
}
let COOKIE = "";
const CASE = "/my-child/00000000-0000-4000-8000-000000000001";

let postgres: LocalPostgres;
let site: RunningSite;
beforeAll(async () => {
  COOKIE = await signedCookie();
  postgres = await startPostgres();
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query("CREATE DATABASE send_away");
  await admin.end();
  site = await startRunningSite({ DATABASE_URL: postgres.url.replace(/\/postgres$/, "/send_away"), DATA_DIR: temporaryFolder() });
}, 120_000);
afterAll(async () => {
  await site.stop();
  await postgres.stop();
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(site.url + path, { redirect: "manual", headers });
const post = (path: string, body: Record<string, string>, headers: Record<string, string> = {}) => fetch(site.url + path, { method: "POST", redirect: "manual", headers: { Origin: site.url, ...headers }, body: new URLSearchParams(body) });

/** The headers that every answer without the database has. */
function expectUnavailable(answer: Response): void {
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("60");
  expect(answer.headers.get("cache-control")).toBe("no-store");
}

describe("a database server that is stopped and started", () => {
  test("with it, all is there", async () => {
    expect((await get("/")).status).toBe(200);
    expect((await get("/services/nobody")).status).toBe(404);
    expect((await get(CASE, { Cookie: COOKIE })).status).toBe(303);
  });

  describe("while it is away", () => {
    beforeAll(() => postgres.halt());

    test.each([
      ["en-GB", "We cannot reach our records right now", "Nothing you have sent before is lost."],
      ["pl", "Nie możemy teraz otworzyć naszych danych", "zadzwoń"],
      ["ro", "Nu putem ajunge acum la datele noastre", "nu s-a pierdut"],
      ["ur", "ہم اس وقت اپنے ریکارڈ تک نہیں پہنچ پا رہے", "ضائع نہیں ہوا"],
    ])("a page that needs it says so in %s, with whom to ring", async (language, title, words) => {
      for (const path of ["/services/nobody", CASE]) {
        const answer = await get(path, { "Accept-Language": language, Cookie: COOKIE });
        expectUnavailable(answer);
        const html = await answer.text();
        expect(html).toContain(title);
        expect(html).toContain(words);
        expect(html).toContain("01632 960102");
        expect(html).toContain(`lang="${language}"`);
        expect(html).not.toMatch(/prisma|ECONN|at \w+ \(/i);
      }
    });

    test("its page is clean for axe in a browser, in each language", async () => {
      const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox", "--disable-gpu"] });
      try {
        for (const locale of ["en-GB", "pl", "ro", "ur"]) {
          const page = await (await browser.newContext({ locale, viewport: { width: 320, height: 780 } })).newPage();
          expect((await page.goto(`${site.url}/services/nobody`))?.status()).toBe(503);
          expect(await page.locator("html").getAttribute("lang")).toBe(locale);
          const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
          expect([locale, violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))]).toEqual([locale, []]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
        }
      } finally {
        await browser.close();
      }
    });

    test("the data of a page, and an address for programs, say 503 too", async () => {
      for (const path of ["/services/nobody.data", `${CASE}.data`, "/api/oruk/v3/services"]) {
        const answer = await get(path, { Cookie: COOKIE });
        expect([path, answer.status, answer.headers.get("retry-after")]).toEqual([path, 503, "60"]);
      }
      expect((await get("/readyz")).status).toBe(503);
    });

    test.each(["/talk", "/accessibility", "/display", "/healthz"])("%s needs no database, and is there", async (path) => {
      expect((await get(path)).status).toBe(200);
    });

    test("a form that was posted can be sent again from the page: what was typed stands in it", async () => {
      const answer = await post("/sign-in", { email: 'a"<b>@example.org', back: "/my-children" });
      // What is wrong in it is still said, and needs no database.
      expect(answer.status).toBe(400);
      const away = await post("/sign-in?x=1", { email: "somebody@example.org", back: "/my-children" });
      expectUnavailable(away);
      const html = await away.text();
      expect(html).toMatch(/<form method="post" action="\/sign-in\?x=1">/);
      expect(html).toContain('<input type="hidden" name="email" value="somebody@example.org"/>');
      expect(html).toContain('<input type="hidden" name="back" value="/my-children"/>');
      expect(html).toContain("Send it again");
    });

    test("the log names what failed, without what was typed", () => {
      expect(site.stderr()).toContain('"where":"database"');
      expect(site.stderr()).not.toContain("somebody@example.org");
      expect(site.stderr()).not.toContain("a-session");
    });
  });

  test("when it is back the site is too, by itself", async () => {
    await postgres.resume();
    await until("the site's answer", 20_000, async () => (await get("/services/nobody")).status === 404);
    expect((await get("/readyz")).status).toBe(200);
    expect((await get(CASE, { Cookie: COOKIE })).status).toBe(303);
    expect((await post("/sign-in", { email: "somebody@example.org", back: "/my-children" })).status).not.toBe(503);
  });
});

test("a closed embedded database counts as away, and a wrong query does not", async () => {
  const database = fromPGlite(await PGlite.create());
  const wrong = await database.prisma.$queryRaw`SELECT nothing`.then(() => null, (error: unknown) => error);
  expect(isDatabaseAway(wrong)).toBe(false);
  await database.close();
  const away = await database.prisma.$queryRaw`SELECT 1`.then(() => null, (error: unknown) => error);
  expect(isDatabaseAway(away)).toBe(true);
  expect(isDatabaseAway(new Error("wrapped", { cause: away }))).toBe(true);
});
