import { expect, test } from 'vitest';
import { classMeansShown } from './shown';

test('a few classes stand in their order, without those of which nothing is known', () => {
  const known = [
    { label: 0, mean: 0.5 },
    { label: 2, mean: 0.25 },
  ];
  expect(classMeansShown([0.5, null, 0.25], 4)).toEqual(known);
  expect(classMeansShown(Float64Array.of(0.5, NaN, 0.25), 4)).toEqual(known);
});

test('of many classes those are shown that are helped and hurt most', () => {
  const means = [0.1, -0.5, 0.9, 0.2, -0.1, 0.3];
  expect(classMeansShown(means, 3).map(({ label }) => label)).toEqual([1, 2, 5]);
});
