import { day } from "../domain/calendar/day.ts";
import { recheckQuarantined, removeAbandoned } from "../documents/upkeep.server.ts";
import { findBounced } from "../notices/send.server.ts";
import { tellNews, tellOfTheDay } from "../notices/tell-families.server.ts";
import { tellOfficeOfJoined } from "../notices/tell-office.server.ts";
import { overviewOf } from "../office/overview.server.ts";
import { tellOfUpdates } from "../office/tell-updates.server.ts";
import { forgetDrafts } from "../requests/papers.server.ts";
import { localDay } from "../today.ts";
import { registeredJobs, registerJob, type ScheduledJob } from "./registry.ts";

/** Every job of the background, each registered here. All do only what is left to do: a run too many changes nothing. */
export function scheduledJobs(): ScheduledJob[] {
  registerJob("family-news", "*/5 * * * *", tellNews);
  registerJob("family-day", "0 7 * * *", tellOfTheDay);
  registerJob("office-day", "5 7 * * *", tellOfficeOfJoined);
  registerJob("family-updates", "*/2 * * * *", (site) => tellOfUpdates(site));
  registerJob("notices-bounced", "25 * * * *", findBounced);
  registerJob("office-overview", "*/10 * * * *", (site, { now }) => overviewOf(site, day(localDay(now))));
  registerJob("documents-recheck", "17 * * * *", (site, { now }) => recheckQuarantined(site, now));
  registerJob("documents-tidy", "30 3 * * *", (site, { now }) => removeAbandoned(site, now));
  registerJob("request-drafts", "45 3 * * *", (site, { now }) => forgetDrafts(site, now));
  return registeredJobs();
}
