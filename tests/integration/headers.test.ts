import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROUTE_ACCESS } from "../../app/domain/access/route-access.ts";
import { freshSettings } from "../support/databases.ts";
import { startRunningSite, type RunningSite } from "../support/running-site.ts";

const TOKEN = "Zk3v9QmXw2Lr8TnYp5Hs7Bd4Jg6Fc1Va";

let site: RunningSite;
beforeAll(async () => {
  site = await startRunningSite(await freshSettings("PostgreSQL"));
}, 120_000);
afterAll(() => site.stop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(site.url + path, { redirect: "manual", headers });

describe("what is not of the public directory", () => {
  test.each(["/my-children", "/my-children.data", "/my-child/1", "/my-child/1.data", "/my-child/1/nothing", "/officer", "/officer/1.data", "/account", "/account.data", "/sign-in", "/sign-in.data", "/sign-in/code", "/sign-out", "/ask", "/ask/x.data", `/calendar/${TOKEN}.ics`, `/invitation/${TOKEN}`, "/nothing-here", "/api/auth/nothing", "/api/cases/EHC-1/timeline"])("%s is kept by no browser and no proxy, and read by no other site", async (path) => {
    const answer = await get(path);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("cross-origin-resource-policy")).toBe("same-origin");
  });

  test("neither is an error of it", async () => {
    const answers = [await fetch(`${site.url}/sign-in`, { method: "POST", body: "x", headers: { Origin: "https://elsewhere.example" } }), await fetch(`${site.url}/sign-in`, { method: "POST", headers: { "Content-Type": "multipart/form-data" }, body: "x" }), await get("/my-child/%ff"), await get("/officer/%00")];
    expect(answers.map(({ status }) => status)).toEqual([403, 400, 400, 400]);
    expect(answers.map(({ headers }) => headers.get("cache-control"))).toEqual(["no-store", "no-store", "no-store", "no-store"]);
  });

  test("the public directory may be kept by whoever reads it, and its feed is for everybody", async () => {
    expect((await get("/")).headers.get("cache-control")).toBe("private, no-cache");
    const feed = await get("/api/oruk/v3/services");
    expect(feed.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  });
});

test("every page has a policy of its own nonce, and what browsers are told of safety", async () => {
  const nonces = new Set<string>();
  for (const path of ["/", "/sign-in", "/nothing-here"]) {
    const answer = await get(path);
    const html = await answer.text();
    const policy = answer.headers.get("content-security-policy") ?? "";
    const nonce = /script-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
    nonces.add(nonce);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).not.toMatch(/script-src[^;]*'unsafe/);
    for (const [, attributes] of html.matchAll(/<script\b([^>]*)>/g)) expect(/src="\/assets\//.test(attributes as string) || (attributes as string).includes(`nonce="${nonce}"`), attributes).toBe(true);
    expect(Object.fromEntries(["strict-transport-security", "x-content-type-options", "x-frame-options", "referrer-policy", "cross-origin-opener-policy", "permissions-policy", "x-powered-by"].map((name) => [name, answer.headers.get(name)]))).toEqual({
      "strict-transport-security": "max-age=31536000; includeSubDomains",
      "x-content-type-options": "nosniff",
      "x-frame-options": "SAMEORIGIN",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "permissions-policy": "camera=(self), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
      "x-powered-by": null,
    });
  }
  expect(nonces.size).toBe(3);
});

test("a form that comes from anywhere else is refused at every address, whatever its method", async () => {
  const elsewhere: Record<string, string>[] = [{ Origin: "https://evil.example" }, { Origin: "null" }, { Origin: site.url.replace("//", "//evil.") }, { Origin: site.url.replace(/\d+$/, "9") }, { "Sec-Fetch-Site": "cross-site" }];
  const addresses = Object.keys(ROUTE_ACCESS).map((path) => path.replace(/:\w+/g, "x"));
  const asked = [...addresses, ...addresses.filter((path) => path !== "/").map((path) => `${path}.data`)].flatMap((path) => elsewhere.map((headers, i) => ({ path, headers, method: ["POST", "PUT", "PATCH", "DELETE"][i % 4] as string })));
  const taken: string[] = [];
  for (const { path, headers, method } of asked) {
    const { status } = await fetch(site.url + path, { method, headers, redirect: "manual" });
    if (status !== 403) taken.push(`${method} ${path} ${JSON.stringify(headers)}: ${status}`);
  }
  expect(taken).toEqual([]);
});

test("cookies are for this site's own pages, and no script reads them", async () => {
  const answer = await fetch(`${site.url}/language`, { method: "POST", redirect: "manual", headers: { Origin: site.url }, body: new URLSearchParams({ language: "pl", back: "/" }) });
  const cookies = answer.headers.getSetCookie();
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) {
    expect(cookie).toMatch(/SameSite=(Lax|Strict)/i);
    expect(cookie).toMatch(/HttpOnly/i);
  }
});

test("a request that fails is written down without what lets anybody in", async () => {
  await get(`/calendar/${TOKEN}.ics?code=${TOKEN}`);
  await get(`/invitation/${TOKEN}`);
  await fetch(`${site.url}/services/nobody`, { method: "POST", headers: { Origin: site.url, Cookie: `send.session_token=${TOKEN}` }, body: new URLSearchParams({ email: "somebody@example.org" }) });
  expect(site.stderr()).not.toContain(TOKEN);
  expect(site.stderr()).not.toContain("somebody@example.org");
});
