import type { ScheduledJob } from "./registry.ts";

/** Every job of the background. Each does only what is left to do: a run too many changes nothing. */
export function scheduledJobs(): ScheduledJob[] {
  return [];
}
