import { execFileSync, spawn } from "node:child_process";
import { accessSync, chownSync, constants, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import pg from "pg";
import { freePort } from "../../search-index/local-server.ts";
import { aptInstall } from "./install.ts";

export interface LocalPostgres {
  /** Of the database `postgres`; another database's address differs in its last part. */
  url: string;
  /** Ends the server and keeps its data; `resume` starts it again at the same address. */
  halt(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

/** A PostgreSQL cluster of the tests' own, on a free port, in a temporary folder. */
export async function startPostgres(): Promise<LocalPostgres> {
  const bin = findPrograms();
  const folder = mkdtempSync(join(tmpdir(), "send-postgres-"));
  // PostgreSQL refuses to run as root, so as root it runs as its own user.
  const owner = process.getuid?.() === 0 ? idsOf("postgres") : null;
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const as = owner ? { uid: owner.uid, gid: owner.gid } : {};
  execFileSync(join(bin, "initdb"), ["-D", join(folder, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], { stdio: "ignore", ...as });
  const port = await freePort();
  const launch = () => spawn(join(bin, "postgres"), ["-D", join(folder, "data"), "-p", String(port), "-k", folder, "-h", "127.0.0.1", "-c", "fsync=off", "-c", "max_connections=200"], { stdio: "ignore", ...as });
  let server = launch();
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  await connectable(url, server);
  const halt = async () => {
    const ended = new Promise<void>((done) => server.once("close", () => done()));
    server.kill("SIGINT");
    await ended;
  };
  return {
    url,
    halt,
    resume: async () => {
      server = launch();
      await connectable(url, server);
    },
    stop: async () => {
      if (server.exitCode === null) await halt();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function connectable(url: string, server: ReturnType<typeof spawn>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode} while starting.`);
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await new Promise((done) => setTimeout(done, 50));
    }
  }
  throw new Error("PostgreSQL did not start within 10 seconds.");
}

function findPrograms(): string {
  const found = candidates().find(hasPrograms);
  if (found) return found;
  if (aptInstall(["postgresql"], "the tests need a real PostgreSQL")) {
    const installed = candidates().find(hasPrograms);
    if (installed) return installed;
  }
  throw new Error("There is no PostgreSQL server program here: install PostgreSQL 13 or newer (on Debian: apt-get install postgresql), or name the folder of its programs with PG_BIN.");
}

function candidates(): string[] {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [process.env.PG_BIN ?? "", ...versions.map((version) => join(debian, version, "bin")), ...(process.env.PATH ?? "").split(delimiter)].filter(Boolean);
}

function hasPrograms(folder: string): boolean {
  try {
    for (const program of ["initdb", "postgres"]) accessSync(join(folder, program), constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function idsOf(user: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync("id", [flag, user], { encoding: "utf8" }).trim());
  return { uid: id("-u"), gid: id("-g") };
}
