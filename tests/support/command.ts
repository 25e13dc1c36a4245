import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atEnd } from "./at-end.ts";

/** How a command ended, and all that it said. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunningCommand {
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  ended: Promise<Ended>;
}

/** A key of the tests' own: in production the site does not start without one. */
const DATA_KEYS = `test:${Buffer.alloc(32, 3).toString("base64")}`;

/** The environment of somebody who has set nothing but a key: no test runner, no server of theirs. */
export function plainEnvironment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const ours = /^(VITEST|TEST$|NODE_ENV$|NODE_OPTIONS$|DATABASE_URL$|DATA_DIR$|MEILI_|AREA$|PORT$|HOST$|SITE_URL$|CONTENT_DIR$|DATA_KEYS$|EVENT_SENDERS$|E2E_)/;
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name))), DATA_KEYS, ...more } as unknown as NodeJS.ProcessEnv;
}

/** Starts `node FILE ...` as anybody starts it. It is killed when the test file ends, if it still runs then. */
export function startCommand(file: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): RunningCommand {
  // Each lives for seconds: compiling PGlite's WebAssembly a second time, to run faster, costs more than it gives, and
  // so does compiling the same modules every time.
  const child = spawn(process.execPath, ["--liftoff-only", file, ...args], { stdio: ["ignore", "pipe", "pipe"], env: { NODE_COMPILE_CACHE: "node_modules/.cache/commands", ...plainEnvironment(env) } });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<Ended>((done) => child.once("close", (code, signal) => done({ code, signal, stdout, stderr })));
  atEnd(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await ended;
  });
  return { child, stdout: () => stdout, stderr: () => stderr, ended };
}

/** Runs a command to its end. */
export function runCommand(file: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return startCommand(file, args, env).ended;
}

/** A folder of the test file's own, removed when it ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "send-test-"));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
