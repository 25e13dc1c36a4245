import { afterAll } from "vitest";

const endings: (() => unknown)[] = [];

/**
 * Does something when all tests of the file are over, the last thing first, wherever it is asked for: `afterAll` itself
 * is not heard inside a hook or a test.
 */
export function atEnd(end: () => unknown): void {
  endings.push(end);
}

afterAll(async () => {
  for (const end of endings.reverse()) await end();
});
