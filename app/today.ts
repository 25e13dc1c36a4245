const IN_ENGLAND = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London", dateStyle: "short" });

/** Today in England, ISO: the one clock of the directory. */
export function today(): string {
  return IN_ENGLAND.format(new Date());
}
