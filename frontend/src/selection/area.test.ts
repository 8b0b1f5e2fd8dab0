import { expect, test } from 'vitest';
import { contains } from './area';

test('a box holds what lies inside, whichever way it was drawn', () => {
  const box = [
    [4, 0],
    [0, 0],
    [0, 2],
    [4, 2],
  ] as const;
  expect(contains(box, 1, 1)).toBe(true);
  expect(contains(box, 5, 1)).toBe(false);
  expect(contains([...box].reverse(), 1, 1)).toBe(true);
  expect(contains(box, NaN, NaN)).toBe(false);
});

test('a shape that folds inwards leaves its notch outside', () => {
  const notched = [
    [0, 0],
    [4, 0],
    [4, 4],
    [2, 1],
    [0, 4],
  ] as const;
  expect(contains(notched, 2, 3)).toBe(false);
  expect(contains(notched, 0.5, 2)).toBe(true);
});
