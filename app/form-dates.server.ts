import { yearOf } from "./domain/calendar/day.ts";
import type { Day } from "./domain/calendar/day.ts";
import { typedText } from "./domain/forms/problems.ts";
import { readTypedDate, type TypedDate } from "./domain/forms/written-date.ts";
import type { PageContext } from "./page-context.server.ts";

/** A date of a form: what was typed, and the day it means or the words to say what was not understood. */
export function typedDay({ t }: Pick<PageContext, "t">, form: FormData, name: string, what: string, today: Day): { typed: TypedDate; on: Day | null; problem: string | null; field: string } {
  const typed = { day: typedText(form, `${name}-day`), month: typedText(form, `${name}-month`), year: typedText(form, `${name}-year`) };
  const read = readTypedDate(typed, yearOf(today));
  if (read.ok) return { typed, on: read.on, problem: null, field: `${name}-day` };
  const all = [typed.day, typed.month, typed.year].filter(Boolean).join(" ");
  return { typed, on: null, problem: t(`forms:date.${read.because}`, { what, typed: all }), field: `${name}-${read.part}` };
}
