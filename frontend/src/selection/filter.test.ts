import { expect, test } from 'vitest';
import type { Plan, Samples } from '../client/types';
import { needsPlan, rowsToShow } from './filter';

const samples: Samples = {
  index: [3, 10, 11, 20],
  label: [0, 1, 0, 1],
  predicted: [0, 1, 1, 1],
  head: [3, 10, 3, 10],
  head_similarity: [4, 9, 1, 2],
  x: [0, 1, 2, 3],
  y: [0, 1, 2, 3],
};
const plan = { pruned: [11, 20] } as Plan;

test('without a filter all samples show, in their order', () => {
  expect(rowsToShow(samples, {})).toEqual([0, 1, 2, 3]);
});

test('filters narrow together', () => {
  expect(rowsToShow(samples, { class: 0 })).toEqual([0, 2]);
  expect(rowsToShow(samples, { cluster: 10 })).toEqual([1, 3]);
  expect(rowsToShow(samples, { class: 0, prediction: 'wrong' })).toEqual([2]);
  expect(rowsToShow(samples, { area: '0.5,0.5 2.5,0.5 2.5,2.5 0.5,2.5' })).toEqual([1, 2]);
});

test('kept and pruned follow the plan by index, and wait for it', () => {
  expect(rowsToShow(samples, { status: 'pruned' }, plan)).toEqual([2, 3]);
  expect(rowsToShow(samples, { status: 'kept' }, plan)).toEqual([0, 1]);
  expect(rowsToShow(samples, { status: 'kept' })).toHaveLength(4);
  expect(needsPlan({ status: 'kept' })).toBe(true);
  expect(needsPlan({ class: 1 })).toBe(false);
});

test('sorting runs both ways with the unknown last', () => {
  const typicality = new Float32Array([0.5, NaN, NaN, 0.1]);
  const search = { sort: 'typicality' };
  expect(rowsToShow(samples, search, undefined, typicality)).toEqual([3, 0, 1, 2]);
  expect(rowsToShow(samples, { ...search, order: 'descending' }, undefined, typicality)).toEqual([
    0, 3, 1, 2,
  ]);
  expect(rowsToShow(samples, search)).toEqual([0, 1, 2, 3]);
  expect(rowsToShow(samples, { sort: 'head_similarity' })).toEqual([2, 3, 0, 1]);
  expect(rowsToShow(samples, { order: 'descending' })).toEqual([3, 2, 1, 0]);
});

test('a score that there is not sorts as none does', () => {
  expect(rowsToShow(samples, { sort: 'beauty' })).toEqual([0, 1, 2, 3]);
  expect(rowsToShow(samples, { sort: 'constructor', order: 'descending' })).toEqual([3, 2, 1, 0]);
});
