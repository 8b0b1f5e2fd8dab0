/** Which samples the grid shows, and in which order: everything in the browser, from the page's columns. */

import type { Plan, Samples } from '../client/types';
import { valueAt } from '../shared/valueAt';
import { contains, decodeArea } from './area';
import { columnOf, type Column } from './scores';
import { DEFAULT_SORT, type AnalysisSearch } from './search';

/** Positions in the columns, filtered and sorted; `plan` and the `score` to sort by may be on their way. */
export function rowsToShow(samples: Samples, search: AnalysisSearch, plan?: Plan, score?: Column): number[] {
  const tests = filters(samples, search, plan);
  const rows: number[] = [];
  for (let row = 0; row < samples.index.length; row++) {
    if (tests.every((test) => test(row))) rows.push(row);
  }
  const key = search.sort ?? DEFAULT_SORT;
  const column = key === DEFAULT_SORT ? undefined : (columnOf(samples, key) ?? score);
  return sorted(rows, column, search.order === 'descending');
}

/** Whether the grid needs a pruning plan. */
export function needsPlan(search: AnalysisSearch): boolean {
  return search.status !== undefined;
}

type Test = (row: number) => boolean;

function filters(samples: Samples, search: AnalysisSearch, plan?: Plan): Test[] {
  const tests: Test[] = [];
  if (search.class !== undefined) tests.push((row) => samples.label[row] === search.class);
  if (search.cluster !== undefined) tests.push((row) => samples.head[row] === search.cluster);
  if (search.prediction) {
    const right = search.prediction === 'right';
    tests.push((row) => (samples.predicted[row] === samples.label[row]) === right);
  }
  const area = search.area === undefined ? undefined : decodeArea(search.area);
  if (area) {
    // What has no place on the map lies in no region of it.
    const place = (column: readonly (number | null)[], row: number) => valueAt(column, row) ?? Infinity;
    tests.push((row) => contains(area, place(samples.x, row), place(samples.y, row)));
  }
  if (search.status && plan) {
    const pruned = new Set(plan.pruned);
    const wanted = search.status === 'pruned';
    tests.push((row) => pruned.has(valueAt(samples.index, row)) === wanted);
  }
  return tests;
}

function sorted(rows: number[], column: Column | undefined, descending: boolean): number[] {
  // An address may name a score that there is not: then by index, as the rows come.
  if (!column) return descending ? rows.reverse() : rows;
  const sign = descending ? -1 : 1;
  // What is not known comes last, whichever way the rest runs.
  const value = (row: number) => {
    const found = column[row] ?? NaN;
    return Number.isNaN(found) ? Infinity : sign * found;
  };
  return rows.sort((a, b) => compare(value(a), value(b)) || a - b);
}

/** As a difference would, but for two infinities. */
function compare(a: number, b: number): number {
  return a < b ? -1 : Number(a > b);
}
