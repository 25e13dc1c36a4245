import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openAuth } from "../../app/accounts/auth.server.ts";
import { ownSessions } from "../../app/accounts/own-account.server.ts";
import { requireViewer, signedIn } from "../../app/accounts/viewer.server.ts";
import * as sessions from "../../app/routes/account/sessions.tsx";
import type { Site } from "../../app/site.server.ts";
import { answerOf, asked, cookieOf, posted, serveHere, signedInAs } from "../support/accounts.ts";
import { emptyDatabase, KINDS } from "../support/databases.ts";
import { freshSite } from "../support/site.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe.each(KINDS)("sessions on %s", (kind) => {
  let site: Site;
  beforeAll(async () => {
    site = await freshSite(kind, { meiliUrl: null });
    serveHere(site);
  });
  beforeEach(() => emptyDatabase(site.database));

  const who = async (cookie: string) => (await signedIn(site, asked("/my-children", { Cookie: cookie })))?.viewer ?? null;
  const ago = (ms: number) => new Date(Date.now() - ms);
  /** A session that began and was last used so long ago, still good for better-auth. */
  async function session(email: string, began: number, used: number, staff?: "caseworker"): Promise<string> {
    const { cookie, sessionId } = await signedInAs(site, email, { ...(staff ? { staff } : {}), since: ago(began) });
    await site.database.prisma.session.update({ where: { id: sessionId }, data: { updatedAt: ago(used), expiresAt: new Date(Date.now() - used + 7 * DAY) } });
    return cookie;
  }

  test("somebody with a session is who they are, and a cookie that nobody signed is nobody's", async () => {
    const { userId, cookie, token } = await signedInAs(site, "dana@example.org", { name: "Dana" });
    expect(await who(cookie)).toMatchObject({ userId, name: "Dana", kind: "family" });
    expect(await who(await cookieOf(site, "made-up"))).toBeNull();
    expect(await who(`send.session_token=${token}`)).toBeNull();
    expect(await who(`send.session_token=${encodeURIComponent(`${token}.${Buffer.alloc(32).toString("base64")}`)}`)).toBeNull();
  });

  test("what is in the database of a session signs nobody in, whoever could sign its cookie", async () => {
    const auth = openAuth(site, "http://localhost");
    const { internalAdapter } = await auth.$context;
    const { userId } = await signedInAs(site, "dana@example.org");
    const made = await internalAdapter.createSession(userId);
    expect(await who(await cookieOf(site, made.token))).toMatchObject({ sessionId: made.id });
    const rows = await site.database.prisma.session.findMany();
    expect(JSON.stringify(rows)).not.toContain(made.token);
    for (const { token } of rows) expect(await who(await cookieOf(site, token))).toBeNull();
    // Used again and ended by what better-auth knows it by.
    expect(await internalAdapter.updateSession(made.token, { userAgent: "another" })).toMatchObject({ token: made.token, userAgent: "another" });
    expect(await internalAdapter.findSessions([made.token, "made-up"])).toMatchObject([{ session: { id: made.id, token: made.token } }]);
    await auth.api.signOut({ headers: new Headers({ Cookie: await cookieOf(site, made.token) }) });
    expect(await who(await cookieOf(site, made.token))).toBeNull();
    expect(await site.database.prisma.session.count({ where: { id: made.id } })).toBe(0);
    // And where several things are done at once or not at all.
    const { adapter } = await auth.$context;
    const within = await adapter.transaction(async (tx) => tx.create({ model: "session", data: { userId, token: "x".repeat(32), expiresAt: ago(-DAY), createdAt: ago(0), updatedAt: ago(0) } }));
    expect(within).toMatchObject({ token: "x".repeat(32) });
    expect(await site.database.prisma.session.count({ where: { token: "x".repeat(32) } })).toBe(0);
  });

  test.each([
    ["a family's session goes on after 23 hours without use", "family", 2 * DAY, 23 * HOUR, true],
    ["a family's session ends after more than 24 hours without use", "family", 2 * DAY, 24 * HOUR + MINUTE, false],
    ["a family's session goes on for a week of use", "family", 7 * DAY - MINUTE, MINUTE, true],
    ["a family's session ends after a week of use", "family", 7 * DAY + MINUTE, MINUTE, false],
    ["staff go on after 59 minutes without use", "staff", 2 * HOUR, 59 * MINUTE, true],
    ["staff are out after more than an hour without use", "staff", 2 * HOUR, 61 * MINUTE, false],
    ["staff go on for ten hours of use", "staff", 10 * HOUR - MINUTE, MINUTE, true],
    ["staff are out after ten hours of use", "staff", 10 * HOUR + MINUTE, MINUTE, false],
  ] as const)("%s", async (_words, whose, began, used, goesOn) => {
    const cookie = await session(whose === "staff" ? "jo@staff.example.org" : "dana@example.org", began, used, whose === "staff" ? "caseworker" : undefined);
    expect((await who(cookie)) !== null).toBe(goesOn);
    expect(await site.database.prisma.session.count()).toBe(goesOn ? 1 : 0);
  });

  test("use makes a session last longer, and is written at most every five minutes", async () => {
    const cookie = await session("dana@example.org", 2 * DAY, 3 * HOUR);
    expect(await who(cookie)).not.toBeNull();
    const { updatedAt } = await site.database.prisma.session.findFirstOrThrow();
    expect(Date.now() - updatedAt.getTime()).toBeLessThan(MINUTE);
    await who(cookie);
    expect((await site.database.prisma.session.findFirstOrThrow()).updatedAt).toEqual(updatedAt);
  });

  test("staff whose role was taken away, and staff of another kind of site, are nobody", async () => {
    const { userId, cookie } = await signedInAs(site, "jo@staff.example.org", { staff: "caseworker" });
    expect(await who(cookie)).toMatchObject({ kind: "staff", staffRole: "caseworker" });
    const request = asked("/officer", { Cookie: cookie });
    const provider = { issuer: "https://id.example", clientId: "x", clientSecret: "y" };
    expect(await signedIn({ ...site, config: { ...site.config, demo: false } }, request)).toBeNull();
    expect(await signedIn({ ...site, config: { ...site.config, staffProvider: provider } }, request)).toBeNull();
    await site.database.prisma.user.update({ where: { id: userId }, data: { staffRole: null } });
    expect(await who(cookie)).toBeNull();
  });

  test("demo staff must give their authenticator's code, in each session", async () => {
    const { cookie } = await signedInAs(site, "jo@staff.example.org", { staff: "manager", secondFactor: false });
    expect(await signedIn(site, asked("/officer", { Cookie: cookie }))).toMatchObject({ wantsSecondFactor: "set-up" });
    const refused = await answerOf(({ request }) => requireViewer(site, request, "staff"), asked("/officer/cases/x?y=1", { Cookie: cookie }));
    expect(refused.headers.get("Location")).toBe("/sign-in/second-step?back=%2Fofficer%2Fcases%2Fx%3Fy%3D1");
  });

  test("whoever is not signed in is led to sign in and back; a form says that the session ended", async () => {
    const led = async (request: Request, whose: "family" | "staff") => (await answerOf(() => requireViewer(site, request, whose), request)).headers.get("Location");
    expect(await led(asked("/my-child/x/dates?a=1"), "family")).toBe("/sign-in?back=%2Fmy-child%2Fx%2Fdates%3Fa%3D1");
    expect(await led(asked("/my-child/x/dates.data?_routes=routes%2Fx"), "family")).toBe("/sign-in?back=%2Fmy-child%2Fx%2Fdates");
    expect(await led(posted("/my-child/x/messages", {}), "family")).toBe("/sign-in?back=%2Fmy-child%2Fx%2Fmessages&ended=1");
    expect(await led(asked("/officer"), "staff")).toBe("/officer/sign-in?back=%2Fofficer");
  });

  test("the owner sees where they are signed in, this browser first, and nothing of others", async () => {
    const phone = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36";
    const { cookie } = await signedInAs(site, "dana@example.org", { userAgent: phone, since: ago(HOUR) });
    await signedInAs(site, "dana@example.org", { userAgent: "curl/8" });
    await session("dana@example.org", 9 * DAY, 8 * DAY);
    await signedInAs(site, "carlos@example.org");
    const viewer = await who(cookie);
    expect(viewer && (await ownSessions(site, viewer)).map(({ device, isThis }) => [device, isThis])).toEqual([
      [{ browser: "Chrome", on: "android" }, true],
      [{ browser: null, on: null }, false],
    ]);
  });

  test("the owner ends one session, or all others; nobody ends another's", async () => {
    const mine = await signedInAs(site, "dana@example.org");
    const tablet = await signedInAs(site, "dana@example.org");
    const library = await signedInAs(site, "dana@example.org");
    const carlos = await signedInAs(site, "carlos@example.org");
    const end = (fields: Record<string, string>) => answerOf(sessions.action, posted("/account/sessions", fields, { Cookie: mine.cookie }));
    await end({ session: tablet.sessionId });
    expect([await who(tablet.cookie), await who(library.cookie)]).toEqual([null, expect.anything()]);
    await end({ session: carlos.sessionId });
    await end({ session: mine.sessionId });
    await end({ session: "x" });
    expect([await who(mine.cookie), await who(carlos.cookie)]).toEqual([expect.anything(), expect.anything()]);
    await end({ do: "all-others" });
    expect([await who(mine.cookie), await who(library.cookie), await who(carlos.cookie)]).toEqual([expect.anything(), null, expect.anything()]);
  });
});
