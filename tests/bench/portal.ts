import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openAuth } from "../../app/accounts/auth.server.ts";
import { importCases } from "../../app/cases/import-cases.server.ts";
import { day } from "../../app/domain/calendar/day.ts";
import type { Site } from "../../app/site.server.ts";
import { today } from "../../app/today.ts";
import { Dice } from "../../prisma/samples/generate.ts";
import { generateCases } from "../../prisma/samples/generate-cases.ts";
import { openClient, round, spread, type Spread } from "./measure.ts";
import type { Section } from "./section.ts";
import { signedInAs } from "../support/accounts.ts";
import { openStand, type Stand } from "./stand.ts";

const FEW = 100;
const MANY = 15_000;
const FAMILIES = 25;
const CHILD_SINCE = "2014-01-01";
const SIGN_INS = 60;
const PAGES = 400;
const WARM_UP = 50;
/** How many families open a case page in a second, whether or not the page before has come. */
const RATE = 50;
/** What an officer opens, and how often each is opened after the first time. */
const OFFICE_PAGES = ["/officer", "/officer/cases?for=all&list=late", "/officer/cases?for=all&list=all&page=300", "/officer/updates?for=all"] as const;
const OFFICE_TIMES = 20;

interface Family {
  cookie: string;
  path: string;
}

export const portal: Section = {
  about: `the case page with ${FEW} and ${MANY.toLocaleString("en-GB")} cases, signing in, ${RATE} families a second, and the officers' lists`,
  run: async ({ seconds, say, cleanUp }) => {
    const pages: { cases: number; page: Spread; signIn: Spread }[] = [];
    const loads: { where: string; cases: number; spread: Spread; failed: number }[] = [];
    const offices: ({ kept: string } & OfficeTimes)[] = [];
    for (const [database, cases] of [["PGlite", FEW], ["PostgreSQL", FEW], ["PostgreSQL", MANY]] as const) {
      say(`${cases} cases on ${database}`);
      const stand = await openStand(database);
      cleanUp(stand.close);
      const site = await stand.open();
      await loadCases(site, cases, say);
      const families = await signInFamilies(site);
      const signIn = await timeSignIns(site);
      const { cookie: officer } = await signedInAs(site, "officer@staff.example.org", { staff: "manager", origin: "http://127.0.0.1" });
      await site.close();
      const servers = [await stand.serve(), ...(database === "PostgreSQL" && cases === MANY ? [await stand.serve()] : [])];
      const page = await timePages(servers[0]?.url ?? "", families);
      if (database === "PostgreSQL") pages.push({ cases, page, signIn });
      if (database === "PGlite" || servers.length === 2) loads.push({ where: database === "PGlite" ? "one process, PGlite" : "two processes, PostgreSQL", cases, ...(await holdRate(servers.map(({ url }) => url), families, seconds)) });
      if (cases === MANY) {
        for (const server of servers) await server.stop();
        for (const kept of ["nothing", "all"]) {
          if (kept === "nothing") await forgetStandings(stand);
          const server = await stand.serve();
          offices.push({ kept, ...(await timeOffice(server.url, officer, families[0] as Family)) });
          await server.stop();
        }
      }
      await stand.close();
    }
    const [few, many] = pages as [(typeof pages)[number], (typeof pages)[number]];
    return {
      figures: { pages, loads, offices },
      tables: [
        { title: "Case page", columns: ["cases", "p50, ms", "p99, ms", "signing in p50, ms", "p99, ms"], rows: pages.map(({ cases, page, signIn }) => [cases, page.p50, page.p99, signIn.p50, signIn.p99]), note: "PostgreSQL, one after another over HTTP; each sight written to the audit trail. Signing in is the code made, kept, given back and a session begun, without the mail" },
        { title: `${RATE} families a second`, columns: ["where", "cases", "p50, ms", "p99, ms", "failed"], rows: loads.map(({ where, cases, spread: { p50, p99 }, failed }) => [where, cases, p50, p99, failed]), note: "at random moments, whether or not the pages before have come" },
        { title: `Officers' lists of ${MANY.toLocaleString("en-GB")} cases, first page of a process`, columns: ["kept from before", "first, ms", "longest a family waited meanwhile, ms"], rows: offices.map(({ kept, first, familyMeanwhile }) => [kept, first, familyMeanwhile]), note: "where every case stands is kept by the day: nothing is kept on the first start of a new version" },
        { title: "Officers' lists after that", columns: ["page", "p50, ms", "p99, ms"], rows: (offices.at(-1)?.later ?? []).map(({ path, spread: { p50, p99 } }) => [path, p50, p99]), note: "PostgreSQL, one after another over HTTP" },
      ],
      aims: [
        { what: "case page, p50 with 15,000 cases / with 100", value: round(many.page.p50 / few.page.p50), most: 1.5 },
        { what: "first page of the officers' lists in ms, standings kept", value: offices.at(-1)?.first ?? Infinity, most: 1000 },
        { what: "longest in ms that a family waited while every case was worked out", value: offices[0]?.familyMeanwhile ?? Infinity, most: 1000 },
        ...loads.map(({ where, spread: { p99 } }) => ({ what: `p99 in ms of ${RATE} families a second, ${where}`, value: p99, most: 1000 })),
      ],
    };
  },
};

/** As after a new version was put in place: every case is worked out anew. */
async function forgetStandings(stand: Stand): Promise<void> {
  const site = await stand.open();
  await site.database.prisma.caseStanding.deleteMany();
  await site.close();
}

async function loadCases(site: Site, count: number, say: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "send-bench-portal-"));
  const file = join(folder, "cases.json");
  writeFileSync(file, JSON.stringify([...generateCases(count, ["north-east", "mid", "south", "west"], day(today()))]));
  await importCases(site, { file, sender: "gen" }, today(), say);
  rmSync(folder, { recursive: true });
}

