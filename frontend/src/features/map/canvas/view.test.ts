import { expect, test } from 'vitest';
import { boundsOf, fitted, moved, nearestTowards, toPlace, toScreen } from './view';

const size = { width: 400, height: 300 };

test('everything fits, y upwards, and a place comes back from the screen', () => {
  const view = fitted(boundsOf([-1, 3, NaN], [0, 10, NaN]), size);
  const [[left, bottom], [right, top]] = [toScreen(view, [-1, 0]), toScreen(view, [3, 10])];
  expect([left, top].every((value) => value >= 0)).toBe(true);
  expect(right).toBeLessThanOrEqual(400);
  expect(bottom).toBeCloseTo(300 - top);
  const [x, y] = toPlace(view, toScreen(view, [1.5, 7]));
  expect(x).toBeCloseTo(1.5);
  expect(y).toBeCloseTo(7);
});

test('gestures move what fitted', () => {
  const view = fitted(boundsOf([0, 1], [0, 1]), size);
  const [x, y] = toScreen(view, [1, 1]);
  expect(toScreen(moved(view, { k: 2, x: 10, y: -5 }), [1, 1])).toEqual([2 * x + 10, 2 * y - 5]);
});

test('no sample, or one, has a view, too', () => {
  expect(fitted(boundsOf([], []), size).scale).toBeGreaterThan(0);
  expect(toScreen(fitted(boundsOf([5], [5]), size), [5, 5]).every(Number.isFinite)).toBe(true);
});

test('an arrow key leads to the nearest sample that way which passes', () => {
  const points = { x: [0, 1, 3, -2, 0.2], y: [0, 0.5, 0, 0, 5] };
  const all = [1, 1, 1, 1, 1];
  expect(nearestTowards(points, 0, [1, 0], all)).toBe(1);
  expect(nearestTowards(points, 0, [1, 0], [1, 0, 1, 1, 1])).toBe(2);
  expect(nearestTowards(points, 0, [-1, 0], all)).toBe(3);
  expect(nearestTowards(points, 0, [0, 1], all)).toBe(4);
  expect(nearestTowards(points, 0, [0, -1], all)).toBeUndefined();
});
