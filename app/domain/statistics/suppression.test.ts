import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Count, Row, Suppressed, Table } from "./suppression.ts";
import { isSmall, sum, suppress } from "./suppression.ts";

const count = (inTime: number, notInTime: number): Count => ({ inTime, notInTime });
const one = (inTime: number, notInTime: number): Row => [count(inTime, notInTime)];

function tableOf(dimensions: Row[][]): Table {
  const parts = dimensions[0]?.[0]?.length ?? 0;
  return { total: Array.from({ length: parts }, (_, part) => sum((dimensions[0] ?? []).map((row) => row[part] as Count))), dimensions };
}

describe("a small number", () => {
  test("is 1 to 5: in time, not in time, or both", () => {
    expect([0, 1, 5, 6].map(isSmall)).toEqual([false, true, true, false]);
    const { dimensions } = suppress(tableOf([[one(5, 20), one(20, 5), one(6, 20), one(0, 20), one(40, 40)]]));
    expect(dimensions[0]).toEqual([[true], [true], [false], [false], [false]]);
  });

  test("alone beside a total is hidden with the next smallest, never with an empty row", () => {
    const { dimensions, total } = suppress(tableOf([[one(3, 20), one(30, 30), one(10, 10), one(0, 0)]]));
    expect([dimensions[0], total]).toEqual([[[true], [false], [true], [false]], [false]]);
  });

  test("beside a total that is hidden itself needs no company", () => {
    const { dimensions, total } = suppress(tableOf([[one(3, 20), one(0, 30)]]));
    expect([dimensions[0], total]).toEqual([[[true], [false]], [true]]);
  });

  test("of plans with exceptions hides all plans of the row, not the headline", () => {
    const rows: Row[] = [[count(20, 20), count(0, 2)], [count(30, 30), count(10, 10)], [count(40, 40), count(12, 12)]];
    expect(suppress(tableOf([rows])).dimensions[0]).toEqual([[false, true], [false, true], [false, false]]);
  });

  test("of plans without exceptions hides all plans too, of the row and of the total", () => {
    const rows: Row[] = [[count(3, 3), count(10, 10)], [count(0, 0), count(20, 20)]];
    expect(suppress(tableOf([rows]))).toEqual({ total: [true, true], dimensions: [[[true, true], [false, false]]] });
  });
});

/** The counts of one kind: by way of adding up, by row, by part. */
type Numbers = number[][][];

const added = (row: number[], figure: number) => row.slice(0, figure + 1).reduce((a, b) => a + b, 0);
const totalOf = (rows: number[][]) => (rows[0] ?? []).map((_, part) => rows.reduce((all, row) => all + (row[part] as number), 0));

/** All that a reader sees: the published sums. Null when the ways of adding up disagree, so nobody could publish it. */
function seen(numbers: Numbers, { dimensions, total }: ReturnType<typeof suppress>): string | null {
  const totals = numbers.map((rows) => JSON.stringify(totalOf(rows)));
  if (new Set(totals).size > 1) return null;
  const show = (row: number[], hidden: Suppressed) => row.map((_, figure) => (hidden[figure] ? "-" : added(row, figure)));
  return JSON.stringify([show(totalOf(numbers[0] as number[][]), total), numbers.map((rows, d) => rows.map((row, i) => show(row, dimensions[d]?.[i] as Suppressed)))]);
}

interface SmallNumber {
  of: string;
  read: (from: Numbers) => number;
}

/** Each small number of the total and of every row: a part, or a sum of parts from the first. */
function smallNumbers(numbers: Numbers): SmallNumber[] {
  const rows = [{ of: "total", rowOf: (from: Numbers) => totalOf(from[0] as number[][]) }, ...numbers.flatMap((list, d) => list.map((_, i) => ({ of: `row ${d}.${i}`, rowOf: (from: Numbers) => from[d]?.[i] as number[] })))];
  return rows
    .flatMap(({ of, rowOf }) =>
      rowOf(numbers).flatMap((_, figure) => [
        { of: `${of}, part ${figure}`, read: (from: Numbers) => rowOf(from)[figure] as number },
        { of: `${of}, sum ${figure}`, read: (from: Numbers) => added(rowOf(from), figure) },
      ]),
    )
    .filter(({ read }) => isSmall(read(numbers)));
}

