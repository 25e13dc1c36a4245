import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openDatabase, type Database } from "../../app/db/database.server.ts";
import { temporaryFolder } from "../support/command.ts";
import { CLIENT, councilProvider, openBrowser, signInAtProvider, type Browser, type CouncilProvider } from "../support/council-provider.ts";
import { emptyDatabase, freshPostgresUrl, freshSettings } from "../support/databases.ts";
import { startRunningSite, type RunningSite } from "../support/running-site.ts";

const OFFICER = randomUUID();

/** The built site and a real provider, over HTTP: discovery, PKCE, ID token with its signature, issuer and nonce. */
describe("council staff sign in at the council's provider", () => {
  let council: CouncilProvider;
  let site: RunningSite;
  let database: Database;

  beforeAll(async () => {
    council = await councilProvider();
    const databaseUrl = await freshPostgresUrl();
    database = await openDatabase({ databaseUrl, dataDir: "" });
    site = await startRunningSite({
      DATABASE_URL: databaseUrl,
      DATA_DIR: temporaryFolder(),
      DEMO: "off",
      STAFF_ISSUER: council.address,
      STAFF_CLIENT_ID: CLIENT.id,
      STAFF_CLIENT_SECRET: CLIENT.secret,
      STAFF_OFFICER_CLAIM: "officer",
    });
  });
  afterAll(async () => {
    await database.close();
    await site.stop();
  });
  beforeEach(async () => {
    await emptyDatabase(database);
    council.accounts.clear();
    await council.serve(site.url);
    await database.prisma.officer.create({ data: { id: OFFICER, reference: "o1" } });
  });

  // The provider may know the browser already, and send it straight back.
  const start = (browser: Browser) => browser.go(`${site.url}/officer/sign-in?go=1&back=/officer`, {}, (next) => next.pathname.startsWith("/api/auth/"));
  /** Up to the address that the provider sends the browser back to, not yet taken. */
  const wayBack = async (browser: Browser, login: string) => signInAtProvider(browser, await start(browser), login, site.url);
  const arrive = (browser: Browser, url: URL) => browser.go(url.href, {}, (next) => next.pathname === "/officer" || next.pathname === "/officer/sign-in");
  async function signIn(login: string, browser = openBrowser()): Promise<{ browser: Browser; landed: URL }> {
    return { browser, landed: (await arrive(browser, await wayBack(browser, login))).url };
  }
  const path = ({ pathname, search }: URL) => pathname + search;
  const staff = () => database.prisma.user.findMany({ where: { kind: "staff" }, select: { name: true, staffRole: true, officerId: true } });
  const sessions = () => database.prisma.session.count();
  const says = async (landed: URL, browser = openBrowser()) => (await browser.go(`${site.url}${path(landed)}`)).text;

  test("a caseworker comes in with the role, the name and the officer that the council gives them", async () => {
    council.accounts.set("jo", { email: "jo@council.example", name: "Jo Bright", roles: ["library", "send-caseworker"], officer: "o1" });
    const browser = openBrowser();
    const asked: URL[] = [];
    const first = await browser.go(`${site.url}/officer/sign-in?go=1&back=/officer`, {}, (next) => asked.push(next) > 0);
    expect(first.url.origin).toBe(council.address);
    expect(Object.fromEntries(first.url.searchParams)).toMatchObject({ response_type: "code", client_id: CLIENT.id, code_challenge_method: "S256", code_challenge: expect.stringMatching(/^[\w-]{43}$/), nonce: expect.stringMatching(/.{16}/), state: expect.stringMatching(/.{16}/), redirect_uri: `${site.url}/api/auth/callback/council` });
    const { landed } = await signIn("jo");
    expect(path(landed)).toBe("/officer");
    expect(await staff()).toEqual([{ name: "Jo Bright", staffRole: "caseworker", officerId: OFFICER }]);
    expect(await database.prisma.user.count({ where: { email: { contains: "council.example" } } })).toBe(0);
  });

  test("claims that the provider gives only when asked are read as well", async () => {
    await council.serve(site.url, { claims: "userinfo" });
    council.accounts.set("ana", { email: "ana@council.example", name: "Ana", roles: ["send-manager"] });
    expect(path((await signIn("ana")).landed)).toBe("/officer");
    expect(await staff()).toEqual([{ name: "Ana", staffRole: "manager", officerId: null }]);
  });

  test("nobody comes in without a role of ours, and it is said plainly", async () => {
    council.accounts.set("lib", { email: "lib@council.example", name: "Librarian", roles: ["library"] });
    council.accounts.set("none", { email: "none@council.example", name: "None" });
    for (const login of ["lib", "none"]) {
      const { landed, browser } = await signIn(login);
      expect(path(landed)).toBe("/officer/sign-in?error=no_role");
      expect(await says(landed, browser)).toContain("has no role here");
    }
    expect([await database.prisma.user.count(), await sessions()]).toEqual([0, 0]);
  });

  test("the role is read at each sign-in: another one counts at once, and whose is taken away is out everywhere", async () => {
    council.accounts.set("jo", { email: "jo@council.example", name: "Jo Bright", roles: ["send-caseworker"] });
    await signIn("jo");
    council.accounts.set("jo", { email: "jo@council.example", name: "Jo Bright-Vale", roles: ["send-manager"], officer: "o1" });
    expect(path((await signIn("jo")).landed)).toBe("/officer");
    expect([await staff(), await sessions()]).toEqual([[{ name: "Jo Bright-Vale", staffRole: "manager", officerId: OFFICER }], 2]);
    council.accounts.set("jo", { email: "jo@council.example", name: "Jo Bright-Vale", roles: [] });
    expect(path((await signIn("jo")).landed)).toBe("/officer/sign-in?error=no_role");
    expect([await staff(), await sessions()]).toEqual([[{ name: "Jo Bright-Vale", staffRole: null, officerId: OFFICER }], 0]);
  });

  test("an officer who is also a parent is two people, whichever came first", async () => {
    council.accounts.set("jo", { email: "jo@example.org", name: "Jo", roles: ["send-caseworker"] });
    await database.prisma.user.create({ data: { id: "parent", name: "Jo at home", email: "jo@example.org", emailVerified: true } });
    expect(path((await signIn("jo")).landed)).toBe("/officer");
    expect(await database.prisma.user.findUniqueOrThrow({ where: { id: "parent" } })).toMatchObject({ kind: "family", staffRole: null, name: "Jo at home" });
    expect(await staff()).toHaveLength(1);
    expect(await database.prisma.session.count({ where: { userId: "parent" } })).toBe(0);
  });

  test("a family account that sits where a member of staff would be never becomes staff", async () => {
    council.accounts.set("jo", { email: "jo@council.example", name: "Jo", roles: ["send-manager"] });
    await signIn("jo");
    const { id, email } = await database.prisma.user.findFirstOrThrow({ where: { kind: "staff" } });
    await database.prisma.user.delete({ where: { id } });
    await database.prisma.user.create({ data: { id: "sitter", name: "Sitter", email, emailVerified: true } });
    expect(path((await signIn("jo")).landed)).toBe("/officer/sign-in?error=account_not_linked");
    await database.prisma.account.create({ data: { id: "planted", accountId: "jo", providerId: "council", userId: "sitter" } });
    expect((await signIn("jo")).landed.pathname).toBe("/officer/sign-in");
    expect(await database.prisma.user.findMany({ select: { kind: true, staffRole: true } })).toEqual([{ kind: "family", staffRole: null }]);
    expect(await sessions()).toBe(0);
  });

  test("an answer of the provider does once, and only in the browser that asked for it", async () => {
    council.accounts.set("jo", { email: "jo@council.example", name: "Jo", roles: ["send-caseworker"] });
    const browser = openBrowser();
    const back = await wayBack(browser, "jo");
    expect(path((await arrive(openBrowser(), back)).url)).toBe("/officer/sign-in?error=state_mismatch");
    const again = await wayBack(browser, "jo");
    expect(path((await arrive(browser, again)).url)).toBe("/officer");
    const replayed = await arrive(browser, again);
    expect(path(replayed.url)).toBe("/officer/sign-in?error=state_mismatch");
    expect(await says(replayed.url)).toContain("Begin again from here");
    expect(await sessions()).toBe(1);
  });

  test("an answer that says it is from another issuer, or was altered, lets nobody in", async () => {
    council.accounts.set("jo", { email: "jo@council.example", name: "Jo", roles: ["send-caseworker"] });
    const alter: ((url: URL) => void)[] = [
      (url) => url.searchParams.set("iss", "https://evil.example"),
      (url) => url.searchParams.set("code", "made-up"),
      (url) => url.searchParams.set("state", "made-up"),
      (url) => url.searchParams.delete("state"),
      (url) => url.searchParams.delete("code"),
    ];
    for (const change of alter) {
      const browser = openBrowser();
      const back = await wayBack(browser, "jo");
      change(back);
      expect((await arrive(browser, back)).url.pathname).toBe("/officer/sign-in");
    }
    expect([await database.prisma.user.count(), await sessions()]).toEqual([0, 0]);
  });

  test("whoever stops at the provider is told so, and nothing of the provider's words gets onto our page", async () => {
    const browser = openBrowser();
    const first = await browser.go(`${site.url}/officer/sign-in?go=1`, {}, () => true);
    const back = new URL(`${site.url}/api/auth/callback/council`);
    back.search = new URLSearchParams({ error: "access_denied", error_description: "<b>Call 0900 123</b>", state: first.url.searchParams.get("state") ?? "" }).toString();
    const { url } = await arrive(browser, back);
    expect(path(url)).toBe("/officer/sign-in?error=access_denied");
    expect(await says(url)).toContain("You stopped before the end");
  });

  test("signing out ends the session here, and says that the council's own may go on", async () => {
    council.accounts.set("jo", { email: "jo@council.example", name: "Jo", roles: ["send-caseworker"] });
    const { browser } = await signIn("jo");
    expect(await sessions()).toBe(1);
    const out = await browser.go(`${site.url}/sign-out`, { method: "POST", headers: { Origin: site.url } });
    expect([out.url.pathname, await sessions()]).toEqual(["/officer/sign-in", 0]);
    expect(out.text).toContain("You may still be signed in to your council account");
  });

  test("no other address of the library is open", async () => {
    for (const [method, address] of [["GET", "get-session"], ["GET", "ok"], ["GET", "error"], ["GET", "callback/google"], ["POST", "callback/council"], ["POST", "sign-in/email-otp"], ["POST", "sign-in/social"], ["POST", "email-otp/send-verification-otp"], ["POST", "two-factor/disable"], ["POST", "update-user"]] as const) {
      const answer = await fetch(`${site.url}/api/auth/${address}`, { method, redirect: "manual" });
      expect([method, address, answer.status]).toEqual([method, address, 404]);
    }
  });

  test("nobody of the demo's staff comes in here, by whatever way", async () => {
    const { text } = await openBrowser().go(`${site.url}/officer/sign-in`);
    expect(text).not.toContain("sample staff");
    expect(text).toContain("Go on to the council");
  });
});

