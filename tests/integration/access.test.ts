import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../app/config.server.ts";
import { may } from "../../app/domain/access/permissions.ts";
import { PARTS, type Part, type Role, type Standing } from "../../app/domain/access/roles.ts";
import { ROUTE_ACCESS, type Gate } from "../../app/domain/access/route-access.ts";
import routes from "../../app/routes.ts";
import { openSite, type Site } from "../../app/site.server.ts";
import { today } from "../../app/today.ts";
import { seedCases } from "../../prisma/seed-cases.ts";
import { signedInAs } from "../support/accounts.ts";
import { plainEnvironment } from "../support/command.ts";
import { freshSettings } from "../support/databases.ts";
import { startRunningSite, type RunningSite } from "../support/running-site.ts";

/**
 * Every address of the running site, asked for as everybody, in the three ways that a browser can ask. What somebody may
 * not see must answer like what does not exist: the same status and the same bytes.
 */

const YESTERDAY = new Date(Date.now() - 24 * 60 * 60 * 1000);
const NEXT_MONTH = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000);

type Which = "child" | "young person" | "young person without capacity";

interface Person {
  /** Whose record they ask for. */
  about: Which;
  standing: Standing;
  isStaff?: boolean;
  /** How they follow; nothing for who does not. */
  follows?: { relation: string; parts?: readonly Part[]; endsOn?: Date; isBlocked?: boolean; isEnded?: boolean };
}

const as = (role: Role, parts: readonly Part[] = PARTS): Standing => ({ role, parts });
const NOBODY = as("none", []);

const PEOPLE: Record<string, Person> = {
  "somebody who is not signed in": { about: "child", standing: as("visitor", []) },
  "an account that follows nobody": { about: "child", standing: NOBODY },
  "a parent": { about: "child", standing: as("parent"), follows: { relation: "parent" } },
  "a parent whom the council has blocked": { about: "child", standing: NOBODY, follows: { relation: "parent", isBlocked: true } },
  "a parent who has left": { about: "child", standing: NOBODY, follows: { relation: "parent", isEnded: true } },
  "a parent of somebody who decides alone": { about: "young person", standing: as("passed-on", []), follows: { relation: "parent" } },
  "a young person": { about: "young person", standing: as("young-person"), follows: { relation: "young-person" } },
  "a young person before their time": { about: "child", standing: NOBODY, follows: { relation: "young-person" } },
  "whoever acts for a young person": { about: "young person without capacity", standing: as("alternative-person"), follows: { relation: "alternative-person" } },
  "whoever would act for a young person who decides alone": { about: "young person", standing: NOBODY, follows: { relation: "alternative-person" } },
  ...Object.fromEntries(PARTS.map((part) => [`a supporter for ${part}`, { about: "child", standing: as("supporter", [part]), follows: { relation: "supporter", parts: [part], endsOn: NEXT_MONTH } } satisfies Person])),
  "a supporter whose time is over": { about: "child", standing: NOBODY, follows: { relation: "supporter", parts: PARTS, endsOn: YESTERDAY } },
  "a supporter whom the family sent away": { about: "child", standing: NOBODY, follows: { relation: "supporter", parts: PARTS, endsOn: NEXT_MONTH, isEnded: true } },
  "a caseworker": { about: "child", standing: as("caseworker", []), isStaff: true },
  "a manager": { about: "child", standing: as("manager", []), isStaff: true },
};

const REFERENCES: Record<Which, string> = { child: "EHC-DEMO-04", "young person": "EHC-DEMO-22", "young person without capacity": "EHC-DEMO-19" };

/** What a form must hold for its address to look at who sends it. */
const FORMS: Record<string, Record<string, string>> = {
  "/my-child/:caseId/draft": { subject: "message", fields: "{}" },
};

type Way = "page" | "data" | "form";
const WAYS: readonly Way[] = ["page", "data", "form"];

/** Every path of app/routes.ts. */
function paths(list: typeof routes, at = ""): string[] {
  return list.flatMap(({ path, index, children }) => {
    const here = index ? at || "/" : path === undefined ? at : `${at}/${path}`;
    return children ? paths(children, here) : [here];
  });
}
const ALL = paths(routes).filter((path) => path !== "/*");

