import { expect, test } from 'vitest';
import { alongList, towards } from './directions';

// Two lines: three places, then two.
const LINES = [
  { x: 0, y: 0 },
  { x: 50, y: 0 },
  { x: 100, y: 0 },
  { x: 0, y: 60 },
  { x: 50, y: 60 },
];

test.each([
  ['ArrowRight', 0, 1],
  ['ArrowRight', 2, undefined],
  ['ArrowDown', 1, 4],
  ['ArrowDown', 2, 4],
  ['ArrowUp', 3, 0],
  ['ArrowUp', 0, undefined],
  ['Tab', 0, undefined],
])('%s leads from %i to the nearest on that side', (key, from, to) => {
  expect(towards(key, LINES, from)).toBe(to);
});

test.each([
  ['ArrowRight', 2, 3],
  ['ArrowLeft', 3, 2],
  ['ArrowLeft', 0, undefined],
  ['ArrowDown', 0, 3],
  ['End', 0, 4],
  ['Home', 3, 0],
])('%s leads along a list from %i', (key, from, to) => {
  expect(alongList(key, LINES, from)).toBe(to);
});
