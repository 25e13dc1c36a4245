import { randomUUID } from "node:crypto";
import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { generateSync } from "otplib";
import { afterEach, describe, expect, test, vi } from "vitest";
import { resetSecondStep } from "../../app/accounts/second-step.server.ts";
import { MOST_PASSKEYS } from "../../app/accounts/passkeys.server.ts";
import { signedIn } from "../../app/accounts/viewer.server.ts";
import * as account from "../../app/routes/account/account.tsx";
import * as close from "../../app/routes/account/close.tsx";
import * as own from "../../app/routes/account/own-second-step.tsx";
import * as step from "../../app/routes/account/second-step.tsx";
import type { Site } from "../../app/site.server.ts";
import { answerOf, asked, cookiesAfter, posted, serveHere, signedInAs } from "../support/accounts.ts";
import { authenticator, type Authenticator } from "../support/authenticator.ts";
import { KINDS } from "../support/databases.ts";
import { outbox } from "../support/outbox.ts";
import { forSomebodyNew } from "../support/somebody-new.ts";

const OWN = "/account/second-step";
const STEP = "/sign-in/second-step";
const PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36";

describe.each(KINDS)("passkeys on %s", (kind) => {
  let site: Site;
  let userId: string;
  let cookie: string;
  let phone: Authenticator;
  forSomebodyNew(kind, (dana) => {
    ({ site, userId, cookie } = dana);
    phone = authenticator();
  });
  afterEach(() => vi.useRealTimers());

  type Route = typeof own | typeof step;
  const look = async (route: Route, path: string, as: string) => (await answerOf(route.loader, asked(path, { Cookie: as }))).body as { passkey: { making: PublicKeyCredentialCreationOptionsJSON; giving: PublicKeyCredentialRequestOptionsJSON } | null; passkeys: { id: string }[]; takesCode: boolean; isSetUp: boolean };
  const toMake = async (as = cookie) => (await look(own, OWN, as)).passkey?.making as PublicKeyCredentialCreationOptionsJSON;
  const toGive = async (as: string) => (await look(step, STEP, as)).passkey?.giving as PublicKeyCredentialRequestOptionsJSON;
  const add = (passkey: string, as = cookie) => answerOf(own.action, posted(OWN, { do: "add-passkey", passkey }, { Cookie: as, "User-Agent": PHONE }));
  const give = (passkey: string, as: string) => answerOf(step.action, posted(STEP, { do: "give-passkey", passkey, back: "/account" }, { Cookie: as }));
  const wants = async (as: string, at = site) => (await signedIn(at, asked("/", { Cookie: as })))?.wantsSecondFactor;
  const another = async () => (await signedInAs(site, "dana@example.org")).cookie;
  const kept = () => site.database.prisma.passkey.findMany({ orderBy: { createdAt: "asc" } });

  async function withPasskey(): Promise<void> {
    expect((await add(phone.make(await toMake()))).headers.get("Location")).toBe(`${OWN}?done=added`);
  }

  test("one that was added is asked for in every other session, and opens it", async () => {
    const other = await another();
    await withPasskey();
    expect(await wants(cookie)).toBeNull();
    expect(await wants(other)).toBe("give");
    expect((await answerOf(account.loader, asked("/account", { Cookie: other }))).headers.get("Location")).toBe(`${STEP}?back=%2Faccount`);
    const options = await toGive(other);
    expect(options).toMatchObject({ rpId: "localhost", allowCredentials: [{ id: phone.id, transports: ["internal"] }] });
    const given = await give(phone.give(options), other);
    expect([given.status, given.headers.get("Location")]).toEqual([303, "/account"]);
    expect(await wants(other)).toBeNull();
    expect((await look(own, OWN, other)).passkeys).toMatchObject([{ id: phone.id, device: { browser: "Chrome", on: "android" }, usedOn: expect.any(String) }]);
    expect(await site.database.prisma.auditEntry.findMany({ where: { action: "passkey-added" }, select: { actor: true, detail: true } })).toEqual([{ actor: `user:${userId}`, detail: {} }]);
  });

  test("only the public half is kept, and nothing that says whose it is is shown to the device but to its owner", async () => {
    await withPasskey();
    const [row] = await kept();
    expect(row).toMatchObject({ id: phone.id, userId, counter: 0n, transports: ["internal"] });
    const other = await toMake();
    expect(other.user).toMatchObject({ name: "dana@example.org", displayName: "Dana" });
    expect(Buffer.from(other.user.id, "base64url").toString()).not.toContain(userId);
    expect(other.excludeCredentials).toMatchObject([{ id: phone.id }]);
  });

  test.each<[string, (options: PublicKeyCredentialRequestOptionsJSON, others: { options: PublicKeyCredentialRequestOptionsJSON }) => string]>([
    ["signed for another site", (options) => phone.give(options, { origin: "http://localhost.example" })],
    ["of another relying party", (options) => phone.give(options, { rpID: "example.org" })],
    ["that nobody was there for", (options) => phone.give(options, { isPresent: false })],
    ["with a challenge of its own", (options) => phone.give(options, { challenge: Buffer.from("mine").toString("base64url") })],
    ["with the challenge of another session", (options, { options: others }) => phone.give(options, { challenge: others.challenge })],
    ["of another device, under this one's name", (options) => authenticator().give(options, { id: phone.id })],
    ["of a device that is not known", (options) => authenticator().give(options)],
    ["of nonsense", () => "{}"],
    ["of no JSON", () => "x".repeat(50)],
    ["of nothing", () => ""],
    ["that is endless", (options) => JSON.stringify({ ...(JSON.parse(phone.give(options)) as object), more: "x".repeat(30_000) })],
  ])("an answer %s opens nothing", async (_what, answer) => {
    await withPasskey();
    const [mine, others] = [await another(), await another()];
    const refused = await give(answer(await toGive(mine), { options: await toGive(others) }), mine);
    expect(refused).toMatchObject({ status: 400, body: { problems: [{ field: "passkey" }] } });
    expect(await wants(mine)).toBe("give");
  });

  test("an answer does once, a copied device is noticed, and too many wrong ones lock it for a while", async () => {
    await withPasskey();
    const [one, two] = [await another(), await another()];
    const options = await toGive(one);
    const answer = phone.give(options);
    expect((await give(answer, one)).status).toBe(303);
    expect((await give(answer, one)).status).toBe(400);
    expect((await give(phone.give(await toGive(one)), one)).status).toBe(303);
    expect((await give(phone.give(await toGive(two), { counter: 1 }), two)).status).toBe(400);
    for (let i = 0; i < 10; i++) await give("{}", two);
    expect((await give(phone.give(await toGive(two)), two)).status).toBe(429);
  });

  test("a page that was open for too long asks once more", async () => {
    await withPasskey();
    const mine = await another();
    const options = await toGive(mine);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 31 * 60_000 });
    expect((await give(phone.give(options), mine)).status).toBe(400);
    expect((await give(phone.give(await toGive(mine)), mine)).status).toBe(303);
  });

  test("what makes one is no answer to another page, another session or another account, and is added once", async () => {
    const options = await toMake();
    const made = phone.make(options);
    const stranger = await signedInAs(site, "stranger@example.org");
    for (const [wrong, as] of [[made, await another()], [made, stranger.cookie], [phone.make(options, { origin: "https://evil.example" }), cookie], [phone.make(options, { rpID: "evil.example" }), cookie], ["{}", cookie]] as const) {
      expect(await add(wrong, as)).toMatchObject({ status: 400 });
    }
    expect(await kept()).toEqual([]);
    expect((await add(made)).status).toBe(303);
    expect((await add(made)).status).toBe(400);
    // A credential that is somebody's already is nobody else's, and leaves no trace with them.
    expect((await add(phone.make(await toMake(stranger.cookie)), stranger.cookie)).status).toBe(400);
    expect(await wants((await signedInAs(site, "stranger@example.org")).cookie)).toBeNull();
    expect(await kept()).toMatchObject([{ userId }]);
  });

  test("whoever finds a phone unlocked adds none and removes none", async () => {
    await withPasskey();
    const { cookie: found } = await signedInAs(site, "dana@example.org", { since: new Date(Date.now() - 11 * 60_000), secondFactor: true });
    expect((await look(own, OWN, found)).passkey).toBeNull();
    for (const fields of [{ do: "add-passkey", passkey: "{}" }, { do: "remove-passkey", id: phone.id }] as Record<string, string>[]) {
      const led = await answerOf(own.action, posted(OWN, fields, { Cookie: found }));
      expect(led.headers.get("Location")).toBe(`${STEP}?back=${encodeURIComponent(OWN)}&ended=1&again=1`);
    }
    expect(await kept()).toHaveLength(1);
  });

  test("who has still to give a passkey can set up no authenticator in its place, nor another passkey", async () => {
    await answerOf(step.action, posted(STEP, { do: "begin" }, { Cookie: cookie }));
    await withPasskey();
    const half = await another();
    for (const path of [STEP, `${STEP}?authenticator=1`]) {
      expect(await look(step, path, half)).toMatchObject({ isSetUp: true, takesCode: false });
      for (const fields of [{ do: "begin" }, { code: "123456" }, { do: "add-passkey", passkey: authenticator().make(await toMake()) }] as Record<string, string>[]) {
        const answer = await answerOf(step.action, posted(path, fields, { Cookie: half }));
        expect(answer).toMatchObject({ status: 400, body: { begun: null } });
      }
    }
    expect(await wants(half)).toBe("give");
  });

  test("an authenticator beside it: each opens, each is removed by itself, and the last counts", async () => {
    await withPasskey();
    const path = `${STEP}?authenticator=1`;
    const { begun } = (await answerOf(step.action, posted(path, { do: "begin" }, { Cookie: cookie }))).body as { begun: { keyWords: string } };
    const done = await answerOf(step.action, posted(path, { code: generateSync({ secret: begun.keyWords.replaceAll(" ", "") }), back: OWN }, { Cookie: cookie }));
    expect([done.status, done.headers.get("Location")]).toEqual([303, OWN]);
    cookie = cookiesAfter(done, cookie);
    const half = await another();
    expect(await look(step, STEP, half)).toMatchObject({ takesCode: true, passkey: { giving: {} } });
    expect((await give(phone.give(await toGive(half)), half)).status).toBe(303);
    const without = await answerOf(own.action, posted(OWN, { do: "remove" }, { Cookie: cookie }));
    expect(without.headers.get("Location")).toBe("/account?saved=second-step");
    cookie = cookiesAfter(without, cookie);
    expect(await wants(cookie)).toBeNull();
    expect(await wants(await another())).toBe("give");
    const removing = () => answerOf(own.action, posted(OWN, { do: "remove-passkey", id: phone.id }, { Cookie: cookie }));
    const removed = await removing();
    expect(removed.headers.get("Location")).toBe(`${OWN}?done=removed`);
    await removing();
    // Whoever did it, the owner hears of each change once: passkey, authenticator, without it, without either.
    expect((await outbox(site)).map(({ kind: what, to }) => [what, to])).toEqual(Array.from({ length: 4 }, () => ["second-step-changed", "dana@example.org"]));
    expect((await site.database.prisma.auditEntry.findMany({ where: { actor: `user:${userId}` }, orderBy: { id: "asc" }, select: { action: true } })).map(({ action }) => action)).toEqual(["passkey-added", "second-factor-added", "second-factor-removed", "passkey-removed"]);
    expect(await wants(await another())).toBeNull();
  });

  test("nobody removes another's, and where the council asks for a second step the last one stays", async () => {
    await withPasskey();
    const stranger = await signedInAs(site, "stranger@example.org");
    await add(authenticator().make(await toMake(stranger.cookie)), stranger.cookie);
    await answerOf(own.action, posted(OWN, { do: "remove-passkey", id: phone.id }, { Cookie: stranger.cookie }));
    expect(await kept()).toHaveLength(2);
    serveHere({ ...site, pack: { ...site.pack, secondFactorRequired: true } });
    const remove = (id: string) => answerOf(own.action, posted(OWN, { do: "remove-passkey", id }, { Cookie: cookie }));
    expect(await remove(phone.id)).toMatchObject({ status: 400, body: { problems: [{ field: "passkey" }] } });
    const second = authenticator();
    await add(second.make(await toMake()));
    const answers = await Promise.all([remove(phone.id), remove(second.id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 400]);
    expect(await site.database.prisma.passkey.count({ where: { userId } })).toBe(1);
    expect(await wants(await another())).toBe("give");
  });

  test("where the council asks for a second step, a passkey is one, for families and the demo's staff", async () => {
    const strict = { ...site, pack: { ...site.pack, secondFactorRequired: true } };
    serveHere(strict);
    expect(await wants(cookie, strict)).toBe("set-up");
    const made = phone.make((await look(step, STEP, cookie)).passkey?.making as PublicKeyCredentialCreationOptionsJSON);
    const done = await answerOf(step.action, posted(STEP, { do: "add-passkey", passkey: made, back: "/account" }, { Cookie: cookie }));
    expect([done.status, done.headers.get("Location")]).toEqual([303, "/account"]);
    expect(await wants(cookie, strict)).toBeNull();
    const staff = await signedInAs(site, "jo@staff.example.org", { staff: "caseworker" });
    const key = authenticator();
    await add(key.make(await toMake(staff.cookie)), staff.cookie);
    const later = (await signedInAs(site, "jo@staff.example.org", { staff: "caseworker", secondFactor: false })).cookie;
    expect((await give(key.give(await toGive(later)), later)).status).toBe(303);
    expect(await wants(later)).toBeNull();
  });

  test("there are no more than ten, and none where no browser would make one", async () => {
    for (let i = 0; i < MOST_PASSKEYS; i++) await add(authenticator().make(await toMake()));
    expect(await kept()).toHaveLength(MOST_PASSKEYS);
    expect((await look(own, OWN, cookie)).passkey).toBeNull();
    await site.database.prisma.passkey.deleteMany();
    for (const [siteUrl, isThere] of [["http://192.0.2.1", false], ["https://[2001:db8::1]", false], ["http://send.example.gov.uk", false], ["https://send.example.gov.uk", true]] as const) {
      const elsewhere = { ...site, config: { ...site.config, siteUrl } };
      serveHere(elsewhere);
      const there = (await signedInAs(site, "dana@example.org", { origin: siteUrl })).cookie;
      await site.database.prisma.user.update({ where: { id: userId }, data: { hasPasskey: false } });
      const { passkey } = await look(own, OWN, there);
      expect(passkey?.making.rp.id ?? null, siteUrl).toBe(isThere ? "send.example.gov.uk" : null);
    }
  });

  test("whoever lost it is let in anew by the council, and a closed account has none", async () => {
    await withPasskey();
    expect(await site.database.prisma.$transaction((tx) => resetSecondStep(tx, site, { userId, by: randomUUID() }))).toBe(true);
    expect(await kept()).toEqual([]);
    expect(await wants(cookie)).toBeUndefined();
    cookie = await another();
    expect(await wants(cookie)).toBeNull();
    await add(authenticator().make(await toMake()));
    await answerOf(close.action, posted("/account/close", { sure: "yes" }, { Cookie: cookie }));
    expect(await kept()).toEqual([]);
  });
});
