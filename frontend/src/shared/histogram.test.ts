import { expect, test } from 'vitest';
import { countBetween, snap } from './histogram';

test('what lies between two edges is counted, both ends of the range included', () => {
  const histogram = [1, 2, 4, 8];
  expect(countBetween(histogram, -0.5, 0.5)).toBe(6);
  expect(countBetween(histogram, 0.5, 1)).toBe(8);
  expect(countBetween(histogram, -1, 1)).toBe(15);
});

test('thresholds snap to the edges of bins', () => {
  expect(snap(0.807, 100)).toBe(0.8);
  expect(snap(-0.3, 100)).toBe(-0.3);
  expect(snap(7, 100)).toBe(1);
});
