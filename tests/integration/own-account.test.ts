import { generateSync } from "otplib";
import { describe, expect, test } from "vitest";
import { adjustmentsOf, choicesOf } from "../../app/accounts/contact-choices.server.ts";
import { signedIn } from "../../app/accounts/viewer.server.ts";
import * as account from "../../app/routes/account/account.tsx";
import * as close from "../../app/routes/account/close.tsx";
import * as contact from "../../app/routes/account/contact.tsx";
import * as email from "../../app/routes/account/email.tsx";
import * as name from "../../app/routes/account/name.tsx";
import * as needs from "../../app/routes/account/needs.tsx";
import * as ownSecondStep from "../../app/routes/account/own-second-step.tsx";
import * as signInPage from "../../app/routes/account/sign-in.tsx";
import * as secondStep from "../../app/routes/account/second-step.tsx";
import type { Site } from "../../app/site.server.ts";
import { answerOf, asked, cookiesAfter, posted, serveHere, signedInAs } from "../support/accounts.ts";
import { KINDS } from "../support/databases.ts";
import { lastCode, outbox } from "../support/outbox.ts";
import { forSomebodyNew } from "../support/somebody-new.ts";

type Fields = Record<string, string> | [string, string][];

describe.each(KINDS)("an account's own choices on %s", (kind) => {
  let site: Site;
  let userId: string;
  let cookie: string;
  forSomebodyNew(kind, (dana) => ({ site, userId, cookie } = dana));

  const send = (route: { action: Parameters<typeof answerOf>[0] }, path: string, fields: Fields, as = cookie) =>
    answerOf(route.action, new Request(`http://localhost${path}`, { method: "POST", body: new URLSearchParams(fields), headers: { Cookie: as } }));
  const problems = ({ body }: { body: unknown }) => (body as { problems: { field: string }[] }).problems.map(({ field }) => field);

  test("how to be told is kept sealed, and said back as it was given", async () => {
    const answer = await send(contact, "/account/contact", { channel: "text", phone: "07700 900 123", address: "1 Invented Road\nSaltmarsh\ncm26jx", language: "ur" });
    expect([answer.status, answer.headers.get("Location")]).toEqual([303, "/account?saved=contact"]);
    expect(await choicesOf(site, userId)).toMatchObject({ channel: "text", phone: "+447700900123", address: ["1 Invented Road", "Saltmarsh", "CM2 6JX"], language: "ur" });
    expect(JSON.stringify(await site.database.prisma.contactChoice.findMany())).not.toMatch(/900123|Invented|CM2/);
    expect(JSON.stringify(await site.database.prisma.auditEntry.findMany({ select: { detail: true } }))).not.toMatch(/900123|Invented|CM2/);
    expect((await answerOf(account.loader, asked("/account", { Cookie: cookie }))).body).toMatchObject({ channel: "text", phone: "07700 900123", messagesIn: "اردو" });
  });

  test.each<[Record<string, string>, string[]]>([
    [{ channel: "text", language: "en-GB" }, ["phone"]],
    [{ channel: "letter", language: "en-GB" }, ["address"]],
    [{ channel: "letter", language: "en-GB", address: "Saltmarsh" }, ["address"]],
    [{ channel: "email", language: "en-GB", phone: "01632 960123" }, ["phone"]],
    [{ channel: "pigeon", language: "tlh", phone: "12" }, ["channel", "language", "phone"]],
    [{}, ["channel", "language"]],
  ])("of %j all that is wrong is said, and what was typed is kept", async (fields, wrong) => {
    const answer = await send(contact, "/account/contact", fields);
    expect([answer.status, problems(answer)]).toEqual([400, wrong]);
    expect((answer.body as { values: object }).values).toMatchObject({ phone: fields.phone ?? "", address: fields.address ?? "" });
    expect(await site.database.prisma.contactChoice.count()).toBe(0);
  });

  test("whoever finds a phone unlocked changes neither where codes go, nor the address, nor the second step", async () => {
    const { cookie: found } = await signedInAs(site, "dana@example.org", { since: new Date(Date.now() - 11 * 60_000) });
    const mine = { channel: "text", language: "en-GB", phone: "07700 900123" };
    await send(contact, "/account/contact", mine);
    const told = async () => (await outbox(site)).map(({ kind: what, to }) => [what, to]);
    expect(await told()).toEqual([["phone-changed", "dana@example.org"]]);
    for (const theirs of [{ ...mine, phone: "07700 900999" }, { ...mine, channel: "email", phone: "" }]) {
      const answer = await send(contact, "/account/contact", theirs, found);
      expect([answer.status, problems(answer)]).toEqual([400, ["phone"]]);
    }
    expect(await choicesOf(site, userId)).toMatchObject({ phone: "+447700900123" });
    expect((await send(contact, "/account/contact", { ...mine, language: "ur" }, found)).status).toBe(303);
    expect(await told()).toHaveLength(1);
    for (const [route, path, back] of [[email, "/account/email", "/account/email"], [close, "/account/close", "/account/close"], [secondStep, "/sign-in/second-step", "/sign-in/second-step"]] as const) {
      const led = await send(route, path, { do: "begin", sure: "yes", email: "new@example.org" }, found);
      expect([led.status, led.headers.get("Location")]).toEqual([303, `/sign-in?back=${encodeURIComponent(back)}&ended=1&again=1`]);
    }
    const page = await answerOf(signInPage.loader, asked("/sign-in?back=/account/email&again=1", { Cookie: found }));
    expect(page.body).toMatchObject({ isAgain: true, email: "dana@example.org", back: "/account/email" });
    expect((await answerOf(signInPage.loader, asked("/sign-in?back=/account/email", { Cookie: found }))).headers.get("Location")).toBe("/account/email");
  });

  test("what somebody needs is kept beside how to be told, and neither changes the other", async () => {
    await send(contact, "/account/contact", { channel: "email", language: "pl", phone: "07700900123" });
    await send(needs, "/account/needs", [["needs", "large-print"], ["needs", "interpreter"], ["interpreterLanguage", "Sylheti"], ["times", "evening"], ["note", "Let it ring for long.\nI use a hearing aid."]]);
    const wanted = { needs: ["large-print", "interpreter"], times: ["evening"], interpreterLanguage: "Sylheti", note: "Let it ring for long.\nI use a hearing aid." };
    expect(await adjustmentsOf(site, userId)).toEqual(wanted);
    await send(contact, "/account/contact", { channel: "email", language: "en-GB" });
    expect(await choicesOf(site, userId)).toEqual({ ...wanted, channel: "email", language: "en-GB", phone: null, address: null });
    expect(JSON.stringify(await site.database.prisma.contactChoice.findMany())).not.toMatch(/Sylheti|hearing/);
    const { adjustments } = await site.database.prisma.contactChoice.findUniqueOrThrow({ where: { userId } });
    expect(adjustments).toEqual(["large-print", "interpreter", "evening"]);
  });

  test("an interpreter needs a language; a language alone is a wish for one", async () => {
    expect(problems(await send(needs, "/account/needs", { needs: "interpreter" }))).toEqual(["interpreterLanguage"]);
    await send(needs, "/account/needs", { interpreterLanguage: "Urdu" });
    expect(await adjustmentsOf(site, userId)).toMatchObject({ needs: ["interpreter"], interpreterLanguage: "Urdu" });
  });

  test("nobody who chose nothing needs anything", async () => {
    expect(await choicesOf(site, userId)).toEqual({ channel: "email", language: "en-GB", phone: null, address: null, needs: [], times: [], interpreterLanguage: "", note: "" });
  });

  test("the name that the council sees", async () => {
    expect(problems(await send(name, "/account/name", { name: "  " }))).toEqual(["name"]);
    await send(name, "/account/name", { name: " Dana   Mbeki " });
    expect((await signedIn(site, asked("/", { Cookie: cookie })))?.viewer.name).toBe("Dana Mbeki");
  });

  describe("a new email address", () => {
    test("counts once its code is given, and the old one is told", async () => {
      const sent = await send(email, "/account/email", { email: "Dana.New@example.org" });
      const withAddress = cookiesAfter(sent, cookie);
      expect([sent.status, sent.headers.get("Location")]).toEqual([303, "/account/email?code=1"]);
      const code = await lastCode(site, "dana.new@example.org");
      const wrong = await send(email, "/account/email", { do: "code", code: code === "111111" ? "222222" : "111111" }, withAddress);
      expect([wrong.status, problems(wrong)]).toEqual([400, ["code"]]);
      expect((await send(email, "/account/email", { do: "code", code }, withAddress)).headers.get("Location")).toBe("/account?saved=email");
      expect((await signedIn(site, asked("/", { Cookie: cookie })))?.viewer).toMatchObject({ userId, email: "dana.new@example.org" });
      expect((await outbox(site)).map(({ kind: what, to }) => [what, to])).toContainEqual(["email-changed", "dana@example.org"]);
    });

    test("of another account is answered like any other, and never taken", async () => {
      await signedInAs(site, "taken@example.org");
      const answers = [await send(email, "/account/email", { email: "taken@example.org" }), await send(email, "/account/email", { email: "free@example.org" })];
      expect(answers.map(({ status, headers }) => [status, headers.get("Location")])).toEqual([[303, "/account/email?code=1"], [303, "/account/email?code=1"]]);
      // Each is sent one message, at once: how long it takes says nothing, and neither does a mail server that is away.
      expect((await outbox(site)).map(({ to, kind: what }) => [to, what]).sort()).toEqual([["free@example.org", "sign-in-code"], ["taken@example.org", "address-in-use"]]);
      serveHere({ ...site, config: { ...site.config, siteUrl: "http://localhost", smtp: { url: "smtp://127.0.0.1:1", from: "a@example.org" } } });
      const away = [await send(email, "/account/email", { email: "taken@example.org" }), await send(email, "/account/email", { email: "free@example.org" })];
      expect(away.map(({ status, body }) => [status, problems({ body })])).toEqual([[503, ["email"]], [503, ["email"]]]);
    });

    test.each(["", "dana", "dana@example.org", "x@staff.example.org", "x@staff.invalid"])("%j does not become one", async (typed) => {
      await send(email, "/account/email", { email: typed });
      expect(await site.database.prisma.notice.count()).toBe(0);
    });

    test("asked for in one account is no way into another", async () => {
      const mine = cookiesAfter(await send(email, "/account/email", { email: "new@example.org" }), cookie);
      const code = await lastCode(site, "new@example.org");
      const other = await signedInAs(site, "carlos@example.org");
      const stolen = [other.cookie, ...mine.split("; ").filter((pair) => pair.startsWith("send.asked"))].join("; ");
      expect((await send(email, "/account/email", { do: "code", code }, stolen)).status).toBe(400);
    });
  });

  test("a second step is removed, and new backup codes made, only by whoever gave it just now", async () => {
    const { begun } = (await send(secondStep, "/sign-in/second-step", { do: "begin" })).body as { begun: { keyWords: string; backupCodes: string[] } };
    const done = await send(secondStep, "/sign-in/second-step", { code: generateSync({ secret: begun.keyWords.replaceAll(" ", "") }) });
    const now = cookiesAfter(done, cookie);
    const codes = (await send(ownSecondStep, "/account/second-step", { do: "codes" }, now)).body as { codes: string[] };
    expect(codes.codes).toHaveLength(10);
    expect(codes.codes).not.toContain(begun.backupCodes[0]);
    await site.database.prisma.session.updateMany({ where: { userId }, data: { secondFactorAt: new Date(Date.now() - 11 * 60_000) } });
    for (const [route, path] of [[ownSecondStep, "/account/second-step"], [close, "/account/close"], [email, "/account/email"]] as const) {
      const led = await send(route, path, { do: "remove", sure: "yes", email: "new@example.org" }, now);
      expect(led.headers.get("Location")).toBe(`/sign-in/second-step?back=${encodeURIComponent(path)}&ended=1&again=1`);
    }
    expect((await send(secondStep, "/sign-in/second-step", { code: codes.codes[0] ?? "" }, now)).status).toBe(303);
    const removed = await send(ownSecondStep, "/account/second-step", { do: "remove" }, now);
    expect(removed.headers.get("Location")).toBe("/account?saved=second-step");
    expect((await signedIn(site, asked("/", { Cookie: cookiesAfter(removed, now) })))?.viewer.hasSecondFactor).toBe(false);
  });

  test("a closed account lets nobody in, follows nobody and holds no way to reach its owner; its name stays", async () => {
    const { prisma } = site.database;
    await send(contact, "/account/contact", { channel: "email", language: "en-GB", phone: "07700900123" });
    const person = await prisma.person.create({ data: { id: crypto.randomUUID(), reference: "P1" } });
    await prisma.follower.create({ data: { id: crypto.randomUUID(), personId: person.id, userId, relation: "parent" } });
    const other = await signedInAs(site, "dana@example.org");
    expect(problems(await send(close, "/account/close", {}))).toEqual(["sure"]);
    const answer = await send(close, "/account/close", { sure: "yes" });
    expect(answer.headers.get("Location")).toBe("/sign-in?closed=1");
    for (const one of [cookie, other.cookie]) expect(await signedIn(site, asked("/", { Cookie: one }))).toBeNull();
    expect(await prisma.user.findUniqueOrThrow({ where: { id: userId } })).toMatchObject({ name: "Dana", email: `${userId}@closed.invalid` });
    expect(await prisma.contactChoice.count()).toBe(0);
    expect(await prisma.follower.findFirstOrThrow()).toMatchObject({ endedBecause: "left", endedAt: expect.any(Date) });
    expect((await signedInAs(site, "dana@example.org")).userId).not.toBe(userId);
  });

  test("staff have no family's account, and do have their devices and their second step", async () => {
    const staff = await signedInAs(site, "jo@staff.example.org", { staff: "caseworker" });
    for (const route of [account, contact, needs, name, email, close]) expect((await answerOf(route.loader, asked("/account", { Cookie: staff.cookie }))).status).toBe(404);
    expect((await answerOf(ownSecondStep.loader, asked("/account/second-step", { Cookie: staff.cookie }))).status).toBe(200);
    expect((await answerOf(name.action, posted("/account/name", { name: "Somebody else" }, { Cookie: staff.cookie }))).status).toBe(404);
  });
});
