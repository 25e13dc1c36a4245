import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { importCases } from "../../app/cases/import-cases.server.ts";
import { usable } from "../../app/domain/cases/usable-events.ts";
import { allCases } from "../../app/db/cases.server.ts";
import { day } from "../../app/domain/calendar/day.ts";
import { timelineOf } from "../../app/domain/cases/timeline.ts";
import { generateCases } from "../../prisma/samples/generate-cases.ts";
import { round } from "./measure.ts";
import type { Section } from "./section.ts";
import { openStand } from "./stand.ts";

const CASES = 15_000;
/** Loading a large county's cases, of about 20 events each. */
const SECONDS_AIM = 300;
const TODAY = "2026-11-23";

export const cases: Section = {
  about: `${CASES.toLocaleString("en-GB")} cases taken in from a file, and all their timelines read back`,
  run: async ({ say, cleanUp }) => {
    const folder = mkdtempSync(join(tmpdir(), "send-bench-cases-"));
    const stand = await openStand();
    const close = async () => {
      await stand.close();
      rmSync(folder, { recursive: true, force: true });
    };
    cleanUp(close);
    const file = join(folder, "cases.json");
    let events = 0;
    const stream = createWriteStream(file);
    stream.write("[");
    let isFirst = true;
    for (const row of generateCases(CASES, ["north-east", "mid", "south", "west"], day(TODAY))) {
      events += row.events.length;
      stream.write(`${isFirst ? "" : ","}${JSON.stringify(row)}`);
      isFirst = false;
    }
    stream.end("]");
    await finished(stream);

    const site = await stand.open();
    const began = performance.now();
    const report = await importCases(site, { file, sender: "gen" }, TODAY, say);
    const loadSeconds = round((performance.now() - began) / 1000);
    if (report.events.stored !== events) throw new Error(`Only ${report.events.stored} of ${events} events were stored.`);
    const again = performance.now();
    await importCases(site, { file, sender: "gen" }, TODAY, () => {});
    const againSeconds = round((performance.now() - again) / 1000);

    const reading = performance.now();
    let deadlines = 0;
    for await (const one of allCases(site.database.prisma)) deadlines += timelineOf({ person: null, events: usable(one.events).events }, day(TODAY)).deadlines.length;
    const readSeconds = round((performance.now() - reading) / 1000);
    await site.close();
    await close();
    return {
      figures: { database: "PostgreSQL", cases: CASES, events, loadSeconds, againSeconds, readSeconds, deadlines },
      tables: [
        {
          title: "Cases",
          columns: ["cases", "events", "taken in, s", "the same again, s", "all timelines from the database, s"],
          rows: [[CASES, events, loadSeconds, againSeconds, readSeconds]],
          note: "PostgreSQL, from a file of JSON, personal data encrypted, each event in the audit trail",
        },
      ],
      aims: [{ what: `seconds to take in ${CASES.toLocaleString("en-GB")} cases`, value: loadSeconds, most: SECONDS_AIM }],
    };
  },
};