/** Families with an account, each following a child of their own. */
async function signInFamilies(site: Site): Promise<Family[]> {
  const { prisma } = site.database;
  const found = await prisma.caseFile.findMany({ where: { personId: { not: null } }, orderBy: { reference: "asc" }, take: 5 * FAMILIES, include: { person: true } });
  // A parent sees the record of a child, not of somebody who has grown up.
  const born = (person: (typeof found)[number]["person"]) => (person?.dateOfBirthSealed ? site.sealer.open(person.dateOfBirthSealed, `person.dateOfBirth.${person.id}`) : "");
  const rows = found.filter(({ person }) => born(person) > CHILD_SINCE).slice(0, FAMILIES);
  if (rows.length < FAMILIES) throw new Error(`Only ${rows.length} cases are of children.`);
  const families: Family[] = [];
  for (const [i, { id, personId }] of rows.entries()) {
    const { userId, cookie } = await signIn(site, `family${i}@example.org`);
    await prisma.follower.create({ data: { id: crypto.randomUUID(), personId: personId as string, userId, relation: "parent" } });
    families.push({ cookie, path: `/my-child/${id}` });
  }
  return families;
}

/** A code made, kept and given back, as the pages of signing in do; only the mail does not go out. */
async function signIn(site: Site, email: string): Promise<{ userId: string; cookie: string; ms: number }> {
  const auth = openAuth(site, "http://127.0.0.1");
  const began = performance.now();
  const code = await auth.api.createVerificationOTP({ body: { email, type: "sign-in" } });
  const answer = await auth.api.signInEmailOTP({ body: { email, otp: code }, headers: new Headers(), asResponse: true });
  const ms = performance.now() - began;
  const cookie = answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const { user } = (await answer.json()) as { user: { id: string } };
  return { userId: user.id, cookie, ms };
}

async function timeSignIns(site: Site): Promise<Spread> {
  const times: number[] = [];
  for (let i = 0; i < SIGN_INS; i++) times.push((await signIn(site, `somebody${i}@example.org`)).ms);
  return spread(times.slice(5));
}

async function timePages(url: string, families: readonly Family[]): Promise<Spread> {
  const client = openClient(url);
  const times: number[] = [];
  for (let i = 0; i < PAGES; i++) {
    const { cookie, path } = families[i % families.length] as Family;
    const { status, ms } = await client.get(path, { Cookie: cookie });
    if (status !== 200) throw new Error(`A case page answered ${status}.`);
    times.push(ms);
  }
  client.close();
  // The first ones fill what is kept.
  return spread(times.slice(FAMILIES));
}

interface OfficeTimes {
  /** ms of the first page of an officer, of a process that has just started. */
  first: number;
  /** The longest that a family's page took meanwhile, one asked for after another. */
  familyMeanwhile: number;
  later: { path: string; spread: Spread }[];
}

/** The officers' lists of a process that nobody has asked for them yet, while a family looks at its case. */
async function timeOffice(url: string, officer: string, { cookie, path }: Family): Promise<OfficeTimes> {
  const [office, family] = [openClient(url), openClient(url)];
  const open = async (client: ReturnType<typeof openClient>, page: string, as: string): Promise<number> => {
    const { status, ms } = await client.get(page, { Cookie: as });
    if (status !== 200) throw new Error(`${page.replace(/[0-9a-f-]{36}/, "...")} answered ${status}.`);
    return ms;
  };
  for (let i = 0; i < WARM_UP; i++) await open(family, path, cookie);
  const first = open(office, OFFICE_PAGES[0], officer);
  const meanwhile: number[] = [];
  for (let isOver = false; !isOver; ) {
    const page = open(family, path, cookie);
    // Whichever comes first: a family's page that outlasts the officer's counts too.
    isOver = await Promise.race([first.then(() => true), page.then(() => false)]);
    meanwhile.push(await page);
  }
  const later: OfficeTimes["later"] = [];
  for (const page of OFFICE_PAGES) {
    const times: number[] = [];
    for (let i = 0; i < OFFICE_TIMES; i++) times.push(await open(office, page, officer));
    later.push({ path: page, spread: spread(times) });
  }
  office.close();
  family.close();
  return { first: round(await first), familyMeanwhile: round(Math.max(...meanwhile)), later };
}

/** Families who come when they come: at random moments, so many a second in the mean, whether or not those before have their page. */
async function holdRate(urls: readonly string[], families: readonly Family[], seconds: number): Promise<{ spread: Spread; failed: number }> {
  const clients = urls.map((url) => openClient(url, Infinity));
  const open = async (i: number): Promise<number | null> => {
    const { cookie, path } = families[i % families.length] as Family;
    const { status, ms } = await (clients[i % clients.length] as (typeof clients)[number]).get(path, { Cookie: cookie });
    return status === 200 ? ms : null;
  };
  // A process is slow at its first pages for other reasons.
  for (let i = 0; i < WARM_UP * urls.length; i++) await open(i);
  const dice = new Dice(20_261_123);
  const began = performance.now();
  const opened: Promise<number | null>[] = [];
  for (let at = 0, i = 0; at < seconds * 1000; i++) {
    at += (-Math.log(1 - dice.next()) * 1000) / RATE;
    await new Promise((done) => setTimeout(done, began + at - performance.now()));
    opened.push(open(i).catch(() => null));
  }
  const times = await Promise.all(opened);
  for (const client of clients) client.close();
  const came = times.filter((ms) => ms !== null);
  return { spread: spread(came), failed: times.length - came.length };
}
