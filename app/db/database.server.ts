import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PrismaPg } from "@prisma/adapter-pg";
import { fromPglite, type ConstructorOptions } from "pg-boss";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { PrismaClient } from "../../prisma/generated/client.ts";
import { claimFolder, FolderError, type Job } from "./folder.server.ts";

/** Statements on one connection, inside one transaction. */
export interface WholeTransaction {
  /** Runs text of several statements. */
  script(sql: string): Promise<void>;
  rows<T>(sql: string, values?: readonly string[]): Promise<T[]>;
}

/** The database, whichever it is: PGlite in a folder, or a PostgreSQL server. Same schema, same migrations, same client. */
export interface Database {
  prisma: PrismaClient;
  kind: "embedded" | "server";
  /** How pg-boss reaches the same database: on the one connection of an embedded one, or on a few of its own. */
  queue: QueueConnection;
  /** Runs text of several statements (a migration). */
  executeScript(sql: string): Promise<void>;
  /**
   * Work on whole tables (app/backup) in one transaction, which commits at its end and is undone when it throws. An embedded
   * database has one connection only: all else waits meanwhile.
   */
  inOneTransaction<T>(work: (tx: WholeTransaction) => Promise<T>): Promise<T>;
  /** Lets commands run inside this process while it owns an embedded database; nothing to do for a server. */
  serveJobs(jobs: Record<string, Job>): void;
  close(): Promise<void>;
}

export type QueueConnection = Pick<ConstructorOptions, "backend" | "db"> | Pick<ConstructorOptions, "connectionString" | "max">;

/** The database server did not answer, or refused us; the message is one sentence. */
export class DatabaseUnavailableError extends Error {
  override name = "DatabaseUnavailableError";
}

/** Whether an error, or what caused it, means that the database cannot be reached, rather than that a query is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message, cause } = error as { code?: unknown; message?: unknown; cause?: unknown };
  // Prisma's own codes (P1xxx, P2024), Node's, and PostgreSQL's classes 08 and 57P.
  if (typeof code === "string" && /^(P10\d\d|P2024|ECONN\w+|ETIMEDOUT|EPIPE|08\w{3}|57P\w{2})$/.test(code)) return true;
  if (typeof message === "string" && /ECONNREFUSED|ECONNRESET|terminat\w+ connection|connection terminated|timeout exceeded when trying to connect|Can't reach database|the database system is|is closed/i.test(message)) return true;
  return typeof cause === "object" && cause !== null && isDatabaseAway(cause);
}

const POOL_SIZE = 10;
const QUEUE_POOL_SIZE = 3;

/**
 * @throws FolderError, FolderInUseError for an embedded database
 * @throws DatabaseUnavailableError for a server
 */
export async function openDatabase(where: { databaseUrl: string | undefined; dataDir: string }): Promise<Database> {
  return where.databaseUrl ? openServer(where.databaseUrl) : openFolder(where.dataDir);
}

/** Where the embedded database of a data folder is. */
export function databaseFolder(dataDir: string): string {
  return join(dataDir, "database");
}

async function openFolder(dataDir: string): Promise<Database> {
  const claim = await claimFolder(dataDir);
  const folder = databaseFolder(dataDir);
  try {
    const pglite = await PGlite.create(folder);
    return fromPGlite(pglite, claim);
  } catch (error) {
    await claim.release();
    // What PGlite throws is often no Error and says little.
    const said = error instanceof Error ? ` (${error.message.split("\n")[0]})` : "";
    throw new FolderError(`The database in ${folder} cannot be opened${said}: put back a copy of it, or name another folder with DATA_DIR.`);
  }
}

/** A database over a PGlite that is already open; tests start from a migrated copy in memory. */
export function fromPGlite(pglite: PGlite, claim?: Awaited<ReturnType<typeof claimFolder>>): Database {
  const prisma = new PrismaClient({ adapter: new PrismaPGlite(pglite) });
  return {
    prisma,
    kind: "embedded",
    queue: { backend: "pglite", db: fromPglite(pglite) },
    executeScript: async (sql) => {
      try {
        await pglite.exec(sql);
      } catch (error) {
        // There is one connection only: without this, all that follows would run in the failed transaction.
        await pglite.exec("ROLLBACK");
        throw error;
      }
    },
    inOneTransaction: (work) =>
      pglite.transaction((tx) =>
        work({
          script: async (sql) => {
            await tx.exec(sql);
          },
          rows: async <T>(sql: string, values: readonly string[] = []) => (await tx.query<T>(sql, [...values])).rows,
        }),
      ),
    serveJobs: (jobs) => claim?.serve(jobs),
    close: async () => {
      await prisma.$disconnect();
      if (!pglite.closed) await pglite.close();
      await claim?.release();
    },
  };
}

async function openServer(databaseUrl: string): Promise<Database> {
  const adapter = new PrismaPg({ connectionString: databaseUrl, max: POOL_SIZE, connectionTimeoutMillis: 5000 });
  const prisma = new PrismaClient({ adapter });
  try {
    await prisma.$queryRaw`SELECT 1`;
  } catch (error) {
    await prisma.$disconnect();
    const host = URL.parse(databaseUrl)?.host ?? "DATABASE_URL";
    throw new DatabaseUnavailableError(`The database server at ${host} does not answer: ${lastLine(error)}`);
  }
  return {
    prisma,
    kind: "server",
    queue: { connectionString: databaseUrl, max: QUEUE_POOL_SIZE },
    executeScript: async (sql) => {
      const pg = await import("pg");
      const client = new pg.default.Client({ connectionString: databaseUrl });
      await client.connect();
      try {
        await client.query(sql);
      } finally {
        await client.end();
      }
    },
    inOneTransaction: async (work) => {
      const pg = await import("pg");
      const client = new pg.default.Client({ connectionString: databaseUrl });
      // A connection that is lost says so here as well as to the statement under way.
      client.on("error", () => {});
      await client.connect();
      try {
        await client.query("BEGIN");
        const result = await work({
          script: async (sql) => {
            await client.query(sql);
          },
          rows: async <T>(sql: string, values: readonly string[] = []) => (await client.query(sql, [...values])).rows as T[],
        });
        await client.query("COMMIT");
        return result;
      } finally {
        // Ends the transaction too, where it was not committed.
        await client.end();
      }
    },
    serveJobs: () => {},
    close: () => prisma.$disconnect(),
  };
}

function lastLine(error: unknown): string {
  const lines = (error as Error).message.split("\n").map((line) => line.trim()).filter(Boolean);
  return lines.at(-1) ?? "unknown error";
}
