import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { makeWritable } from "../db/folder.server.ts";

/** What an import did, a line a row, in a file for whoever asks why. */
export interface RowReport {
  file: string;
  write: (line: object) => void;
  close: () => Promise<void>;
}

export async function openRowReport(dataDir: string, name: string, isDryRun: boolean): Promise<RowReport> {
  const folder = join(dataDir, "imports");
  await makeWritable(folder);
  const file = join(folder, `${new Date().toISOString().replace(/[:.]/g, "-")}-${name}${isDryRun ? "-dry-run" : ""}.ndjson`);
  const stream = createWriteStream(file);
  return {
    file,
    write: (line) => void stream.write(`${JSON.stringify(line)}\n`),
    close: () => new Promise((done, fail) => stream.end((error?: Error | null) => (error ? fail(error) : done()))),
  };
}

/** Counts how often each thing occurs. */
export function tallied(tally: Map<string, number>, key: string): void {
  tally.set(key, (tally.get(key) ?? 0) + 1);
}

/** The most frequent of a tally, as lines to print. */
export function mostFrequent(tally: ReadonlyMap<string, number>, most = 12): string[] {
  return [...tally].sort((a, b) => b[1] - a[1]).slice(0, most).map(([what, times]) => `    ${times} × ${what}`);
}
