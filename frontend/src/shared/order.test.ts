import { expect, test } from 'vitest';
import { orderOf } from './order';

const VALUES = [0.5, -2, NaN, 0.5, 7, -0.25, Infinity, -Infinity];

test('rows come by value, equal ones by row, and unknown ones last', () => {
  expect([...orderOf(VALUES)]).toEqual([7, 1, 5, 0, 3, 4, 6, 2]);
  expect([...orderOf(VALUES, true)]).toEqual([6, 4, 0, 3, 5, 1, 7, 2]);
});

test('the order is that of a comparing sort', () => {
  let seed = 1;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const values = Float32Array.from({ length: 3000 }, () => Math.round(200 * (random() - 0.5)) / 8);
  const expected = Array.from(values, (_, row) => row).sort(
    (a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b,
  );
  expect([...orderOf(values)]).toEqual(expected);
  expect([...orderOf(new Float32Array(0))]).toEqual([]);
});
