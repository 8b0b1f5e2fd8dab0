import { expect, test } from 'vitest';
import { rowOfIndices } from '../../selection/rowOf';
import { overlapBars } from './overlap';
import { nearestPoint, scatterOf } from './scatter';
import { validateCompareSearch } from './search';

const first = { index: Uint32Array.from([1, 4, 9, 12]), values: [0, 5, 10, NaN] };
const second = { index: Uint32Array.from([4, 9, 12]), values: [10, 0, 3] };
const scatter = scatterOf(first, second, rowOfIndices(second.index));

test('samples that both know are matched by their index, on one scale', () => {
  expect([...scatter.index]).toEqual([4, 9]);
  expect([...scatter.x]).toEqual([0.5, 1]);
  expect([...scatter.y]).toEqual([1, 0]);
  expect([scatter.low, scatter.high]).toEqual([0, 10]);
});

test('a point is found where it is near, and none where none is', () => {
  expect(nearestPoint(scatter, 0.52, 0.97, 0.1)).toBe(0);
  expect(nearestPoint(scatter, 0.97, 0.02, 0.1)).toBe(1);
  expect(nearestPoint(scatter, 0.1, 0.1, 0.1)).toBeUndefined();
});

test('there is a bar for every number of shared neighbours, with none between them', () => {
  expect(overlapBars(Float32Array.from([0, 0.1, 0.3, 0.3, 0.7, 1]), 10)).toEqual([
    1, 1, 0, 2, 0, 0, 0, 1, 0, 0, 1,
  ]);
  expect(overlapBars(Float32Array.from([1 / 3, 2 / 3, 1]), 3)).toEqual([0, 1, 1, 1]);
});

test('nonsense in the address is dropped', () => {
  expect(validateCompareSearch({ score: 3, strategy: '', keep: 7 })).toEqual({});
  expect(validateCompareSearch({ score: 'loss', keep: 0.5 })).toEqual({ score: 'loss', keep: 0.5 });
});
