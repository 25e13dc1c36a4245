import { PARTS, type Part } from "../domain/access/roles.ts";
import { addMonths, dateOf, type Day } from "../domain/calendar/day.ts";
import { typedChoices, type FieldProblem } from "../domain/forms/problems.ts";
import type { TypedDate } from "../domain/forms/written-date.ts";
import { typedDay } from "../form-dates.server.ts";
import type { PageContext } from "../page-context.server.ts";

const LONGEST_MONTHS = 12;

export interface TypedAccess {
  parts: Part[];
  endsOn: Day | null;
  typed: { parts: Part[]; until: TypedDate };
  problems: FieldProblem[];
}

/** What a form says somebody may see, and until when: at most a year from today. */
export function typedAccess(page: Pick<PageContext, "t">, form: FormData, today: Day): TypedAccess {
  const { t } = page;
  const parts = typedChoices(form, "parts", PARTS);
  const until = typedDay(page, form, "until", t("people:access.untilShort"), today);
  const problems: FieldProblem[] = [];
  if (parts.length === 0) problems.push({ field: "parts", text: t("people:access.partsEmpty") });
  if (until.on === null) problems.push({ field: until.field, text: until.problem ?? "" });
  else if (until.on < today) problems.push({ field: "until-day", text: t("people:access.untilPast") });
  else if (until.on > addMonths(today, LONGEST_MONTHS)) problems.push({ field: "until-day", text: t("people:access.untilFar") });
  return { parts, endsOn: until.on, typed: { parts, until: until.typed }, problems };
}

/** A day as the three boxes of a form show it. */
export function writtenDay(on: Day): TypedDate {
  const { day, month, year } = dateOf(on);
  return { day: String(day), month: String(month), year: String(year) };
}
