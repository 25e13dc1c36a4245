import { joinedBetween } from "../db/people.server.ts";
import { day, isoText } from "../domain/calendar/day.ts";
import { momentInEngland } from "../domain/calendar/england.ts";
import type { Site } from "../site.server.ts";
import { localDay } from "../today.ts";
import { tellOffice } from "./tell.server.ts";

/**
 * Tells the duty desk how many joined a record with the council's codes, of each day that is over and was not when it
 * last ran: a mail for each of them would be hundreds after the letters went out, with nothing to do about any.
 */
export async function tellOfficeOfJoined(site: Site, { now, since }: { now: Date; since: Date | null }): Promise<void> {
  const { prisma } = site.database;
  const today = day(localDay(now));
  for (let on = since ? day(localDay(since)) : today - 1; on < today; on++) {
    const count = await joinedBetween(prisma, startOf(on), startOf(on + 1));
    if (count > 0) await tellOffice(prisma, site, { kind: "families-joined", slots: { on: isoText(on), count }, key: `families-joined:${isoText(on)}` });
  }
}

function startOf(on: number): Date {
  return momentInEngland(isoText(on), "00:00");
}
