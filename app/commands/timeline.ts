import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import english from "../../content/locales/en-GB/timeline.json" with { type: "json" };
import type { Day } from "../domain/calendar/day.ts";
import { readDay } from "../domain/calendar/day.ts";
import type { Case } from "../domain/cases/events.ts";
import { problemText, readCase } from "../domain/cases/events.ts";
import { published } from "../domain/cases/published.ts";
import { OutsideRulesError } from "../domain/cases/rules/index.ts";
import type { Timeline } from "../domain/cases/timeline.ts";
import { timelineOf } from "../domain/cases/timeline.ts";
import { today } from "../today.ts";

const USAGE = `npm run -s timeline -- FILE.json [--as-of YYYY-MM-DD]

  FILE.json  { "person": { "dateOfBirth": "YYYY-MM-DD" }, "events": [ ... ] }; docs/events.md tells of each event
  --as-of    the day to look from; otherwise today in England`;

/** Something wrong with what was given, in words for the one who gave it. */
class InputError extends Error {}

try {
  const { file, asOf } = readArguments();
  const json = readJson(file);
  const found = readCase(json);
  if (!found.ok) throw new InputError(found.problems.map(problemText).join("\n"));
  console.log(JSON.stringify(published(timeline(found.case, asOf, (json as { events: { id: string }[] }).events), (why) => english.exceptions[why]), null, 2));
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  process.exit(1);
}

function readArguments(): { file: string; asOf: Day } {
  let parsed;
  try {
    parsed = parseArgs({ options: { "as-of": { type: "string" } }, allowPositionals: true, strict: true });
  } catch (error) {
    throw new InputError(`${(error as Error).message}\n\n${USAGE}`);
  }
  const [file, ...more] = parsed.positionals;
  if (file === undefined || more.length > 0) throw new InputError(USAGE);
  const text = parsed.values["as-of"] ?? today();
  const asOf = readDay(text);
  if (asOf === null) throw new InputError(`--as-of: expected a date that exists, written YYYY-MM-DD, not "${text}"`);
  return { file, asOf };
}

function readJson(file: string): unknown {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${(error as Error).message}`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new InputError(`${file} is not valid JSON: ${(error as Error).message}`);
  }
}

function timeline(found: Case, asOf: Day, asGiven: readonly { id: string }[]): Timeline {
  try {
    return timelineOf(found, asOf);
  } catch (error) {
    if (!(error instanceof OutsideRulesError)) throw error;
    throw new InputError(error.event === null ? `--as-of: ${error.message}` : problemText({ index: asGiven.findIndex(({ id }) => id === error.event), field: "on", expected: `a day on which known rules were in force (${error.message})` }));
  }
}
