import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, stripVTControlCharacters } from "node:util";
import type { Failure, Report } from "./support/report.ts";

/**
 * `npm test`: everything, one step after another, each step also when an earlier one failed; a step that keeps one core
 * busy for long runs beside the others, and says what it has to say when it ends. What failed is
 * named again at the end, with its reason; the last line is `N passed, N failed`, and the exit code is 1 when anything
 * failed or did not run.
 * With names of steps (`npm test -- unit e2e`), only those.
 */
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface Step {
  name: string;
  says: string;
  command: string[];
  env?: Record<string, string>;
  /** Beside those that follow it. */
  isBeside?: true;
  /** Reads what the step's tool wrote; without it, the step counts as one. */
  counts?: () => Counts;
  /** Each test that failed, with its reason, from what the tool wrote. */
  failures?: () => Failure[];
}

const reports = mkdtempSync(join(tmpdir(), "send-reports-"));
const report = (name: string) => join(reports, `${name}.json`);

const STEPS: Step[] = [
  { name: "lint", says: "Checking style", command: ["eslint", ".", "--max-warnings", "0"], isBeside: true },
  { name: "typecheck", says: "Checking types", command: ["tsc", "-p", "."] },
  { name: "build", says: "Building the site", command: ["remix", "vite:build", "--logLevel", "error"], env: { NODE_ENV: "production" } },
  vitest("unit", "Unit tests"),
  vitest("integration", "Integration tests, on PGlite, a real PostgreSQL and a real Meilisearch"),
  {
    name: "e2e",
    says: "The site in a real browser, with axe",
    command: ["playwright", "test"],
    env: { E2E_REPORT: report("e2e") },
    counts: () => {
      const { stats, errors } = read("e2e") as { stats: { expected: number; unexpected: number; flaky: number; skipped: number }; errors: unknown[] };
      return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
    },
    failures: () => {
      const { suites, errors } = read("e2e") as { suites: BrowserSuite[]; errors: { message?: string }[] };
      return [...suites.flatMap(browserFailures), ...errors.map(({ message }) => ({ test: "outside any test", reason: message ?? "" }))];
    },
  },
];

function vitest(name: string, says: string): Step {
  return {
    name,
    says,
    command: ["vitest", "run", "--project", name, "--reporter=default", "--reporter=./tests/support/report.ts"],
    env: { TEST_REPORT: report(name) },
    counts: () => read(name) as Report,
    failures: () => (read(name) as Report).failures,
  };
}

interface BrowserSuite {
  file: string;
  suites?: BrowserSuite[];
  specs: { title: string; ok: boolean; tests: { status: string; results: { errors: { message?: string }[] }[] }[] }[];
}

/** One that passed only when it was tried again has failed too. */
function browserFailures({ file, suites = [], specs }: BrowserSuite): Failure[] {
  const failed = specs.filter(({ ok, tests }) => !ok || tests.some(({ status }) => status === "flaky"));
  return [
    ...failed.map(({ title, tests }) => ({ test: `${file} > ${title}`, reason: tests.flatMap(({ results }) => results).flatMap(({ errors }) => errors).map(({ message }) => message ?? "").join("\n") })),
    ...suites.flatMap(browserFailures),
  ];
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(report(name), "utf8"));
}

function run({ command, env, says, isBeside }: Step): Promise<boolean> {
  const heading = `\n=== ${says} ===`;
  if (!isBeside) console.log(heading);
  return new Promise((done) => {
    const [program, ...args] = command as [string, ...string[]];
    // The tests start hundreds of Node processes: what one has compiled the next need not.
    const child = spawn(join("node_modules", ".bin", program), args, { stdio: isBeside ? ["ignore", "pipe", "pipe"] : "inherit", env: { NODE_COMPILE_CACHE: join(reports, "compiled"), ...process.env, ...env } });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.once("error", () => done(false));
    child.once("close", (code) => {
      if (isBeside) console.log(`${heading}\n${said}`);
      done(code === 0);
    });
  });
}

function countsOf(step: Step, ok: boolean): Counts {
  try {
    const counts = step.counts?.() ?? { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
    // A step that ended badly with no failed test (a file that does not load) has failed all the same.
    return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** As many lines of each reason as tell what it is. */
const REASON_LINES = 25;

function failuresOf(step: Step): string[] {
  try {
    return (step.failures?.() ?? []).map(({ test, reason }) => [`FAILED ${step.name}: ${test}`, ...stripVTControlCharacters(reason).split("\n").slice(0, REASON_LINES).map((line) => `  ${line}`)].join("\n"));
  } catch (error) {
    return [`FAILED ${step.name}: its report cannot be read: ${(error as Error).message}`];
  }
}

const { positionals } = parseArgs({ allowPositionals: true });
const unknown = positionals.filter((name) => !STEPS.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`There is no step called ${unknown.join(", ")}: the steps are ${STEPS.map(({ name }) => name).join(", ")}.`);
  process.exit(1);
}

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const failures: string[] = [];

async function take(step: Step): Promise<string> {
  const began = performance.now();
  const counts = countsOf(step, await run(step));
  if (counts.failed > 0) failures.push(...failuresOf(step));
  const seconds = Math.round((performance.now() - began) / 1000);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  return `${step.name}: ${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} SKIPPED` : ""} (${seconds} s)`;
}

const taken: Promise<string>[] = [];
for (const step of STEPS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  const one = take(step);
  taken.push(one);
  if (!step.isBeside) await one;
}
const lines = await Promise.all(taken);
rmSync(reports, { recursive: true, force: true });
for (const failure of failures) console.log(`\n${failure}`);
console.log(`\n${lines.join("\n")}\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);
