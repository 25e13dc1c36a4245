import { createCookie } from "@remix-run/node";
import { DEFAULT_PREFERENCES, parsePreferences, type Preferences } from "./domain/preferences.ts";

const YEAR = 365 * 24 * 60 * 60;

const cookie = createCookie("display", { path: "/", sameSite: "lax", httpOnly: true, maxAge: YEAR });

export async function preferencesOf(request: Request): Promise<Preferences> {
  const value: unknown = await cookie.parse(request.headers.get("Cookie"));
  return typeof value === "object" && value !== null ? parsePreferences((name) => (value as Record<string, unknown>)[name]) : DEFAULT_PREFERENCES;
}

export function savePreferences(preferences: Preferences): Promise<string> {
  return cookie.serialize(preferences);
}
