import { randomBytes } from "node:crypto";
import http from "node:http";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { readConfig } from "../../app/config.server.ts";
import { openSite } from "../../app/site.server.ts";
import { openIndex } from "../../search-index/client.server.ts";
import { seed } from "../../prisma/seed.ts";
import { freshSettings } from "../support/databases.ts";
import { inventedId } from "../support/invented.ts";
import { startRunningSite, type RunningSite } from "../support/running-site.ts";

const ID = inventedId(99, 1);
const TEN_KB = "club+".repeat(2048);
const NINES = "9".repeat(400);

/** What may be answered to a query: the page with what was understood, or that it cannot be read. */
const ANSWERS = [200, 400];
/**
 * To other nonsense also: not signed in (401), nothing there (404, once 410), not this way (405), not from elsewhere (403), too much (413 and
 * 414), no such part (416), what has not changed (204, 304), and where a form leads on.
 */
const REFUSALS = [...ANSWERS, 202, 204, 301, 302, 303, 304, 401, 403, 404, 405, 410, 413, 414, 416];

/** Queries of the search page, which /api/search and the page's own data take too. */
const QUERIES = [
  "", "?", "?&&&", "?=", "?=x", "?q", "?q=", "?q=%20", "?q=%00", "?q=a%00b", "?q=%ff%fe", "?q=%c3", "?q=%E0%A4%A", "?q=%", "?q=%zz", "?q=%F0%9F%A6%A6", "?q=%ED%A0%80", "?q=%E2%80%AE", "?q=%0d%0aSet-Cookie:%20a=b",
  "?q=%27%20OR%201=1;--", "?q=%22", "?q=%5C", "?q=%5C%27%22", "?q=(((", "?q=*:*", "?q=-", "?q=!%26%7C", "?q=%3Cscript%3Ealert(1)%3C/script%3E", "?q=${7*7}", "?q=constructor", "?q=__proto__", "?q=toString",
  `?q=${TEN_KB}`, `?q=${"a".repeat(10_240)}`, `?q=${"%F0%9F%A6%A6".repeat(800)}`, "?q=a&q=b&q=c", "?q[]=a&q[b]=c", "?q=swimming&exact=maybe", "?q=in%20%20%20near", "?q=age%20999999999999", "?q=within%2099999999%20miles%20of%20Chelmsford",
  "?age=-3", "?age=abc", "?age=1e9", `?age=${NINES}`, "?age=5-", "?age=-5", "?age=10-5", "?age=5-10-15", "?age=%00", "?age=5&age=7", "?age=Infinity", "?age=NaN", "?age=0.5", "?age=%D9%A3",
  "?page=1e9", "?page=abc", "?page=-1", "?page=0", "?page=1.5", `?page=${NINES}`, "?page=5000", "?page=4999", "?page=%00", "?page=2&page=3",
  "?near=ZZ99", "?near=ZZ99%209ZZ", "?near=%00", "?near=CM2%00", "?near=%ff", `?near=${TEN_KB}`, "?near=51.5,0.1", "?near=%27", "?near=CM2%206JX&near=CO1", "?near=constructor", "?near=Chelmsford&miles=-1", "?near=Chelmsford&miles=abc", `?near=Chelmsford&miles=${NINES}`, "?near=Chelmsford&miles=0", "?near=Chelmsford&miles=1e-400",
  "?need=purple", "?need=%00", "?need=autism&need=autism&need=purple", "?need=__proto__", "?category=constructor", "?category=toString", "?support=hoist%00", "?day=someday", "?district=atlantis", "?district=%00", "?district=__proto__", "?language=xx", "?cost=-1", "?duty=99", "?holiday=%ff",
  `?${"need=autism&".repeat(800)}`, `?${Array.from({ length: 800 }, (_, i) => `p${i}=1`).join("&")}`, "?sort=random", "?sort=nearest", "?sort=%00", "?no-referral=maybe", "?ask=%00", "?unknown=1", "?__proto__=1", "?constructor[prototype]=1", "?%00=%00", "?_routes=x", "?index",
];

interface Nonsense {
  path: string;
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string;
}

