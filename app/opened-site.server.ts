import { readConfig } from "./config.server.ts";
import { logError } from "./log.server.ts";
import { siteJobs } from "./commands/jobs.server.ts";
import { keepQueue } from "./jobs/queue.server.ts";
import { scheduledJobs } from "./jobs/site-jobs.server.ts";
import { checkMessagesCanGo } from "./notices/ways.server.ts";
import { openSite, type Site } from "./site.server.ts";

interface Opened {
  site: Promise<Site>;
  stopSweeping: (() => Promise<void>) | null;
  stopQueue: (() => Promise<void>) | null;
}

// On the global object, so that a module reloaded in development finds the database already open.
const store = globalThis as { openedSite?: Opened };

/** The site of this process, opened when first asked for. */
export function openedSite(): Promise<Site> {
  store.openedSite ??= { site: openSite(readConfig(process.env)), stopSweeping: null, stopQueue: null };
  return store.openedSite.site;
}

/** Opens the site, takes in commands from outside, keeps the index in step with the database, sends messages and runs jobs until `stopSite`. */
export async function startSite(): Promise<{ port: number; host: string; trustProxy: number }> {
  const site = await openedSite();
  await checkMessagesCanGo(site);
  site.database.serveJobs(siteJobs(site));
  const opened = store.openedSite as Opened;
  // Only the first of a run of failures is worth a line.
  let failing = false;
  opened.stopSweeping ??= site.indexing.keepSweeping((error) => {
    if (error && !failing) logError("index", null, error);
    failing = error !== null;
  });
  opened.stopQueue ??= keepQueue(site, scheduledJobs());
  return { port: site.config.port, host: site.config.host, trustProxy: site.config.trustProxy };
}

export async function stopSite(): Promise<void> {
  const opened = store.openedSite;
  if (!opened) return;
  delete store.openedSite;
  await opened.stopSweeping?.();
  await opened.stopQueue?.();
  await (await opened.site).close();
}
