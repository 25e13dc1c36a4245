import { createCookie } from "@remix-run/node";

const YEAR = 365 * 24 * 60 * 60;
/** As many as a cookie can hold with room to spare. */
export const LIST_SIZE = 30;

const cookie = createCookie("list", { path: "/", sameSite: "lax", httpOnly: true, maxAge: YEAR });

/** The addresses of the listings somebody saved, first saved first. Kept on their device, known to nobody. */
export async function savedSlugs(request: Request): Promise<string[]> {
  const value: unknown = await cookie.parse(request.headers.get("Cookie"));
  return Array.isArray(value) ? parseSlugs(value) : [];
}

export function saveSlugs(slugs: readonly string[]): Promise<string> {
  return cookie.serialize(slugs.slice(0, LIST_SIZE));
}

/** What of some values can be a listing's address, each once. */
export function parseSlugs(values: readonly unknown[]): string[] {
  const slugs = values.filter((value): value is string => typeof value === "string" && /^[a-z0-9-]{1,160}$/.test(value));
  return [...new Set(slugs)].slice(0, LIST_SIZE);
}
