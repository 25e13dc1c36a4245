import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { documentResponse } from "../../app/documents/download.server.ts";
import { removeAbandoned } from "../../app/documents/upkeep.server.ts";
import { readConfig } from "../../app/config.server.ts";
import { openDatabase } from "../../app/db/database.server.ts";
import { listDocuments } from "../../app/db/documents.server.ts";
import { openSealer } from "../../app/db/sealing.server.ts";
import { plainEnvironment, runCommand, temporaryFolder } from "../support/command.ts";
import { freshSettings, KINDS } from "../support/databases.ts";
import { jpeg } from "../support/files.ts";

const SECRET = "Amira Khan, 1 Invented Street";
const MOST_STEPS = 80;

/** A photo of two pieces with readable words in each. */
function photo(seed: number): Buffer {
  const bytes = jpeg(1_200_000, seed);
  for (let at = 1000; at < bytes.length - 1000; at += 100_000) bytes.write(SECRET, at);
  return bytes;
}

describe.each(KINDS)("on %s", (kind) => {
  test.each(["goes on after a break", "form"])("a process that is killed between any two steps of an arrival (%s) loses nothing it gave a receipt for, and doubles nothing", { timeout: 600_000 }, async (how) => {
    const from = temporaryFolder();
    const settings = await freshSettings(kind);
    const dataDir = settings.DATA_DIR;
    const config = readConfig(plainEnvironment(settings));
    const caseId = randomUUID();
    const prepared = await openDatabase(config);
    await prepared.prisma.caseFile.create({ data: { id: caseId, reference: "EHC-1" } });
    await prepared.close();

    const sent: { id: string; file: string }[] = [];
    const receipted = new Set<string>();
    let ended: Awaited<ReturnType<typeof runCommand>>;
    for (let step = 1; ; step++) {
      expect(step).toBeLessThan(MOST_STEPS);
      const before = sent.at(-1);
      const next = { id: randomUUID(), file: join(from, `${step}.jpg`) };
      writeFileSync(next.file, photo(step));
      sent.push(next);
      // What was cut off is sent again by the next process, which is then killed a step later in a document of its own.
      ended = await runCommand("tests/support/send-document.ts", [how, caseId, String(step), ...(before ? [before.id, before.file] : []), next.id, next.file], settings);
      for (const line of ended.stdout.trim().split("\n").filter(Boolean)) receipted.add((JSON.parse(line) as { file: string }).file);
      if (ended.signal !== "SIGKILL") break;
    }
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    expect(sent.length).toBeGreaterThan(10);
    expect(receipted.size).toBe(sent.length);

    const database = await openDatabase(config);
    const site = { config, database, sealer: openSealer(config.dataKeys as string) };
    const kept = await listDocuments(database.prisma, site.sealer, { state: "clean" });
    expect(kept).toHaveLength(sent.length);
    const contents = await Promise.all(kept.map(async (document) => Buffer.from(await (await documentResponse(site, document)).arrayBuffer()).toString("base64")));
    expect(contents.sort()).toEqual(sent.map(({ file }) => readFileSync(file).toString("base64")).sort());
    expect(await database.prisma.auditEntry.count({ where: { action: "document-clean" } })).toBe(sent.length);

    await removeAbandoned(site, new Date(Date.now() + 8 * 86_400_000));
    await removeAbandoned(site, new Date(Date.now() + 8 * 86_400_000));
    const folders = readdirSync(join(dataDir, "documents")).flatMap((two) => readdirSync(join(dataDir, "documents", two)));
    const left = await listDocuments(database.prisma, site.sealer, { state: "checking" });
    expect(folders.sort()).toEqual([...kept, ...left].map(({ id }) => id).sort());
    await database.close();
    // grep says 1 when it finds nothing.
    expect(() => execFileSync("grep", ["-rlaF", SECRET, dataDir], { encoding: "utf8" })).toThrow(expect.objectContaining({ status: 1, stdout: "" }) as Error);
  });
});
