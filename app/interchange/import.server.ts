import { readFile } from "node:fs/promises";
import { basename, extname, isAbsolute, join, resolve } from "node:path";
import { hideListings } from "../db/hide-listings.server.ts";
import type { NewListing, Saved } from "../db/listings.server.ts";
import { slugify } from "../domain/directory/slug.ts";
import type { Site } from "../site.server.ts";
import { compileMapping, MappingError, parseMapping, type MapRow, type Mapping } from "./mapping.ts";
import { isVersion1, toVersion3 } from "./oruk-v1.ts";
import { idText, listingFromOruk, type Note } from "./oruk.ts";
import { openFeed } from "./read-feed.server.ts";
import { openCsvFile, openJsonFile, UnreadableFileError } from "./read-rows.server.ts";
import { mostFrequent, openRowReport, tallied } from "./row-report.server.ts";
import { isDeeperThan } from "./values.ts";

export interface ImportOptions {
  /** A file, or the address of a feed. */
  from: string;
  /** A mapping file, or the name of one that comes with the site. */
  map?: string;
  /** Who is taken to publish the listings; otherwise the mapping says, or the name of the file or host. */
  source?: string;
  dryRun?: boolean;
  /** The file is everything the source has: what it no longer lists is hidden. */
  complete?: boolean;
}

export interface ImportReport {
  source: string;
  rows: number;
  added: number;
  changed: number;
  unchanged: number;
  skipped: number;
  hidden: number;
  /** How often each reason for skipping, and each change made to a value, occurred. */
  reasons: Map<string, number>;
  notes: Map<string, number>;
  unknownWords: Map<string, number>;
  /** The report row by row. */
  file: string | null;
}

const BATCH = 100;
/** From so many changed listings on, a new index is quicker than mending the old one. */
const REBUILD_FROM = 3000;
const LARGEST_ROW = 1024 * 1024;
const DEEPEST_ROW = 50;
/** More of a source than this gone at once is taken for a broken file. */
const MOST_HIDDEN_SHARE = 0.5;

interface Row {
  number: number;
  ref: string | null;
  listing: NewListing | null;
  reason: string | null;
  notes: Note[];
  unknownWords: { taxonomy: string; words: string }[];
}

/**
 * Takes listings from a file or a feed. Row by row: one that cannot be used is skipped and told, the rest goes on. The
 * same row again changes nothing, so after a crash the same command finishes the work; a row that another source owns
 * is refused.
 * @param report told a line now and then
 * @throws UnreadableFileError, MappingError: nothing was imported
 */
export async function importListings(site: Site, options: ImportOptions, report: (line: string) => void): Promise<ImportReport> {
  if (isAddress(options.from) && !URL.canParse(options.from)) throw new UnreadableFileError(`${options.from} is not a web address.`);
  const mapping = options.map ? await readMapping(site.config.contentDir, options.map) : null;
  const source = options.source ?? mapping?.mapping.source ?? sourceOf(options.from);
  if (!/^[a-z0-9][a-z0-9-]{0,60}$/.test(source)) throw new UnreadableFileError(`The source "${source}" must be lower-case letters, digits and hyphens.`);
  const input = await openInput(options.from, mapping?.mapping ?? null);
  if (input.count === 0) throw new UnreadableFileError(`There is no service in ${options.from}: nothing was imported.`);
  const details = await openRowReport(site.config.dataDir, source, options.dryRun ?? false);
  const totals: ImportReport = {
    source, rows: 0, added: 0, changed: 0, unchanged: 0, skipped: 0, hidden: 0,
    reasons: new Map(), notes: new Map(), unknownWords: new Map(), file: details.file,
  };
  report(`${input.count.toLocaleString("en-GB")} rows in ${options.from}`);

  const seen = new Map<string, number>();
  // Rows that could not be used this time: the source lists them all the same.
  const unusable = new Set<string>();
  let batch: Row[] = [];
  const flush = async () => {
    const saved = await save(site, batch, options.dryRun ?? false);
    for (const [i, row] of batch.entries()) details.write(count(totals, row, saved[i] ?? null));
    batch = [];
  };
  let lastSaid = Date.now();
  for await (const read of input.rows()) {
    totals.rows++;
    const row = await toRow(read, totals.rows, source, mapping?.map ?? null);
    const earlier = row.listing && seen.get(row.listing.id);
    if (earlier) Object.assign(row, { listing: null, reason: `the same id stands in row ${earlier}` });
    else if (row.listing) seen.set(row.listing.id, totals.rows);
    else if (row.ref !== null) unusable.add(row.ref);
    batch.push(row);
    if (batch.length >= BATCH) await flush();
    if (Date.now() - lastSaid > 2000) {
      lastSaid = Date.now();
      report(`${totals.rows.toLocaleString("en-GB")} of ${input.count.toLocaleString("en-GB")} rows`);
    }
  }
  await flush();
  if (options.complete && !options.dryRun) totals.hidden = await hideMissing(site, source, ({ id, sourceRef }) => seen.has(id) || unusable.has(sourceRef), report);
  if (!options.dryRun) await finish(site, source, totals, report);
  await details.close();
  return totals;
}

