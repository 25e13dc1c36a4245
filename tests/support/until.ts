/** Tries until `check` holds, at once and then often; fails when it does not within `withinMs`. @returns how long it took */
export async function until(what: string, withinMs: number, check: () => Promise<boolean>): Promise<number> {
  const started = performance.now();
  while (performance.now() - started < withinMs) {
    if (await check()) return performance.now() - started;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error(`${what}: not within ${withinMs} ms`);
}
