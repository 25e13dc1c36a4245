import { generateSync } from "otplib";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { choicesOf, saveContact } from "../../app/accounts/contact-choices.server.ts";
import type { OpenNotice } from "../../app/db/notices.server.ts";
import { signedIn } from "../../app/accounts/viewer.server.ts";
import * as code from "../../app/routes/account/code.tsx";
import * as secondStep from "../../app/routes/account/second-step.tsx";
import * as setLanguage from "../../app/routes/language.tsx";
import * as signIn from "../../app/routes/account/sign-in.tsx";
import * as signOut from "../../app/routes/account/sign-out.ts";
import type { Site } from "../../app/site.server.ts";
import { answerOf, asked, cookiesAfter, posted, serveHere, signedInAs } from "../support/accounts.ts";
import { emptyDatabase, KINDS } from "../support/databases.ts";
import { outbox } from "../support/outbox.ts";
import { freshSite } from "../support/site.ts";

/** What an authenticator shows, so many seconds from now. */
function appShows(secret: string, inSeconds = 0): string {
  return generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + inSeconds });
}

describe.each(KINDS)("signing in on %s", (kind) => {
  let site: Site;
  let sent: OpenNotice[] = [];
  beforeAll(async () => {
    site = await freshSite(kind, { meiliUrl: null });
  });
  beforeEach(async () => {
    await emptyDatabase(site.database);
    sent = [];
    serveHere(site);
  });

  const codes = () => sent.filter(({ kind: what }) => what === "sign-in-code");
  const newestCode = () => String(codes().at(-1)?.slots.code ?? "no code was sent");
  const wrong = (right: string) => (right === "111111" ? "222222" : "111111");
  async function ask(email: string, fields: Record<string, string> = {}, cookie = "") {
    const answer = await answerOf(signIn.action, posted("/sign-in", { email, ...fields }, { Cookie: cookie }));
    sent = (await outbox(site)).reverse();
    return answer;
  }
  const give = (typed: string, cookie: string, fields: Record<string, string> = {}) => answerOf(code.action, posted("/sign-in/code", { code: typed, ...fields }, { Cookie: cookie }));
  const who = async (cookie: string) => (await signedIn(site, asked("/", { Cookie: cookie })))?.viewer ?? null;

  /** All the way, as a browser goes. */
  async function signInAs(email: string, before = ""): Promise<string> {
    const cookie = cookiesAfter(await ask(email, {}, before), before);
    const answer = await give(newestCode(), cookie);
    expect(answer.status).toBe(303);
    return cookiesAfter(answer, cookie);
  }

  test("an email address and the code that came to it make an account and a session", async () => {
    const first = await ask(" Dana@Example.org ", { back: "/my-child/x/dates" });
    expect([first.status, first.headers.get("Location")]).toEqual([303, "/sign-in/code?back=%2Fmy-child%2Fx%2Fdates"]);
    expect(codes()).toMatchObject([{ kind: "sign-in-code", to: "dana@example.org", channel: "email", slots: { code: expect.stringMatching(/^\d{6}$/), count: 10 }, language: "en-GB" }]);
    const cookie = cookiesAfter(first);
    expect(await who(cookie)).toBeNull();
    const spaced = `${newestCode().slice(0, 3)} ${newestCode().slice(3)}`;
    const second = await give(spaced, cookie, { back: "/my-child/x/dates" });
    expect([second.status, second.headers.get("Location")]).toEqual([303, "/my-child/x/dates"]);
    expect(await who(cookiesAfter(second, cookie))).toMatchObject({ email: "dana@example.org", kind: "family", staffRole: null });
    expect(cookiesAfter(second, cookie)).not.toContain("send.asked");
  });

  test("the address is in no address and in no cookie that can be read", async () => {
    const { headers } = await ask("dana@example.org");
    expect(headers.get("Location")).not.toContain("dana");
    for (const cookie of headers.getSetCookie()) {
      expect(decodeURIComponent(cookie)).not.toContain("dana");
      expect(Buffer.from(decodeURIComponent(cookie.split(/[=;]/)[1] ?? ""), "base64").toString()).not.toContain("dana");
      expect(cookie).toMatch(/HttpOnly; SameSite=Lax/);
    }
  });

  test("over https every cookie of a sign-in is kept from http, and from scripts", async () => {
    serveHere({ ...site, config: { ...site.config, siteUrl: "https://send.example.org" } });
    const first = await ask("dana@example.org");
    const second = await give(newestCode(), cookiesAfter(first, ""));
    const set = [...first.headers.getSetCookie(), ...second.headers.getSetCookie()].filter((cookie) => !/Max-Age=0/.test(cookie));
    expect(set.map((cookie) => cookie.split("=")[0])).toEqual(["send.asked", "__Secure-send.session_token", "send.known"]);
    for (const cookie of set) for (const attribute of [/; Secure/, /; HttpOnly/, /; SameSite=Lax/]) expect(cookie).toMatch(attribute);
  });

  test("where there is an account and where there is none, the same is answered and the same is sent", async () => {
    await signedInAs(site, "known@example.org", { name: "Known" });
    const [known, unknown] = [await ask("known@example.org"), await ask("unknown@example.org")];
    const plain = ({ status, headers, body }: typeof known) => ({ status, body, to: headers.get("Location"), cookies: headers.getSetCookie().map((cookie) => cookie.replace(/=[^;]*/, "")) });
    expect(plain(known)).toEqual(plain(unknown));
    expect(codes().map(({ to }) => to)).toEqual(["known@example.org", "unknown@example.org"]);
    const shown = async (answer: typeof known, email: string) => JSON.stringify((await answerOf(code.loader, asked("/sign-in/code", { Cookie: cookiesAfter(answer) }))).body).replaceAll(email, "EMAIL");
    expect(await shown(known, "known@example.org")).toBe(await shown(unknown, "unknown@example.org"));
    const refused = async (answer: typeof known) => (await give(wrong(newestCode()), cookiesAfter(answer))).body;
    expect(await refused(known)).toEqual(await refused(unknown));
  });

  test("figures of another script are figures, and what is no code does not count as a try", async () => {
    const cookie = cookiesAfter(await ask("dana@example.org"));
    for (const typed of ["", "12345", "1234567", "abcdef", "12 34"]) expect((await give(typed, cookie)).status, typed).toBe(400);
    const urdu = newestCode().replace(/\d/g, (figure) => String.fromCharCode(0x6f0 + Number(figure)));
    expect((await give(urdu, cookie)).status).toBe(303);
  });

  test("after five wrong tries even the right code is too late; another one works", async () => {
    const cookie = cookiesAfter(await ask("dana@example.org"));
    const right = newestCode();
    for (let i = 0; i < 5; i++) expect((await give(wrong(right), cookie)).status).toBe(400);
    expect((await give(right, cookie)).status).toBe(400);
    const again = await ask("dana@example.org", {}, cookie);
    expect(again.headers.get("Location")).toContain("again=1");
    expect((await give(newestCode(), cookiesAfter(again, cookie))).status).toBe(303);
  });

  test("only the newest code works, once, and for ten minutes", async () => {
    const cookie = cookiesAfter(await ask("dana@example.org"));
    const old = newestCode();
    await ask("dana@example.org", {}, cookie);
    if (old !== newestCode()) expect((await give(old, cookie)).status).toBe(400);
    const newest = newestCode();
    expect((await give(newest, cookie)).status).toBe(303);
    expect((await give(newest, cookie)).status).toBe(400);
    await ask("dana@example.org", {}, cookie);
    await site.database.prisma.verification.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } });
    expect((await give(newestCode(), cookie)).status).toBe(400);
  });

  test("a code belongs to the address and the browser that it was asked from", async () => {
    const mine = cookiesAfter(await ask("mine@example.org"));
    const myCode = newestCode();
    const theirs = cookiesAfter(await ask("theirs@example.org"));
    if (myCode !== newestCode()) expect((await give(myCode, theirs)).status).toBe(400);
    const lost = await give(myCode, "");
    expect([lost.status, lost.headers.get("Location")]).toEqual([303, "/sign-in?back=%2Fmy-children&lost=1"]);
    const altered = await give(myCode, mine.replace(/.{4}$/, "AAAA"));
    expect(altered.headers.get("Location")).toContain("lost=1");
  });

  test("two at once with the right code: one gets in", async () => {
    const cookie = cookiesAfter(await ask("dana@example.org"));
    const right = newestCode();
    const answers = await Promise.all([give(right, cookie), give(right, cookie), give(right, cookie)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 400, 400]);
    expect(await site.database.prisma.session.count()).toBe(1);
  });

  test("who asks too often has to wait, and is told for how long", async () => {
    for (let i = 0; i < 5; i++) expect((await ask("dana@example.org")).status).toBe(303);
    const answer = await ask("dana@example.org");
    expect(answer).toMatchObject({ status: 429, body: { email: "dana@example.org", problems: [{ field: "email", text: "That was too often. Try again in 15 minutes." }] } });
    expect(codes()).toHaveLength(5);
  });

  test.each(["", "dana", "dana@", "@example.org", "a b@example.org", `${"a".repeat(250)}@example.org`])("%j is no address", async (email) => {
    expect(await ask(email)).toMatchObject({ status: 400, body: { email: email.toLowerCase() } });
    expect(codes()).toEqual([]);
  });

  test.each(["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])("nobody is led to %s", async (back) => {
    const cookie = cookiesAfter(await ask("dana@example.org", { back }));
    expect((await give(newestCode(), cookie, { back })).headers.get("Location")).toBe("/my-children");
  });

  test("a code comes by text to the number of the account, and by email where there is none", async () => {
    const { userId } = await signedInAs(site, "texts@example.org");
    await saveContact(site, userId, { channel: "text", phone: "+447700900123", address: null, language: "en-GB" });
    const [texted, mailed] = [await ask("texts@example.org", { by: "text" }), await ask("none@example.org", { by: "text" })];
    expect(texted.headers.get("Location")).toBe(mailed.headers.get("Location"));
    expect(codes().map(({ to, channel }) => [to, channel])).toEqual([["+447700900123", "text"], ["none@example.org", "email"]]);
  });

  test("whoever makes an account in a language is written to in that language, until they choose another", async () => {
    const inUrdu = async () => {
      const { headers } = await answerOf(setLanguage.action, posted("/language", { language: "ur", back: "/" }));
      return signInAs("farah@example.org", headers.getSetCookie().map((set) => set.split(";")[0]).join("; "));
    };
    const { userId } = (await who(await inUrdu())) ?? { userId: "" };
    expect(await choicesOf(site, userId)).toMatchObject({ language: "ur", channel: "email", needs: [] });
    await saveContact(site, userId, { channel: "email", phone: null, address: null, language: "en-GB" });
    await inUrdu();
    expect(await choicesOf(site, userId)).toMatchObject({ language: "en-GB" });
  });

  test("each sign-in is a new session with a new token; the one that this browser had ends", async () => {
    const first = await signInAs("dana@example.org");
    const tokenIn = (cookie: string) => /session_token=([^.;]+)/.exec(cookie)?.[1];
    const planted = tokenIn(first);
    expect(planted).toBeTruthy();
    const second = await signInAs("dana@example.org", first);
    expect(tokenIn(second)).not.toBe(planted);
    expect(await who(first)).toBeNull();
    const other = await signInAs("carlos@example.org", second);
    expect(await who(other)).toMatchObject({ email: "carlos@example.org" });
    expect(await who(second)).toBeNull();
  });

  test("the owner is told of a sign-in from where nobody had signed in before, and of no other", async () => {
    const told = async () => (await outbox(site)).filter(({ kind: what }) => what === "new-sign-in").length;
    const cookie = await signInAs("dana@example.org");
    expect(await told()).toBe(0);
    await signInAs("dana@example.org", cookie);
    expect(await told()).toBe(0);
    await signInAs("dana@example.org");
    expect(await told()).toBe(1);
  });

  test("signing out ends the session, and only by a form", async () => {
    const cookie = await signInAs("dana@example.org");
    await answerOf(signOut.loader, asked("/sign-out", { Cookie: cookie }));
    expect(await who(cookie)).not.toBeNull();
    const answer = await answerOf(signOut.action, posted("/sign-out", {}, { Cookie: cookie }));
    expect(await who(cookie)).toBeNull();
    expect(cookiesAfter(answer, cookie)).not.toContain("session_token");
  });

  test("nobody gets a code for an address of staff, and it is answered like any other", async () => {
    const asFamily = await ask("x@example.org");
    for (const email of ["0123456789abcdef@staff.invalid", "nobody@staff.example.org"]) expect((await ask(email)).status).toBe(asFamily.status);
    await signedInAs(site, "jo@staff.example.org", { staff: "caseworker" });
    await ask("jo@staff.example.org");
    expect(codes().map(({ to }) => to)).toEqual(["x@example.org", "jo@staff.example.org"]);
    serveHere({ ...site, config: { ...site.config, demo: false } });
    await ask("jo@staff.example.org");
    expect(codes()).toHaveLength(2);
  });

  describe("with a second step", () => {
    type Begun = { begun: { keyWords: string; backupCodes: string[]; qr: string } };
    const second = (fields: Record<string, string>, cookie: string) => answerOf(secondStep.action, posted("/sign-in/second-step", fields, { Cookie: cookie }));

    async function setUp(email: string): Promise<{ cookie: string; key: string; backupCodes: string[] }> {
      const cookie = await signInAs(email);
      const { begun } = (await second({ do: "begin" }, cookie)).body as Begun;
      const key = begun.keyWords.replaceAll(" ", "");
      expect(begun.qr).toMatch(/^<svg/);
      const done = await second({ code: appShows(key) }, cookie);
      expect(done.status).toBe(303);
      return { cookie: cookiesAfter(done, cookie), key, backupCodes: begun.backupCodes };
    }

    test("a session counts only once the code of the authenticator is given", async () => {
      const { key } = await setUp("dana@example.org");
      const cookie = await signInAs("dana@example.org");
      expect(await signedIn(site, asked("/", { Cookie: cookie }))).toMatchObject({ wantsSecondFactor: "give" });
      expect((await second({ code: wrong(appShows(key)) }, cookie)).status).toBe(400);
      expect(await signedIn(site, asked("/", { Cookie: cookie }))).toMatchObject({ wantsSecondFactor: "give" });
      // The code that set it up was used: the next one.
      const next = appShows(key, 30);
      expect((await second({ code: next }, cookie)).status).toBe(303);
      expect(await signedIn(site, asked("/", { Cookie: cookie }))).toMatchObject({ wantsSecondFactor: null });
      const another = await signInAs("dana@example.org");
      expect((await second({ code: next }, another)).status).toBe(400);
    });

    test("a backup code does once, with its dash or without", async () => {
      const { backupCodes } = await setUp("dana@example.org");
      const [one = "", two = ""] = backupCodes;
      const cookie = await signInAs("dana@example.org");
      expect((await second({ code: one.replace("-", "") }, cookie)).status).toBe(303);
      const again = await signInAs("dana@example.org");
      expect((await second({ code: one }, again)).status).toBe(400);
      expect((await second({ code: ` ${two} ` }, again)).status).toBe(303);
    });

    test("after a wrong first code the same key is shown again", async () => {
      const cookie = await signInAs("dana@example.org");
      const { begun } = (await second({ do: "begin" }, cookie)).body as Begun;
      const answer = await second({ code: wrong(appShows(begun.keyWords.replaceAll(" ", ""))) }, cookie);
      expect(answer.status).toBe(400);
      expect((answer.body as Begun).begun).toEqual(begun);
    });

    test("too many wrong codes lock it for a while, and it says so", async () => {
      const { cookie } = await setUp("dana@example.org");
      let answer = await second({ code: "x" }, cookie);
      for (let i = 0; i < 10; i++) answer = await second({ code: "000000" }, cookie);
      expect(answer).toMatchObject({ status: 429, body: { problems: [{ field: "code", text: expect.stringContaining("15 minutes") as string }] } });
    });

    test("nobody without a session sees or begins anything", async () => {
      expect((await answerOf(secondStep.loader, asked("/sign-in/second-step"))).headers.get("Location")).toBe("/sign-in?back=%2Fmy-children");
      expect((await second({ do: "begin" }, "")).headers.get("Location")).toContain("/sign-in?");
      expect(await site.database.prisma.twoFactor.count()).toBe(0);
    });

    test("where the council asks everybody for one, nothing opens before it is set up", async () => {
      const cookie = await signInAs("dana@example.org");
      const strict = { ...site, pack: { ...site.pack, secondFactorRequired: true } };
      expect(await signedIn(strict, asked("/", { Cookie: cookie }))).toMatchObject({ wantsSecondFactor: "set-up" });
    });
  });
});
