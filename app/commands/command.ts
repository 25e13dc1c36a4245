import { parseArgs, type ParseArgsConfig } from "node:util";
import { readConfig } from "../config.server.ts";
import { askOwner, FolderInUseError, NOT_SERVED } from "../db/folder.server.ts";
import { openSite, type Site } from "../site.server.ts";
import { startFault } from "../../server.js";
import type { JobInput, JobName } from "./jobs.server.ts";
import { runJob } from "./jobs.server.ts";

/** What the words after a command say; a wrong one prints how it is used, and ends with 1. */
export function readArguments<T extends NonNullable<ParseArgsConfig["options"]>>(options: T, usage: string) {
  try {
    return parseArgs({ options, allowPositionals: true, strict: true });
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exit(1);
  }
}

/**
 * Runs a job on the site's data: here when nobody else has it open, or else inside the running site, which then does
 * the work and sends its lines back. Ends the process with the job's exit code.
 */
export async function runCommand<N extends JobName>(name: N, input: JobInput<N>): Promise<never> {
  let site: Site | null = null;
  try {
    site = await openSite(readConfig(process.env));
    const code = await runJob(site, name, input, say);
    await site.close();
    process.exit(code);
  } catch (error) {
    await site?.close().catch(() => {});
    if (error instanceof FolderInUseError) process.exit(await throughOwner(error, name, input).catch(fault));
    process.exit(fault(error));
  }
}

function fault(error: unknown): number {
  console.error(startFault(error));
  return 1;
}

async function throughOwner(inUse: FolderInUseError, name: string, input: unknown): Promise<number> {
  say("The site is running: the work is done inside it.");
  const code = await askOwner(inUse.socket, name, input, say);
  if (code !== NOT_SERVED) return code;
  console.error("Another command is using the database: try again when it has ended.");
  return 1;
}

function say(line: string): void {
  console.log(line);
}
