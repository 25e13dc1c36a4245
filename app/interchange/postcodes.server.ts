import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { parse as parseCsv } from "csv-parse";
import { parse as parsePostcode } from "postcode";
import { savePostcodes, type PostcodeRow } from "../db/places.server.ts";
import type { PrismaClient } from "../../prisma/generated/client.ts";
import { UnreadableFileError } from "./read-rows.server.ts";

/**
 * Column names of the ONS Postcode Directory and National Statistics Postcode Lookup over the years, and those of common
 * extracts. The first that a file has is used.
 */
const COLUMNS = {
  postcode: ["pcds", "pcd8", "pcd7", "pcd2", "pcd", "postcode", "outcode"],
  latitude: ["lat", "latitude"],
  longitude: ["long", "lng", "lon", "longitude"],
  district: ["lad25cd", "lad24cd", "lad23cd", "oslaua", "laua", "ladcd", "district_code"],
  districtName: ["lad25nm", "lad24nm", "lad23nm", "ladnm", "district_name", "town"],
  terminated: ["doterm"],
} as const;

const BATCH = 2000;
const OUTCODE = /^[A-Z]{1,2}\d[A-Z\d]?$/;

export interface PostcodeReport {
  rows: number;
  saved: number;
  skipped: Map<string, number>;
}

/**
 * Takes postcodes, or postcode districts, from a CSV file: where places are, to half a mile or better.
 * @throws UnreadableFileError when the file is not there or lacks a column; nothing was imported
 */
export async function importPostcodes(prisma: PrismaClient, file: string, report: (line: string) => void): Promise<PostcodeReport> {
  if (!(await stat(file).catch(() => null))?.isFile()) throw new UnreadableFileError(`There is no file ${file}.`);
  const totals: PostcodeReport = { rows: 0, saved: 0, skipped: new Map() };
  let batch = new Map<string, PostcodeRow>();
  let columns: ReturnType<typeof findColumns> | null = null;
  let lastSaid = Date.now();
  const flush = async () => {
    if (batch.size > 0) await savePostcodes(prisma, [...batch.values()]);
    totals.saved += batch.size;
    batch = new Map();
  };
  const parser = createReadStream(file).pipe(parseCsv({ columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()), bom: true, skip_empty_lines: true, relax_column_count: true }));
  try {
    for await (const record of parser) {
      const row = record as Record<string, string>;
      columns ??= findColumns(Object.keys(row), file);
      totals.rows++;
      const read = toRow(row, columns);
      if (typeof read === "string") totals.skipped.set(read, (totals.skipped.get(read) ?? 0) + 1);
      else batch.set(read.code, read);
      if (batch.size >= BATCH) await flush();
      if (Date.now() - lastSaid > 2000) {
        lastSaid = Date.now();
        report(`${totals.rows.toLocaleString("en-GB")} rows`);
      }
    }
  } catch (error) {
    if (error instanceof UnreadableFileError) throw error;
    if ((error as { code?: string }).code?.startsWith("CSV_")) throw new UnreadableFileError(`${file} is not sound CSV after row ${totals.rows} (${(error as Error).message}).`);
    throw error;
  }
  if (totals.rows === 0) throw new UnreadableFileError(`${file} has no rows.`);
  await flush();
  return totals;
}

function findColumns(header: string[], file: string): Record<keyof typeof COLUMNS, string | undefined> {
  const found = Object.fromEntries(Object.entries(COLUMNS).map(([name, choices]) => [name, choices.find((choice) => header.includes(choice))])) as Record<keyof typeof COLUMNS, string | undefined>;
  const missing = (["postcode", "latitude", "longitude"] as const).find((name) => !found[name]);
  if (missing) throw new UnreadableFileError(`${file} has no column for the ${missing}: expected one of ${COLUMNS[missing].join(", ")}.`);
  return found;
}

function toRow(row: Record<string, string>, columns: Record<keyof typeof COLUMNS, string | undefined>): PostcodeRow | string {
  // PostgreSQL takes no null character.
  const get = (name: keyof typeof COLUMNS) => (columns[name] ? (row[columns[name]] ?? "").replaceAll("\0", "").trim() : "");
  const given = get("postcode").toUpperCase();
  const parsed = parsePostcode(given);
  const code = parsed.valid ? parsed.postcode : OUTCODE.test(given) ? given : null;
  if (!code) return "not a postcode";
  if (get("terminated")) return "no longer in use";
  const latitude = Number(get("latitude"));
  const longitude = Number(get("longitude"));
  // The directory gives 99.999999 where it has no position.
  if (!get("latitude") || !(latitude > 49 && latitude < 61) || !(longitude > -9 && longitude < 2.5)) return "no position";
  return { code, latitude, longitude, districtCode: get("district") || null, districtName: get("districtName") || null };
}
