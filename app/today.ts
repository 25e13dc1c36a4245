const IN_ENGLAND = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London", dateStyle: "short" });

/** Today in England, ISO: the one clock of the site. */
export function today(): string {
  return localDay(new Date());
}

/** The day of a moment in England, ISO. */
export function localDay(at: Date): string {
  return IN_ENGLAND.format(at);
}
