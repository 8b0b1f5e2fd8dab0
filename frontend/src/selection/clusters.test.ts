import { expect, test } from 'vitest';
import { samplesOf } from './samplesForTests';
import { clustersOf } from './clusters';

test('members follow their head by similarity, and the largest cluster comes first', () => {
  const samples = samplesOf({
    index: [0, 1, 2, 3, 8],
    label: [0, 1, 1, 1, 0],
    head: [0, 2, 2, 2, 0],
    head_similarity: [1, 0.2, 1, 0.9, NaN],
  });
  const clusters = clustersOf(samples).map(({ members, ...rest }) => ({ ...rest, members: [...members] }));
  expect(clusters).toEqual([
    { head: 2, label: 1, size: 3, members: [2, 3, 1] },
    { head: 0, label: 0, size: 2, members: [0, 8] },
  ]);
});
