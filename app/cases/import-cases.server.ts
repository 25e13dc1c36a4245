import { readFile } from "node:fs/promises";
import { basename, extname, join, resolve } from "node:path";
import { standingEvents } from "../db/cases.server.ts";
import { day } from "../domain/calendar/day.ts";
import { MOST_EVENTS } from "../domain/cases/intake.ts";
import { MappingError } from "../interchange/mapping.ts";
import { openCsvFile, openJsonFile, UnreadableFileError } from "../interchange/read-rows.server.ts";
import { mostFrequent, openRowReport, tallied } from "../interchange/row-report.server.ts";

import type { Site } from "../site.server.ts";
import { compileCaseMapping, parseCaseMapping, type CaseMapping, type CaseRow } from "./case-mapping.ts";
import { takeIn, type IntakeAnswer } from "./intake.server.ts";

export interface CaseImportOptions {
  file: string;
  /** A mapping file, or the name of one that comes with the site. */
  map?: string;
  /** Who is taken to send the events; otherwise the mapping says, or the file's name. */
  sender?: string;
  dryRun?: boolean;
}

export interface CaseImportReport {
  rows: number;
  skipped: number;
  events: Record<"stored" | "already-known" | "refused", number>;
  reasons: Map<string, number>;
  file: string;
}

/** Cases with their events, many to one transaction. */
const BATCH_EVENTS = MOST_EVENTS;
const BATCH_CASES = 200;

/**
 * Takes cases and their events from a file: rows of `{ case: {...}, events: [...] }` in JSON, or any JSON or CSV through a
 * mapping. The same file again changes nothing, so after a crash the same command finishes the work.
 * @param today ISO date in London
 * @param report told a line now and then
 * @throws UnreadableFileError, MappingError: nothing was stored
 */
export async function importCases(site: Site, options: CaseImportOptions, today: string, report: (line: string) => void): Promise<CaseImportReport> {
  const mapping = options.map ? await readMapping(site.config.contentDir, options.map) : null;
  const sender = options.sender ?? mapping?.mapping.sender ?? basename(options.file, extname(options.file)).toLowerCase().replace(/[^a-z0-9]+/g, "-");
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/.test(sender)) throw new UnreadableFileError(`The sender "${sender}" must be lower-case letters, digits and hyphens.`);
  const isCsv = mapping ? mapping.mapping.format === "csv" : extname(options.file).toLowerCase() === ".csv";
  if (isCsv && !mapping) throw new UnreadableFileError(`${options.file} is CSV: say how to read it with --map.`);
  const rows = isCsv ? await openCsvFile(options.file, null) : await openJsonFile(options.file, mapping?.mapping.rows || "cases");
  if (rows.count === 0) throw new UnreadableFileError(`There is no case in ${options.file}: nothing was imported.`);
  report(`${rows.count.toLocaleString("en-GB")} cases in ${options.file}`);

  const details = await openRowReport(site.config.dataDir, sender, options.dryRun ?? false);
  const totals: CaseImportReport = { rows: 0, skipped: 0, events: { stored: 0, "already-known": 0, refused: 0 }, reasons: new Map(), file: details.file };
  const from = { sender, actor: "command:import-cases" };
  const batch: { number: number; row: CaseRow }[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    if (mapping) totals.events["already-known"] += await turnChangesIntoCorrections(site, sender, batch.map(({ row }) => row), today);
    const sent = { cases: batch.map(({ row }) => row.case), events: batch.flatMap(({ row }) => row.events) };
    const answers = await takeIn(site, from, sent, day(today), { isDryRun: options.dryRun ?? false });
    tell(batch, answers, totals, details.write);
    batch.length = 0;
  };
  let lastSaid = Date.now();
  for await (const value of rows.rows()) {
    totals.rows++;
    const row = await rowOf(value, mapping?.map ?? null);
    if ("reason" in row || row.events.length > BATCH_EVENTS) {
      const reason = "reason" in row ? row.reason : `more than ${BATCH_EVENTS} events in one case`;
      totals.skipped++;
      tallied(totals.reasons, reason);
      details.write({ row: totals.rows, outcome: "skipped", reason });
      continue;
    }
    const waiting = batch.reduce((sum, one) => sum + one.row.events.length, 0);
    if (waiting + row.events.length > BATCH_EVENTS || batch.length >= BATCH_CASES) await flush();
    batch.push({ number: totals.rows, row });
    if (Date.now() - lastSaid > 2000) {
      lastSaid = Date.now();
      report(`${totals.rows.toLocaleString("en-GB")} of ${rows.count.toLocaleString("en-GB")} cases`);
    }
  }
  await flush();
  await details.close();
  return totals;
}

