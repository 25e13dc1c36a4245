import type { CaseVisit } from "../accounts/visit.server.ts";
import { namesOfBodies } from "../db/cases.server.ts";
import { isoText } from "../domain/calendar/day.ts";
import type { CaseEvent, Correction, Happening } from "../domain/cases/events.ts";
import { kindOf } from "../domain/cases/exceptions.ts";
import { formatDate } from "../i18n/format.ts";
import { RULE_IDS, ruleWords, type RuleId } from "../domain/cases/rule-set.ts";
import { bodyWords } from "../cases/body-words.server.ts";

export interface HistoryLine {
  id: string;
  on: string;
  /** Where it became known on another day. */
  recordedOn: string | null;
  words: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** What a line tells of an event besides its kind and its day; a reason's evidence is for the council. */
const TOLD_FIELDS = ["outcome", "how", "kind", "reason", "school", "rule", "noticeOn", "reportOn", "carriedOutOn", "concernsHealth", "healthCarriedOutOn", "councilToldOn", "planPassedOn", "familyToldOn", "movesOn"] as const;
/** What a correction can put right that a line of its own tells. */
const CORRECTED_FIELDS = ["on", "body", "from", "to", "meetingOn", ...TOLD_FIELDS, "appealable", "contentsToo", "shorterNoticeAgreed"] as const;
type ToldField = (typeof CORRECTED_FIELDS)[number];

/**
 * Everything on the record of a case, newest first: what happened and with what result, what is planned, and what was put
 * right or taken back as lines of their own, which say what was wrong and what is right.
 */
export async function historyOf({ site, t, child, today, language }: CaseVisit): Promise<HistoryLine[]> {
  const names = await namesOfBodies(site.database.prisma);
  const events = child.case.events.filter((event) => event.recordedOn === undefined || event.recordedOn <= today);
  const byId = new Map(events.map((event) => [event.id, event]));
  const valueOf = (field: ToldField, value: unknown): string => {
    if (typeof value === "number") return formatDate(isoText(value), language);
    if (typeof value === "boolean") return t(value ? "my-child:history.yes" : "my-child:history.no");
    const words = String(value);
    if (field === "body") return bodyWords(t, names, words);
    if (field === "rule") return RULE_IDS.some((rule) => rule === words) ? t(`timeline:${ruleWords(words as RuleId).name as "rules.advice.name"}`) : words;
    const name = field === "kind" ? kindOf(words).kind : words;
    // A reason in the words of whoever recorded it, and the name of a school, are no keys of ours.
    return /^[a-z0-9-]+$/.test(name) ? t(`my-child:history.values.${name as "keep"}`, { defaultValue: field === "kind" ? words.replaceAll("-", " ") : words }) : words;
  };
  const named = (field: ToldField, value: string) => t("my-child:history.field", { field: t(`my-child:history.fields.${field}`), value });
  const wordsOf = (event: Happening): string => {
    const fields = event as unknown as Fields;
    const what = t(`my-child:events.${event.type}`, { body: "body" in event && event.body ? bodyWords(t, names, event.body) : "", meetingOn: "meetingOn" in event ? formatDate(isoText(event.meetingOn), language) : "" });
    const range = "to" in event && event.to !== undefined ? [t("my-child:facts.likelyRange", { from: formatDate(isoText(event.from ?? event.on), language), to: formatDate(isoText(event.to), language) })] : [];
    const who = event.type === "appointment-missed" && event.body !== undefined ? [bodyWords(t, names, event.body)] : [];
    const told = TOLD_FIELDS.filter((field) => fields[field] !== undefined).map((field) => (UNNAMED.includes(field) ? valueOf(field, fields[field]) : named(field, valueOf(field, fields[field]))));
    const details = [...who, ...told, ...range].join("; ");
    return details === "" ? what : t("my-child:history.detailed", { what, details });
  };
  const correctedWords = (original: Happening, correction: Correction): string => {
    const before = standingBefore(original, correction, events);
    const changes = CORRECTED_FIELDS.filter((field) => field in correction.changes).map((field) => {
      const [from, to] = [before[field], correction.changes[field]];
      if (from === undefined) return named(field, valueOf(field, to));
      return t("my-child:history.change", { field: t(`my-child:history.fields.${field}`), from: valueOf(field, from), to: valueOf(field, to) });
    });
    const what = t(`my-child:events.${original.type}`, { body: "body" in original && original.body ? bodyWords(t, names, original.body) : "", meetingOn: "meetingOn" in original ? formatDate(isoText(original.meetingOn), language) : "" });
    return t("my-child:history.corrected", { what: changes.length === 0 ? what : t("my-child:history.detailed", { what, details: changes.join("; ") }) });
  };
  const wordsOfAny = (event: CaseEvent): string => {
    if (event.type !== "correction" && event.type !== "withdrawn") return event.on > today ? t("my-child:history.planned", { what: wordsOf(event) }) : wordsOf(event);
    const original = byId.get(event.of);
    if (event.type === "correction") return original && original.type !== "correction" && original.type !== "withdrawn" ? correctedWords(original, event) : t("my-child:history.corrected", { what: "" });
    return t("my-child:history.withdrawn", { what: original && original.type !== "withdrawn" ? wordsOfAny(original) : "" });
  };
  return events
    .map((event): HistoryLine & { at: number } => {
      const at = "on" in event ? event.on : (event.recordedOn ?? correctedDay(byId.get(event.of)));
      const recorded = event.recordedOn !== undefined && event.recordedOn !== at ? isoText(event.recordedOn) : null;
      return { id: event.id, at, on: isoText(at), recordedOn: recorded, words: wordsOfAny(event) };
    })
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
    .map(({ at: _at, ...line }) => line);
}

function correctedDay(original: CaseEvent | undefined): number {
  return original && "on" in original ? original.on : 0;
}

/** Fields whose value says by itself what it is. */
const UNNAMED: readonly ToldField[] = ["outcome", "how", "kind", "reason", "school"];

/** An event as it stood when it was put right: with the corrections that came before. */
function standingBefore(original: Happening, correction: Correction, events: readonly CaseEvent[]): Fields {
  const at = ({ recordedOn, id }: Correction) => `${String(recordedOn ?? 0).padStart(8, "0")} ${id}`;
  const earlier = events.filter((event): event is Correction => event.type === "correction" && event.of === correction.of && at(event) < at(correction)).sort((a, b) => (at(a) < at(b) ? -1 : 1));
  return earlier.reduce<Fields>((fields, { changes }) => ({ ...fields, ...changes }), original as unknown as Fields);
}
