import { existsSync, readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readListings } from "../../app/db/read-listings.server.ts";
import { termWords } from "../../app/interchange/feed.server.ts";
import { importListings, importSummary, type ImportOptions, type ImportReport } from "../../app/interchange/import.server.ts";
import { serviceToOruk } from "../../app/interchange/oruk.ts";
import { openSite, type Site } from "../../app/site.server.ts";
import { readConfig } from "../../app/config.server.ts";
import { seed } from "../../prisma/seed.ts";
import { temporaryFolder } from "../support/command.ts";
import { emptyDatabase, freshPostgresUrl, KINDS, type Kind } from "../support/databases.ts";
import { inventedId, inventedService, inventedServices } from "../support/invented.ts";
import { startRunningSite, type RunningSite } from "../support/running-site.ts";
import { freshSite } from "../support/site.ts";
import { wholeData } from "../support/whole-data.ts";

const folder = temporaryFolder();
let files = 0;

function file(content: unknown, ending = "json"): string {
  const path = join(folder, `invented-${++files}.${ending}`);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const sites = new Map<Kind, Site>();

beforeAll(async () => {
  for (const kind of KINDS) sites.set(kind, await freshSite(kind, { meiliUrl: null, dataDir: folder }));
});

/** The site on a kind of database, with nothing in it. */
async function emptySite(kind: Kind): Promise<Site> {
  const site = sites.get(kind) as Site;
  await emptyDatabase(site.database);
  return site;
}

/** A site that all tests of a group share, where one leaves nothing that another would meet. */
function siteOfAll(kind: Kind): () => Site {
  let site: Site;
  beforeAll(async () => void (site = await emptySite(kind)));
  return () => site;
}

interface ReportRow {
  row: number;
  ref: string | null;
  name?: string;
  outcome: string;
  reason?: string;
  notes?: { field: string; what: string }[];
}

async function importInto(site: Site, options: ImportOptions): Promise<ImportReport & { lines: ReportRow[]; said: string[] }> {
  const said: string[] = [];
  const report = await importListings(site, { source: "invented", ...options }, (line) => said.push(line));
  const lines = readFileSync(report.file as string, "utf8").trim().split("\n").map((line) => JSON.parse(line) as ReportRow);
  return { ...report, lines, said };
}

/** The directory as its own feed would give it. */
async function exported(site: Site): Promise<object[]> {
  const listings = await readListings(site.database.prisma, { orderBy: { id: "asc" } });
  return listings.map((listing) => serviceToOruk(listing, termWords));
}

const shown = (site: Site) => site.database.prisma.service.count({ where: { status: "active" } });

describe.each(KINDS)("importing on %s", (kind) => {
  describe("an Open Referral UK file", () => {
    test.each([
      ["a page of the standard", (services: object[]) => ({ total_items: services.length, contents: services })],
      ["a list", (services: object[]) => services],
      ["a package", (services: object[]) => ({ services })],
      ["an organisation that brings its services", (services: object[]) => ({ id: inventedId(2, 1), name: "Invented clubs 1", services: services.map((service) => ({ ...service, organization: undefined })) })],
    ])("as %s; the same again changes nothing", async (_form, wrap) => {
      const site = await emptySite(kind);
      const from = file(wrap(inventedServices(230)));
      expect(await importInto(site, { from })).toMatchObject({ rows: 230, added: 230, changed: 0, unchanged: 0, skipped: 0 });
      const before = await wholeData(site.database.prisma);
      expect(before.service).toHaveLength(230);
      expect(await importInto(site, { from })).toMatchObject({ rows: 230, added: 0, changed: 0, unchanged: 230, skipped: 0 });
      expect(await wholeData(site.database.prisma)).toEqual(before);
    });

    test("goes out again as it came in", async () => {
      const site = await emptySite(kind);
      const services = inventedServices(30);
      await importInto(site, { from: file({ contents: services }) });
      expect(await exported(site)).toEqual(services);
    });

    test("with one service changed changes that one", async () => {
      const site = await emptySite(kind);
      await importInto(site, { from: file(inventedServices(5)) });
      const [first, ...others] = inventedServices(5);
      const report = await importInto(site, { from: file([{ ...first, name: "A new name" }, ...others]) });
      expect(report).toMatchObject({ changed: 1, unchanged: 4 });
      expect(report.lines.find(({ outcome }) => outcome === "changed")).toMatchObject({ row: 1, ref: inventedId(1, 1), name: "A new name" });
    });

    test("of version 1.0; the same again changes nothing", async () => {
      const site = await emptySite(kind);
      const old = (number: number) => ({
        id: String(number), name: `Old club ${number}`, status: "active",
        organization: { id: "o1", name: "Old clubs", url: "https://example.org" },
        eligibilitys: [{ id: "e1", eligibility: "Disabled children", minimum_age: 4, maximum_age: 11 }],
        regular_schedules: [{ id: "s1", byday: "SA", opens_at: "09:00", closes_at: "10:00" }],
        service_taxonomys: [{ id: `t${number}`, taxonomy: { id: "invented:1", name: "Swimming", vocabulary: "Invented" } }],
        service_at_locations: [{ id: "p1", location: { id: "l1", name: "Pool", latitude: 51.7, longitude: 0.5, physical_addresses: [{ id: "a1", address_1: "1 Mill Lane", city: "Chelmsford", postal_code: "CM2 6JX" }] } }],
      });
      const from = file({ totalElements: 3, totalPages: 1, number: 1, size: 3, first: true, last: true, content: [1, 2, 3].map(old) });
      expect(await importInto(site, { from })).toMatchObject({ added: 3, skipped: 0 });
      expect(await importInto(site, { from })).toMatchObject({ unchanged: 3 });
      expect((await exported(site))[0]).toMatchObject({
        minimum_age: 4, maximum_age: 11, eligibility_description: "Disabled children", schedules: [{ byday: "SA" }],
        organization: { website: "https://example.org" }, attributes: [{ taxonomy_term: { name: "Swimming" } }],
      });
    });
  });

  describe("a paged API", () => {
    test("in the short form: each service is fetched whole, and one that cannot be had is told", async () => {
      const site = await emptySite(kind);
      const services = inventedServices(11);
      const api = await startApi(services, { size: 4, missing: [inventedId(1, 6)] });
      const report = await importInto(site, { from: api.url, complete: true });
      expect(report).toMatchObject({ rows: 11, added: 10, skipped: 1 });
      expect(report.lines.find(({ outcome }) => outcome === "skipped")).toMatchObject({ row: 6, ref: inventedId(1, 6), reason: expect.stringContaining("answered 404") });
      expect(await exported(site)).toEqual(services.filter(({ id }) => id !== inventedId(1, 6)));
      expect(await importInto(site, { from: `${api.url}/services` })).toMatchObject({ added: 0, unchanged: 10, skipped: 1 });
    });

    test("that stumbles on a page is asked again; one that stays down ends the import with what it had", async () => {
      const site = await emptySite(kind);
      const stumbling = await startApi(inventedServices(8), { size: 4, full: true, failures: 2 });
      expect(await importInto(site, { from: stumbling.url })).toMatchObject({ added: 8 });
      const down = await startApi(inventedServices(8, 20), { size: 4, full: true, downFromPage: 2 });
      await expect(importInto(site, { from: down.url, complete: true })).rejects.toThrow(/answered 503/);
      expect(await shown(site)).toBeGreaterThanOrEqual(8);
    });

    test("that lists things that are no objects: each has its row in the report", async () => {
      const site = await emptySite(kind);
      const api = await startApi([inventedService(1), "a word", null, inventedService(2)], { size: 10, full: true });
      const report = await importInto(site, { from: api.url });
      expect(report).toMatchObject({ rows: 4, added: 2, skipped: 2 });
      expect(report.lines.map(({ outcome }) => outcome)).toEqual(["added", "skipped", "skipped", "added"]);
    });

    test("that is no such API is one sentence", async () => {
      const site = await emptySite(kind);
      const server = await listen((_request, response) => response.setHeader("content-type", "application/json").end('{"hello":"world"}'));
      await expect(importInto(site, { from: server.url })).rejects.toThrow(/is no list of services in Open Referral's form: nothing was imported\.$/);
    });
  });

  describe("rows that cannot be used are skipped and told, and the rest goes on", () => {
    const ROWS: [what: string, row: unknown, reason: string | RegExp][] = [
      ["null", null, "not an object"],
      ["a text", "a service", "not an object"],
      ["a list", [1, 2], /not an object|not a service/],
      ["no id", { ...inventedService(50), id: undefined }, "no id"],
      ["no name", { ...inventedService(51), name: "  " }, "no name"],
      ["a name that is a script only", { ...inventedService(52), name: "<script>alert(1)</script>" }, "no name"],
      ["an id of the wrong type", { ...inventedService(53), id: { a: 1 } }, "no id"],
      ["an organisation", { id: inventedId(2, 9), name: "Invented clubs 9", website: "https://example.org" }, /not a service/],
      ["a service at a location", { id: inventedId(3, 1), service: inventedService(54), location: { id: inventedId(4, 1) } }, /a service at a location/],
      ["more than 1 MB", inventedService(55, { notes: "x".repeat(1_100_000) }), "larger than 1 MB"],
      ["an id that stood before", inventedService(1), "the same id stands in row 1"],
    ];

    test("each with its reason", async () => {
      const site = await emptySite(kind);
      const rows = [inventedService(1), ...ROWS.map(([, row]) => row), inventedService(2)];
      const report = await importInto(site, { from: file(rows) });
      expect(report).toMatchObject({ rows: rows.length, added: 2, skipped: ROWS.length });
      expect(report.lines).toHaveLength(rows.length);
      for (const [i, [what, , reason]] of ROWS.entries()) {
        expect(report.lines[i + 1], what).toMatchObject({ row: i + 2, outcome: "skipped", reason: typeof reason === "string" ? reason : expect.stringMatching(reason) });
      }
      expect(importSummary(report, false).join("\n")).toContain(`${ROWS.length} skipped`);
      expect(await site.database.prisma.service.count()).toBe(2);
    });
  });

  test("values of the wrong type cost only themselves, and each is told", async () => {
    const site = await emptySite(kind);
    const report = await importInto(site, {
      from: file([inventedService(1, { minimum_age: "eleven", schedules: "Mondays", phones: [{ number: "01632 960123" }, 7], service_at_locations: { id: 1 }, email: ["a@example.org"], description: { text: "x" }, url: "javascript:alert(1)" })]),
    });
    expect(report.added).toBe(1);
    const fields = (report.lines[0]?.notes ?? []).map(({ field }) => field).sort();
    expect(fields).toEqual(["description", "email", "minimum_age", "phones[1]", "schedules", "service_at_locations", "url"]);
    const [service] = await exported(site);
    expect(service).toMatchObject({ name: "Invented club 1", maximum_age: 11, phones: [{ number: "01632 960123" }] });
    for (const gone of ["minimum_age", "schedules", "service_at_locations", "email", "description", "url"]) expect(service).not.toHaveProperty(gone);
  });

  describe("values that no database holds", () => {
    const UNSTORABLE: [string, object][] = [
      ["a null character in an id", { id: "club\u0000one" }],
      ["a null character in a member that nobody knows", { member: { deep: ["a\u0000b"], "key\u0000": 1 } }],
      ["half a character", { member: "a\ud800b", description: "c\udc00d" }],
      ["a null character in an address", { url: "https://example.org/\u0000", email: "a\u0000@example.org", organization: { id: "o\u0000", name: "Clubs", uri: "urn:x\u0000y" } }],
      ["a number that is too large", { schedules: [{ freq: "WEEKLY", interval: 99_999_999_999 }], send: { reply_working_days: 1e15, waiting_weeks: -1e15 }, minimum_age: 1e308 }],
      ["a day before there were days", { assured_date: "0000-01-01", last_modified: "0000-12-31T00:00:00Z", cost_options: [{ amount: 1, valid_from: "0001-01-01" }] }],
      ["an instant that its time zone takes out of the calendar", { last_modified: "0001-01-01T00:00:00+14:00" }],
      ["nesting without end", { member: JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`) as unknown }],
      ["nesting without end in a part", { phones: [{ number: "01632 960123", member: JSON.parse(`${"[".repeat(5_000)}${"]".repeat(5_000)}`) as unknown }] }],
    ];

    const site = siteOfAll(kind);

    test.each(UNSTORABLE)("%s: the row's neighbours are imported all the same", async (what, fault) => {
      // JSON.stringify cannot go so deep, so the nest is written by hand.
      const row = JSON.stringify(inventedService(2, { id: "two", ...fault }), (_key, value: unknown) => (Array.isArray(value) && value.length === 1 && depthOf(value) > 1000 ? `NEST${depthOf(value)}` : value))
        .replace(/"NEST(\d+)"/g, (_match, depth: string) => `${"[".repeat(Number(depth))}${"]".repeat(Number(depth))}`);
      const from = file(`[${JSON.stringify(inventedService(1, { id: "one" }))},${row},${JSON.stringify(inventedService(3, { id: "three" }))}]`);
      // Each a source of its own, whose ids are its own.
      const source = `fault-${UNSTORABLE.findIndex(([each]) => each === what)}`;
      const report = await importInto(site(), { from, source });
      expect(report.lines.map(({ outcome }) => outcome)).toEqual(["added", expect.stringMatching(/added|skipped/), "added"]);
      if (report.skipped) expect(report.lines[1]?.reason).toBeTruthy();
      expect(await importInto(site(), { from, source })).toMatchObject({ added: 0, changed: 0 });
    });
  });

  test("markup becomes plain words, and no script is kept", async () => {
    const site = await emptySite(kind);
    const bad = '<p>Come <b>swimming</b></p><script>alert("x")</script><img src=x onerror=alert(1)><a href="javascript:alert(2)">book</a>';
    const report = await importInto(site, {
      from: file([inventedService(1, { description: bad, fees: bad, alert: bad, name: "Otters <script>alert(3)</script>", send: { summary: bad, answers: { training: bad } }, phones: [{ number: "01632 960123", description: bad }], organization: { id: inventedId(2, 1), name: `Otters ${bad}`, description: bad } })]),
    });
    expect(report.notes.get("description: markup taken out")).toBe(1);
    const all = JSON.stringify(await exported(site));
    expect(all).toContain("Come swimming");
    expect(all).not.toMatch(/<script|<p>|<b>|onerror|javascript:|alert\(/);
    expect(JSON.stringify(await wholeData(site.database.prisma))).not.toMatch(/<script|onerror|javascript:/);
  });

  describe("a file that is not whole is refused before anything is written", () => {
    const whole = JSON.stringify({ contents: inventedServices(150) });
    const site = siteOfAll(kind);
    const middle = whole.indexOf('"name":"Invented club 120"');
    test.each([
      ["broken in the middle", `${whole.slice(0, middle)}"broken here${whole.slice(middle)}`, "json", /is not sound JSON .*: nothing was imported\.$/],
      ["cut off", whole.slice(0, middle), "json", /is not sound JSON .*: nothing was imported\.$/],
      ["no JSON", "<html>Not found</html>", "json", /is not sound JSON .*: nothing was imported\.$/],
      ["empty", "", "json", /is empty: nothing was imported\.$/],
      ["without a service", '{"contents":[]}', "json", /There is no service in .*: nothing was imported\.$/],
      ["CSV without a mapping", "a,b\n1,2\n", "csv", /is CSV: say how to read it with --map\.$/],
    ])("%s", async (_what, content, ending, message) => {
      const attempt = importInto(site(), { from: file(content, ending) });
      await expect(attempt).rejects.toMatchObject({ name: "UnreadableFileError", message: expect.stringMatching(message) });
      expect(await site().database.prisma.service.count()).toBe(0);
    });

    test("CSV with a quote that never ends", async () => {
      const attempt = importInto(site(), { from: file('import_id,name\n1,"Otters\n2,Seals\n', "csv"), map: "outpost-csv" });
      await expect(attempt).rejects.toThrow(/is not sound CSV .*: nothing was imported\.$/);
    });
  });

  test("CSV by a mapping of the council's own: rows that continue one, quoted lines, another order of columns", async () => {
    const site = await emptySite(kind);
    const map = file({
      name: "Invented CSV", source: "invented-csv", format: "csv", continues: { column: "part_of", refersTo: "ref" },
      service: {
        id: "ref", name: "title", description: "about", organization: { id: "'o'", name: "'Invented clubs'" }, minimum_age: "from_age",
        schedules: { each: "$append([$], continued)[$boolean(day)]", freq: "'WEEKLY'", byday: "$weekday(day)", opens_at: "$clock(from)" },
      },
      terms: [{ taxonomy: "need", from: "$split(needs, ';').$trim($)", to: { Autism: "autism" } }],
    });
    const csv = ["\ufeffref,part_of,title,about,needs,from_age,day,from", '1,,"Otters, and seals","Two\nlines",Autism; Left-handed,5,Monday,3.30pm', ",1,,,,,Friday,9am", "2,,Seals,,,x,,", ",7,Nobody,,,,,", "3,,,no name,,,,"].join("\r\n");
    const from = file(csv, "csv");
    const report = await importInto(site, { from, map, source: undefined });
    expect(report).toMatchObject({ source: "invented-csv", rows: 4, added: 2, skipped: 2 });
    expect([...report.unknownWords.keys()]).toEqual(["need: Left-handed"]);
    expect(report.lines.map(({ reason }) => reason ?? null)).toEqual([null, null, "no id", "no name"]);
    const otters = (await exported(site)).find((service) => (service as { name: string }).name === "Otters, and seals");
    expect(otters).toMatchObject({ description: "Two\nlines", minimum_age: 5, schedules: [{ byday: "MO", opens_at: "15:30" }, { byday: "FR", opens_at: "09:00" }] });
    expect(await importInto(site, { from, map, source: undefined })).toMatchObject({ unchanged: 2, skipped: 2 });
  });

  describe("--dry-run", () => {
    test("reads everything, writes nothing, and tells what would happen", async () => {
      const site = await emptySite(kind);
      await importInto(site, { from: file(inventedServices(3)) });
      const before = await wholeData(site.database.prisma);
      const report = await importInto(site, { from: file([...inventedServices(2, 10), { id: "x" }, "nonsense"]), dryRun: true, complete: true });
      expect(report).toMatchObject({ rows: 4, added: 0, changed: 0, skipped: 2, hidden: 0 });
      expect(report.lines.map(({ outcome }) => outcome)).toEqual(["readable", "readable", "skipped", "skipped"]);
      expect(importSummary(report, true)[0]).toBe("4 rows: 2 could be imported, 2 would be skipped. Nothing was written.");
      expect(await wholeData(site.database.prisma)).toEqual(before);
    });
  });

  describe("--complete", () => {
    test("hides what the source no longer lists; its record stays, and it comes back when listed again", async () => {
      const site = await emptySite(kind);
      const { prisma } = site.database;
      await importInto(site, { from: file(inventedServices(5)) });
      expect(await importInto(site, { from: file(inventedServices(4)), complete: true })).toMatchObject({ unchanged: 4, hidden: 1 });
      expect(await shown(site)).toBe(4);
      expect(await prisma.service.findUnique({ where: { id: inventedId(1, 5) } })).toMatchObject({ status: "inactive", name: "Invented club 5" });
      expect(await prisma.searchEntry.count()).toBe(4);
      expect(await importInto(site, { from: file(inventedServices(4)), complete: true })).toMatchObject({ unchanged: 4, hidden: 0 });
      expect(await importInto(site, { from: file(inventedServices(5)) })).toMatchObject({ unchanged: 4, changed: 1 });
      expect(await shown(site)).toBe(5);
    });

    test("without it, what a file does not list stays", async () => {
      const site = await emptySite(kind);
      await importInto(site, { from: file(inventedServices(5)) });
      await importInto(site, { from: file(inventedServices(1)) });
      expect(await shown(site)).toBe(5);
    });

    test("a file that lacks more than half is taken for broken, and hides nothing", async () => {
      const site = await emptySite(kind);
      await importInto(site, { from: file(inventedServices(10)) });
      const report = await importInto(site, { from: file(inventedServices(4)), complete: true });
      expect(report.hidden).toBe(0);
      expect(report.said.join("\n")).toContain("6 of the 10 listings of invented are not in the file");
      expect(await shown(site)).toBe(10);
    });

    test("a listing whose row could not be read this time is still listed, so it stays", async () => {
      const site = await emptySite(kind);
      const services = inventedServices(6);
      await importInto(site, { from: file(services) });
      const api = await startApi(services.slice(0, 5), { size: 4, missing: [inventedId(1, 2)] });
      expect(await importInto(site, { from: api.url, complete: true })).toMatchObject({ skipped: 1, hidden: 1 });
      expect(await shown(site)).toBe(5);
      const huge = { ...services[2], notes: "x".repeat(1_100_000) };
      expect(await importInto(site, { from: file([services[0], services[1], huge, { ...services[3], name: "" }, services[4]]), complete: true })).toMatchObject({ skipped: 2, hidden: 0 });
      expect(await shown(site)).toBe(5);
    });
  });

  describe("two sources", () => {
    test("a listing belongs to the source that published it first; another is refused and told why", async () => {
      const site = await emptySite(kind);
      await importInto(site, { from: file(inventedServices(3)) });
      const before = await wholeData(site.database.prisma);
      const report = await importInto(site, { from: file([inventedService(2, { name: "Taken over" }), inventedService(9)]), source: "other" });
      expect(report).toMatchObject({ added: 1, changed: 0, skipped: 1 });
      expect(report.lines[0]).toMatchObject({ outcome: "skipped", reason: 'the source "invented" already publishes this listing' });
      const after = await wholeData(site.database.prisma);
      for (const row of before.service ?? []) expect(after.service).toContain(row);
    });

    test("--complete hides nothing that another source owns, even what the file names", async () => {
      const site = await emptySite(kind);
      await importInto(site, { from: file(inventedServices(4)) });
      await importInto(site, { from: file(inventedServices(4, 20)), source: "other" });
      const report = await importInto(site, { from: file([...inventedServices(3, 20), inventedService(1)]), source: "other", complete: true });
      expect(report).toMatchObject({ unchanged: 3, hidden: 1, skipped: 1 });
      const { prisma } = site.database;
      expect(await prisma.service.count({ where: { sourceId: "invented", status: "active" } })).toBe(4);
      expect(await prisma.service.count({ where: { sourceId: "other", status: "active" } })).toBe(3);
    });

    test("two that use the same numbers for their listings do not meet", async () => {
      const site = await emptySite(kind);
      const numbered = (name: string) => file([{ id: 1, name, status: "active" }]);
      await importInto(site, { from: numbered("Otters"), source: "one" });
      expect(await importInto(site, { from: numbered("Seals"), source: "two" })).toMatchObject({ added: 1 });
      expect((await exported(site)).map((service) => (service as { name: string }).name).sort()).toEqual(["Otters", "Seals"]);
    });
  });

  describe("real files", () => {
    const REAL = [
      { map: "lambeth-family-directory", file: "lambeth_family_directory_2022.json", least: 600 },
      { map: "outpost-api", file: "bucks_outpost_services_sample.json", least: 20 },
      { map: "outpost-csv", file: "outpost_import_services_with_sample_data.csv", least: 1 },
    ].map((each) => ({ ...each, path: join("../shared/data", each.file) }));
    for (const { map, path, least } of REAL) {
      const isThere = existsSync(path);
      test(isThere ? `${path} by the mapping ${map}; the same again changes nothing` : `${path} IS NOT HERE, so the mapping ${map} was not checked with it`, async () => {
        if (!isThere) {
          console.log(`${path} is not here: the mapping ${map} was not checked with it.`);
          return;
        }
        const site = await emptySite(kind);
        const first = await importInto(site, { from: path, map, source: undefined });
        expect(first.rows).toBe(first.added + first.skipped);
        expect(first.added).toBeGreaterThanOrEqual(least);
        for (const line of first.lines) if (line.outcome === "skipped") expect(line.reason).toBeTruthy();
        const before = await wholeData(site.database.prisma);
        expect(JSON.stringify(before)).not.toMatch(/<script|javascript:/i);
        expect(await importInto(site, { from: path, map, source: undefined })).toMatchObject({ added: 0, changed: 0, unchanged: first.added, skipped: first.skipped });
        expect(await wholeData(site.database.prisma)).toEqual(before);
      });
    }
  });
});

describe("our own feed, served by one site", () => {
  let running: RunningSite;
  let publisher: Site;

  beforeAll(async () => {
    const databaseUrl = await freshPostgresUrl();
    publisher = await openSite({ ...readConfig({ DATABASE_URL: databaseUrl, DATA_DIR: folder, AREA: "rutland" }) });
    await seed(publisher, "2026-11-22");
    running = await startRunningSite({ DATABASE_URL: databaseUrl, DATA_DIR: folder, AREA: "rutland" });
  });

  afterAll(async () => {
    await running.stop();
    await publisher.close();
  });

  test.each(KINDS)("and imported into another on %s, is the same directory", async (kind) => {
    const site = await emptySite(kind);
    const from = `${running.url}/api/oruk/v3`;
    const report = await importInto(site, { from });
    const given = await exported(publisher);
    expect(report).toMatchObject({ rows: given.length, added: given.length, skipped: 0 });
    expect(await exported(site)).toEqual(given);
    expect(await importInto(site, { from })).toMatchObject({ unchanged: given.length, added: 0, changed: 0 });
  });
});

function depthOf(value: unknown): number {
  let depth = 0;
  for (let at: unknown = value; Array.isArray(at); at = (at as unknown[])[0]) depth++;
  return depth;
}

interface ApiOptions {
  /** Services on a page. */
  size: number;
  /** Lists whole services, rather than the short form. */
  full?: boolean;
  /** Ids that the list has and the address of the service has not. */
  missing?: string[];
  /** So many answers of the second page fail before it is given. */
  failures?: number;
  downFromPage?: number;
}

/** An Open Referral API as another council might run one. */
async function startApi(services: unknown[], { size, full, missing = [], failures = 0, downFromPage = Infinity }: ApiOptions): Promise<{ url: string }> {
  let left = failures;
  const server = await listen((request, response) => {
    const url = new URL(request.url ?? "/", "http://api");
    const send = (status: number, body: unknown) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const id = /^\/api\/services\/(.+)$/.exec(url.pathname)?.[1];
    if (id) {
      const service = services.find((each) => (each as { id?: unknown } | null)?.id === id);
      if (service && !missing.includes(id)) send(200, service);
      else send(404, { error: "not found" });
      return;
    }
    if (url.pathname !== "/api/services") return void send(404, {});
    const page = Number(url.searchParams.get("page") ?? 1);
    if (page >= downFromPage || (page === 2 && left-- > 0)) return void send(503, {});
    const contents = services.slice((page - 1) * size, page * size);
    const short = ({ id, name, status, organization }: Record<string, unknown>) => ({ id, name, status, organization });
    const pages = Math.ceil(services.length / size);
    send(200, {
      total_items: services.length, total_pages: pages, page_number: page, size: contents.length, first_page: page === 1, last_page: page === pages, empty: false,
      contents: full ? contents : contents.map((service) => short(service as Record<string, unknown>)),
    });
  });
  return { url: `${server.url}/api` };
}

async function listen(answer: http.RequestListener): Promise<{ url: string }> {
  const server = http.createServer(answer);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
