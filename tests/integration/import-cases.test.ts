import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { importCases } from "../../app/cases/import-cases.server.ts";
import { findCase } from "../../app/db/cases.server.ts";
import { openDatabase } from "../../app/db/database.server.ts";
import { openSealer } from "../../app/db/sealing.server.ts";
import { day } from "../../app/domain/calendar/day.ts";
import { Dice } from "../../prisma/samples/generate.ts";
import { generateCases } from "../../prisma/samples/generate-cases.ts";
import { runCommand, startCommand, temporaryFolder } from "../support/command.ts";
import { freshSettings, KINDS, type Kind } from "../support/databases.ts";
import { freshSite } from "../support/site.ts";
import { until } from "../support/until.ts";

const TODAY = "2026-11-23";
const folder = temporaryFolder();

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const HEADER = "EHC Reference,Person ID,Forename,Surname,Date of Birth,Case Worker ID,Case Worker,Team,Quadrant,Request Received,Assess Decision,Assess Decision Sent,EP Advice Requested,EP Advice Received,Draft Plan Sent,Final Plan Sent";
const ROW = "EHC-1,P1,Amira,Khan,12/05/2016,O1,Jo Bloggs,Mid,MID,07/09/2026,Yes,16/10/2026,19/10/2026,,,";

describe("an export of a case system, one row a case", () => {
  const events = async (site: Awaited<ReturnType<typeof freshSite>>) => (await findCase(site.database.prisma, site.sealer, { reference: "EHC-1" }))?.events;

  test("becomes events; a date that is filled in later is a new event, one that is changed is a correction, the same again is nothing", async () => {
    const site = await freshSite("PostgreSQL", { meiliUrl: null, dataDir: temporaryFolder() });
    const take = (row: string) => importCases(site, { file: file("export.csv", `${HEADER}\n${row}\n`), map: "liquidlogic-like" }, TODAY, () => {});
    expect(await take(ROW)).toMatchObject({ rows: 1, skipped: 0, events: { stored: 3, "already-known": 0, refused: 0 } });
    expect(await take(ROW)).toMatchObject({ events: { stored: 0, "already-known": 3, refused: 0 } });
    const later = ROW.replace("16/10/2026", "17/10/2026").replace("19/10/2026,", "19/10/2026,20/11/2026");
    expect(await take(later)).toMatchObject({ events: { stored: 2, "already-known": 2, refused: 0 } });
    expect(await take(later)).toMatchObject({ events: { stored: 0, "already-known": 4, refused: 0 } });
    // And back again.
    expect(await take(ROW)).toMatchObject({ events: { stored: 1, "already-known": 2, refused: 0 } });
    expect(await events(site)).toEqual(
      expect.arrayContaining([
        { id: "EHC-1/request", type: "request-received", on: "2026-09-07" },
        { id: "EHC-1/assess", type: "assessment-agreed", on: "2026-10-16" },
        { id: "EHC-1/asked-educational-psychologist", type: "advice-requested", on: "2026-10-19", body: "educational-psychologist" },
        { id: "EHC-1/got-educational-psychologist", type: "advice-received", on: "2026-11-20", body: "educational-psychologist" },
        { id: "EHC-1/assess~1", type: "correction", of: "EHC-1/assess", on: "2026-10-17", recordedOn: TODAY },
        { id: "EHC-1/assess~2", type: "correction", of: "EHC-1/assess", on: "2026-10-16", recordedOn: TODAY },
      ]),
    );
    expect(await findCase(site.database.prisma, site.sealer, { reference: "EHC-1" })).toMatchObject({ person: { firstName: "Amira", dateOfBirth: "2016-05-12" }, officer: { name: "Jo Bloggs" }, quadrant: "mid" });
  });

  test("is tried without writing, and what cannot be used is told row by row", async () => {
    const site = await freshSite("PostgreSQL", { meiliUrl: null, dataDir: temporaryFolder() });
    const bad = ROW.replace("EHC-1,", "no reference!,").replace("07/09/2026", "07/09/2096");
    const path = file("bad.csv", `${HEADER}\n${bad}\n${ROW}\n`);
    const tried = await importCases(site, { file: path, map: "liquidlogic-like", dryRun: true }, TODAY, () => {});
    expect(tried).toMatchObject({ rows: 2, events: { stored: 3, refused: 3 } });
    expect(await site.database.prisma.caseEvent.count()).toBe(0);
    await importCases(site, { file: path, map: "liquidlogic-like" }, TODAY, () => {});
    expect(await site.database.prisma.caseEvent.count()).toBe(3);
  });

  test.each([
    ["rows.json", "[{]", undefined, /not sound JSON/],
    ["rows.csv", "a,b\n1,2\n", undefined, /say how to read it with --map/],
    ["rows.csv", "a,b\n1,2\n", "nonsense", /no mapping of cases called "nonsense"/],
    ["empty.json", "[]", undefined, /There is no case/],
  ])("a file that cannot be imported is one sentence: %s %#", async (name, content, map, message) => {
    const site = await freshSite("PostgreSQL", { meiliUrl: null, dataDir: temporaryFolder() });
    await expect(importCases(site, { file: file(name, content), ...(map ? { map } : {}) }, TODAY, () => {})).rejects.toThrow(message);
  });
});

