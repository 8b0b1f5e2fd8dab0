import { expect, test } from 'vitest';
import { islands } from './islands';
import { boundsOf } from './view';

test('a name stands where most of its samples are, not between two islands', () => {
  const x = [0, 0.1, 0.1, 9, 5, 5];
  const y = [0, 0.1, 0, 9, 9, NaN];
  const of = [0, 0, 0, 0, 1, 2];
  const found = islands({ x, y }, of, 4, boundsOf(x, y));
  expect(found[0]?.[0]).toBeCloseTo(0.0667, 2);
  expect(found[1]).toEqual([5, 9]);
  expect(found.slice(2)).toEqual([undefined, undefined]);
});
