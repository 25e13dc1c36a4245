import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import crisis from "../../content/crisis.json" with { type: "json" };
import { readConfig } from "../../app/config.server.ts";
import { readSenders } from "../../app/cases/signature.server.ts";
import { openSealer } from "../../app/db/sealing.server.ts";
import { openDirectorySearch } from "../../app/search/directory-search.server.ts";
import { openIndexing } from "../../app/search/indexing.server.ts";
import { everydayWords, type Site } from "../../app/site.server.ts";
import { openIndex } from "../../search-index/client.server.ts";
import { atEnd } from "./at-end.ts";
import { freshDatabase, type Kind } from "./databases.ts";
import { packOf } from "./packs.ts";

/** A test of what is found must not depend on how busy the machine is; tests of slowness ask for what families get. */
const PATIENT_MS = 20_000;

/** A sender of events, as `EVENT_SENDERS` names it. */
export const TEST_SENDER = "case-system:a secret of more than thirty-two characters";

/** A whole site on a fresh database, with an index of its own on the tests' Meilisearch. */
export async function freshSite(kind: Kind, options: { area?: string; meiliUrl?: string | null; dataDir?: string; patienceMs?: number } = {}): Promise<Site> {
  const database = await freshDatabase(kind);
  const pack = packOf(options.area ?? "essex");
  const uid = `services_${randomBytes(6).toString("hex")}`;
  const url = options.meiliUrl === undefined ? inject("meiliUrl") : options.meiliUrl;
  const index = url ? openIndex({ url, key: inject("meiliKey"), uid }) : null;
  const { prisma } = database;
  const directory = openDirectorySearch({ pack, prisma, index, crisis, moreWords: everydayWords(), patienceMs: options.patienceMs ?? PATIENT_MS });
  atEnd(async () => {
    directory.close();
    if (index) await index.client.deleteIndexIfExists(uid).catch(() => false);
  });
  return {
    config: { ...readConfig({}), dataDir: options.dataDir ?? "/nonexistent" },
    pack,
    database,
    sealer: openSealer(`test:${randomBytes(32).toString("base64")}`),
    senders: readSenders(TEST_SENDER),
    index,
    indexing: openIndexing({ pack, prisma, index }),
    directory,
    close: async () => {},
  };
}
