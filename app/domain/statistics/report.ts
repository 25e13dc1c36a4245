import { dateOf } from "../calendar/day.ts";
import type { FigureId } from "./figures.ts";
import { FIGURES } from "./figures.ts";
import type { Observation } from "./observations.ts";
import type { Count, Row, Suppressed } from "./suppression.ts";
import { suppress } from "./suppression.ts";

/** A row of a figure as it may be published; the counts are kept beside it, and stay inside. */
export type PublishedRow = { suppressed: true } | ({ suppressed: false } & Rate);

export interface Rate {
  numerator: number;
  denominator: number;
  /** From 0 to 1; null of nothing. */
  share: number | null;
  /** Null where the figure tells no duration, or fewer than ten were done. */
  medianWeeks: number | null;
  ninetiethPercentileWeeks: number | null;
}

export interface FigureOfYear<T> {
  figure: FigureId;
  year: number;
  all: T;
  /** By month, "2026-09". */
  months: Record<string, T>;
  /** By quadrant; `unknown` for cases whose quadrant nobody has recorded. */
  quadrants: Record<string, T>;
  /** By who was asked, for advice; otherwise none. */
  bodies: Record<string, T>;
}

export interface YearReport {
  /** Everything, for the council itself. */
  counted: FigureOfYear<Rate>[];
  /** What may be published. */
  published: FigureOfYear<PublishedRow>[];
}

const UNKNOWN = "unknown";
/** A median of fewer is about a few people. */
const FEWEST_FOR_WEEKS = 10;

/** The figures of a year. */
export function reportOf(observations: readonly Observation[], year: number, quadrants: readonly string[]): YearReport {
  const counted: FigureOfYear<Rate>[] = [];
  const published: FigureOfYear<PublishedRow>[] = [];
  const months = Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, "0")}`);
  const ofYear = observations.filter(({ on }) => dateOf(on).year === year).map((one) => ({ ...one, month: months[dateOf(one.on).month - 1] as string, quadrant: one.quadrant !== null && quadrants.includes(one.quadrant) ? one.quadrant : UNKNOWN }));
  const areas = ofYear.some(({ quadrant }) => quadrant === UNKNOWN) ? [...quadrants, UNKNOWN] : quadrants;

  // A figure that is part of another is suppressed together with it.
  for (const figure of FIGURES.filter(({ partOf }) => partOf === undefined)) {
    const family = [...FIGURES.filter(({ partOf }) => partOf === figure.id), figure];
    const own = ofYear.filter((one) => one.figure === figure.id);
    const bodies = figure.byBody ? [...new Set(own.map(({ body }) => body ?? UNKNOWN))].sort() : [];
    const groups: { key: "months" | "quadrants" | "bodies"; names: readonly string[]; of: (one: (typeof own)[number]) => string }[] = [
      { key: "months", names: months, of: ({ month }) => month },
      { key: "quadrants", names: areas, of: ({ quadrant }) => quadrant },
      { key: "bodies", names: bodies, of: ({ body }) => body ?? UNKNOWN },
    ];
    const rowsOf = (chosen: readonly (typeof own)[number][]): Row => (family.length === 1 ? [count(chosen)] : [count(chosen.filter(({ excepted }) => !excepted)), count(chosen.filter(({ excepted }) => excepted))]);
    const dimensions = groups.map(({ names, of }) => names.map((name) => own.filter((one) => of(one) === name)));
    const hidden = suppress({ total: rowsOf(own), dimensions: dimensions.map((rows) => rows.map(rowsOf)) });

    family.forEach(({ id, withoutExceptions, weeks }, level) => {
      const rate = (chosen: readonly (typeof own)[number][]) => rateOf(withoutExceptions ? chosen.filter(({ excepted }) => !excepted) : chosen, weeks === true);
      const table = <T>(make: (chosen: readonly (typeof own)[number][], suppressed: Suppressed | undefined) => T): FigureOfYear<T> => {
        const [byMonth, byQuadrant, byBody] = groups.map(({ names }, d) => Object.fromEntries(names.map((name, i) => [name, make(dimensions[d]?.[i] ?? [], hidden.dimensions[d]?.[i])])));
        return { figure: id, year, all: make(own, hidden.total), months: byMonth ?? {}, quadrants: byQuadrant ?? {}, bodies: byBody ?? {} };
      };
      counted.push(table((chosen) => rate(chosen)));
      published.push(table((chosen, suppressed): PublishedRow => (suppressed?.[level] ? { suppressed: true } : { suppressed: false, ...rate(chosen) })));
    });
  }
  return { counted, published };
}

function count(observations: readonly Observation[]): Count {
  const inTime = observations.filter((one) => one.inTime).length;
  return { inTime, notInTime: observations.length - inTime };
}

function rateOf(observations: readonly Observation[], tellsWeeks: boolean): Rate {
  const numerator = observations.filter(({ inTime }) => inTime).length;
  const weeks = observations.flatMap((one) => (one.weeks === null ? [] : [one.weeks])).sort((a, b) => a - b);
  const told = tellsWeeks && weeks.length >= FEWEST_FOR_WEEKS;
  return {
    numerator,
    denominator: observations.length,
    share: observations.length === 0 ? null : numerator / observations.length,
    medianWeeks: told ? toOneDecimal(percentile(weeks, 50)) : null,
    ninetiethPercentileWeeks: told ? toOneDecimal(percentile(weeks, 90)) : null,
  };
}

/** The smallest value that so many of a hundred do not exceed (nearest rank). `sorted` has at least one. */
export function percentile(sorted: readonly number[], percent: number): number {
  const at = Math.max(1, Math.ceil((percent / 100) * sorted.length)) - 1;
  const found = sorted[at];
  if (found === undefined) throw new RangeError("nothing has no percentile");
  return found;
}

function toOneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}
