import { expect, test } from 'vitest';
import { confusedPairs, confusionOf, shades } from './confusion';

const confusion = [
  [90, 4, 0],
  [1, 45, 0],
  [2, 0, 0],
];

test('pairs are those off the diagonal that occur, the most frequent first', () => {
  expect(confusedPairs(confusion)).toEqual([
    { given: 0, suggested: 1, count: 4 },
    { given: 2, suggested: 0, count: 2 },
    { given: 1, suggested: 0, count: 1 },
  ]);
});

test('the diagonal does not drown the rest', () => {
  expect(shades(confusion)).toEqual([
    [1, 1, 0],
    [0.25, 0.5, 0],
    [0.5, 0, 0],
  ]);
});

test('where nothing is confused, nothing is coloured', () => {
  expect(shades([[3]])).toEqual([[1]]);
  expect(confusedPairs([[3]])).toEqual([]);
});

test('pairs of labels are counted among those that pass, and not where one is unknown', () => {
  const [given, other] = [Uint16Array.of(0, 0, 1, 1), Float32Array.of(0, 1, 1, NaN)];
  expect(confusionOf(given, other, 2)).toEqual([
    [1, 1],
    [0, 1],
  ]);
  expect(confusionOf(given, other, 2, Uint8Array.of(0, 1, 0, 1))).toEqual([
    [0, 1],
    [0, 0],
  ]);
});
