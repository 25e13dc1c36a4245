import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openDatabase } from "../../app/db/database.server.ts";
import { Dice } from "../../prisma/samples/generate.ts";
import { runCommand, startCommand, temporaryFolder, type RunningCommand } from "../support/command.ts";
import { freshPostgresUrl, KINDS, type Kind } from "../support/databases.ts";
import { inventedService, inventedServices } from "../support/invented.ts";
import { startRunningSite } from "../support/running-site.ts";
import { until } from "../support/until.ts";
import { wholeData } from "../support/whole-data.ts";

const IMPORT = "app/commands/import.ts";
const ROWS = 1200;
const folder = temporaryFolder();
const from = join(folder, "invented.json");
writeFileSync(from, JSON.stringify({ contents: inventedServices(ROWS) }));
const arguments_ = ["--from", from, "--source", "invented"];

/** Where a command's data goes: a new database of a kind, and a folder of its own. */
async function freshSettings(kind: Kind): Promise<Record<string, string>> {
  const settings = { DATA_DIR: temporaryFolder(), AREA: "essex" };
  return kind === "PGlite" ? settings : { ...settings, DATABASE_URL: await freshPostgresUrl(null) };
}

async function dataOf({ DATABASE_URL, DATA_DIR }: Record<string, string>): Promise<Record<string, string[]>> {
  const database = await openDatabase({ databaseUrl: DATABASE_URL, dataDir: DATA_DIR as string });
  try {
    return await wholeData(database.prisma);
  } finally {
    await database.close();
  }
}

/** How many rows a running import has told of; `before`: reports that there were when it began. */
function rowsTold(dataDir: string, before: ReadonlySet<string>): number {
  const [file] = reports(dataDir).filter((name) => !before.has(name));
  return file ? readFileSync(join(dataDir, "imports", file), "utf8").split("\n").length - 1 : 0;
}

function reports(dataDir: string): string[] {
  const imports = join(dataDir, "imports");
  return existsSync(imports) ? readdirSync(imports).sort() : [];
}

async function killWhen(what: string, command: RunningCommand, check: () => boolean): Promise<void> {
  await until(what, 60_000, async () => {
    if (command.child.exitCode !== null) throw new Error(`The import ended before it could be killed:\n${command.stdout()}${command.stderr()}`);
    return check();
  });
  command.child.kill("SIGKILL");
  expect((await command.ended).signal).toBe("SIGKILL");
}

describe.each(KINDS)("an import on %s that is killed", (kind) => {
  test("at any moments, and run again, ends as one that never was", { timeout: 300_000 }, async () => {
    const whole = await freshSettings(kind);
    const reference = await runCommand(IMPORT, arguments_, whole);
    expect(reference, reference.stderr).toMatchObject({ code: 0 });
    expect(reference.stdout).toContain(`${ROWS} added`);

    const settings = await freshSettings(kind);
    const dataDir = settings.DATA_DIR as string;
    const dice = new Dice(20_261_122);
    const moments = Array.from({ length: 4 }, () => Math.floor(dice.next() * (ROWS - 100))).sort((a, b) => a - b);
    for (const moment of moments) {
      const before = new Set(reports(dataDir));
      const command = startCommand(IMPORT, arguments_, settings);
      await killWhen(`row ${moment}`, command, () => rowsTold(dataDir, before) > moment);
    }
    const half = await dataOf(settings);
    expect(half.service?.length).toBeGreaterThan(0);
    expect(half.service?.length).toBeLessThan(ROWS);

    const last = await runCommand(IMPORT, arguments_, settings);
    expect(last, last.stderr).toMatchObject({ code: 0 });
    expect(last.stdout).toContain(`${ROWS} rows: ${ROWS - (half.service?.length ?? 0)} added, 0 changed, ${half.service?.length} unchanged`);
    expect(await dataOf(settings)).toEqual(await dataOf(whole));
  });
});

test("killed while it makes the embedded database, the next finds nothing in its way", { timeout: 180_000 }, async () => {
  const settings = await freshSettings("PGlite");
  const database = join(settings.DATA_DIR as string, "database");
  const made: (() => boolean)[] = [
    () => existsSync(join(settings.DATA_DIR as string, "owner.sock")),
    () => readdirSync(settings.DATA_DIR as string).some((name) => name.startsWith("database")),
    () => existsSync(join(database, "base")),
  ];
  for (const [i, check] of made.entries()) await killWhen(`step ${i + 1}`, startCommand(IMPORT, arguments_, settings), check);
  const last = await runCommand(IMPORT, arguments_, settings);
  expect(last, last.stderr).toMatchObject({ code: 0 });
  expect(last.stdout).toContain(`${ROWS} added`);
});

