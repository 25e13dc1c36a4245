import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import type { Reporter, SerializedError, TestModule } from "vitest/node";

/** A test that failed, or a file that did not load, with what was wrong in words. */
export interface Failure {
  test: string;
  reason: string;
}

/** What the tests of one project came to: `tests/run.ts` counts by it. */
export interface Report {
  passed: number;
  failed: number;
  skipped: number;
  failures: Failure[];
}

/** Writes a {@link Report} as JSON to the file that the environment's `TEST_REPORT` names. */
export default class FileReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const suites = modules.flatMap((module) => [...module.children.allSuites()]);
    const inState = (state: string) => tests.filter((test) => test.result().state === state);
    const failures = [
      ...inState("failed").map((test) => ({ test: `${pathOf(test.module)} > ${test.fullName}`, reason: reasonOf(test.result().errors ?? []) })),
      ...modules.filter((module) => module.errors().length > 0).map((module) => ({ test: pathOf(module), reason: reasonOf(module.errors()) })),
      ...suites.filter((suite) => suite.errors().length > 0).map((suite) => ({ test: `${pathOf(suite.module)} > ${suite.fullName}`, reason: reasonOf(suite.errors()) })),
      ...unhandled.map((error) => ({ test: "outside any test", reason: reasonOf([error]) })),
    ];
    const report: Report = { passed: inState("passed").length, failed: failures.length, skipped: inState("skipped").length + inState("pending").length, failures };
    if (process.env.TEST_REPORT) writeFileSync(process.env.TEST_REPORT, JSON.stringify(report));
  }
}

function pathOf(module: TestModule): string {
  return relative(process.cwd(), module.moduleId);
}

function reasonOf(errors: readonly (Pick<SerializedError, "message" | "stacks"> & { diff?: string | undefined })[]): string {
  return errors.map(({ message, diff, stacks }) => [message, diff, stacks?.[0] && `at ${relative(process.cwd(), stacks[0].file)}:${stacks[0].line}`].filter(Boolean).join("\n")).join("\n\n");
}
