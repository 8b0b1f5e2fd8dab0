/** Which samples pass what is asked for, and in which order: all in the browser, from the page's columns. */

import { placesWhere } from '../shared/filled';
import { orderOf } from '../shared/order';
import type { Samples } from './page';
import { rangesOf, type Range } from './ranges';
import { columnOf, type Column } from './scores';
import { DEFAULT_SORT, type AnalysisSearch } from './search';

/** What a filter or an order needs beside the samples; what is on its way is left out, and so is its test. */
export interface Material {
  /** 1 a row that the plan drops. */
  goes?: Uint8Array;
  /** 1 a row that is selected. */
  selected?: Uint8Array;
  /** 1 a row that has the tag. */
  tagged?: Uint8Array;
  /** 1 a row that has the words. */
  found?: Uint8Array;
  /** Columns by name. */
  columns?: ReadonlyMap<string, Column>;
}

/** The columns that a filter or an order needs beside those of the samples. */
export function columnsNeeded(search: AnalysisSearch, known: readonly string[]): string[] {
  const names = rangesOf(search.where).map(({ name }) => name);
  if (search.sort !== undefined) names.push(search.sort);
  if (search.suggested !== undefined) names.push('suggested');
  return [...new Set(names)].filter((name) => known.includes(name));
}

/** Whether the grid needs a pruning plan. */
export function needsPlan(search: AnalysisSearch): boolean {
  return search.status !== undefined;
}

/** 1 a row that passes. */
export function passing(samples: Samples, search: AnalysisSearch, material: Material = {}): Uint8Array {
  const passes = new Uint8Array(samples.index.length).fill(1);
  for (const test of tests(samples, search, material)) {
    for (let row = 0; row < passes.length; row++) {
      if (passes[row] === 1 && !test(row)) passes[row] = 0;
    }
  }
  return passes;
}

/** Rows, filtered and sorted. */
export function rowsToShow(
  samples: Samples,
  search: AnalysisSearch,
  material: Material = {},
  passes = passing(samples, search, material),
): Uint32Array {
  const key = search.sort ?? DEFAULT_SORT;
  const column = key === DEFAULT_SORT ? undefined : (columnOf(samples, key) ?? material.columns?.get(key));
  // An address may name a score that there is not: then by index, as the rows come.
  const order = sortedRows(column ?? samples.index, search.order === 'descending');
  const there = placesWhere(order.length, (place) => passes[order[place] ?? 0] === 1);
  return there.length === order.length ? order : there.map((place) => order[place] ?? 0);
}

type Test = (row: number) => boolean;

function tests(samples: Samples, search: AnalysisSearch, material: Material): Test[] {
  const { goes, selected, tagged, found: withWords, columns } = material;
  const found: Test[] = [];
  const equals = (column: ArrayLike<number> | undefined, wanted: number | undefined) => {
    if (column && wanted !== undefined) found.push((row) => column[row] === wanted);
  };
  equals(samples.label, search.class);
  equals(samples.head, search.cluster);
  equals(samples.predicted, search.predicted);
  equals(columns?.get('suggested'), search.suggested);
  if (search.status) equals(goes, search.status === 'pruned' ? 1 : 0);
  if (search.only) equals(selected, 1);
  if (search.tag !== undefined) equals(tagged, 1);
  if (search.words !== undefined) equals(withWords, 1);
  if (search.prediction) {
    const right = search.prediction === 'right';
    found.push((row) => (samples.predicted[row] === samples.label[row]) === right);
  }
  for (const range of rangesOf(search.where)) {
    const column = columnOf(samples, range.name) ?? columns?.get(range.name);
    if (column) found.push((row) => isWithin(range, column[row] ?? NaN));
  }
  return found;
}

function isWithin({ low, high }: Range, value: number): boolean {
  return value >= low && value <= high;
}

const ORDERS = new WeakMap<object, Map<boolean, Uint32Array>>();

/** The rows in the order of a column, which is sorted once each way. */
function sortedRows(column: Column, descending: boolean): Uint32Array {
  const known = ORDERS.get(column) ?? new Map<boolean, Uint32Array>();
  ORDERS.set(column, known);
  const order = known.get(descending) ?? orderOf(column, descending);
  known.set(descending, order);
  return order;
}
