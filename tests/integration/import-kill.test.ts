import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { databaseFolder, openDatabase } from "../../app/db/database.server.ts";
import { Dice } from "../../prisma/samples/generate.ts";
import { runCommand, startCommand, temporaryFolder, type RunningCommand } from "../support/command.ts";
import { freshSettings, KINDS } from "../support/databases.ts";
import { inventedService, inventedServices } from "../support/invented.ts";
import { startRunningSite } from "../support/running-site.ts";
import { until } from "../support/until.ts";
import { wholeData } from "../support/whole-data.ts";

const IMPORT = "app/commands/import.ts";
const ROWS = 1200;
const folder = temporaryFolder();
const PAGE = 200;
const services = inventedServices(ROWS);
const from = join(folder, "invented.json");
writeFileSync(from, JSON.stringify({ contents: services }));
const arguments_ = ["--from", from, "--source", "invented"];

/** An Open Referral API that gives the first so many pages, and keeps whoever asks for the next one waiting. */
interface Feed {
  arguments: string[];
  holdAfter(pages: number): void;
  /** Whether somebody waits. */
  isHolding(): boolean;
}

async function startFeed(): Promise<Feed> {
  let gives = Infinity;
  let held: (() => void)[] = [];
  const server = createServer((request, answer) => {
    const page = Number(new URL(request.url ?? "", "http://feed").searchParams.get("page") ?? 1);
    const pages = ROWS / PAGE;
    const give = () => answer.setHeader("Content-Type", "application/json").end(JSON.stringify({
      total_items: ROWS, total_pages: pages, page_number: page, size: PAGE, first_page: page === 1, last_page: page === pages, empty: false, contents: services.slice((page - 1) * PAGE, page * PAGE),
    }));
    if (page <= gives) give();
    else held.push(give);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    arguments: ["--from", `http://127.0.0.1:${(server.address() as AddressInfo).port}/services`, "--source", "invented"],
    holdAfter: (pages) => {
      gives = pages;
      for (const give of held) give();
      held = [];
    },
    isHolding: () => held.length > 0,
  };
}

async function dataOf({ DATABASE_URL, DATA_DIR }: Awaited<ReturnType<typeof freshSettings>>): Promise<Record<string, string[]>> {
  const database = await openDatabase({ databaseUrl: DATABASE_URL, dataDir: DATA_DIR });
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
    const feed = await startFeed();
    const reference = await runCommand(IMPORT, feed.arguments, whole);
    expect(reference, reference.stderr).toMatchObject({ code: 0 });
    expect(reference.stdout).toContain(`${ROWS} added`);

    const settings = await freshSettings(kind);
    const dataDir = settings.DATA_DIR;
    const dice = new Dice(20_261_122);
    for (const pages of [2, 3, 5]) {
      feed.holdAfter(pages);
      // Not all that is there: what is being written when it dies is what may be lost or doubled.
      const moment = (pages - 2) * PAGE + Math.floor(dice.next() * PAGE);
      const before = new Set(reports(dataDir));
      const command = startCommand(IMPORT, feed.arguments, settings);
      await killWhen(`row ${moment}`, command, () => rowsTold(dataDir, before) > moment);
    }
    feed.holdAfter(Infinity);
    const half = await dataOf(settings);
    expect(half.service?.length).toBeGreaterThan(0);
    expect(half.service?.length).toBeLessThan(ROWS);

    const last = await runCommand(IMPORT, feed.arguments, settings);
    expect(last, last.stderr).toMatchObject({ code: 0 });
    expect(last.stdout).toContain(`${ROWS} rows: ${ROWS - (half.service?.length ?? 0)} added, 0 changed, ${half.service?.length} unchanged`);
    expect(await dataOf(settings)).toEqual(await dataOf(whole));
  });
});

test("killed while it makes the embedded database, the next finds nothing in its way", { timeout: 180_000 }, async () => {
  const settings = { DATA_DIR: temporaryFolder() };
  const made: (() => boolean)[] = [
    () => existsSync(join(settings.DATA_DIR, "owner.sock")),
    () => readdirSync(settings.DATA_DIR).some((name) => name.startsWith("database")),
    () => existsSync(join(databaseFolder(settings.DATA_DIR), "base")),
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
    const feed = await startFeed();
    feed.holdAfter(1);
    const first = startCommand(IMPORT, feed.arguments, settings);
    await until("the first import's start", 60_000, async () => feed.isHolding());
    const second = await runCommand(IMPORT, arguments_, settings);
    feed.holdAfter(Infinity);
    expect(second).toMatchObject({ code: 1, stderr: "Another command is using the database: try again when it has ended.\n" });
    expect(await first.ended).toMatchObject({ code: 0, stdout: expect.stringContaining(`${ROWS} rows: ${ROWS} added`) });
  });
});
