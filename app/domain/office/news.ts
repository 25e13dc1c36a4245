import { isoText, type Day } from "../calendar/day.ts";
import type { Happening } from "../cases/events.ts";
import type { Timeline } from "../cases/timeline.ts";
import { TOLD_EVENTS, type NoticeSlots } from "../notices/kinds.ts";

const NEWS_DAYS = 14;
const TIMES = ["draft-comments", "review-comments", "mediation-contact", "appeal"] as const;

/** What those who follow a case are told of an event when it is recorded: null where it is no news to them, or old. */
export function newsOf(event: Happening, { deadlines }: Timeline, asOf: Day): NoticeSlots["stage-changed"] | null {
  const named = event.type === "review-decision-sent" ? `review-decision-${event.outcome}` : event.type;
  const name = TOLD_EVENTS.find((one) => one === named);
  if (!name) return null;
  if (event.type === "review-meeting" || event.type === "mediation-set") {
    const meets = event.type === "review-meeting" ? event.on : event.meetingOn;
    return meets >= asOf ? { event: name, on: isoText(meets) } : null;
  }
  if (event.on > asOf || asOf - event.on > NEWS_DAYS) return null;
  const running = deadlines.filter((deadline) => deadline.event === event.id && deadline.state === "running" && deadline.due >= asOf);
  for (const rule of TIMES) {
    const found = running.find((deadline) => deadline.rule === rule);
    if (found) return { event: name, rule, due: isoText(found.due) };
  }
  return { event: name };
}
