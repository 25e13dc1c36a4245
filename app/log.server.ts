/**
 * One line of JSON an event on standard error, for whatever collects logs. Addresses lose their query and cookies are
 * never written: a search's words or a postcode are nobody's business.
 */
export function logError(where: string, request: Request | null, error: unknown): void {
  const cause = error instanceof Error ? error : new Error(String(error));
  write({ level: "error", where, method: request?.method, path: request ? pathOf(request.url) : undefined, error: cause.name, message: cause.message.split("\n").at(-1)?.slice(0, 300), stack: cause.stack?.split("\n").slice(1, 6).map((line) => line.trim()) });
}

export function logWarning(where: string, message: string): void {
  write({ level: "warning", where, message });
}

function pathOf(url: string): string {
  return URL.parse(url)?.pathname ?? "";
}

function write(event: object): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...event })}\n`);
}
