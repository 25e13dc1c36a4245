/**
 * Small numbers are not published, and not left to be worked back.
 *
 * 1. A number from 1 to 5 is small: of things done in time, of things not done in time, or of both together. A row with
 *    a small number is suppressed whole. Zero is not small: it is about nobody.
 * 2. Where a figure is part of another (plans without exceptions, of all plans), what is in the one and not in the other
 *    is a number as well: where it is small, the greater figure is suppressed in that row. Where the part is suppressed,
 *    so is the whole.
 * 3. A row that alone is suppressed beside a published total could be had by taking the others from the total. Then
 *    another row is suppressed with it: the one with the smallest numbers that are not all zero.
 *
 * So whatever is small could be another number: one less here and one more there gives the same published numbers. The
 * test tries that for every small number. What is not small may follow from what is published: where all 6 plans of a
 * total that were in time are plans without exceptions, none with an exception was, in any row. That is a zero too.
 */
export interface Count {
  inTime: number;
  notInTime: number;
}

/** Parts that do not overlap; each figure published of the row is the sum of the first, the first two, and so on. */
export type Row = readonly Count[];

/** Rows that together make the total: the months of a year, the quadrants of an area. */
export interface Table {
  total: Row;
  dimensions: readonly (readonly Row[])[];
}

/** True where nothing may be published: by figure, from the first part to the sum of all. */
export type Suppressed = boolean[];
export interface SuppressedTable {
  total: Suppressed;
  dimensions: Suppressed[][];
}

const LARGEST_SMALL = 5;

export function isSmall(count: number): boolean {
  return count >= 1 && count <= LARGEST_SMALL;
}

export function suppress({ total, dimensions }: Table): SuppressedTable {
  const result: SuppressedTable = { total: smallOnes(total), dimensions: dimensions.map((rows) => rows.map(smallOnes)) };
  for (let figure = 0; figure < total.length; figure++) {
    // What the part hides, the whole must hide.
    if (figure > 0) result.total[figure] ||= result.total[figure - 1] === true;
    dimensions.forEach((rows, d) => {
      const hidden = result.dimensions[d] as Suppressed[];
      if (figure > 0) for (const row of hidden) row[figure] ||= row[figure - 1] === true;
      const alone = hidden.filter((row) => row[figure]).length === 1 && !result.total[figure];
      if (alone) hideSmallest(rows, hidden, figure);
    });
  }
  return result;
}

function smallOnes(row: Row): Suppressed {
  return row.map((part, figure) => hasSmall(part) || hasSmall(sum(row.slice(0, figure + 1))));
}

function hasSmall({ inTime, notInTime }: Count): boolean {
  return isSmall(inTime) || isSmall(notInTime) || isSmall(inTime + notInTime);
}

function hideSmallest(rows: readonly Row[], hidden: readonly Suppressed[], figure: number): void {
  let smallest: { at: number; size: number } | null = null;
  rows.forEach((row, at) => {
    if (hidden[at]?.[figure]) return;
    const { inTime, notInTime } = sum(row.slice(0, figure + 1));
    const size = inTime + notInTime;
    if (size > 0 && (!smallest || size < smallest.size)) smallest = { at, size };
  });
  const found = smallest as { at: number } | null;
  const row = found && hidden[found.at];
  if (row) row[figure] = true;
}

export function sum(counts: readonly Count[]): Count {
  return counts.reduce((all, { inTime, notInTime }) => ({ inTime: all.inTime + inTime, notInTime: all.notInTime + notInTime }), { inTime: 0, notInTime: 0 });
}
