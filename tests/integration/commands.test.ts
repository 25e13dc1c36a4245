import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { openDatabase } from "../../app/db/database.server.ts";
import { findPostcodes } from "../../app/db/places.server.ts";
import { freePort } from "../../search-index/local-server.ts";
import { runCommand, startCommand, temporaryFolder, type Ended } from "../support/command.ts";
import { freshPostgresUrl, freshSettings, KINDS } from "../support/databases.ts";
import { inventedServices } from "../support/invented.ts";
import { until } from "../support/until.ts";

const DEMO = "app/commands/demo.ts";
const IMPORT = "app/commands/import.ts";
const POSTCODES = "app/commands/import-postcodes.ts";
const folder = temporaryFolder();
const regularFile = join(folder, "a-file");
writeFileSync(regularFile, "not a folder");
/** Nobody can make a folder below a file, not even root. */
const BELOW_A_FILE = join(regularFile, "data");
const services = join(folder, "services.json");
writeFileSync(services, JSON.stringify(inventedServices(2)));

function written(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** What somebody sees who made a mistake: what is wrong, and nothing of our insides. */
function expectPlainFault({ code, stderr, stdout }: Ended, sentence: RegExp, lines = 1): void {
  expect(stderr.trim()).toMatch(sentence);
  expect(stderr.trim().split("\n")).toHaveLength(lines);
  expect(`${stdout}${stderr}`).not.toMatch(/^\s+at |node:internal|Error:|undefined/m);
  expect(code).toBe(1);
}

describe("a port that is taken", () => {
  const server = createServer();
  let port = "";
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    port = String((server.address() as AddressInfo).port);
  });
  afterAll(() => void server.close());

  test.each([[DEMO], ["server.js"]])("%s says so", async (command) => {
    const ended = await runCommand(command, [], { PORT: port, DATA_DIR: temporaryFolder() });
    expectPlainFault(ended, new RegExp(`^Port ${port} is in use: stop what uses it, or choose another with PORT`));
  });
});

describe("a council pack with a mistake", () => {
  const content = temporaryFolder();
  beforeAll(() => {
    cpSync("content", content, { recursive: true });
    const file = join(content, "areas", "rutland.json");
    const pack = JSON.parse(readFileSync(file, "utf8")) as { towns: { lat: unknown }[]; contact: { email: string } };
    (pack.towns[0] as { lat: unknown }).lat = "north";
    pack.contact.email = "nobody";
    writeFileSync(file, JSON.stringify(pack));
    writeFileSync(join(content, "areas", "nowhere.json"), "{");
  });

  test.each([[DEMO, []], ["server.js", []], [IMPORT, ["--from", services]], [POSTCODES, [services]]])("%s names the file and each field", async (command, args) => {
    const ended = await runCommand(command, args, { AREA: "rutland", CONTENT_DIR: content, DATA_DIR: temporaryFolder(), PORT: "0" });
    expectPlainFault(ended, /^content\/areas\/rutland\.json cannot be used:\n {2}towns\.0\.lat: .+\n {2}contact\.email: .+/, 3);
  });

  test("that is no JSON, or that is not there", async () => {
    const settings = { CONTENT_DIR: content, DATA_DIR: temporaryFolder(), PORT: "0" };
    expectPlainFault(await runCommand(DEMO, [], { ...settings, AREA: "nowhere" }), /^content\/areas\/nowhere\.json is not valid JSON: /);
    expectPlainFault(await runCommand(DEMO, [], { ...settings, AREA: "atlantis" }), /^AREA is "atlantis", but there is no content\/areas\/atlantis\.json\. There is: essex, /);
  });
});

describe("a data folder that cannot be written", () => {
  test.each([[DEMO, []], ["server.js", []], [IMPORT, ["--from", services]], [POSTCODES, [services]], ["app/commands/migrate.ts", []]])("%s says which, and what to do", async (command, args) => {
    const ended = await runCommand(command, args, { DATA_DIR: BELOW_A_FILE, PORT: "0" });
    expectPlainFault(ended, /^The data folder .*a-file\/data cannot be written \(ENOTDIR\): make it writable, or name another with DATA_DIR\.$/m);
  });

  test("also where only the report of an import would go", async () => {
    const ended = await runCommand(IMPORT, ["--from", services], { DATA_DIR: BELOW_A_FILE, DATABASE_URL: await freshPostgresUrl(null) });
    expectPlainFault(ended, /^The data folder .*a-file\/data\/imports cannot be written/m);
  });

  test("because a file stands where the database would", async () => {
    const dataDir = temporaryFolder();
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(join(dataDir, "database"), "not a folder");
    const ended = await runCommand("app/commands/migrate.ts", [], { DATA_DIR: dataDir });
    expectPlainFault(ended, /^The database in .*database cannot be opened.*: put back a copy of it, or name another folder with DATA_DIR\.$/);
  });
});

