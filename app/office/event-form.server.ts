import type { CaseVisit } from "../accounts/visit.server.ts";
import { namesOfBodies } from "../db/cases.server.ts";
import { isoText } from "../domain/calendar/day.ts";
import { eventFields, type EventField, type HappeningType } from "../domain/cases/events.ts";
import { KNOWN_KINDS, type KnownKind } from "../domain/cases/exceptions.ts";
import { RULE_IDS, ruleWords } from "../domain/cases/rule-set.ts";
import { typedText, type FieldProblem } from "../domain/forms/problems.ts";
import { isHappeningType } from "../domain/office/event-form.ts";
import { bodyWords } from "../cases/body-words.server.ts";
import { shownDate } from "../family/family-page.server.ts";
import { formatDate } from "../i18n/format.ts";
import { typedDay } from "../form-dates.server.ts";
import { writeNotice } from "../notices/words.server.ts";
import { findStoredEvent, type EventPreview, type TypedEvent } from "./record-event.server.ts";

/** What a form records: an event of a type, a correction of one, or that one did not happen. */
export type EventTask = { do: "record"; type: HappeningType } | ChangeTask;

interface ChangeTask {
  do: "correct" | "withdraw";
  type: HappeningType;
  of: NonNullable<Awaited<ReturnType<typeof findStoredEvent>>>;
}

/** What an address asks to record; null where it asks for nothing that there is. */
export async function eventTask(visit: CaseVisit, params: URLSearchParams): Promise<EventTask | null> {
  const type = params.get("type") ?? "";
  const asked = params.get("do");
  if (asked !== "correct" && asked !== "withdraw") return isHappeningType(type) ? { do: "record", type } : null;
  const of = await findStoredEvent(visit.site, visit.caseId, params.get("of") ?? "");
  return of && isHappeningType(of.type) ? { do: asked, type: of.type, of } : null;
}

/** A field with its words, its options, and what is in it. */
export interface ShownField extends EventField {
  label: string;
  options: { value: string; label: string }[];
}

/** The fields of a task, the day first. A withdrawal has none besides the day it is known. */
export function fieldsOf({ t }: Pick<CaseVisit, "t">, task: EventTask): ShownField[] {
  if (task.do === "withdraw") return [{ name: "on", kind: "date", choices: [], isOptional: false, label: t("officer:event.withdrawnOn"), options: [] }];
  const on: ShownField = { name: "on", kind: "date", choices: [], isOptional: false, label: t(`officer:event.on.${dayOf(task.type)}`), options: [] };
  const own = eventFields(task.type).map((field) => ({ ...field, label: t(`officer:event.field.${field.name as "body"}`), options: optionsOf(t, task.type, field) }));
  // A closure and an absence have their first day, which is the day of the event.
  return own.some(({ name, isOptional }) => name === "from" && !isOptional) ? own : [on, ...own];
}

/** What there is to choose from; of words, what is known to be understood. */
function optionsOf(t: CaseVisit["t"], type: HappeningType, { name, kind, choices }: EventField): ShownField["options"] {
  if (kind === "choice") return choices.map((value) => ({ value, label: t(`officer:event.choice.${value as "keep"}`) }));
  if (type !== "exception-recorded") return [];
  if (name === "kind") return (Object.keys(KNOWN_KINDS) as KnownKind[]).map((value) => ({ value, label: t(`officer:event.reason.${value}`) }));
  return name === "rule" ? RULE_IDS.map((value) => ({ value, label: t(`timeline:${ruleWords(value).name as "rules.advice.name"}`) })) : [];
}

function dayOf(type: HappeningType): "sent" | "received" | "held" | "move" | "other" {
  if (type === "phase-transfer-planned" || type === "moved-area") return "move";
  if (/sent|served|refused|agreed|decided|requested$|consulted|invited/.test(type) && type !== "reassessment-requested" && type !== "mediation-agreed") return "sent";
  if (/received|replied|registered|informed|reassessment-requested/.test(type)) return "received";
  return /meeting|held/.test(type) ? "held" : "other";
}

export const DATE_PARTS = ["day", "month", "year"] as const;

/** The names of all boxes of a form, to keep what was typed. */
export function boxesOf(fields: readonly ShownField[]): string[] {
  return [...fields.flatMap(({ name, kind }) => (kind === "date" ? DATE_PARTS.map((part) => `${name}-${part}`) : [name])), "note"];
}

/** What the boxes hold before anything was typed: for a correction, the event as it stands. */
export function valuesBefore(visit: CaseVisit, task: EventTask, fields: readonly ShownField[]): Record<string, string> {
  if (task.do !== "correct") return {};
  const now = standing(visit, task);
  return Object.fromEntries(fields.flatMap(({ name, kind }): [string, string][] => {
    const value = now[name];
    if (kind === "date") return typeof value === "string" ? ([["day", value.slice(8, 10)], ["month", value.slice(5, 7)], ["year", value.slice(0, 4)]] as const).map(([part, text]): [string, string] => [`${name}-${part}`, text]) : [];
    if (kind === "flag") return [[name, value === true ? "yes" : "no"]];
    return typeof value === "string" ? [[name, value]] : [];
  }));
}

