import { registeredJobs, registerJob, type ScheduledJob } from "./registry.ts";

/**
 * Every job of the background, in one list. Each does only what is left to do, so that a run too many changes nothing.
 */
export function siteJobs(): ScheduledJob[] {
  return registeredJobs();
}

export { registerJob };
