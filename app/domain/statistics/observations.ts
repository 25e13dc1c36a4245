import type { Day } from "../calendar/day.ts";
import { plainName } from "../cases/names.ts";
import type { Deadline, Timeline } from "../cases/timeline.ts";
import type { Figure, FigureId } from "./figures.ts";
import { FIGURES } from "./figures.ts";

/** One step of one case, as a figure counts it. */
export interface Observation {
  figure: FigureId;
  /** The day by which it belongs to a month and a year. */
  on: Day;
  inTime: boolean;
  /** From the day counted from to the day done; null when it is not done. */
  weeks: number | null;
  excepted: boolean;
  /** Part of the council's area; null where it is not known. */
  quadrant: string | null;
  body: string | null;
}

/** What the figures count of a case. */
export function observationsOf(timeline: Timeline, quadrant: string | null, asOf: Day): Observation[] {
  const found: Observation[] = [];
  for (const figure of FIGURES) {
    // A part is counted with the whole, and told apart by `excepted`.
    if (figure.partOf !== undefined) continue;
    for (const deadline of timeline.deadlines) {
      if (!figure.rules.includes(deadline.rule)) continue;
      const on = dayCounted(figure, deadline, asOf);
      if (on === null) continue;
      const { doneOn, due, begun, body } = deadline;
      found.push({ figure: figure.id, on, inTime: doneOn !== null && doneOn <= due, weeks: doneOn === null ? null : (doneOn - begun) / 7, excepted: isExcepted(deadline, timeline), quadrant, body: body === null ? null : plainName(body) });
    }
  }
  return found;
}

function dayCounted({ counts }: Figure, { doneOn, due, state }: Deadline, asOf: Day): Day | null {
  if (state === "stopped") return null;
  if (counts === "done") return doneOn;
  return due < asOf ? due : null;
}

/** One lawful exception in any phase of the request takes the whole plan out of the headline figure. */
function isExcepted({ rule, event, begun, doneOn }: Deadline, { exceptions, deadlines }: Timeline): boolean {
  const lawful = exceptions.filter((exception) => exception.lawful);
  if (lawful.length === 0) return false;
  if (rule !== "final-plan") return lawful.some((exception) => exception.rule === rule && exception.step === event);
  const advice = deadlines.filter((one) => one.rule === "advice" && one.begun >= begun && (doneOn === null || one.begun <= doneOn)).map((one) => one.event);
  return lawful.some(({ rule: of, step }) => (step === event ? of === "assess-decision" || of === "no-plan-decision" || of === "final-plan" : of === "advice" && advice.includes(step)));
}