/** An event with the corrections that stand, in ISO text. */
function standing({ child }: CaseVisit, { of }: ChangeTask): Record<string, unknown> {
  const ids = [`${of.sender}:${of.eventId}`, of.eventId];
  let now: Record<string, unknown> = { ...of.event };
  for (const event of child.stored.events) {
    if (event.type !== "correction" || !ids.includes(String(event.of))) continue;
    const { id: _id, type: _type, of: _of, recordedOn: _recordedOn, ...changes } = event;
    now = { ...now, ...changes };
  }
  return now;
}

/** The event that a form tells of, or what is wrong with the form. */
export function typedEvent(visit: CaseVisit, task: EventTask, fields: readonly ShownField[], form: FormData): { typed: TypedEvent | null; problems: FieldProblem[] } {
  const { t, today } = visit;
  const problems: FieldProblem[] = [];
  const given: Record<string, unknown> = {};
  for (const { name, kind, label, isOptional, choices } of fields) {
    if (kind === "date") {
      const { on, problem, field, typed } = typedDay(visit, form, name, label, today);
      const isEmpty = typed.day === "" && typed.month === "" && typed.year === "";
      if (on !== null) given[name] = isoText(on);
      else if (!(isEmpty && isOptional) && problem) problems.push({ field, text: problem });
      continue;
    }
    const words = typedText(form, name);
    if (kind === "flag") {
      if (words === "yes" || words === "no") given[name] = words === "yes";
      else if (!isOptional) problems.push({ field: name, text: t("officer:event.choose", { what: label }) });
    } else if (kind === "choice") {
      if (choices.includes(words)) given[name] = words;
      else if (!isOptional || words !== "") problems.push({ field: name, text: t("officer:event.choose", { what: label }) });
    } else if (words !== "") given[name] = words;
    else if (!isOptional) problems.push({ field: name, text: t("officer:event.write", { what: label }) });
  }
  if (problems.length > 0) return { typed: null, problems };
  const id = typedText(form, "id");
  const note = typedText(form, "note");
  const more = note === "" ? {} : { note };
  if (task.do === "record") return { typed: { ...given, ...more, id, type: task.type }, problems };
  const { sender, eventId } = task.of;
  const about = { of: eventId, ...(sender === "portal" ? {} : { ofSender: sender }) };
  if (task.do === "withdraw") return { typed: { ...given, ...about, ...more, id, type: "withdrawn" }, problems };
  const now = standing(visit, task);
  const changes = Object.fromEntries(Object.entries(given).filter(([name, value]) => now[name] !== value));
  if (Object.keys(changes).length === 0) return { typed: null, problems: [{ field: fields[0]?.kind === "date" ? `${fields[0].name}-day` : (fields[0]?.name ?? "note"), text: t("officer:event.nothingChanged") }] };
  return { typed: { ...changes, ...about, ...more, id, type: "correction", recordedOn: isoText(today) }, problems };
}

/** A preview in words, as the officer sees it before confirming. */
export interface ShownPreview {
  before: string;
  after: string;
  afterText: string;
  changes: { change: string; name: string; who: string; due: string; was: string | null }[];
  /** What those who follow are sent; empty where they are not told. */
  told: string[];
}

export async function shownPreview(visit: CaseVisit, preview: Extract<EventPreview, { ok: true }>): Promise<ShownPreview> {
  const { site, t, today, language } = visit;
  const names = await namesOfBodies(site.database.prisma);
  const { viewBefore, viewAfter, changes, news } = preview;
  return {
    before: t(`my-child:situation.${viewBefore.situation}.title`),
    after: t(`my-child:situation.${viewAfter.situation}.title`),
    afterText: t(`my-child:situation.${viewAfter.situation}.text`),
    changes: changes.map(({ change, deadline, was }) => {
      const { name, who, due } = shownDate(t, deadline, names, today);
      return { change: t(`officer:event.change.${change}`), name, who, due: formatDate(due, language), was: was === null ? null : formatDate(isoText(was), language) };
    }),
    told: news.flatMap(({ kind, slots }) => writeNotice(site, { kind, slots: { ...slots }, language: "en-GB", largePrint: false }).paragraphs),
  };
}

/** Those who have given advice or are known to, to choose from while typing. */
export async function bodyOptions({ site, t, child }: CaseVisit): Promise<{ value: string; label: string }[]> {
  const names = await namesOfBodies(site.database.prisma);
  const known = ["school", "educational-psychologist", "health", "social-care", "early-years", "speech-therapist", "occupational-therapist", "parent"];
  const used = child.case.events.flatMap((event) => ("body" in event && typeof event.body === "string" ? [event.body] : []));
  return [...new Set([...known, ...names.keys(), ...used])].map((value) => ({ value, label: bodyWords(t, names, value) }));
}
