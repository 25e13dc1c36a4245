import { createReadStream } from "node:fs";
import { open, readFile, stat } from "node:fs/promises";
import { JSONParser } from "@streamparser/json";
import { parse as parseCsv } from "csv-parse";
import { ORUK_LIST_MEMBERS } from "./published.ts";

/**
 * Rows of a file, one at a time: a file of 200 MB takes no more memory than its largest row. A file is read once to see
 * that it is whole and once more for its rows, so that a broken one is refused before anything is written.
 */
export interface RowFile {
  /** How many rows there are. */
  count: number;
  rows(): AsyncGenerator;
}

/** A file that cannot be imported at all; nothing of it was. The message is one sentence for whoever started it. */
export class UnreadableFileError extends Error {
  override name = "UnreadableFileError";
}

const LARGEST_FILE = 2 * 1024 ** 3;
const LARGEST_RECORD = 20 * 1024 ** 2;

/** @param member the member that holds the rows; empty: the file is a list, or an Open Referral page or package */
export async function openJsonFile(file: string, member: string): Promise<RowFile> {
  await checkFile(file);
  const isList = (await firstCharacter(file)) === "[";
  if (!isList && !member) {
    const whole = await readSmall(file);
    // A single service, or an organisation that brings its services, as one address of a feed gives it.
    if (whole && "id" in whole && "name" in whole) return inMemory([whole]);
  }
  const paths = isList ? ["$.*"] : member ? [`$.${member}.*`] : ORUK_LIST_MEMBERS.map((name) => `$.${name}.*`);
  const read = () => jsonRows(file, paths);
  return { count: await countRows(read(), file, "JSON"), rows: read };
}

function inMemory(rows: unknown[]): RowFile {
  return {
    count: rows.length,
    rows: async function* () {
      yield* rows;
    },
  };
}

/** The file's object, if the file is small enough to be one record and is sound; the streaming reader tells what is not. */
async function readSmall(file: string): Promise<object | null> {
  if ((await stat(file)).size > LARGEST_RECORD) return null;
  try {
    const whole: unknown = JSON.parse(await readFile(file, "utf8"));
    return typeof whole === "object" ? whole : null;
  } catch {
    return null;
  }
}

async function* jsonRows(file: string, paths: string[]): AsyncGenerator {
  const parser = new JSONParser({ paths, keepStack: false });
  let ready: unknown[] = [];
  // Members of the row's own objects match "$.*" too where the path is short; a row is what a list holds.
  parser.onValue = ({ value, parent }) => {
    if (Array.isArray(parent)) ready.push(value);
  };
  const failures: Error[] = [];
  parser.onError = (error) => failures.push(error);
  let sinceLastRow = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) {
    parser.write(chunk as Buffer);
    if (failures[0]) throw failures[0];
    // A row is held in memory until it ends, so one that does not must not take all there is.
    sinceLastRow = ready.length > 0 ? 0 : sinceLastRow + (chunk as Buffer).length;
    if (sinceLastRow > LARGEST_RECORD) throw new UnreadableFileError(`${file} has more than ${LARGEST_RECORD / 1024 ** 2} MB that are no whole row: nothing was imported.`);
    for (const value of ready) yield value;
    ready = [];
  }
  if (!parser.isEnded) parser.end();
  if (failures[0]) throw failures[0];
  for (const value of ready) yield value;
}

/** How a row says that it continues another: its `column` holds that row's `refersTo`. */
export interface Continuation {
  column: string;
  refersTo: string;
}

/** @param continues rows that continue another come as `continued` of that one */
export async function openCsvFile(file: string, continues: Continuation | null): Promise<RowFile> {
  await checkFile(file);
  const read = () => groupRows(csvRows(file), continues);
  return { count: await countRows(read(), file, "CSV"), rows: read };
}

async function* csvRows(file: string): AsyncGenerator<Record<string, string>> {
  const parser = createReadStream(file).pipe(parseCsv({ columns: (header: string[]) => header.map((name) => name.trim()), bom: true, skip_empty_lines: true, relax_column_count: true, trim: false, max_record_size: LARGEST_RECORD }));
  for await (const row of parser) yield row as Record<string, string>;
}

/** Rows that continue one stand after it, as every export has them; one whose listing is not there stands alone. */
async function* groupRows(rows: AsyncGenerator<Record<string, string>>, continues: Continuation | null): AsyncGenerator {
  if (!continues) {
    yield* rows;
    return;
  }
  let current: (Record<string, unknown> & { continued: unknown[] }) | null = null;
  let id = "";
  for await (const row of rows) {
    if (current && row[continues.column] && row[continues.column] === id) {
      current.continued.push(row);
      continue;
    }
    if (current) yield current;
    current = { ...row, continued: [] };
    id = row[continues.refersTo] ?? "";
  }
  if (current) yield current;
}

async function countRows(rows: AsyncGenerator, file: string, kind: string): Promise<number> {
  let count = 0;
  try {
    for await (const _row of rows) count++;
  } catch (error) {
    if (error instanceof UnreadableFileError) throw error;
    throw new UnreadableFileError(`${file} is not sound ${kind} (${(error as Error).message.split("\n")[0]}): nothing was imported.`);
  }
  return count;
}

async function checkFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new UnreadableFileError(`There is no file ${file}.`);
  if (found.size === 0) throw new UnreadableFileError(`${file} is empty: nothing was imported.`);
  if (found.size > LARGEST_FILE) throw new UnreadableFileError(`${file} is larger than ${LARGEST_FILE / 1024 ** 3} GB: split it, and import each part.`);
}

async function firstCharacter(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.toString("utf8", 0, bytesRead).replace(/^\ufeff/, "").trimStart()[0] ?? "";
  } finally {
    await handle.close();
  }
}
