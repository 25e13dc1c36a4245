import { randomUUID } from "node:crypto";
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { backUp } from "../../app/backup/backup.server.ts";
import { checkBackup, restore } from "../../app/backup/restore.server.ts";
import { readConfig } from "../../app/config.server.ts";
import { openDatabase, type Database } from "../../app/db/database.server.ts";
import { openSealer, type Sealer } from "../../app/db/sealing.server.ts";
import { documentStore } from "../../app/documents/store.server.ts";
import { migrate, MIGRATIONS_TABLE, migrationScript, readMigrations } from "../../prisma/migrate.ts";
import { plainEnvironment, runCommand, temporaryFolder } from "../support/command.ts";
import { freshDatabase, freshPostgresUrl, freshSettings, KINDS, type Kind } from "../support/databases.ts";
import { fillDatabase } from "../support/full-database.ts";
import { startRunningSite } from "../support/running-site.ts";
import { startS3 } from "../support/s3.ts";

const KEYS = `test:${Buffer.alloc(32, 3).toString("base64")}`;
const sealer = openSealer(KEYS);
/** What a backup leaves out on purpose. */
const LEFT_OUT = ["session", "verification", "rate_limit"];

/** Every row of every table as the database writes it, with all its columns. */
async function everyRow({ prisma }: Database): Promise<Record<string, string[]>> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`;
  const data: Record<string, string[]> = {};
  for (const { name } of tables) {
    const rows = await prisma.$queryRawUnsafe<{ row: string }[]>(`SELECT row_to_json(t)::text AS row FROM "${name}" t`);
    data[name] = rows.map(({ row }) => row).sort();
  }
  return data;
}

/** What is expected after a restore: all but what is left out, and what a restore marks. */
function asRestored(before: Record<string, string[]>): Record<string, unknown> {
  const { _prisma_migrations: _when, ...tables } = before;
  const after: Record<string, unknown> = {};
  for (const [table, rows] of Object.entries(tables)) {
    after[table] = LEFT_OUT.includes(table)
      ? []
      : rows.map((row) => {
          const read = JSON.parse(row) as Record<string, unknown>;
          if (table === "search_entry" || table === "search_removal") read.indexed_at = null;
          if (table === "notice" && ["waiting", "sending"].includes(String(read.state))) read.state = "uncertain";
          return JSON.stringify(read);
        }).sort();
  }
  return after;
}

/** The rows that are there, without the line that tells of the restore. */
function asFound(after: Record<string, string[]>): Record<string, unknown> {
  const { _prisma_migrations: _when, ...tables } = after;
  return Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.map((row) => JSON.stringify(JSON.parse(row))).filter((row) => !(table === "audit_entry" && row.includes('"restored"'))).sort()]));
}

async function destroyed(kind: Kind): Promise<{ settings: Record<string, string>; open(): Promise<Database> }> {
  const dataDir = temporaryFolder();
  // Not even a schema is left.
  const settings: Record<string, string> = kind === "PGlite" ? { DATA_DIR: dataDir } : { DATA_DIR: dataDir, DATABASE_URL: await freshPostgresUrl(null) };
  return { settings, open: () => openDatabase({ databaseUrl: settings.DATABASE_URL, dataDir }) };
}

const configOf = (dataDir: string) => readConfig({ DATA_DIR: dataDir });

const PIECES = [{ number: 0, arrival: 0 }, { number: 1, arrival: 2 }];
const pieceOf = ({ number }: { number: number }) => Buffer.alloc(number === 0 ? 200_000 : 0, 7);

/** A site with something in every table and some documents. */
async function fullSite(kind: Kind): Promise<{ config: ReturnType<typeof configOf>; database: Database; sealer: Sealer; folder: string; backup: string }> {
  const folder = temporaryFolder();
  const config = configOf(join(folder, "data"));
  const database = await freshDatabase(kind);
  const counts = await fillDatabase(database, sealer);
  expect(Object.entries(counts).filter(([, count]) => count === 0), "tables without a row").toEqual([]);
  await database.prisma.notice.createMany({ data: ["waiting", "sending", "sent", "to-print"].map((state, i) => ({ id: `00000000-0000-4000-8000-00000000000${i}`, key: state, kind: "x", slots: {}, language: "en-GB", channel: "email", toSealed: sealer.seal("a", `notice.to.00000000-0000-4000-8000-00000000000${i}`), state })) });
  // An officer whose cover comes after, and more rows than one part has.
  await database.prisma.officer.create({ data: { id: "00000000-0000-4000-8000-000000000001", reference: "first" } });
  await database.prisma.officer.update({ where: { reference: "first" }, data: { coverId: (await database.prisma.officer.findFirstOrThrow({ where: { reference: { not: "first" } }, orderBy: { id: "desc" } })).id } });
  await database.prisma.postcode.createMany({ data: Array.from({ length: 1201 }, (_, i) => ({ code: `CM${i}`, latitude: i / 7, longitude: -i / 3 })) });
  const { id } = await database.prisma.caseDocument.findFirstOrThrow();
  for (const piece of PIECES) await documentStore(config).put(id, piece, pieceOf(piece));
  // Of a document that never came to be: no row names it.
  await documentStore(config).put(randomUUID(), { number: 0, arrival: 0 }, Buffer.from("x"));
  return { config, database, sealer, folder, backup: join(folder, "site.backup") };
}

describe.each(KINDS)("from %s", (from) => {
  test.each(KINDS)("to %s: every row of every table and every document comes back after the database is lost", { timeout: 120_000 }, async (to) => {
    const site = await fullSite(from);
    const before = await everyRow(site.database);
    const manifest = await backUp(site, site.backup);
    expect(statSync(site.backup).mode & 0o777).toBe(0o600);
    expect(readdirSync(site.folder).sort()).toEqual(["data", "site.backup"]);
    expect(manifest.keys.map(({ id }) => id)).toEqual(["test"]);
    // What is lost: the database is another one, and the documents are gone.
    const lost = await destroyed(to);
    const ended = await runCommand("app/commands/restore.ts", ["--from", site.backup], { ...lost.settings, DATA_KEYS: KEYS });
    expect(ended, ended.stderr).toMatchObject({ code: 0, stderr: "" });
    const database = await lost.open();
    const after = await everyRow(database);
    expect(asFound(after)).toEqual(asRestored(before));
    expect(after._prisma_migrations).toHaveLength((await readMigrations()).length);
    expect(after.audit_entry?.filter((row) => row.includes('"restored"'))).toHaveLength(1);
    const store = documentStore(configOf(lost.settings.DATA_DIR as string));
    const { id } = await database.prisma.caseDocument.findFirstOrThrow();
    expect((await store.list(id)).sort((a, b) => a.number - b.number)).toEqual(PIECES);
    for (const piece of PIECES) expect(await store.get(id, piece)).toEqual(pieceOf(piece));
    expect(manifest.documents).toEqual({ files: PIECES.length });
    // It goes on: the next line of the audit trail has a number of its own, and the trail still lets nobody alter it.
    await database.prisma.auditEntry.create({ data: { actor: "x", action: "x", detail: {} } });
    await expect(database.prisma.auditEntry.deleteMany()).rejects.toThrow(/never changed or removed/);
    await expect(database.prisma.session.create({ data: { id: "s", token: "t", userId: "nobody", expiresAt: new Date() } })).rejects.toThrow(/[Ff]oreign key/);
    expect(await migrate(database)).toEqual([]);
    await database.close();
  });
});

describe.each(KINDS)("on %s", (kind) => {
  /** A database with something in it that must not be lost by a restore that fails. */
  async function inUse(): Promise<{ config: ReturnType<typeof configOf>; database: Database; sealer: Sealer }> {
    const database = await freshDatabase(kind);
    await database.prisma.postcode.create({ data: { code: "CM1", latitude: 1, longitude: 2 } });
    return { config: configOf(temporaryFolder()), database, sealer };
  }

  test("a database that is not empty is refused, unless it may go", { timeout: 120_000 }, async () => {
    const site = await fullSite(kind);
    const before = await everyRow(site.database);
    await backUp(site, site.backup);
    const target = await inUse();
    const was = await everyRow(target.database);
    await expect(restore(site.backup, target, false)).rejects.toThrow("The database is not empty (there are rows in postcode): nothing was changed.");
    expect(await everyRow(target.database)).toEqual(was);
    await restore(site.backup, target, true);
    expect(asFound(await everyRow(target.database))).toEqual(asRestored(before));
  });

  test("a backup that is damaged, cut or something else is refused wherever it is so, and nothing is changed", { timeout: 120_000 }, async () => {
    const site = await fullSite(kind);
    await backUp(site, site.backup);
    const target = await inUse();
    const was = await everyRow(target.database);
    const size = statSync(site.backup).size;
    const bad = join(site.folder, "bad.backup");
    const refuses = async (message: RegExp, spoil: () => void) => {
      cpSync(site.backup, bad);
      spoil();
      await expect(checkBackup(bad, target)).rejects.toThrow(message);
      await expect(restore(bad, target, true)).rejects.toThrow(message);
    };
    for (const at of [40, Math.floor(size / 3), Math.floor(size / 2), size - 20]) {
      await refuses(/damaged/, () => {
        const bytes = readFileSync(bad);
        bytes[at] = (bytes[at] as number) ^ 1;
        writeFileSync(bad, bytes);
      });
    }
    for (const length of [0, 5]) await refuses(/is not a backup of this site/, () => truncateSync(bad, length));
    for (const length of [9, 30, 1000, Math.floor(size / 2), size - 1]) await refuses(/cut short/, () => truncateSync(bad, length));
    await refuses(/something follows its end/, () => appendFileSync(bad, "x"));
    await refuses(/is not a backup/, () => writeFileSync(bad, "PGDMP something else altogether"));
    await refuses(/^There is no file /, () => rmSync(bad));
    expect(await everyRow(target.database)).toEqual(was);
    expect(existsSync(join(target.config.dataDir, "documents"))).toBe(false);
  });

  test("without its keys, or with another key of the same name, it is refused", async () => {
    const site = await fullSite(kind);
    const old = openSealer(`old:${Buffer.alloc(32, 9).toString("base64")}`);
    await site.database.prisma.draft.create({ data: { owner: "u", subject: "s", contentSealed: old.seal("x", "draft.content.u.s") } });
    const both = openSealer(`${KEYS},old:${Buffer.alloc(32, 9).toString("base64")}`);
    await backUp({ ...site, sealer: both }, site.backup);
    const target = await inUse();
    const withKeys = (keys: string) => restore(site.backup, { ...target, sealer: openSealer(keys) }, true);
    const other = Buffer.alloc(32, 4).toString("base64");
    await expect(withKeys(`new:${other}`)).rejects.toThrow("The backup was made with the key test, which is not in DATA_KEYS");
    await expect(withKeys(`test:${other}`)).rejects.toThrow("it is damaged, or DATA_KEYS has another key under that name");
    await expect(withKeys(KEYS)).rejects.toThrow("The backup needs the key old, which is not in DATA_KEYS");
    await expect(withKeys(`${KEYS},old:${other}`)).rejects.toThrow("The key old in DATA_KEYS is another than the one that this backup needs.");
    expect(await target.database.prisma.postcode.count()).toBe(1);
  });

  test("an older schema is brought up to date, a newer one is refused", { timeout: 120_000 }, async () => {
    const folder = temporaryFolder();
    const [older, newer] = [join(folder, "older.backup"), join(folder, "newer.backup")];
    const lost = await destroyed(kind);
    const database = await lost.open();
    const migrations = await readMigrations();
    await database.inOneTransaction(async (tx) => {
      await tx.script(MIGRATIONS_TABLE);
      for (const migration of migrations.slice(0, -1)) await tx.script(migrationScript(migration));
    });
    await database.prisma.postcode.create({ data: { code: "CM2", latitude: 1, longitude: 2 } });
    const site = { config: configOf(lost.settings.DATA_DIR as string), database, sealer };
    await backUp(site, older);
    const target = await inUse();
    await restore(older, target, true);
    expect(await target.database.prisma.postcode.findMany()).toMatchObject([{ code: "CM2" }]);
    expect(await migrate(target.database)).toEqual([]);
    await fillDatabase(target.database, sealer);
    await database.prisma.$executeRaw`INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name) VALUES ('x', 'x', now(), '20990101000000_of_the_future')`;
    await backUp(site, newer);
    const was = await everyRow(target.database);
    await expect(restore(newer, target, true)).rejects.toThrow("The backup was made by a newer version of this program (it has the migration 20990101000000_of_the_future): install that version first.");
    expect(await everyRow(target.database)).toEqual(was);
    await database.close();
  });

  test("a moment is kept whole while others write", async () => {
    const site = await fullSite(kind);
    const over = new AbortController();
    const writes = (async () => {
      for (let i = 0; !over.signal.aborted; i++) {
        // A case and its event come together or not at all.
        await site.database.prisma.$transaction(
          async (tx) => {
            const { id } = await tx.caseFile.create({ data: { id: `10000000-0000-4000-8000-${String(i).padStart(12, "0")}`, reference: `W-${i}` } });
            await tx.caseEvent.create({ data: { sender: "w", eventId: String(i), caseId: id, type: "x", event: {}, digest: "" } });
          },
          { maxWait: 20_000, timeout: 20_000 },
        );
        // An embedded database answers within this process: without it nothing else would have a turn.
        await new Promise((done) => setImmediate(done));
      }
    })();
    await backUp(site, site.backup);
    over.abort();
    await writes;
    const target = await inUse();
    await restore(site.backup, target, true);
    const [row] = await target.database.prisma.$queryRaw<{ cases: number; events: number }[]>`SELECT (SELECT count(*)::int FROM case_file WHERE reference LIKE 'W-%') AS cases, (SELECT count(*)::int FROM case_event WHERE sender = 'w') AS events`;
    expect(row?.cases).toBe(row?.events);
  });

  test("a file that is there already, or a folder that is not, is one sentence, and nothing is left of a backup that failed", async () => {
    const site = await fullSite(kind);
    writeFileSync(site.backup, "mine");
    await expect(backUp(site, site.backup)).rejects.toThrow(/^There is a file .*site\.backup already: name another\.$/);
    expect(readFileSync(site.backup, "utf8")).toBe("mine");
    await expect(backUp(site, join(site.folder, "nowhere", "x"))).rejects.toThrow(/cannot be written \(ENOENT\)/);
    expect(readdirSync(site.folder).sort()).toEqual(["data", "site.backup"]);
  });

  test("the commands, while the site runs and after: made, checked, refused to a running site, put back", { timeout: 180_000 }, async () => {
    const file = join(temporaryFolder(), "site.backup");
    const env = { ...(await freshSettings(kind)), DATA_KEYS: plainEnvironment().DATA_KEYS as string };
    const site = await startRunningSite(env);
    const made = await runCommand("app/commands/backup.ts", ["--to", file], env);
    expect(made, made.stderr).toMatchObject({ code: 0, stderr: "" });
    expect(made.stdout).toContain("DATA_KEYS must have the key test: keep it elsewhere.");
    expect(made.stdout).toMatch(/^.*site\.backup holds \d+ rows and 0 document files, as they were at 20\S+\.$/m);
    if (kind === "PGlite") expect(await runCommand("app/commands/restore.ts", ["--from", file, "--replace"], env)).toMatchObject({ code: 1, stderr: "The site is running: stop it first.\n" });
    await site.stop();
    const checked = await runCommand("app/commands/restore.ts", ["--from", file, "--check"], env);
    expect(checked, checked.stderr).toMatchObject({ code: 0, stdout: expect.stringMatching(/is whole: \d+ rows .* It can be put back\.$/m) });
    const back = await runCommand("app/commands/restore.ts", ["--from", file, "--replace"], env);
    expect(back, back.stderr).toMatchObject({ code: 0, stderr: "" });
    expect(await runCommand("app/commands/restore.ts", ["--from", file], { ...env, AREA: "rutland" })).toMatchObject({ code: 1, stderr: "The backup is of the site of essex, and AREA is rutland.\n" });
  });
});

test("documents in another folder, or in an S3 service, are in the backup and come back there", async () => {
  const site = await fullSite("PGlite");
  const { id } = await site.database.prisma.caseDocument.findFirstOrThrow();
  const piece = { number: 3, arrival: 1 };
  const elsewhere = { ...site.config, documents: { folder: temporaryFolder() } };
  await documentStore(elsewhere).put(id, piece, Buffer.from("sealed"));
  const database = await freshDatabase("PGlite");
  expect((await backUp({ ...site, config: elsewhere }, site.backup)).documents).toEqual({ files: 1 });
  const service = { ...site.config, documents: await startS3() };
  await restore(site.backup, { config: service, database, sealer }, true);
  expect((await documentStore(service).get(id, piece)).toString()).toBe("sealed");
  const again = join(site.folder, "again.backup");
  expect((await backUp({ config: service, database, sealer }, again)).documents).toEqual({ files: 1 });
  const away = { ...site.config, documents: { ...service.documents, url: "http://127.0.0.1:9" } };
  await expect(restore(again, { config: away, database, sealer }, true)).rejects.toThrow(/^The document service cannot be used/);
  expect(await database.prisma.caseDocument.count()).toBe(await site.database.prisma.caseDocument.count());
});

test("the archive holds nothing readable", async () => {
  const site = await fullSite("PGlite");
  await site.database.prisma.user.create({ data: { id: "u9", name: "Somebody", email: "somebody@example.org" } });
  await backUp(site, site.backup);
  expect(readFileSync(site.backup).toString("latin1")).not.toMatch(/example\.org|database\/|manifest/);
});
