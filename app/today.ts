/** Today in England, ISO: the one clock of the directory. */
export function today(): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London", dateStyle: "short" }).format(new Date());
}