const REQUESTS: Nonsense[] = [
  ...["/services/%00", "/services/a%00b", "/services/%ff", "/services/%E0%A4%A", "/services/..%2f..%2fetc%2fpasswd", "/services/%2e%2e/%2e%2e", "/services/__proto__", `/services/${"x".repeat(8000)}`, `/services/${"%F0%9F%A6%A6".repeat(600)}`, "/services/'", "/services/a/b/c", "/services//", "//", "//services", "/%00", "/%", "/%ff", "/\\", "/.env", "/assets/%00", "/assets/..%2f..%2fpackage.json", "/assets/%2e%2e/%2e%2e/package.json", "/assets/nothing.js", "/favicon.ico", "/build/server/index.js"].map((path) => ({ path })),
  ...["/topics/purple", "/topics/%00", "/topics/__proto__", "/categories/%00", "/categories/constructor", "/tell-us?about=%00", `/tell-us?about=${"a".repeat(8000)}`, "/tell-us?about=nobody", "/language?back=//evil.example", "/language?back=%00", "/display?back=javascript:alert(1)", "/my-list?places=%00", `/my-list?places=${"a,".repeat(4000)}`, "/my-list?places=__proto__,constructor", "/talk?x=%ff"].map((path) => ({ path })),
  ...["/.data", "/_root.data", "/services.data", "/services.data?_routes=nothing", "/services.data?_routes=%00", "/services.data?q=%00&age=-3&page=1e9", "/services/%00.data", "/services/nobody.data", "/nothing.data", "/topics/purple.data", "/my-list.data?places=%00", "/api/search.data", "/api/oruk/v3/services.data", "/__manifest", "/__manifest?p=%00"].map((path) => ({ path })),
  ...["services", "organizations", "taxonomies", "taxonomy_terms", "service_at_locations"].flatMap((list) => [`/api/oruk/v3/${list}/x`, `/api/oruk/v3/${list}/%00`, `/api/oruk/v3/${list}/${NINES}`, `/api/oruk/v3/${list}/${"x".repeat(8000)}`, `/api/oruk/v3/${list}/${ID}`, `/api/oruk/v3/${list}/${ID}%00`, `/api/oruk/v3/${list}?page=1e9&per_page=-1&search=%00`, `/api/oruk/v3/${list}?minimal=true&page=1000000`, `/api/oruk/v3/${list}?search=${TEN_KB}`].map((path) => ({ path }))),
  // How Remix fetched data in older versions.
  ...["/services?_data=x", "/services.data?_data=x", "/?_data=x", "/api/search?_data=x"].map((path) => ({ path })),
  { path: "/api/oruk/v3/nothing" }, { path: "/api/oruk/v4" }, { path: "/api/" }, { path: "/api/oruk/v3/openapi.json?x=%00" },
  // What pages that are only read are not made for.
  ...["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "PROPFIND"].flatMap((method) => ["/", "/services", "/services/nobody", "/topics", "/healthz", "/readyz", "/api/search", "/api/oruk/v3", "/api/oruk/v3/services", `/api/oruk/v3/services/${ID}`, "/nothing", "/services.data", "/favicon.svg"].map((path) => ({ path, method }))),
  // Forms that nobody's browser sends.
  ...["/my-list", "/language", "/display"].flatMap((path) => [
    { path, method: "POST" },
    { path, method: "POST", headers: { "content-type": "application/json" }, body: "{}" },
    { path, method: "POST", headers: { "content-type": "text/plain" }, body: "x" },
    { path, method: "POST", headers: { "content-type": "multipart/form-data" }, body: "x" },
    { path, method: "POST", headers: { "content-type": "multipart/form-data; boundary=x" }, body: "--y\r\n\r\n" },
    { path, method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "%00=%ff&do=%00&slug=%00&language=%00&theme=%00&back=//evil.example" },
    { path, method: "POST", headers: { "content-type": "application/x-www-form-urlencoded", origin: "https://evil.example" }, body: "do=clear" },
    { path, method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: `do=save&${"slug=a&".repeat(20_000)}` },
    { path: `${path}.data`, method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "x" },
  ]),
  // Headers.
  ...[";;;=", "=", "list", "list=%", "list=%ff; display=%00; language=x", "list=bm90LWpzb24=; display=bm90LWpzb24=; language=bm90LWpzb24=", "list=e30=; display=W10=; language=MQ==", "list=eyJfX3Byb3RvX18iOjF9; display=bnVsbA==; language=bnVsbA==", `list=${"A".repeat(6000)}`, "list=WzEsbnVsbCx7fV0=; display=eyJ0aGVtZSI6e30sInRleHQiOltdfQ=="].flatMap((cookie) => ["/", "/services", "/my-list", "/display"].map((path) => ({ path, headers: { cookie } }))),
  ...["*", ";;;", "q=0", "xx-YY;q=abc", "en;q=1e400", "-", "__proto__", "a".repeat(5000)].map((language) => ({ path: "/services", headers: { "accept-language": language } })),
  ...["[", "a b", "%00", ":99999", "evil.example:port", ""].flatMap((host) => ["/", "/api/oruk/v3"].map((path) => ({ path, headers: { host } }))),
  ...([{ accept: "nonsense/;;;" }, { "accept-encoding": "x;q=zzz" }, { "if-none-match": "%%%" }, { "if-modified-since": "yesterday" }, { range: "bytes=9-1" }, { "x-forwarded-proto": "gopher", "x-forwarded-host": "[" }, { "x-as-you-type": "\t" }, { "user-agent": "" }, { referer: "not an address" }] as Record<string, string>[]).map((headers) => ({ path: "/services?q=club", headers })),
  { path: "/favicon.svg", headers: { range: "bytes=abc" } },
];

function ask(base: string, { path, method = "GET", headers = {}, body }: Nonsense): Promise<{ status: number; headers: http.IncomingHttpHeaders; text: string }> {
  const { hostname, port } = new URL(base);
  return new Promise((done, fail) => {
    // The request goes out as it stands here: fetch would mend it.
    const request = http.request({ hostname, port, path, method, headers, agent: false, setHost: !("host" in headers) }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => done({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.on("error", fail);
    request.end(body);
  });
}

const inWords = ({ path, method = "GET", headers, body }: Nonsense) => `${method} ${path.slice(0, 120)}${headers ? ` ${JSON.stringify(headers).slice(0, 120)}` : ""}${body === undefined ? "" : ` with ${body.slice(0, 60)}`}`;

describe.each(["Meilisearch", "PostgreSQL's own search"])("a running site that searches with %s", (engine) => {
  let site: RunningSite;
  const uid = `services_${randomBytes(6).toString("hex")}`;

  beforeAll(async () => {
    const settings = {
      ...(await freshSettings("PostgreSQL")),
      AREA: "essex",
      ...(engine === "Meilisearch" ? { MEILI_URL: inject("meiliUrl"), MEILI_KEY: inject("meiliKey"), MEILI_INDEX: uid } : {}),
    };
    const opened = await openSite(readConfig(settings));
    await seed(opened, "2026-11-22");
    if (opened.index) await opened.indexing.rebuild();
    await opened.close();
    site = await startRunningSite(settings);
  });

  afterAll(async () => {
    await site.stop();
    if (engine === "Meilisearch") await openIndex({ url: inject("meiliUrl"), key: inject("meiliKey"), uid }).client.deleteIndexIfExists(uid);
  });

  /** Asks all, a few at once, and gives those that were answered as they should not be. */
  async function wronglyAnswered(requests: Nonsense[], allowed: readonly number[]): Promise<string[]> {
    const wrong: string[] = [];
    const left = [...requests];
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let request = left.shift(); request; request = left.shift()) {
          const about = request;
          const said = await ask(site.url, about).then(({ status, text }) => (allowed.includes(status) ? null : `${status} ${text.slice(0, 80)}`), (error: unknown) => String(error));
          if (said) wrong.push(`${inWords(about)}: ${said}`);
        }
      }),
    );
    return wrong;
  }

  test.each(["/services", "/services.data", "/api/search", "/"])("answers any query of %s", { timeout: 180_000 }, async (path) => {
    expect(await wronglyAnswered(QUERIES.map((query) => ({ path: `${path === "/" ? "/" : path}${query}` })), ANSWERS)).toEqual([]);
  });

  test("refuses or answers every other nonsense", { timeout: 180_000 }, async () => {
    expect(await wronglyAnswered(REQUESTS, REFUSALS)).toEqual([]);
  });

  test("reads no form that is larger than any of its own, however its size is told", async () => {
    const body = `email=${"a".repeat(3 * 1024 * 1024)}`;
    for (const path of ["/sign-in", "/my-list", "/ask/complaint"]) {
      for (const size of [{ "content-length": String(body.length) }, { "transfer-encoding": "chunked" }] as Record<string, string>[]) {
        expect([path, size, (await ask(site.url, { path, method: "POST", headers: { "content-type": "application/x-www-form-urlencoded", ...size }, body })).status]).toEqual([path, size, 413]);
      }
    }
  });

  test("gives a page's data to those methods only that are written down as a look at it", async () => {
    for (const path of ["/my-children", `/my-child/${ID}/record/json`, "/services"]) expect((await ask(site.url, { path, method: "OPTIONS" })).status).toBe(405);
  });

  test("answers 10 KB of words with the page, and says plainly that it took the first of them", async () => {
    const { status, text } = await ask(site.url, { path: `/services?q=${TEN_KB}` });
    expect(status).toBe(200);
    expect(text).toContain("That was a lot of words. We used the first part:");
    expect(text.length).toBeLessThan(600_000);
  });

  test("says what it did not understand, and shows the rest", async () => {
    const { text } = await ask(site.url, { path: "/services?age=-3&page=abc&near=ZZ99+9ZZ&need=purple" });
    expect(text).toContain("ZZ99 9ZZ");
    const answer = JSON.parse((await ask(site.url, { path: "/api/search?age=-3&page=abc&near=ZZ99+9ZZ&need=purple" })).text) as { total: number; problems: { parameter: string }[] };
    expect(answer.problems.map(({ parameter }) => parameter).sort()).toEqual(["age", "near", "need", "page"]);
    expect(answer.total).toBeGreaterThan(100);
  });

  test("never gives markup back as markup, nor a redirect off the site", async () => {
    const { text } = await ask(site.url, { path: "/services?q=%3Cscript%3Ealert(1)%3C/script%3E&near=%3Cimg%20src=x%20onerror=alert(2)%3E" });
    expect(text).not.toMatch(/<script>alert|<img src=x/);
    const form = { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" } };
    for (const back of ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "\t//evil.example"]) {
      const { headers } = await ask(site.url, { path: "/language", ...form, body: new URLSearchParams({ language: "en-GB", back }).toString() });
      expect(headers.location, back).toMatch(/^\/(?![/\\])/);
    }
  });

  test("says in a whole page what is wrong with a form, in its title too", async () => {
    const form = { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "a=b" };
    for (const [path, status, title] of [["/services", 405, "We could not read that request"], ["/nothing", 404, "We cannot find that page"]] as const) {
      const { status: said, text } = await ask(site.url, { path, ...form });
      expect([path, said, /<title>([^<]*) · /.exec(text)?.[1]]).toEqual([path, status, title]);
      expect(text).toContain("site-footer");
    }
  });

  test("gives back what was typed into a form that somebody sent after their session had ended", async () => {
    for (const path of ["/account/name", `/officer/cases/${ID}/messages?about=reply`, `/my-child/${ID}/people/invite`]) {
      const { status, text } = await ask(site.url, { path, method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams({ words: 'Half an hour\'s "work" <b>', do: "send" }).toString() });
      expect([path, status]).toEqual([path, 401]);
      expect(text).toContain("Please sign in again, then send this");
      expect(text).toMatch(new RegExp(`<a href="${path.startsWith("/officer") ? "/officer" : ""}/sign-in\\?back=[^"]*" target="_blank"`));
      expect(text).toContain(`<form method="post" action="${path}">`);
      expect(text).toContain('<input type="hidden" name="words" value="Half an hour&#x27;s &quot;work&quot; &lt;b&gt;"/>');
      expect(text).toContain('<input type="hidden" name="do" value="send"/>');
    }
  });

  test("still works afterwards, and has written no fault of its own", async () => {
    expect((await ask(site.url, { path: "/healthz" })).status).toBe(200);
    expect((await ask(site.url, { path: "/services?q=swimming" })).text).toContain("<h1>");
    // Remix itself warns of requests in its older form, as of a fault.
    const faults = site.stderr().split("\n").filter((line) => line.includes('"level":"error"') && !line.includes("should not be making ?_data requests"));
    expect(faults).toEqual([]);
  });
});