async function readMapping(contentDir: string, name: string): Promise<{ mapping: CaseMapping; map: (row: unknown) => Promise<CaseRow> }> {
  const own = /^[a-z0-9-]+$/.test(name);
  const file = own ? join(contentDir, "case-mappings", `${name}.json`) : resolve(name);
  const json = await readFile(file, "utf8").catch(() => {
    throw new MappingError(`There is no mapping of cases ${own ? `called "${name}"` : `in ${file}`}.`);
  });
  const mapping = parseCaseMapping(json, basename(file));
  return { mapping, map: compileCaseMapping(mapping, basename(file)) };
}

/**
 * A row of an export says how a case stands, not what was told before: an event that stands otherwise with us was put
 * right over there, so a correction is what is sent.
 * @returns how many events stand with us as the rows have them, and need not be sent
 */
async function turnChangesIntoCorrections(site: Site, sender: string, rows: readonly CaseRow[], today: string): Promise<number> {
  let same = 0;
  const standing = await standingEvents(site.database.prisma, sender, rows.flatMap(({ events }) => events.map(({ id }) => String(id))));
  for (const row of rows) {
    row.events = row.events.flatMap((event) => {
      const known = standing.get(String(event.id));
      if (!known) return [event];
      const { id, type, case: reference, note: _note, ...fields } = event;
      const changes = Object.entries(fields).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(known.event[field]));
      if (type === known.event.type && changes.length > 0) {
        return [{ ...Object.fromEntries(changes), id: `${String(id)}~${known.corrections + 1}`, type: "correction", of: id, case: reference, recordedOn: today }];
      }
      // Another type under the same id contradicts, and will be refused.
      if (type !== known.event.type) return [event];
      same++;
      return [];
    });
  }
  return same;
}

async function rowOf(value: unknown, map: ((row: unknown) => Promise<CaseRow>) | null): Promise<CaseRow | { reason: string }> {
  if (map) return map(value).catch((error: unknown) => ({ reason: `the mapping cannot read it (${(error as Error).message})` }));
  const row = value as Partial<CaseRow> | null;
  if (typeof row !== "object" || row === null || typeof row.case !== "object" || !Array.isArray(row.events)) return { reason: 'not { "case": {...}, "events": [...] }' };
  const reference = row.case.case;
  return { case: row.case, events: row.events.map((event) => (typeof event === "object" && (event as unknown) !== null ? { case: reference, ...event } : event)) };
}

function tell(batch: readonly { number: number; row: CaseRow }[], answers: IntakeAnswer, totals: CaseImportReport, write: (line: object) => void): void {
  let next = 0;
  batch.forEach(({ number, row }, i) => {
    const ofCase = answers.cases[i];
    const events = answers.events.slice(next, (next += row.events.length));
    for (const { answer, field, reason } of events) {
      totals.events[answer]++;
      if (reason) tallied(totals.reasons, `${field || "the event"}: ${reason}`);
    }
    if (ofCase?.answer === "refused") tallied(totals.reasons, `${ofCase.field || "the case"}: ${ofCase.reason}`);
    write({ row: number, case: ofCase, events });
  });
}

/** The report in words, for whoever ran the command. */
export function caseImportSummary(report: CaseImportReport, isDryRun: boolean): string[] {
  const { events } = report;
  return [
    isDryRun
      ? `${report.rows} cases: ${events.stored} events could be stored, ${events.refused} would be refused, ${report.skipped} cases skipped. Nothing was written.`
      : `${report.rows} cases: ${events.stored} events stored, ${events["already-known"]} known already, ${events.refused} refused; ${report.skipped} cases skipped.`,
    ...(report.reasons.size ? ["  Not taken because:", ...mostFrequent(report.reasons)] : []),
    `  Row by row: ${report.file}`,
  ];
}
