import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { delimiter, join } from "node:path";
import { freePort } from "../../search-index/local-server.ts";
import { atEnd } from "./at-end.ts";
import { temporaryFolder } from "./command.ts";
import { eicar } from "./files.ts";
import { aptInstall } from "./install.ts";

const STARTS_WITHIN_MS = 20_000;

/**
 * A real clamd of ClamAV on a free port until the tests of the file are over, with one signature: EICAR's test file.
 * @param settings more of clamd.conf(5), as `{ StreamMaxLength: "100K" }`
 * @returns its address, as CLAMD_URL wants it
 */
export async function startClamd(settings: Readonly<Record<string, string>> = {}): Promise<string> {
  const program = findClamd();
  const folder = temporaryFolder();
  const signatures = join(folder, "signatures");
  mkdirSync(signatures);
  // Name, any kind of file, anywhere in it, these bytes (ClamAV's .ndb).
  writeFileSync(join(signatures, "eicar.ndb"), `Eicar-Test-Signature:0:*:${eicar().toString("hex")}\n`);
  const port = await freePort();
  const conf = { Foreground: "yes", DatabaseDirectory: signatures, TCPAddr: "127.0.0.1", TCPSocket: String(port), TemporaryDirectory: folder, SelfCheck: "0", ...settings };
  writeFileSync(join(folder, "clamd.conf"), Object.entries(conf).map(([name, value]) => `${name} ${value}\n`).join(""));
  const child = spawn(program, ["--config-file", join(folder, "clamd.conf")], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-2000)));
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  atEnd(async () => {
    process.off("exit", kill);
    kill();
    await ended;
  });
  for (const until = Date.now() + STARTS_WITHIN_MS; !(await answers(port)); ) {
    if (child.exitCode !== null || Date.now() > until) throw new Error(`clamd did not start: ${said}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  return `tcp://127.0.0.1:${port}`;
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("zPING\0"));
    socket.once("data", (bytes: Buffer) => done(bytes.toString().startsWith("PONG")));
    socket.once("error", () => done(false)).once("close", () => done(false));
  });
}

function findClamd(): string {
  const found = candidates().find(runs);
  if (found) return found;
  if (aptInstall(["clamav-daemon"], "the tests need a real virus scanner")) {
    const installed = candidates().find(runs);
    if (installed) return installed;
  }
  throw new Error("There is no clamd here: install ClamAV's daemon (on Debian: apt-get install clamav-daemon), or name its program with CLAMD_BIN.");
}

function candidates(): string[] {
  return [process.env.CLAMD_BIN ?? "", ...[...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"].map((folder) => join(folder, "clamd"))].filter(Boolean);
}

function runs(program: string): boolean {
  try {
    accessSync(program, constants.X_OK);
    return spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
  } catch {
    return false;
  }
}