async function readMapping(contentDir: string, name: string): Promise<{ mapping: Mapping; map: MapRow }> {
  const own = join(contentDir, "mappings", `${name}.json`);
  const file = /^[a-z0-9-]+$/.test(name) ? own : resolve(name);
  const json = await readFile(file, "utf8").catch(() => {
    throw new MappingError(`There is no mapping ${file === own ? `called "${name}"` : `file ${file}`}.`);
  });
  const mapping = parseMapping(json, basename(file));
  return { mapping, map: compileMapping(mapping, basename(file)) };
}

function sourceOf(from: string): string {
  return slugify(isAddress(from) ? new URL(from).host : basename(from, extname(from))).slice(0, 60);
}

function isAddress(from: string): boolean {
  return /^https?:\/\//i.test(from);
}

interface Input {
  count: number;
  rows(): AsyncGenerator<{ value: unknown } | { ref: string; reason: string }>;
}

async function openInput(from: string, mapping: Mapping | null): Promise<Input> {
  if (isAddress(from)) {
    if (mapping) throw new UnreadableFileError("A mapping works on a file: save the feed to one first.");
    const feed = await openFeed(from);
    return { count: feed.count, rows: () => feed.services() };
  }
  const path = isAbsolute(from) ? from : resolve(from);
  const isCsv = mapping ? mapping.format === "csv" : extname(path).toLowerCase() === ".csv";
  if (isCsv && !mapping) throw new UnreadableFileError(`${from} is CSV: say how to read it with --map.`);
  const file = isCsv ? await openCsvFile(path, mapping?.continues ?? null) : await openJsonFile(path, mapping?.rows ?? "");
  return {
    count: file.count,
    rows: async function* () {
      for await (const value of file.rows()) {
        if (mapping) yield { value };
        else for (const service of servicesIn(value)) yield { value: service };
      }
    },
  };
}

async function toRow(read: { value: unknown } | { ref: string; reason: string }, number: number, source: string, map: MapRow | null): Promise<Row> {
  const row: Row = { number, ref: null, listing: null, reason: null, notes: [], unknownWords: [] };
  if ("reason" in read) return { ...row, ref: read.ref, reason: read.reason };
  const ref = isRecord(read.value) && !map ? idText(read.value.id) : null;
  if (isDeeperThan(read.value, DEEPEST_ROW)) return { ...row, ref, reason: `nested more than ${DEEPEST_ROW} deep` };
  if (JSON.stringify(read.value).length > LARGEST_ROW) return { ...row, ref, reason: "larger than 1 MB" };
  let service = read.value;
  const other = map ? null : whatElse(service);
  if (other) return { ...row, reason: other };
  if (map) {
    try {
      ({ service, unknownWords: row.unknownWords } = await map(read.value));
    } catch (error) {
      return { ...row, reason: `the mapping cannot read it (${(error as Error).message})` };
    }
  } else if (isVersion1(service)) {
    service = toVersion3(service);
  }
  const reading = listingFromOruk(service, source);
  if (!reading.ok) return { ...row, ref: reading.ref, reason: reading.reason };
  return { ...row, ref: reading.listing.sourceRef, listing: reading.listing, notes: reading.notes };
}

/** Members of the standard that only a service has. */
const SERVICE_MEMBERS = ["status", "organization", "organization_id", "service_at_locations", "schedules", "service_taxonomys", "eligibilitys", "regular_schedules", "cost_options"];

/** What a record of the standard is when it is no service: feeds publish those too. Null: take it for one. */
function whatElse(record: unknown): string | null {
  if (typeof record !== "object" || record === null) return null;
  if ("service" in record && "location" in record) return "a service at a location: import the feed's services instead";
  if (SERVICE_MEMBERS.some((member) => member in record)) return null;
  return "not a service (an organisation or a taxonomy, perhaps)";
}

