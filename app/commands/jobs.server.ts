import { resealAccounts } from "../accounts/reseal-accounts.server.ts";
import { backUp } from "../backup/backup.server.ts";
import { caseImportSummary, importCases, type CaseImportOptions } from "../cases/import-cases.server.ts";
import { ConfigError } from "../config.server.ts";
import type { Job } from "../db/folder.server.ts";
import { resealAll } from "../db/reseal.server.ts";
import { importListings, importSummary, type ImportOptions } from "../interchange/import.server.ts";
import { importPostcodes } from "../interchange/postcodes.server.ts";
import type { Site } from "../site.server.ts";
import { today } from "../today.ts";

type Say = (line: string) => void;

/** Work on the site's data, for the command line; each gives the command's exit code. */
const JOBS = {
  import: async (site: Site, options: ImportOptions, say: Say): Promise<number> => {
    const report = await importListings(site, options, say);
    importSummary(report, options.dryRun ?? false).forEach(say);
    return 0;
  },
  "import-postcodes": async (site: Site, { file }: { file: string }, say: Say): Promise<number> => {
    const { rows, saved, skipped } = await importPostcodes(site.database.prisma, file, say);
    say(`${rows} rows: ${saved} saved${[...skipped].map(([reason, count]) => `, ${count} skipped (${reason})`).join("")}.`);
    return 0;
  },
  "import-cases": async (site: Site, options: CaseImportOptions, say: Say): Promise<number> => {
    const report = await importCases(site, options, today(), say);
    caseImportSummary(report, options.dryRun ?? false).forEach(say);
    return 0;
  },
  "rotate-keys": async (site: Site, _input: object, say: Say): Promise<number> => {
    const { prisma } = site.database;
    const count = (await resealAll(prisma, site.sealer)) + (await resealAccounts(prisma, site.sealer));
    say(`${count} values were encrypted anew with the key ${site.sealer.currentKey}.`);
    return 0;
  },
  backup: async (site: Site, { to }: { to: string }, say: Say): Promise<number> => {
    const { tables, documents, keys, madeAt } = await backUp(site, to);
    const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0);
    say(`${to} holds ${rows} rows and ${documents.files} document files, as they were at ${madeAt}.`);
    say(`To put it back, DATA_KEYS must have ${keys.length === 1 ? "the key" : "the keys"} ${keys.map(({ id }) => id).join(", ")}: keep ${keys.length === 1 ? "it" : "them"} elsewhere.`);
    return 0;
  },
  reindex: async (site: Site, _input: object, say: Say): Promise<number> => {
    if (!site.index) throw new ConfigError("MEILI_URL is not set: there is no Meilisearch to build an index in.");
    const count = await site.indexing.rebuild((done) => say(`${done} listings`));
    say(`The index holds ${count} listings.`);
    return 0;
  },
};

export type JobName = keyof typeof JOBS;
export type JobInput<N extends JobName> = Parameters<(typeof JOBS)[N]>[1];

/** @throws UnreadableFileError, MappingError for input that cannot be used, with a sentence to show */
export async function runJob<N extends JobName>(site: Site, name: N, input: JobInput<N>, say: Say): Promise<number> {
  return (JOBS[name] as (site: Site, input: JobInput<N>, say: Say) => Promise<number>)(site, input, say);
}

/** The jobs that the running site takes from outside, while it alone may open the embedded database. */
export function siteJobs(site: Site): Record<string, Job> {
  return Object.fromEntries((Object.keys(JOBS) as JobName[]).map((name) => [name, (input, say) => runJob(site, name, input as never, say)]));
}
