import { takeIn } from "../app/cases/intake.server.ts";
import { day } from "../app/domain/calendar/day.ts";
import type { Site } from "../app/site.server.ts";
import { forgetWaits } from "../app/cases/likely.server.ts";
import { buildBacklog } from "./samples/backlog.ts";
import { buildSampleCases, readSampleCases } from "./samples/build-cases.ts";
import { buildPastCases } from "./samples/past-cases.ts";

const SENDER = "sample";
const FROM = { sender: SENDER, actor: "command:demo" };

/**
 * Loads a backlog of invented cases that wait for the same thing, beside the others. Called after `seedCases`.
 */
export async function seedBacklog(site: Site, today: string): Promise<void> {
  const rows = buildBacklog(day(today), readSampleCases(site.config.contentDir).officers[0]);
  const answer = await takeIn(site, FROM, { cases: rows.map((row) => row.case), events: rows.flatMap((row) => row.events) }, day(today));
  const refused = [...answer.events, ...answer.cases].find((one) => one.answer === "refused");
  if (refused) throw new Error(`A sample case cannot be used: ${JSON.stringify(refused)}`);
}

/**
 * Loads the invented cases, their dates counted from `today`. On a later day the events of the day before are put away
 * first, so that the samples keep showing what they are for.
 * @returns how many there are
 */
export async function seedCases(site: Site, today: string): Promise<number> {
  const samples = buildSampleCases(readSampleCases(site.config.contentDir), site.pack, day(today));
  const rows = [...samples, ...buildPastCases(day(today))];
  const batch = { cases: rows.map((row) => row.case), events: rows.flatMap((row) => row.events) };
  const load = () => takeIn(site, FROM, batch, day(today));
  let answer = await load();
  if (answer.events.some(({ answer: became, field }) => became === "refused" && field === "id")) {
    await site.database.prisma.caseEvent.deleteMany({ where: { sender: SENDER } });
    answer = await load();
  }
  const refused = [...answer.events, ...answer.cases].find((one) => one.answer === "refused");
  if (refused) throw new Error(`A sample case cannot be used: ${JSON.stringify(refused)}`);
  forgetWaits(site);
  return samples.length;
}
