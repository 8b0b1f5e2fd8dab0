import { expect, test } from 'vitest';
import { samplesOf } from '../samplesForTests';
import { classMeans } from './classMeans';

test('means are over the others whose similarity is known', () => {
  const samples = samplesOf({ index: [4, 5, 6, 7], label: [0, 0, 1, 1] });
  const similarity = Float32Array.of(1, 0.5, NaN, -0.25);
  expect([...classMeans({ index: 4, similarity }, samples, 3)]).toEqual([0.5, -0.25, NaN]);
});