/** An organisation that brings its services along gives each of them; anything else is itself. */
function* servicesIn(value: unknown): Generator {
  const { services, ...organization } = (typeof value === "object" && value !== null ? value : {}) as { services?: unknown };
  if (Array.isArray(services) && services.length > 0 && !("status" in organization)) {
    for (const service of services as unknown[]) yield typeof service === "object" && service !== null ? { organization, ...service } : service;
  } else {
    yield value;
  }
}

async function save(site: Site, batch: readonly Row[], isDryRun: boolean): Promise<(Saved | null)[]> {
  const listings = batch.flatMap((row) => row.listing ?? []);
  if (isDryRun || listings.length === 0) return batch.map(() => null);
  const saved = new Map((await site.indexing.saveForLater(listings)).map((one) => [one.listing.id, one]));
  return batch.map((row) => (row.listing && saved.get(row.listing.id)) ?? null);
}

/** Adds a row to the totals. @returns its line of the report */
function count(totals: ImportReport, row: Row, saved: Saved | null): object {
  const reason = row.reason ?? (saved?.outcome === "refused" ? saved.reason : null);
  const outcome = reason ? "skipped" : saved && saved.outcome !== "refused" ? saved.outcome : "readable";
  if (outcome !== "readable") totals[outcome]++;
  if (reason) tallied(totals.reasons, reason.replace(/row \d+/, "an earlier row"));
  for (const { field, what } of row.notes) tallied(totals.notes, `${field.replace(/\[\d+\]/g, "")}: ${what}`);
  for (const { taxonomy, words } of row.unknownWords) tallied(totals.unknownWords, `${taxonomy}: ${words}`);
  return {
    row: row.number, ref: row.ref, name: row.listing?.name, outcome,
    ...(reason ? { reason } : {}), ...(row.notes.length ? { notes: row.notes } : {}), ...(row.unknownWords.length ? { unknownWords: row.unknownWords } : {}),
  };
}

async function hideMissing(site: Site, source: string, isListed: (one: { id: string; sourceRef: string }) => boolean, report: (line: string) => void): Promise<number> {
  const { prisma } = site.database;
  const owned = await prisma.service.findMany({ where: { sourceId: source, status: { in: ["active", "temporarily closed"] } }, select: { id: true, sourceRef: true } });
  const missing = owned.filter((one) => !isListed(one));
  if (missing.length > owned.length * MOST_HIDDEN_SHARE) {
    report(`${missing.length} of the ${owned.length} listings of ${source} are not in the file. That looks like a broken file, so none was hidden.`);
    return 0;
  }
  await hideListings(prisma, missing.map(({ id }) => id));
  return missing.length;
}

async function finish(site: Site, source: string, totals: ImportReport, report: (line: string) => void): Promise<void> {
  await site.database.prisma.source.upsert({ where: { id: source }, create: { id: source, name: source, lastImportedAt: new Date() }, update: { lastImportedAt: new Date() } });
  const written = totals.added + totals.changed + totals.hidden;
  if (!site.index || written === 0) return;
  try {
    report("Indexing...");
    if (written >= REBUILD_FROM) await site.indexing.rebuild();
    else await site.indexing.sweep();
  } catch (error) {
    report(`Meilisearch is not answering (${(error as Error).message}): the listings are saved, and will be searchable when it is back.`);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** The report in words, for whoever ran the command. */
export function importSummary(report: ImportReport, isDryRun: boolean): string[] {
  const readable = report.rows - report.skipped;
  return [
    isDryRun
      ? `${report.rows} rows: ${readable} could be imported, ${report.skipped} would be skipped. Nothing was written.`
      : `${report.rows} rows: ${report.added} added, ${report.changed} changed, ${report.unchanged} unchanged, ${report.skipped} skipped${report.hidden ? `, ${report.hidden} hidden because the source no longer has them` : ""}.`,
    ...(report.reasons.size ? ["  Skipped because:", ...mostFrequent(report.reasons)] : []),
    ...(report.notes.size ? ["  Changed while reading:", ...mostFrequent(report.notes)] : []),
    ...(report.unknownWords.size ? ["  Words that the mapping has no code for:", ...mostFrequent(report.unknownWords)] : []),
    `  Row by row: ${report.file}`,
  ];
}
