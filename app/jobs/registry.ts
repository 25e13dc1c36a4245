import type { Site } from "../site.server.ts";

/** What a job is told about the run. */
export interface Run {
  now: Date;
  /** When the last run that came to its end began; null before the first. What changed since then is this run's. */
  since: Date | null;
}

/** Work of the background. It may be run twice for the same time, so it must do nothing twice. */
export interface ScheduledJob {
  name: string;
  /** Five fields, in England's time: "0 7 * * *" is every day at seven. */
  cron: string;
  run: (site: Site, run: Run) => Promise<unknown>;
}

const jobs = new Map<string, ScheduledJob>();

/** Has `run` done by the clock, by one process at a time, and once at the start where a time was missed. See site-jobs.server.ts. */
export function registerJob(name: string, cron: string, run: ScheduledJob["run"]): void {
  if (!/^[a-z][a-z-]*$/.test(name)) throw new RangeError(`"${name}" is no name for a job: letters and hyphens.`);
  jobs.set(name, { name, cron, run });
}

export function registeredJobs(): ScheduledJob[] {
  return [...jobs.values()];
}
