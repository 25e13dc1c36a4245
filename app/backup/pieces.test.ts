import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, expect, test } from "vitest";
import { piecesInFolder } from "./pieces.server.ts";

const parent = mkdtempSync(join(tmpdir(), "send-pieces-"));
afterAll(() => rmSync(parent, { recursive: true, force: true }));
const pieces = piecesInFolder(join(parent, "documents"));

test("what is written is listed and read, and a name never leads out of the folder", async () => {
  const listed = async () => {
    const names: unknown[] = [];
    for await (const one of pieces.list()) names.push(one);
    return names;
  };
  expect(await listed()).toEqual([]);
  await pieces.write("ab/cd", Readable.from([Buffer.from("one")]));
  await pieces.write("ab/cd", Readable.from([Buffer.from("second")]));
  expect(await listed()).toEqual([{ name: "ab/cd", bytes: 6 }]);
  expect((await buffer(Readable.from((await pieces.read("ab/cd", 3)) ?? []))).toString()).toBe("sec");
  expect(await pieces.read("ab/nothing", 3)).toBeNull();
  for (const name of ["../outside", "ab/../../outside", "..", "/../outside"]) await expect(pieces.write(name, Readable.from([Buffer.from("x")]))).rejects.toThrow(/leads out of its folder/);
  expect(readdirSync(parent)).toEqual(["documents"]);
});

test("a piece that is still being written is no part of a backup", async () => {
  writeFileSync(join(parent, "documents", "ab", "half-00ff"), "x");
  writeFileSync(join(parent, "documents", "ab", "ef.restoring"), "x");
  const names: string[] = [];
  for await (const { name } of pieces.list()) names.push(name);
  expect(names).toEqual(["ab/cd"]);
  expect(readFileSync(join(parent, "documents", "ab", "cd"), "utf8")).toBe("second");
});
