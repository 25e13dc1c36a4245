import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { EVENT_TYPES, problemText, readCase } from "../app/domain/cases/events.ts";
import type { Example } from "./timeline/example.ts";

// The command starts a Node of its own each time, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** The command as people run it, and the page that tells of its input. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "send-timeline-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(content: unknown, args: string[] = [], env: Record<string, string> = {}) {
  const file = join(folder, "case.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  const { status, stdout, stderr } = spawnSync(process.execPath, ["app/commands/timeline.ts", file, ...args], { encoding: "utf8", env: { ...process.env, ...env } });
  return { status, stdout, stderr };
}

interface Answer {
  ruleSet: string;
  stage: string;
  deadlines: Record<string, string | null>[];
  exceptions: Record<string, string | boolean>[];
}

function answer(content: unknown, args: string[] = [], env: Record<string, string> = {}): Answer {
  const { status, stdout, stderr } = run(content, args, env);
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return JSON.parse(stdout) as Answer;
}

const EXAMPLES = JSON.parse(readFileSync("tests/timeline/worked-examples.json", "utf8")) as Example[];
const NORMAL = { events: [{ id: "request", type: "request-received", on: "2026-09-07" }] };

describe("worked examples through the command", () => {
  test.each(EXAMPLES.filter(({ example, settings }) => ["1", "9 and 10", "21", "31"].includes(example) && !settings))("example $example", (example) => {
    const found = answer({ events: example.events }, ["--as-of", example.asOf ?? "2026-11-22"]);
    for (const expected of example.expect) expect(found.deadlines).toContainEqual(expect.objectContaining(expected));
    for (const expected of example.exceptions ?? []) expect(found.exceptions).toContainEqual(expect.objectContaining(expected));
  });

  test("it prints exactly what it promises", () => {
    const found = answer({ person: { dateOfBirth: "2011-05-12" }, events: [...NORMAL.events, { id: "claim", type: "exception-recorded", on: "2026-10-05", kind: "panel" }] }, ["--as-of", "2026-10-06"]);
    expect(Object.keys(found)).toEqual(["ruleSet", "stage", "deadlines", "exceptions"]);
    for (const deadline of found.deadlines) expect(Object.keys(deadline)).toEqual(["rule", "due", "beSafe", "target", "from", "actor", "state", "source"]);
    expect(found.exceptions[0]).toEqual({ rule: "assess-decision", kind: "panel", lawful: false, why: "This is not one of the reasons that the Regulations allow." });
    expect([found.ruleSet, found.stage]).toEqual(["england-2014", "requested"]);
  });

  test("without --as-of it looks from today; the dates are the same", () => {
    const dates = (found: Answer) => found.deadlines.map(({ rule, due, target }) => ({ rule, due, target }));
    expect(dates(answer(NORMAL))).toEqual(dates(answer(NORMAL, ["--as-of", "2026-09-08"])));
  });
});

