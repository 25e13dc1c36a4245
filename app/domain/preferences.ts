/** How somebody likes to read. */
export const PREFERENCE_OPTIONS = {
  text: ["100", "125", "150", "200"],
  theme: ["auto", "light", "dark", "contrast"],
  spacing: ["usual", "wide"],
  motion: ["auto", "reduce"],
} as const;

export type PreferenceName = keyof typeof PREFERENCE_OPTIONS;
export type Preferences = { [K in PreferenceName]: (typeof PREFERENCE_OPTIONS)[K][number] };

export const DEFAULT_PREFERENCES: Preferences = { text: "100", theme: "auto", spacing: "usual", motion: "auto" };

/** Preferences from a form or a cookie; what is not one of the options is the usual. */
export function parsePreferences(read: (name: PreferenceName) => unknown): Preferences {
  const one = <K extends PreferenceName>(name: K): Preferences[K] => {
    const value = read(name);
    return ((PREFERENCE_OPTIONS[name] as readonly unknown[]).includes(value) ? value : DEFAULT_PREFERENCES[name]) as Preferences[K];
  };
  return { text: one("text"), theme: one("theme"), spacing: one("spacing"), motion: one("motion") };
}
