import { expect, test } from 'vitest';
import { classMeansShown } from './classMeans';

test('a few classes stand in their order, without those of which nothing is known', () => {
  expect(classMeansShown([0.1, null, 0.9], 4)).toEqual([
    { label: 0, mean: 0.1 },
    { label: 2, mean: 0.9 },
  ]);
});

test('of many classes those are shown that are helped and hurt most', () => {
  const means = [0.1, -0.5, 0.9, 0.2, -0.1, 0.3];
  expect(classMeansShown(means, 3).map(({ label }) => label)).toEqual([2, 5, 1]);
});
