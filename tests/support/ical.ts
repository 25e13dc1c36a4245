/** One event of a calendar: its properties by name, without their parameters, and how many alarms it has. */
export interface CalendarEvent {
  properties: Readonly<Record<string, string>>;
  alarms: number;
}

const OCTETS = 75;
const MUST: Readonly<Record<string, readonly string[]>> = { VCALENDAR: ["PRODID", "VERSION"], VEVENT: ["UID", "DTSTAMP", "DTSTART"], VALARM: ["ACTION", "TRIGGER"] };
const ONCE = ["PRODID", "VERSION", "METHOD", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "SEQUENCE", "STATUS", "CLASS", "TRANSP", "URL", "LAST-MODIFIED"];

/**
 * Reads a calendar as RFC 5545 has it, and strictly: lines end in CRLF and hold 75 octets (3.1), components are closed
 * in order and hold what they must once (3.6), days are days (3.3.4), and text is escaped (3.3.11).
 * @throws Error for what is not so
 */
export function readCalendar(text: string): { properties: Readonly<Record<string, string>>; events: CalendarEvent[] } {
  if (!text.endsWith("\r\n")) throw new Error("The last line has no end.");
  if (/[^\r]\n|\r[^\n]/.test(text)) throw new Error("A line ends in something else than CRLF.");
  const long = text.split("\r\n").find((line) => Buffer.byteLength(line) > OCTETS);
  if (long) throw new Error(`Longer than ${OCTETS} octets: ${long}`);
  const lines = text.replace(/\r\n[ \t]/g, "").trimEnd().split("\r\n");
  const events: CalendarEvent[] = [];
  const open: { name: string; properties: Record<string, string>; alarms: number }[] = [];
  let calendar: Record<string, string> | null = null;
  for (const line of lines) {
    const [, name, parameters = "", value] = /^([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^;:",]*))*):(.*)$/u.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`No content line: ${line}`);
    if (name === "BEGIN") {
      open.push({ name: value, properties: {}, alarms: 0 });
      continue;
    }
    const within = open.at(-1);
    if (!within) throw new Error(`Outside of the calendar: ${line}`);
    if (name === "END") {
      if (within.name !== value) throw new Error(`${value} ends within ${within.name}.`);
      const missing = MUST[value]?.filter((must) => !(must in within.properties)) ?? [];
      if (missing.length > 0) throw new Error(`${value} has no ${missing.join(", ")}.`);
      open.pop();
      const around = open.at(-1);
      if (value === "VEVENT") events.push({ properties: within.properties, alarms: within.alarms });
      if (value === "VALARM" && around) around.alarms++;
      if (value === "VCALENDAR") calendar = within.properties;
      continue;
    }
    if (ONCE.includes(name) && name in within.properties) throw new Error(`${name} is there twice.`);
    if (parameters.includes("VALUE=DATE") && !parameters.includes("DATE-TIME") && !/^\d{8}$/.test(value)) throw new Error(`No day: ${line}`);
    if (["DTSTAMP", "LAST-MODIFIED"].includes(name) && !/^\d{8}T\d{6}Z$/.test(value)) throw new Error(`No moment in UTC: ${line}`);
    if (["SUMMARY", "DESCRIPTION"].includes(name) && /(^|[^\\])(\\\\)*[,;]/.test(value)) throw new Error(`Not escaped: ${line}`);
    within.properties[name] = value.replace(/\\n/gi, "\n").replace(/\\([\\,;])/g, "$1");
  }
  if (open.length > 0 || !calendar) throw new Error("A component is not closed.");
  return { properties: calendar, events };
}