test("every address says who may ask for it, and no other is said", () => {
  expect([...ALL].sort()).toEqual(Object.keys(ROUTE_ACCESS).sort());
});

let site: Site;
let running: RunningSite;
const cases = new Map<Which, { caseId: string; personId: string }>();

beforeAll(async () => {
  const env = await freshSettings("PostgreSQL");
  site = await openSite(readConfig(plainEnvironment(env)));
  await seedCases(site, today());
  for (const [which, reference] of Object.entries(REFERENCES) as [Which, string][]) {
    const { id: caseId, personId } = await site.database.prisma.caseFile.findUniqueOrThrow({ where: { reference } });
    cases.set(which, { caseId, personId: personId as string });
  }
  const { personId } = cases.get("young person without capacity") as { personId: string };
  await site.database.prisma.rightsDecision.create({ data: { id: randomUUID(), personId, kind: "lacks-capacity", decidedBy: "test" } });
  running = await startRunningSite(env);
}, 180_000);
afterAll(async () => {
  await site.close();
  await running.stop();
});

/** A cookie of somebody in a session of its own, following as they do whatever an earlier form did. */
async function signInAs(name: string, { follows, isStaff, about, standing }: Person): Promise<string> {
  if (standing.role === "visitor") return "";
  const email = `${name.replaceAll(" ", ".")}@${isStaff ? "staff.example.org" : "example.org"}`;
  const { userId, cookie } = await signedInAs(site, email, isStaff ? { staff: standing.role as "caseworker" } : {});
  if (follows) {
    const { personId } = cases.get(about) as { personId: string };
    const row = { relation: follows.relation, parts: [...(follows.parts ?? [])], endsOn: follows.endsOn ?? null, blockedAt: follows.isBlocked ? YESTERDAY : null, endedAt: follows.isEnded ? YESTERDAY : null };
    await site.database.prisma.follower.upsert({ where: { personId_userId: { personId, userId } }, create: { id: randomUUID(), personId, userId, ...row }, update: row });
  }
  return cookie;
}

interface Answer {
  status: number;
  location: string | null;
  /** Without what differs from one request to the next, and without the id that was asked for. */
  body: string;
  headers: Record<string, string>;
}

const IGNORED_HEADERS = ["connection", "content-length", "content-security-policy", "date", "etag", "keep-alive", "transfer-encoding"];

async function ask(path: string, way: Way, cookie: string, form: Record<string, string>, unsaid: readonly string[]): Promise<Answer> {
  const url = running.url + (way === "data" ? (path === "/" ? "/_root.data" : `${path}.data`) : path);
  const answer = await fetch(url, { redirect: "manual", headers: { Cookie: cookie, Origin: running.url }, ...(way === "form" ? { method: "POST", body: new URLSearchParams(form) } : {}) });
  let body = (await answer.text()).replace(/nonce="[^"]*"/g, "nonce").replace(/routes\/[\w./-]+/g, "ROUTE");
  body = body.replaceAll(`back=${encodeURIComponent(path)}`, "back=ASKED");
  for (const said of unsaid) body = body.replaceAll(said, "ASKED");
  return { status: answer.status, location: answer.headers.get("Location"), body, headers: Object.fromEntries([...answer.headers].filter(([name]) => !IGNORED_HEADERS.includes(name))) };
}

/** What parts of addresses may be; the others are the id of nothing. */
const PARTS_OF_PATHS: Record<string, string> = { ":form": "json", ":token": "Zk3v9QmXw2Lr8TnYp5Hs7Bd4Jg6Fc1VaZk3v9QmXw2L", ":page": "you" };

/** A path with what its parts stand for. */
function filled(path: string, caseId: string): string {
  return path.replace(":caseId", caseId).replace(/:\w+/g, (part) => PARTS_OF_PATHS[part] ?? "00000000-0000-4000-8000-000000000000");
}

