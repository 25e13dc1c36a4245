/** One part of `npm run bench`: a file of its own beside this one, named in `run.ts`. */
export interface Section {
  about: string;
  run: (options: Options) => Promise<Outcome>;
}

export interface Options {
  /** How many listings to measure with, fewest first. */
  sizes: readonly number[];
  /** How long each load test lasts. */
  seconds: number;
  say: (line: string) => void;
  /** Called with what must be stopped or removed if the benchmark is interrupted. */
  cleanUp: (undo: () => Promise<void>) => void;
}

export interface Outcome {
  /** All that was measured, for machines. */
  figures: object;
  tables: Table[];
  aims: Aim[];
}

export interface Table {
  title: string;
  columns: readonly string[];
  rows: readonly (readonly (string | number)[])[];
  /** What the figures are of, and what they are not. */
  note?: string;
}

export interface Aim {
  what: string;
  value: number;
  most: number;
}

/** A table in plain text: words to the left, numbers to the right. */
export function tableText({ title, columns, rows, note }: Table): string {
  const cells = [columns, ...rows].map((row) => row.map((cell) => (typeof cell === "number" ? cell.toLocaleString("en-GB") : cell)));
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => (row[i] ?? "").length)));
  const lines = cells.map((row, r) =>
    row
      .map((cell, i) => (r > 0 && typeof rows[r - 1]?.[i] === "number" ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join("   ")
      .trimEnd(),
  );
  return [`\n${title}`, ...lines.map((line) => `  ${line}`), ...(note ? [`  (${note})`] : [])].join("\n");
}
