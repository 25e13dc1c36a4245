import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import { atEnd } from "./at-end.ts";

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
  /** The address it is at. */
  address: string;
  accounts: Map<string, ProviderAccount>;
  /** Answers from now on. @param siteOrigin where the portal is, to which it sends people back */
  serve(siteOrigin: string, options?: ProviderOptions): Promise<void>;
  /** Goes away, as in a fault. */
  goAway(): Promise<void>;
}

interface ProviderOptions {
  /** Claims come with the ID token, or only when they are asked for with the access token. */
  claims?: "id-token" | "userinfo";
  /** What it says it is; its address unless a test has it lie. */
  issuer?: string;
}

/** A provider that has an address, and does not answer yet. */
export async function councilProvider(): Promise<CouncilProvider> {
  const accounts = new Map<string, ProviderAccount>();
  let server = createServer();
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  await shut(server);
  const address = `http://127.0.0.1:${port}`;
  const goAway = () => shut(server);
  atEnd(goAway);
  return {
    address,
    accounts,
    goAway,
    serve: async (siteOrigin, { claims = "id-token", issuer = address } = {}) => {
      await shut(server);
      const provider = new Provider(issuer, {
        clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [`${siteOrigin}/api/auth/callback/council`], grant_types: ["authorization_code"], response_types: ["code"] }],
        claims: { openid: ["sub", "roles", "officer"], email: ["email"], profile: ["name"] },
        conformIdTokenClaims: claims === "userinfo",
        pkce: { required: () => true },
        cookies: { keys: ["the tests' own"] },
        // Its own pages of signing in take any name; they are what a browser sees.
        features: { devInteractions: { enabled: true } },
        findAccount: (_context, id) => {
          const account = accounts.get(id);
          return account && { accountId: id, claims: () => ({ sub: id, ...account }) };
        },
      });
      const answer = provider.callback();
      server = createServer((request, response) => void answer(request, response));
      await listen(server, port);
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, fail) => void server.once("error", fail).listen(port, "127.0.0.1", done));
}

function shut(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
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
