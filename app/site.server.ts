import { readFile } from "node:fs/promises";
import { join } from "node:path";
import vocabulary from "../content/locales/en-GB/vocabulary.json" with { type: "json" };
import { migrate } from "../prisma/migrate.ts";
import { openIndex, type SearchIndex } from "../search-index/client.server.ts";
import { secretsOf } from "./cases/secrets.server.ts";
import { readSenders, type Senders } from "./cases/signature.server.ts";
import type { Config } from "./config.server.ts";
import { readCouncilPack } from "./council/pack.server.ts";
import type { CouncilPack } from "./council/pack.ts";
import { openDatabase, type Database } from "./db/database.server.ts";
import { openSealer, type Sealer } from "./db/sealing.server.ts";
import { saveOwnTaxonomies } from "./db/taxonomies.server.ts";
import type { CrisisWords } from "./domain/directory/crisis.ts";
import type { OwnTaxonomy } from "./domain/directory/taxonomies.ts";
import { openDirectorySearch, type DirectorySearch } from "./search/directory-search.server.ts";
import { openIndexing, type Indexing } from "./search/indexing.server.ts";

/** Everything one process needs to serve a council's site or to run a command on its data. */
export interface Site {
  config: Config;
  pack: CouncilPack;
  database: Database;
  sealer: Sealer;
  senders: Senders;
  index: SearchIndex | null;
  indexing: Indexing;
  directory: DirectorySearch;
  close(): Promise<void>;
}

/**
 * Opens the site: reads its council pack, opens its database, brings the schema up to date, and finds its index.
 * @throws CouncilPackError, FolderError, FolderInUseError, DatabaseUnavailableError, each with a sentence to show
 */
export async function openSite(config: Config): Promise<Site> {
  const pack = await readCouncilPack(config.contentDir, config.area);
  const crisis = JSON.parse(await readFile(join(config.contentDir, "crisis.json"), "utf8")) as CrisisWords;
  const database = await openDatabase(config);
  let sealer: Sealer;
  let senders: Senders;
  try {
    await migrate(database);
    await saveOwnTaxonomies(database.prisma, vocabulary["taxonomy"], ownTermWords);
    const secrets = secretsOf(config);
    sealer = openSealer(secrets.dataKeys);
    senders = readSenders(secrets.eventSenders);
  } catch (error) {
    await database.close();
    throw error;
  }
  const { prisma } = database;
  const index = config.meiliUrl ? openIndex({ url: config.meiliUrl, key: config.meiliKey, uid: config.meiliIndex }) : null;
  const directory = openDirectorySearch({ pack, prisma, index, crisis, moreWords: everydayWords() });
  return {
    config,
    pack,
    database,
    sealer,
    senders,
    index,
    indexing: openIndexing({ pack, prisma, index }),
    directory,
    close: async () => {
      directory.close();
      await database.close();
    },
  };
}

/** The English words for a term of our own taxonomies. */
export function ownTermWords(taxonomy: OwnTaxonomy, code: string): string {
  const words: Record<OwnTaxonomy, Record<string, string>> = {
    need: vocabulary.need,
    category: vocabulary.category,
    holiday: vocabulary.holiday,
    funding: vocabulary.cost,
    access: vocabulary.access,
    "schedule-2": vocabulary.duty,
  };
  return words[taxonomy][code] ?? code;
}

/** Words that listings are described with: none of them is a misspelling. */
export function everydayWords(): string[] {
  return [vocabulary.need, vocabulary.category, vocabulary["category-about"], vocabulary.support, vocabulary.access, vocabulary.day, vocabulary.holiday, vocabulary.language, vocabulary.level]
    .flatMap((group) => Object.values(group));
}
