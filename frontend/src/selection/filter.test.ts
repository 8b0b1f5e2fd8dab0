import { expect, test } from 'vitest';
import { columnsNeeded, needsPlan, rowsToShow } from './filter';
import { samplesOf } from './samplesForTests';

const samples = samplesOf({
  index: [3, 10, 11, 20],
  label: [0, 1, 0, 1],
  predicted: [0, 1, 1, 1],
  head: [3, 10, 3, 10],
  head_similarity: [4, 9, 1, 2],
});
const shown = (...given: Parameters<typeof rowsToShow> extends [unknown, ...infer Rest] ? Rest : never) => [
  ...rowsToShow(samples, ...given),
];

test('without a filter all samples show, in their order', () => {
  expect(shown({})).toEqual([0, 1, 2, 3]);
});

test('filters narrow together', () => {
  expect(shown({ class: 0 })).toEqual([0, 2]);
  expect(shown({ cluster: 10 })).toEqual([1, 3]);
  expect(shown({ predicted: 1 })).toEqual([1, 2, 3]);
  expect(shown({ class: 0, prediction: 'wrong' })).toEqual([2]);
});

test('kept and pruned follow the plan, and wait for it', () => {
  const goes = Uint8Array.from([0, 0, 1, 1]);
  expect(shown({ status: 'pruned' }, { goes })).toEqual([2, 3]);
  expect(shown({ status: 'kept' }, { goes })).toEqual([0, 1]);
  expect(shown({ status: 'kept' })).toHaveLength(4);
  expect(needsPlan({ status: 'kept' })).toBe(true);
  expect(needsPlan({ class: 1 })).toBe(false);
});

test('what is selected, what has a tag, and what the others suggest can be shown alone', () => {
  expect(shown({ only: 'selected' }, { selected: Uint8Array.from([1, 0, 0, 1]) })).toEqual([0, 3]);
  expect(shown({ tag: 'odd' }, { tagged: Uint8Array.from([0, 1, 0, 0]) })).toEqual([1]);
  expect(shown({ suggested: 1 }, { columns: new Map([['suggested', [1, 0, 1, 0]]]) })).toEqual([0, 2]);
});

test('ranges of scores narrow, and what is not known is in none', () => {
  const columns = new Map([['loss', new Float32Array([0.1, 2, NaN, 5])]]);
  expect(shown({ where: 'loss~1~' }, { columns })).toEqual([1, 3]);
  expect(shown({ where: 'loss~~2,head_similarity~5~' }, { columns })).toEqual([1]);
  expect(columnsNeeded({ where: 'loss~1~', sort: 'aum' }, ['loss', 'aum', 'index'])).toEqual(['loss', 'aum']);
  expect(columnsNeeded({ sort: 'beauty', suggested: 1 }, ['suggested'])).toEqual(['suggested']);
});

test('sorting runs both ways with the unknown last', () => {
  const columns = new Map([['typicality', new Float32Array([0.5, NaN, NaN, 0.1])]]);
  expect(shown({ sort: 'typicality' }, { columns })).toEqual([3, 0, 1, 2]);
  expect(shown({ sort: 'typicality', order: 'descending' }, { columns })).toEqual([0, 3, 1, 2]);
  expect(shown({ sort: 'typicality' })).toEqual([0, 1, 2, 3]);
  expect(shown({ sort: 'head_similarity' })).toEqual([2, 3, 0, 1]);
  expect(shown({ order: 'descending' })).toEqual([3, 2, 1, 0]);
});

test('a score that there is not sorts as none does', () => {
  expect(shown({ sort: 'beauty' })).toEqual([0, 1, 2, 3]);
  expect(shown({ sort: 'constructor', order: 'descending' })).toEqual([3, 2, 1, 0]);
});
