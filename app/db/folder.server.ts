import { createHash } from "node:crypto";
import { access, constants, mkdir, rm } from "node:fs/promises";
import http from "node:http";
import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";

/**
 * One process at a time may open an embedded database's folder. The owner listens on a socket beside it: that is the
 * lock (the kernel frees it when the process ends, however it ends), and the way in for commands while the site runs.
 */
export interface Claim {
  /** Lets commands of these names run inside this process; see `askOwner`. */
  serve(jobs: Record<string, Job>): void;
  release(): Promise<void>;
}

/** Work that a command hands to the process that owns the folder; `report` sends one line of progress back. */
export type Job = (input: unknown, report: (line: string) => void) => Promise<number>;

/** The folder belongs to another process that is alive. */
export class FolderInUseError extends Error {
  override name = "FolderInUseError";
  readonly socket: string;
  constructor(folder: string, socket: string) {
    super(`Another process is using the database in ${folder}.`);
    this.socket = socket;
  }
}

/** The folder cannot be made or written; the message is one sentence for whoever started the command. */
export class FolderError extends Error {
  override name = "FolderError";
}

/** @throws FolderError when the folder cannot be written @throws FolderInUseError when another process has it */
export async function claimFolder(folder: string): Promise<Claim> {
  await makeWritable(folder);
  const socket = socketFor(folder);
  const jobs = new Map<string, Job>();
  const server = http.createServer((request, response) => void runJob(jobs, request, response));
  if (!(await listens(server, socket))) {
    if (await answers(socket)) throw new FolderInUseError(folder, socket);
    // Left behind by a process that was killed: nobody answers, so it is ours to clear.
    await rm(socket, { force: true });
    if (!(await listens(server, socket))) throw new FolderInUseError(folder, socket);
  }
  server.unref();
  return {
    serve: (more) => Object.entries(more).forEach(([name, job]) => jobs.set(name, job)),
    release: () => new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    }),
  };
}

/** Work that another process did for us failed; the message is its own. */
export class JobFailedError extends Error {
  override name = "JobFailedError";
}

/** What an owner that does not take this job answers. */
export const NOT_SERVED = 404;

/**
 * Runs a job in the process that owns the folder.
 * @returns the job's exit code, or NOT_SERVED when the owner is not the site (another command, say)
 * @throws JobFailedError
 */
export async function askOwner(socket: string, name: string, input: unknown, report: (line: string) => void): Promise<number> {
  return new Promise((done, fail) => {
    const request = http.request({ socketPath: socket, method: "POST", path: `/${name}` }, (response) => {
      if (response.statusCode === 404) {
        response.resume();
        done(NOT_SERVED);
        return;
      }
      let text = "";
      let code = 1;
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        const lines = (text + chunk).split("\n");
        text = lines.pop() ?? "";
        for (const line of lines) {
          const message = JSON.parse(line) as { line?: string; fault?: string; code?: number };
          if (message.line !== undefined) report(message.line);
          if (message.fault !== undefined) fail(new JobFailedError(message.fault));
          if (message.code !== undefined) code = message.code;
        }
      });
      response.on("end", () => done(code));
      response.on("error", fail);
    });
    // The owner is just ending: it took nothing on.
    request.on("error", (error: NodeJS.ErrnoException) => (["ECONNRESET", "ECONNREFUSED", "ENOENT", "EPIPE"].includes(error.code ?? "") ? done(NOT_SERVED) : fail(error)));
    request.end(JSON.stringify(input));
  });
}

async function runJob(jobs: Map<string, Job>, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const job = jobs.get((request.url ?? "/").slice(1));
  if (request.method !== "POST" || !job) {
    response.writeHead(404).end();
    return;
  }
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk as string;
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  const send = (message: object) => response.write(`${JSON.stringify(message)}\n`);
  try {
    send({ code: await job(JSON.parse(body), (line) => send({ line })) });
  } catch (error) {
    send({ fault: (error as Error).message });
  }
  response.end();
}

/** @throws FolderError when it cannot be */
export async function makeWritable(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new FolderError(`The data folder ${folder} cannot be written (${(error as NodeJS.ErrnoException).code}): make it writable, or name another with DATA_DIR.`);
  }
}

/** A socket's path may hold about 100 bytes, so a deep folder gets a short name in the system's temporary folder. */
function socketFor(folder: string): string {
  const beside = join(folder, "owner.sock");
  if (Buffer.byteLength(beside) <= 100) return beside;
  const name = createHash("sha256").update(resolve(folder)).digest("hex").slice(0, 16);
  return join(tmpdir(), `send-${userInfo().uid}-${name}.sock`);
}

function listens(server: http.Server, socket: string): Promise<boolean> {
  return new Promise((done, fail) => {
    const refused = (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? done(false) : fail(error));
    server.once("error", refused);
    server.listen(socket, () => {
      server.off("error", refused);
      done(true);
    });
  });
}

function answers(socket: string): Promise<boolean> {
  return new Promise((done) => {
    http
      .request({ socketPath: socket, path: "/", timeout: 2000 }, (response) => {
        response.resume();
        done(true);
      })
      .on("timeout", () => done(true))
      .on("error", () => done(false))
      .end();
  });
}
