/**
 * One line of JSON an event on standard error, for whatever collects logs. Addresses lose their query and every part that
 * may be secret, messages lose email addresses, and cookies are never written: a search's words, a postcode or the address of
 * somebody's calendar are nobody's business.
 */
export function logError(where: string, request: Request | null, error: unknown): void {
  const cause = error instanceof Error ? error : new Error(String(error));
  write({ level: "error", where, method: request?.method, path: request ? redactedPath(URL.parse(request.url)?.pathname ?? "") : undefined, error: cause.name, message: redacted(cause.message.split("\n").at(-1)?.slice(0, 300) ?? ""), stack: cause.stack?.split("\n").slice(1, 6).map((line) => line.trim()) });
}

export function logWarning(where: string, message: string): void {
  write({ level: "warning", where, message: redacted(message) });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Words with hyphens between, as in the address of a listing. */
const WORDS = /^[a-z]+(-[a-z0-9]+)+$/;
/** Addresses whose last part lets in whoever knows it. */
const LETS_IN = /^\/(calendar|invitation|ask|join|return|uploads?)\//;
const REDACTED = "[...]";

/** A path for the log: without what lets somebody in, and without anything that may be somebody's name or address. */
export function redactedPath(path: string): string {
  const lets = LETS_IN.test(path);
  return path
    .split("/")
    .map((part, i) => {
      if (i < 2 && !/[@%]/.test(part) && part.length < 20) return part;
      if (UUID.test(part.replace(/\.data$/, ""))) return part;
      const isWord = /^[a-z][a-z-]{0,30}(\.data)?$/.test(part);
      if (lets) return isWord ? part : REDACTED;
      return (part.length >= 20 && !WORDS.test(part)) || /[@%]/.test(part) ? REDACTED : part;
    })
    .join("/");
}

function redacted(words: string): string {
  return words.replace(/[^\s@"'<>(]+@[^\s@"'<>)]+/g, REDACTED).replace(/[A-Za-z0-9_-]{32,}/g, (long) => (UUID.test(long) || WORDS.test(long) ? long : REDACTED));
}

function write(event: object): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...event })}\n`);
}
