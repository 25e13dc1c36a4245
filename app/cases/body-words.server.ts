import type { PageContext } from "../page-context.server.ts";

/** The words for who gives advice: ours where we know the kind, the council's own name otherwise. */
export function bodyWords(t: PageContext["t"], names: ReadonlyMap<string, string>, body: string): string {
  // A council's own ids are no keys of ours.
  const key = `my-child:bodies.${body}` as "my-child:bodies.health";
  return /^[a-z-]+$/.test(body) && t(key, { defaultValue: "" }) ? t(key) : (names.get(body) ?? body.replace(/[-_]+/g, " "));
}
