import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";

/** Builds the site, unless the build there is is newer than everything it is made from. */
export async function buildIfStale(say: (words: string) => void): Promise<void> {
  const built = resolve("build/server/index.js");
  if (existsSync(built) && (await newestSource()) < statSync(built).mtimeMs) return;
  say("Building the site (the first time, this takes about half a minute)...");
  await run(process.execPath, ["node_modules/@remix-run/dev/dist/cli.js", "vite:build", "--logLevel", "error"]);
}

async function newestSource(): Promise<number> {
  let newest = 0;
  for (const folder of ["app", "content", "search-index", "prisma", "public"]) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) newest = Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
    }
  }
  for (const file of ["package-lock.json", "vite.config.ts", "remix.config.js"]) newest = Math.max(newest, statSync(file).mtimeMs);
  return newest;
}

function run(command: string, args: string[]): Promise<void> {
  return new Promise((done, fail) => {
    // Without VITEST: the tests build too, and under it the configuration leaves Remix out.
    const { VITEST: _vitest, ...env } = process.env;
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"], env: { ...env, NODE_ENV: "production" } });
    const kill = () => child.kill();
    process.once("exit", kill);
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.once("error", fail);
    child.once("exit", (code) => {
      process.off("exit", kill);
      if (code === 0) done();
      else fail(new Error(`${args.slice(0, 2).join(" ")} failed:\n${output}`));
    });
  });
}