describe("while the council's provider is away", () => {
  test("staff are told so, families go on signing in, and nobody in its place is taken for it", async () => {
    const council = await councilProvider();
    council.accounts.set("jo", { email: "jo@council.example", name: "Jo", roles: ["send-caseworker"] });
    const site = await startRunningSite({ ...(await freshSettings("PostgreSQL")), STAFF_ISSUER: council.address, STAFF_CLIENT_ID: CLIENT.id, STAFF_CLIENT_SECRET: CLIENT.secret });
    const go = () => openBrowser().go(`${site.url}/officer/sign-in?go=1`);
    expect((await go()).text).toContain("does not answer at the moment");
    const family = await fetch(`${site.url}/sign-in`, { method: "POST", body: new URLSearchParams({ email: "dana@example.org" }), headers: { Origin: site.url }, redirect: "manual" });
    expect(family.headers.get("Location")).toContain("/sign-in/code");
    // Somebody else at its address.
    await council.serve(site.url, { issuer: "http://127.0.0.1:9" });
    expect((await go()).text).toContain("does not answer at the moment");
    await site.stop();
  });

  test("staff come in when it is back, and are told when it goes in the middle", async () => {
    const council = await councilProvider();
    council.accounts.set("jo", { email: "jo@council.example", name: "Jo", roles: ["send-caseworker"] });
    const site = await startRunningSite({ ...(await freshSettings("PostgreSQL")), STAFF_ISSUER: council.address, STAFF_CLIENT_ID: CLIENT.id, STAFF_CLIENT_SECRET: CLIENT.secret });
    expect((await openBrowser().go(`${site.url}/officer/sign-in?go=1`)).text).toContain("does not answer at the moment");
    await council.serve(site.url);
    const browser = openBrowser();
    const landed = await browser.go((await signInAtProvider(browser, await browser.go(`${site.url}/officer/sign-in?go=1`), "jo", site.url)).href, {}, (next) => next.pathname === "/officer");
    expect(landed.url.pathname).toBe("/officer");
    const other = openBrowser();
    const back = await signInAtProvider(other, await other.go(`${site.url}/officer/sign-in?go=1`), "jo", site.url);
    // It goes away between its answer and our question for the token.
    await council.goAway();
    const refused = await other.go(back.href, {}, (next) => next.pathname.startsWith("/officer"));
    expect(refused.url.pathname).toBe("/officer/sign-in");
    await site.stop();
  });
});
