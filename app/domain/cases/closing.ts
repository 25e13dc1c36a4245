import type { Day } from "../calendar/day.ts";
import type { EventOf, Happening, HappeningType } from "./events.ts";

/**
 * A case that the council has closed: from then on it owes nothing here, and nothing becomes late. What had become late
 * by then was late. The family's own time to take a letter further goes on: no closing takes that right away.
 */
export type Closing = EventOf<"case-closed">;

/** What opens a closed case again. What is only planned does not, and neither does what comes in late. */
const OPENS_AGAIN: readonly HappeningType[] = ["request-received", "reassessment-requested", "plan-made", "final-plan-sent", "moved-area", "appeal-registered", "appeal-unopposed", "tribunal-order"];

/** The acts of an appeal, which is about what was decided before the case was closed. */
export const ABOUT_WHAT_WAS: readonly HappeningType[] = ["appeal-registered", "appeal-unopposed", "tribunal-order"];

/** Whether an event after a closing opens the case again. A death is not followed by anything. */
export function opensAgain(event: Happening, closing: Closing, events: readonly Happening[]): boolean {
  if (closing.reason === "died" || event.on <= closing.on || !OPENS_AGAIN.includes(event.type)) return false;
  return event.type !== "moved-area" || !isKnownMove(closing, events);
}

/** The case was closed for a move that the old council knew of and that was still to come. */
function isKnownMove(closing: Closing, events: readonly Happening[]): boolean {
  const latest = events.findLast(({ type, on }) => (type === "moved-area-aware" || type === "moved-area") && on <= closing.on);
  return latest?.type === "moved-area-aware";
}

/** What closed an event's part of the case: a closing after it, or one before it since which nothing opened the case again. */
export function closedBy(event: Happening, events: readonly Happening[]): Closing | null {
  for (const closing of events) {
    if (closing.type !== "case-closed") continue;
    if (event.on <= closing.on || closing.reason === "died") return closing;
    const again = events.find((later) => opensAgain(later, closing, events));
    if (!again || event.on < again.on) return closing;
  }
  return null;
}

/** The closing by which a case is closed now; null for one that is open. */
export function standingClosing(happened: readonly Happening[]): Closing | null {
  let standing: Closing | null = null;
  for (const event of happened) {
    if (event.type === "case-closed") standing = standing && event.reason !== "died" ? standing : event;
    else if (standing && opensAgain(event, standing, happened)) standing = null;
  }
  return standing;
}

/** The day on which a case was closed because somebody died; null where it was not. */
export function deathIn(happened: readonly Happening[]): Day | null {
  return happened.find((event) => event.type === "case-closed" && event.reason === "died")?.on ?? null;
}

/** Somebody died: their family is sent nothing that the clock brings, whatever comes in afterwards. */
export function hasDied(happened: readonly Happening[]): boolean {
  return deathIn(happened) !== null;
}