describe("a file of 200 MB", () => {
  const MEGABYTE = 1024 ** 2;

  function large(name: string, write: (put: (text: string) => void) => void): string {
    const path = join(folder, name);
    const handle = openSync(path, "w");
    write((text) => writeSync(handle, text));
    closeSync(handle);
    return path;
  }

  /** Runs an import in a heap of 256 MB, and says how it ended and the most memory it had, in MB (0 where the system does not tell). */
  async function importLarge(path: string) {
    const command = startCommand(IMPORT, ["--from", path, "--source", "large"], { ...(await freshSettings("PostgreSQL")), NODE_OPTIONS: "--max-old-space-size=256" });
    const status = `/proc/${command.child.pid}/status`;
    let most = 0;
    await until("the large import", 150_000, async () => {
      try {
        most = Math.max(most, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, "utf8"))?.[1] ?? 0) / 1024);
      } catch {
        // It has ended, or the system has no such file.
      }
      return command.child.exitCode !== null || command.child.signalCode !== null;
    });
    if (most === 0) console.log("This system does not tell a process's memory: only the limit on its heap was tried.");
    return { ...(await command.ended), most };
  }

  test("of rows that are too large is read row by row: each is told, the good ones are taken, memory stays small", { timeout: 180_000 }, async () => {
    const junk = JSON.stringify(inventedService(1, { id: "junk", notes: "x".repeat(2 * MEGABYTE) }));
    const path = large("rows.json", (put) => {
      put('{"contents":[');
      for (let i = 0; i < 100; i++) put(`${JSON.stringify(inventedService(i))},${junk},`);
      put(`${JSON.stringify(inventedService(100))}]}`);
    });
    const ended = await importLarge(path);
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    expect(ended.stdout).toContain("201 rows: 101 added, 0 changed, 0 unchanged, 100 skipped");
    expect(ended.stdout).toContain("100 × larger than 1 MB");
    expect(ended.most).toBeLessThan(700);
  });

  test.each([
    ["that is one row", "row.json", '{"contents":[{"id":"1","name":"', '"}]}', /has more than 20 MB that are no whole row: nothing was imported\.$/],
    ["whose CSV quote never ends", "row.csv", 'import_id,name\n1,"', "\n", /is not sound CSV .*: nothing was imported\.$/],
  ])("%s is refused in one sentence, without reading all of it", { timeout: 180_000 }, async (_what, name, start, end, sentence) => {
    const path = large(name, (put) => {
      put(start);
      const piece = "x".repeat(MEGABYTE);
      for (let i = 0; i < 200; i++) put(piece);
      put(end);
    });
    const args = name.endsWith(".csv") ? ["--map", "outpost-csv"] : [];
    const ended = await runCommand(IMPORT, ["--from", path, ...args], { ...(await freshSettings("PostgreSQL")), NODE_OPTIONS: "--max-old-space-size=256" });
    expect(ended.code).toBe(1);
    expect(ended.stderr.trim()).toMatch(sentence);
    expect(ended.stderr.trim().split("\n")).toHaveLength(1);
  });
});

describe("while the embedded database is open elsewhere", () => {
  test("in a running site, an import goes through it, and what is wrong with its file is told", async () => {
    const settings = await freshSettings("PGlite");
    const site = await startRunningSite(settings);
    const some = join(folder, "some.json");
    writeFileSync(some, JSON.stringify(inventedServices(20).map((service) => ({ ...service, name: `Zebra riders ${String(service.id)}` }))));
    const ended = await runCommand(IMPORT, ["--from", some, "--source", "invented"], settings);
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    expect(ended.stdout).toContain("The site is running: the work is done inside it.");
    expect(ended.stdout).toContain("20 rows: 20 added");
    const found = (await (await fetch(`${site.url}/api/search?q=zebra`)).json()) as { total: number };
    expect(found.total).toBe(20);

    const missing = await runCommand(IMPORT, ["--from", join(folder, "nowhere.json")], settings);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toBe(`There is no file ${join(folder, "nowhere.json")}.\n`);
    expect((await site.stop()).code).toBe(0);
    expect((await dataOf(settings)).service).toHaveLength(20);
  });

  test("in another import, one is told to wait, and the other goes on", async () => {
    const settings = await freshSettings("PGlite");
    const first = startCommand(IMPORT, arguments_, settings);
    await until("the first import's start", 60_000, async () => rowsTold(settings.DATA_DIR as string, new Set()) > 0);
    const second = await runCommand(IMPORT, arguments_, settings);
    expect(second).toMatchObject({ code: 1, stderr: "Another command is using the database: try again when it has ended.\n" });
    expect(await first.ended).toMatchObject({ code: 0 });
  });
});