describe("settings and words that cannot be used", () => {
  const data = temporaryFolder();
  let databaseUrl = "";
  beforeAll(async () => void (databaseUrl = await freshPostgresUrl()));
  const badMapping = written("bad-mapping.json", '{"name":"x","source":"x","format":"json","service":{"id":"a"}}');
  const badExpression = written("bad-expression.json", '{"name":"x","source":"x","format":"json","service":{"id":"a","name":"(("}}');

  test.each<[what: string, command: string, args: string[], env: Record<string, string>, sentence: RegExp, lines?: number]>([
    ["a file that is not there", IMPORT, ["--from", join(folder, "nowhere.json")], {}, /^There is no file .*nowhere\.json\.$/],
    ["a folder for a file", IMPORT, ["--from", folder], {}, /^There is no file /],
    ["a file of postcodes that is not there", POSTCODES, [join(folder, "nowhere.csv")], {}, /^There is no file .*nowhere\.csv\.$/],
    ["a mapping that is not there", IMPORT, ["--from", services, "--map", "atlantis"], {}, /^There is no mapping called "atlantis"\.$/],
    ["a mapping that lacks a name", IMPORT, ["--from", services, "--map", badMapping], {}, /^bad-mapping\.json cannot be used:\n {2}service: needs `id` and `name`$/m, 2],
    ["a mapping with an expression that cannot be read", IMPORT, ["--from", services, "--map", badExpression], {}, /^bad-expression\.json cannot be used:\n {2}service\.name: /, 2],
    ["a source that is no name", IMPORT, ["--from", services, "--source", "Us & Them"], {}, /^The source "Us & Them" must be lower-case letters, digits and hyphens\.$/],
    ["a feed that does not answer", IMPORT, ["--from", "http://127.0.0.1:1/feed"], {}, /^http:\/\/127\.0\.0\.1:1\/feed\/services could not be read /],
    ["an address that is none", IMPORT, ["--from", "http://"], {}, /^http:\/\/ is not a web address\.$/],
    ["a flag that is not there", IMPORT, ["--form", "x"], {}, /^Unknown option '--form'/, 9],
    ["nothing to import", IMPORT, [], {}, /^npm run import -- --from/, 7],
    ["no file of postcodes", POSTCODES, [], {}, /^npm run import:postcodes/, 4],
    ["no Meilisearch to index in", "app/commands/reindex.ts", [], {}, /^MEILI_URL is not set: /],
    ["a port that is none", DEMO, [], { PORT: "eighty" }, /^PORT must be a port number\.$/],
    ["a port that is none, for the server", "server.js", [], { PORT: "99999" }, /^PORT /],
    ["an address of a database that is none", IMPORT, ["--from", services], { DATABASE_URL: "mysql://x" }, /^DATABASE_URL must be a PostgreSQL address/],
    ["a database server that is not there", IMPORT, ["--from", services], { DATABASE_URL: "postgresql://a@127.0.0.1:1/b" }, /^The database server at 127\.0\.0\.1:1 does not answer/],
    ["a database that is not there", "app/commands/migrate.ts", [], { DATABASE_URL: "NO_SUCH" }, /does not answer: .*no_such/],
  ])("%s", async (_what, command, args, env, sentence, lines) => {
    const url = env.DATABASE_URL === "NO_SUCH" ? databaseUrl.replace(/[^/]+$/, "no_such") : (env.DATABASE_URL ?? databaseUrl);
    const ended = await runCommand(command, args, { DATA_DIR: data, ...env, DATABASE_URL: url });
    expectPlainFault(ended, sentence, lines);
  });
});

