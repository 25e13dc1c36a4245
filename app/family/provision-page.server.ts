import type { StoredAnswer, StoredLine } from "../db/provision.server.ts";
import { isoText, type Day } from "../domain/calendar/day.ts";
import { actionState } from "../domain/provision/provision.ts";
import type { ShownAnswer, ShownLine } from "../domain/provision/shown.ts";

/** A line of a plan with its answers, as one of those who follow the record sees it. */
export function shownLine({ id, section, words, provider, answers }: StoredLine, viewer: string, today: Day): ShownLine {
  return { id, section, words, provider, answers: answers.map((answer) => shownAnswer(answer, viewer, today)) };
}

function shownAnswer(answer: StoredAnswer, viewer: string, today: Day): ShownAnswer {
  const state = actionState(answer, today);
  const iso = (on: Day | undefined) => (on === undefined ? null : isoText(on));
  const isOwn = answer.by === viewer;
  return {
    id: answer.id,
    answer: answer.answer,
    isOwn,
    on: isoText(answer.on),
    note: isOwn ? answer.note : null,
    action: state && { is: state.is, due: iso("due" in state ? state.due : undefined), on: iso("on" in state ? state.on : undefined), days: "days" in state ? state.days : 0, words: answer.action },
  };
}
