import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import { afterAll } from "vitest";

export const CLIENT = { id: "send-portal", secret: "a client secret of the tests" };

/** Somebody whom the council's provider knows, with the claims it gives of them. */
export interface ProviderAccount {
  email: string;
  name: string;
  roles?: unknown;
  officer?: string;
}

/** A real OpenID Connect provider on a port of its own, whose accounts a test can change at any time. */
export interface CouncilProvider {
  issuer: string;
  accounts: Map<string, ProviderAccount>;
  /** The requests that it got, by method and path. */
  requests: string[];
  /** Goes away, as in a fault. */
  close(): Promise<void>;
}

/** @param siteOrigin where the portal is, to which it sends people back */
export async function startCouncilProvider(siteOrigin: string, options: { claims?: "id-token" | "userinfo"; port?: number } = {}): Promise<CouncilProvider> {
  const accounts = new Map<string, ProviderAccount>();
  const requests: string[] = [];
  const server: Server = createServer();
  await new Promise<void>((done) => server.listen(options.port ?? 0, "127.0.0.1", done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [`${siteOrigin}/api/auth/callback/council`], grant_types: ["authorization_code"], response_types: ["code"] }],
    claims: { openid: ["sub", "roles", "officer"], email: ["email"], profile: ["name"] },
    conformIdTokenClaims: options.claims === "userinfo",
    pkce: { required: () => true },
    cookies: { keys: ["the tests' own"] },
    // Its own pages of signing in take any name; they are what a browser sees.
    features: { devInteractions: { enabled: true } },
    findAccount: (_context, id) => {
      const account = accounts.get(id);
      return account && { accountId: id, claims: () => ({ sub: id, ...account }) };
    },
  });
  const handle = provider.callback();
  server.on("request", (request, response) => {
    requests.push(`${request.method} ${request.url?.split("?")[0]}`);
    void handle(request, response);
  });
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  afterAll(close);
  return { issuer, accounts, requests, close };
}

/** A browser of one person: it keeps cookies of each host and follows redirects, until `stopsAt` says not to. */
export function openBrowser() {
  const jars = new Map<string, Map<string, string>>();
  async function go(url: string, init: RequestInit = {}, stopsAt: (url: URL) => boolean = () => false): Promise<{ url: URL; status: number; text: string; headers: Headers }> {
    let target = new URL(url);
    let request = init;
    for (let hop = 0; hop < 20; hop++) {
      const jar = jars.get(target.host) ?? new Map<string, string>();
      jars.set(target.host, jar);
      const headers = new Headers(request.headers);
      headers.set("Cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "));
      const answer = await fetch(target, { ...request, headers, redirect: "manual" });
      for (const cookie of answer.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        if (value === "" || /max-age=0|expires=thu, 01 jan 1970/i.test(cookie)) jar.delete(name);
        else jar.set(name, value);
      }
      const location = answer.headers.get("Location");
      const next = location === null ? null : new URL(location, target);
      if (!next || stopsAt(next)) return { url: next ?? target, status: answer.status, text: await answer.text(), headers: answer.headers };
      await answer.arrayBuffer();
      target = next;
      request = {};
    }
    throw new Error(`It never ends: ${target.href}`);
  }
  return { go, cookiesOf: (host: string) => jars.get(host) ?? new Map<string, string>() };
}

export type Browser = ReturnType<typeof openBrowser>;

/** Goes through the provider's own pages as somebody, and stops before its answer is taken back to the site. */
export async function signInAtProvider(browser: Browser, at: { url: URL; text: string }, login: string, siteOrigin: string): Promise<URL> {
  let { url, text } = at;
  const back = (next: URL) => next.origin === siteOrigin;
  for (let step = 0; step < 5; step++) {
    if (back(url)) return url;
    const action = /<form[^>]* action="([^"]+)"/.exec(text)?.[1];
    const prompt = /name="prompt" value="([^"]+)"/.exec(text)?.[1] ?? "";
    if (!action) throw new Error(`The provider shows no form at ${url.href}: ${text.slice(0, 300)}`);
    const fields = new URLSearchParams({ prompt, ...(prompt === "login" ? { login, password: "any" } : {}) });
    ({ url, text } = await browser.go(new URL(action, url).href, { method: "POST", body: fields }, back));
  }
  return url;
}