test("the machine's time zone is irrelevant", () => {
  const file = { person: { dateOfBirth: "2011-09-01" }, events: EXAMPLES.filter(({ example }) => ["9 and 10", "31"].includes(example)).flatMap(({ events }) => events) };
  const inLondon = answer(file, ["--as-of", "2026-10-25"], { TZ: "Europe/London" });
  for (const TZ of ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/St_Johns", "Asia/Kolkata"]) expect(answer(file, ["--as-of", "2026-10-25"], { TZ }), TZ).toEqual(inLondon);
});

describe("what cannot be used ends with 1, and says where and what", () => {
  const event = { id: "a", type: "request-received", on: "2026-09-07" };
  const of = (...events: unknown[]) => ({ events });
  test.each([
    ["a day that does not exist", of(event, { ...event, id: "b", on: "2027-02-30" }), /^events\[1\]\.on: expected a date that exists, written YYYY-MM-DD\n$/],
    ["a day before any rules", of(event, { ...event, id: "b", on: "2014-08-31" }), /^events\[1\]\.on: expected a day on which known rules were in force/],
    ["what is not JSON", "{", /is not valid JSON/],
  ])("%s", (_says, content, expected) => {
    const { status, stdout, stderr } = run(content);
    expect(stderr).toMatch(expected);
    expect([status, stdout]).toEqual([1, ""]);
  });

  test.each([
    ["a type that is unknown", of({ ...event, type: "request-recieved" }), /events\[0\]\.type: expected one of request-received, /],
    ["a day that does not exist", of(event, { ...event, id: "b", on: "2027-02-30" }), /events\[1\]\.on: expected a date that exists, written YYYY-MM-DD/],
    ["a day written otherwise", of({ ...event, on: "07/09/2026" }), /events\[0\]\.on: expected a date that exists, written YYYY-MM-DD/],
    ["a field that is missing", of({ id: "a", type: "request-received" }), /events\[0\]\.on: expected .*missing/],
    ["a field of the type that is missing", of({ id: "a", type: "advice-requested", on: "2026-09-07" }), /events\[0\]\.body: expected .*missing/],
    ["a field that nobody knows", of({ ...event, receivedOn: "2026-09-08" }), /events\[0\]\.receivedOn: expected no such field/],
    ["an outcome that is none", of({ ...event, type: "tribunal-order", outcome: "win" }), /events\[0\]\.outcome: expected one of assess, /],
    ["an id twice", of(event, event), /events\[1\]\.id: expected an id of its own/],
    ["an end before its beginning", of({ id: "a", type: "absence", on: "2026-09-07", from: "2026-09-07", to: "2026-09-06" }), /events\[0\]\.to: expected a day on or after `from`/],
    ["a mediation before it was set", of({ id: "a", type: "mediation-set", on: "2026-09-07", meetingOn: "2026-09-06" }), /events\[0\]\.meetingOn: expected/],
    ["a correction of nothing", of(event, { id: "b", type: "correction", of: "z", on: "2026-09-08" }), /events\[1\]\.of: expected the id of another event/],
    ["a correction that corrects nothing", of(event, { id: "b", type: "correction", of: "a" }), /events\[1\]: expected at least one field/],
    ["a correction with a field the event has not", of(event, { id: "b", type: "correction", of: "a", body: "health" }), /events\[1\]\.body: expected no such field/],
    ["a correction to a day that does not exist", of(event, { id: "b", type: "correction", of: "a", on: "2026-09-31" }), /events\[1\]\.on: expected a date that exists/],
    ["a withdrawal of nothing", of(event, { id: "b", type: "withdrawn", of: "z", on: "2026-09-08" }), /events\[1\]\.of: expected the id of another event/],
    ["a withdrawal without its day", of(event, { id: "b", type: "withdrawn", of: "a" }), /events\[1\]\.on: expected .*missing/],
    ["an event that is none", of("request"), /events\[0\]: expected an object/],
    ["no events", {}, /events: expected a list of events/],
    ["a list alone", [], /the file: expected an object/],
    ["a date of birth that does not exist", { person: { dateOfBirth: "2015-02-29" }, events: [] }, /person\.dateOfBirth: expected a date that exists/],
    ["a person without a date of birth", { person: {}, events: [] }, /person\.dateOfBirth: expected .*missing/],
  ])("%s", (_says, content, expected) => {
    const read = readCase(content);
    expect(read.ok ? "" : read.problems.map(problemText).join("\n")).toMatch(expected);
  });

  test.each([
    ["a day that is none", ["--as-of", "2026-02-30"], /--as-of: expected a date that exists/],
    ["an option that is none", ["--asof", "2026-02-20"], /--asof/],
    ["two files", ["other.json"], /npm run -s timeline/],
  ])("%s", (_says, args, expected) => {
    const { status, stdout, stderr } = run(NORMAL, args);
    expect(stderr).toMatch(expected);
    expect([status, stdout]).toEqual([1, ""]);
  });

  test("a file that is not there", () => {
    const { status, stderr } = spawnSync(process.execPath, ["app/commands/timeline.ts", join(folder, "none.json")], { encoding: "utf8" });
    expect([status, stderr]).toEqual([1, expect.stringContaining("cannot be read")]);
  });
});

describe("docs/events.md", () => {
  const blocks = [...readFileSync("docs/events.md", "utf8").matchAll(/```json\n([\s\S]*?)```/g)].map((match) => JSON.parse(match[1] as string) as Record<string, unknown>);
  const examples = blocks.filter((block) => "type" in block);

  test("shows every type of event, and no other", () => {
    expect([...new Set(examples.map(({ type }) => type))].sort()).toEqual([...EVENT_TYPES].sort());
  });

  test("its examples are a case that can be read", () => {
    expect(readCase({ events: examples })).toMatchObject({ ok: true });
    for (const file of blocks.filter((block) => "events" in block)) expect(readCase(file)).toMatchObject({ ok: true });
  });
});