/** The same numbers with one more or one less in up to one row of each way of adding up, and in up to two of the first. */
function* neighbours(numbers: Numbers, first: number): Generator<Numbers> {
  const steps = function* (rows: number[][]): Generator<number[][]> {
    for (const [i, row] of rows.entries())
      for (const part of row.keys())
        for (const by of [1, -1]) if ((row[part] as number) + by >= 0) yield rows.map((other, j) => (i === j ? other.map((value, p) => (p === part ? value + by : value)) : other));
  };
  const others = function* (at: number, chosen: Numbers): Generator<Numbers> {
    if (at === numbers.length) yield chosen;
    else if (at === first) yield* others(at + 1, chosen);
    else {
      yield* others(at + 1, chosen);
      for (const rows of steps(numbers[at] as number[][])) yield* others(at + 1, chosen.with(at, rows));
    }
  };
  for (const one of steps(numbers[first] as number[][])) {
    yield* others(0, numbers.with(first, one));
    for (const two of steps(one)) yield* others(0, numbers.with(first, two));
  }
}

describe("whatever the numbers", () => {
  const small = fc.integer({ min: 0, max: 9 });
  const anyCount = fc.tuple(small, small).map(([inTime, notInTime]) => count(inTime, notInTime));

  const check = (table: Table) => {
    const result = suppress(table);
    // Nothing published is small, nor is a difference of two published figures.
    const rows = [...table.dimensions.flatMap((list, d) => list.map((row, i) => ({ row, hidden: result.dimensions[d]?.[i] as Suppressed }))), { row: table.total, hidden: result.total }];
    for (const { row, hidden } of rows) {
      hidden.forEach((suppressed, figure) => {
        if (suppressed) return;
        for (const { inTime, notInTime } of [sum(row.slice(0, figure + 1)), row[figure] as Count]) expect([inTime, notInTime, inTime + notInTime].some(isSmall)).toBe(false);
      });
    }
    // And whatever is small could be otherwise: other numbers would look the same.
    for (const kind of ["inTime", "notInTime"] as const) {
      const numbers = table.dimensions.map((list) => list.map((row) => row.map((part) => part[kind])));
      const look = seen(numbers, result);
      const left = new Set(smallNumbers(numbers));
      for (const first of numbers.keys())
        for (const other of left.size > 0 ? neighbours(numbers, first) : []) {
          const changed = [...left].filter(({ read }) => read(other) !== read(numbers));
          if (changed.length > 0 && seen(other, result) === look) for (const one of changed) left.delete(one);
          if (left.size === 0) break;
        }
      expect([...left].map(({ of }) => of), JSON.stringify({ table, result, kind })).toEqual([]);
    }
  };

  test("no small number of one figure can be worked back from the rows and the total", () => {
    fc.assert(fc.property(fc.array(anyCount.map((part) => [part]), { minLength: 1, maxLength: 4 }), (rows) => check(tableOf([rows]))), { numRuns: 400 });
  });

  test("nor with two ways to add up to the same total", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyCount, fc.nat(1)), { minLength: 2, maxLength: 4 }), (rows) => {
        const first = rows.map(([part]) => [part]);
        const second = [0, 1].map((group) => [sum(rows.filter(([, of]) => of === group).map(([part]) => part))]);
        check(tableOf([first, second]));
      }),
      { numRuns: 300 },
    );
  });

  test("nor from a figure and another that is part of it", () => {
    fc.assert(fc.property(fc.array(fc.tuple(anyCount, anyCount), { minLength: 2, maxLength: 3 }), (rows) => check(tableOf([rows]))), {
      numRuns: 60,
      // None with an exception in time: a number that is not small follows from what is published.
      examples: [[[[count(0, 0), count(0, 3)], [count(6, 0), count(0, 3)]]]],
    });
  });
});