describe("postcodes", () => {
  const ONS = [
    '"pcd","pcd2","pcds","dointr","doterm","oslaua","lat","long"',
    '"CM2 6JX","CM2  6JX","CM2 6JX","198001","","E07000070",51.7301,0.4802',
    '"CM2 6JY","CM2  6JY","CM2 6JY","198001","199912","E07000070",51.7302,0.4803',
    '"GY1 1AA","GY1  1AA","GY1 1AA","198001","","L99999999",99.999999,0.000000',
    '"nonsense","","nonsense","","","",51.7,0.4',
    '"LE158TT","LE15 8TT","LE15 8TT","198001","","E06000017",52.62,-0.72',
  ].join("\r\n");

  test.each(KINDS)("of the ONS directory go into the database on %s; again, nothing changes", { timeout: 120_000 }, async (kind) => {
    const settings = await freshSettings(kind);
    const file = written("ons.csv", `\ufeff${ONS}\r\n`);
    for (const _time of ["first", "second"]) {
      const ended = await runCommand(POSTCODES, [file], settings);
      expect(ended, ended.stderr).toMatchObject({ code: 0 });
      expect(ended.stdout.trim().split("\n").at(-1)).toBe("5 rows: 2 saved, 1 skipped (no longer in use), 1 skipped (no position), 1 skipped (not a postcode).");
    }
    const database = await openDatabase({ databaseUrl: settings.DATABASE_URL, dataDir: settings.DATA_DIR });
    const rows = await findPostcodes(database.prisma, ["CM2 6JX", "CM2 6JY", "LE15 8TT", "GY1 1AA"]);
    await database.close();
    expect([...rows.values()].sort((a, b) => (a.code < b.code ? -1 : 1))).toEqual([
      { code: "CM2 6JX", latitude: 51.7301, longitude: 0.4802, districtCode: "E07000070", districtName: null },
      { code: "LE15 8TT", latitude: 52.62, longitude: -0.72, districtCode: "E06000017", districtName: null },
    ]);
  });

  test.each([
    ["pcds,x,y\nCM2 6JX,1,2\n", /has no column for the latitude: expected one of lat, latitude\.$/],
    ["pcds,lat,long\n", /has no rows\.$/],
    ['pcds,lat,long\n"CM2 6JX,51.7,0.4\n', /is not sound CSV /],
    ["pcds,lat,long,oslaua\nCM2 6JX,51.7,0.4,E07\u000000070\n", /^$/],
  ])("%j", async (csv, sentence) => {
    const ended = await runCommand(POSTCODES, [written("postcodes.csv", csv)], { DATA_DIR: folder, DATABASE_URL: await freshPostgresUrl() });
    if (sentence.source === "^$") expect(ended).toMatchObject({ code: 0, stderr: "" });
    else expectPlainFault(ended, sentence);
  });
});

describe("the demo, told to stop", () => {
  interface Process {
    pid: number;
    parent: number;
    command: string;
  }
  function processes(): Process[] {
    const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" }).trim().split("\n");
    return lines.map((line) => {
      const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return { pid: Number(pid), parent: Number(parent), command: command ?? "" };
    });
  }
  const meilisearchOf = (dataDir: string) => processes().filter(({ command }) => command.includes(`--db-path ${join(dataDir, "meilisearch")}`));

  const dataDir = temporaryFolder();

  test.each(["SIGTERM", "SIGINT"] as const)("by %s ends, and its Meilisearch with it", { timeout: 180_000 }, async (signal) => {
    const demo = startCommand(DEMO, [], { AREA: "rutland", DATA_DIR: dataDir, PORT: String(await freePort()) });
    await until("the demo", 120_000, async () => {
      if (demo.child.exitCode !== null) throw new Error(demo.stderr());
      return demo.stdout().includes("Stop it with Ctrl-C.");
    });
    const url = /is at (http\S+)/.exec(demo.stdout())?.[1] as string;
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ status: "ok" });
    expect(meilisearchOf(dataDir)).toHaveLength(1);
    const children = processes().filter(({ parent }) => parent === demo.child.pid).map(({ pid }) => pid);
    expect(children.length).toBeGreaterThan(0);
    demo.child.kill(signal);
    expect(await demo.ended).toMatchObject({ code: 0, stderr: "" });
    expect(processes().filter(({ pid }) => children.includes(pid))).toEqual([]);
  });

  test("while it is still starting, leaves nothing behind either", { timeout: 180_000 }, async () => {
    const demo = startCommand(DEMO, [], { AREA: "rutland", DATA_DIR: dataDir, PORT: String(await freePort()) });
    await until("Meilisearch's start", 120_000, async () => meilisearchOf(dataDir).length > 0);
    const [{ pid }] = meilisearchOf(dataDir) as [Process];
    demo.child.kill("SIGTERM");
    expect((await demo.ended).code).toBe(0);
    await until("Meilisearch's end", 5000, async () => !processes().some((one) => one.pid === pid));
  });
});

test("a command needs no Meilisearch, and says when the one it was given is away", async () => {
  const settings = { ...(await freshSettings("PostgreSQL")), MEILI_URL: "http://127.0.0.1:1", MEILI_KEY: inject("meiliKey") };
  const ended = await runCommand(IMPORT, ["--from", services], settings);
  expect(ended, ended.stderr).toMatchObject({ code: 0, stderr: "" });
  expect(ended.stdout).toMatch(/Meilisearch is not answering .*: the listings are saved, and will be searchable when it is back\./);
  expect(ended.stdout).toContain("2 added");
});
