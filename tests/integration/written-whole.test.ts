import { afterAll, beforeAll, expect, test } from "vitest";
import { freshSettings } from "../support/databases.ts";
import { startRunningSite, type RunningSite } from "../support/running-site.ts";

let site: RunningSite;
beforeAll(async () => {
  site = await startRunningSite(await freshSettings("PostgreSQL"));
}, 120_000);
afterAll(() => site.stop());

test("a page in Urdu has every letter and nothing between them, wherever its pieces are cut", async () => {
  const chosen = await fetch(`${site.url}/language`, { method: "POST", body: new URLSearchParams({ language: "ur" }), headers: { Origin: site.url }, redirect: "manual" });
  const cookie = chosen.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  for (let more = 0; more < 12; more++) {
    const answer = await fetch(`${site.url}/display?back=/${"a".repeat(more)}`, { headers: { Cookie: cookie } });
    const html = await answer.text();
    expect(html).toContain('lang="ur"');
    expect(html).not.toMatch(/[\0\ufffd]/);
  }
});
