import { writeFileSync } from "node:fs";
import { arch, cpus, loadavg, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { buildIfStale } from "../../app/commands/build.ts";
import { cases } from "./cases.ts";
import { directory } from "./directory.ts";
import { portal } from "./portal.ts";
import { tableText, type Section } from "./section.ts";
import { timelines } from "./timelines.ts";

const SECTIONS: Readonly<Record<string, Section>> = { directory, timelines, cases, portal };

const USAGE = `npm run bench -- [SECTION ...] [--sizes 1000,10000,100000] [--seconds 8] [--json FILE]

${Object.entries(SECTIONS).map(([name, { about }]) => `  ${name.padEnd(12)}${about}`).join("\n")}

  --sizes     how many listings to measure with
  --seconds   how long each load test lasts
  --json      where to write the figures; - prints them at the end`;

function readArguments(): { names: string[]; sizes: number[]; seconds: number; json: string | undefined } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { sizes: { type: "string", default: "1000,10000,100000" }, seconds: { type: "string", default: "8" }, json: { type: "string" } },
  });
  const sizes = values.sizes.split(",").map(Number).sort((a, b) => a - b);
  const seconds = Number(values.seconds);
  const unknown = positionals.filter((name) => !(name in SECTIONS));
  if (unknown.length > 0) throw new Error(`There is no section called ${unknown.join(", ")}.`);
  if (!sizes.every((size) => Number.isInteger(size) && size >= 100 && size <= 100_000)) throw new Error("--sizes takes whole numbers from 100 to 100000.");
  if (!(seconds >= 1 && seconds <= 600)) throw new Error("--seconds takes a number from 1 to 600.");
  return { names: positionals.length > 0 ? positionals : Object.keys(SECTIONS), sizes, seconds, json: values.json };
}

let wanted: ReturnType<typeof readArguments>;
try {
  wanted = readArguments();
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`);
  process.exit(1);
}

const undos: (() => Promise<void>)[] = [];
const undoAll = async () => {
  for (const undo of undos.splice(0).reverse()) await undo();
};
const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => {
    interruption.abort();
    void undoAll().finally(() => process.exit(1));
  });
}

const say = (line: string) => console.log(line);
const processor = cpus()[0]?.model.trim() ?? arch();
const machine = { node: process.version, processor, cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), loadBefore: Number(loadavg()[0]?.toFixed(1)) };
const report: Record<string, unknown> = { machine, on: new Date().toISOString() };
const tables: string[] = [];
const missed: string[] = [];
try {
  await buildIfStale(say);
  for (const name of wanted.names) {
    const { figures, tables: own, aims } = await (SECTIONS[name] as Section).run({ sizes: wanted.sizes, seconds: wanted.seconds, say, cleanUp: (undo) => undos.push(undo) });
    const judged = aims.map((aim) => ({ ...aim, met: aim.value <= aim.most }));
    report[name] = { ...figures, aims: judged };
    tables.push(...own.map(tableText));
    tables.push(tableText({ title: "Aims", columns: ["", "measured", "at most", ""], rows: judged.map(({ what, value, most, met }) => [what, value, most, met ? "met" : "MISSED"]) }));
    missed.push(...judged.filter(({ met }) => !met).map(({ what }) => what));
  }
} catch (error) {
  // What an interruption pulls away fails too, and says nothing new.
  if (!interruption.signal.aborted) console.error(error);
  process.exitCode = 1;
} finally {
  await undoAll();
}
if (!process.exitCode) {
  say(`\nNode ${process.version}, ${machine.cores} cores (${processor}), ${machine.memoryGiB} GiB; others kept ${machine.loadBefore} cores busy when it began`);
  for (const table of tables) say(table);
  say(missed.length === 0 ? "\nEvery aim is met." : `\nMissed: ${missed.join("; ")}.`);
  const text = JSON.stringify(report, null, 2);
  if (wanted.json === "-") say(text);
  else if (wanted.json) writeFileSync(wanted.json, `${text}\n`);
}