/** An address that nobody ever made, in the same part of the site: the menu says where one is. */
function neverMade(path: string): string {
  return path.startsWith("/my-child") ? "/my-children/nothing-here" : "/nothing-here";
}

/** Where an answer leads, also one to a script, which says it in its body. */
function leadsTo({ status, location, body }: Answer, path: string): boolean {
  if (status === 303) return location?.split("?")[0] === path;
  return status === 202 && body.includes(path);
}

type Expected = "goes on" | "like what does not exist" | "signs in";

function expected(gate: Gate, { standing, isStaff = false }: Person): Expected {
  const isVisitor = standing.role === "visitor";
  switch (gate) {
    case "public":
    case "secret":
    case "signature":
      return "goes on";
    case "signed-in":
    case "half-signed-in":
      return isVisitor ? "signs in" : "goes on";
    case "account":
      return isVisitor ? "signs in" : isStaff ? "like what does not exist" : "goes on";
    default:
      if (isVisitor) return "signs in";
      return may(standing, gate) ? "goes on" : "like what does not exist";
  }
}

/** Addresses that look at nobody are asked by some only: they answer everybody alike. */
const LOOKS_AT_NOBODY: readonly (Gate | null)[] = [null, "public", "secret", "signature"];
const SOME = ["somebody who is not signed in", "a parent", "a caseworker"];

function addressesFor(name: string): [string, (typeof ROUTE_ACCESS)[string]][] {
  return Object.entries(ROUTE_ACCESS).filter(([, { get, post }]) => SOME.includes(name) || !LOOKS_AT_NOBODY.includes(get) || !LOOKS_AT_NOBODY.includes(post));
}

describe.each(Object.entries(PEOPLE))("%s", (name, person) => {
  const neverMadeFor = new Map<string, string>();
  // Kept until a form was taken, which may have ended the session or how they follow.
  let cookie: string | null = null;
  test.each(addressesFor(name))("%s", async (path, access) => {
    const caseId = (cases.get(person.about) as { caseId: string }).caseId;
    const isOfficers = path.startsWith("/officer");
    for (const way of WAYS) {
      const gate = way === "form" ? access.post : access.get;
      const form = FORMS[path] ?? {};
      const real = filled(path, caseId);
      cookie ??= await signInAs(name, person);
      const answer = await ask(real, way, cookie, form, [caseId]);
      const what = `${way} ${path}: ${answer.status}`;
      expect(answer.status, what).toBeLessThan(500);
      const asked = cookie;
      if (way === "form" && gate !== null) cookie = null;
      const wanted = gate === null ? null : expected(gate, person);
      const isOfCase = path.includes(":caseId");
      if (wanted === null || wanted === "like what does not exist") {
        const nowhere = randomUUID();
        const notThere = isOfCase ? filled(path, nowhere) : neverMade(path);
        // A method that an address does not take is refused for everybody, whatever it is about.
        if (wanted === null && !isOfCase) continue;
        const other = await ask(notThere, way, asked, form, [nowhere]);
        expect({ ...answer, what }, what).toEqual({ ...other, what });
        if (wanted !== null) expect(answer.status, what).toBe(404);
        // And like an address that nobody ever made.
        if (wanted !== null && way === "page" && !access.isFile) {
          const nothing = neverMade(path);
          if (!neverMadeFor.has(nothing)) neverMadeFor.set(nothing, (await ask(nothing, way, asked, {}, [])).body);
          expect(answer.body, what).toBe(neverMadeFor.get(nothing));
        }
      } else if (wanted === "signs in") {
        const isLed = leadsTo(answer, isOfficers ? "/officer/sign-in" : "/sign-in");
        expect(isLed || answer.status === 401, `${what} ${answer.location}`).toBe(true);
      } else {
        expect(leadsTo(answer, "/sign-in") && path !== "/sign-in/code", `${what} ${answer.location}`).toBe(false);
        if (gate === "signature") expect(answer.status, what).toBe(401);
        else if (!access.isNotAlwaysThere) expect([404, 405], what).not.toContain(answer.status);
      }
    }
  });
});