const CASES = 600;
const KEY = `k1:${Buffer.alloc(32, 1).toString("base64")}`;

/** What a killed import must leave the same: all but nonces and times. */
async function dataOf(settings: Awaited<ReturnType<typeof freshSettings>>) {
  const database = await openDatabase({ databaseUrl: settings.DATABASE_URL, dataDir: settings.DATA_DIR });
  try {
    const { prisma } = database;
    const sealer = openSealer(KEY);
    const people = await prisma.person.findMany({ orderBy: { id: "asc" } });
    return {
      events: await prisma.caseEvent.findMany({ select: { sender: true, eventId: true, caseId: true, type: true, on: true, event: true, digest: true }, orderBy: { eventId: "asc" } }),
      cases: await prisma.caseFile.findMany({ select: { id: true, reference: true, personId: true, officerId: true, quadrant: true }, orderBy: { id: "asc" } }),
      people: people.map(({ id, firstNameSealed, dateOfBirthSealed }) => [id, sealer.open(firstNameSealed as string, `person.firstName.${id}`), sealer.open(dateOfBirthSealed as string, `person.dateOfBirth.${id}`)]),
      acts: (await prisma.auditEntry.findMany({ select: { actor: true, action: true, caseId: true, detail: true } })).map((act) => JSON.stringify(act)).sort(),
    };
  } finally {
    await database.close();
  }
}

describe.each(KINDS)("an import of cases on %s that is killed", (kind: Kind) => {
  test("at any moments, and run again, ends as one that never was: nothing lost, nothing doubled", { timeout: 300_000 }, async () => {
    const path = file("cases.json", [...generateCases(CASES, ["north", "south"], day(TODAY))]);
    const settings = async () => ({ ...(await freshSettings(kind)), AREA: "essex", DATA_KEYS: KEY });
    const take = (env: Awaited<ReturnType<typeof settings>>) => runCommand("app/commands/import-cases.ts", [path, "--sender", "gen"], env);
    const whole = await settings();
    const reference = await take(whole);
    expect(reference, reference.stderr).toMatchObject({ code: 0 });

    const dice = new Dice(20_261_123);
    const killed = await settings();
    for (let round = 0; round < 5; round++) {
      const command = startCommand("app/commands/import-cases.ts", [path, "--sender", "gen"], killed);
      await until("the import's first line", 60_000, async () => command.stdout().includes("cases in") || command.child.exitCode !== null);
      await new Promise((done) => setTimeout(done, dice.next() * 900));
      command.child.kill("SIGKILL");
      await command.ended;
    }
    const last = await take(killed);
    expect(last, last.stderr).toMatchObject({ code: 0 });
    expect(await dataOf(killed)).toEqual(await dataOf(whole));
  });
});
