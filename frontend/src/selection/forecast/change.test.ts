import { expect, test } from 'vitest';
import { changeWords, classChanges, heldOutWords, isNothing, removal } from './change';

test('a change says itself', () => {
  expect(changeWords(removal([3]))).toBe('without 1 sample');
  expect(changeWords({ remove: [1, 2], relabel: [{ index: 3, label: 0 }] })).toBe(
    'without 2 samples and with 1 other label',
  );
  expect(isNothing(removal([]))).toBe(true);
  expect(isNothing({ remove: [], relabel: [{ index: 3, label: 0 }] })).toBe(false);
});

test('the same samples are the same change, in whatever order they come', () => {
  expect(removal([10, 9, 2])).toEqual(removal([2, 10, 9]));
  expect(removal([10, 9, 2]).remove).toEqual([2, 9, 10]);
});

test('it is told on what the accuracy was measured', () => {
  expect(heldOutWords({ held_out: 'test', samples: 1000 })).toBe('on 1,000 samples of the test set');
});

test('classes that change come by what they gain, the others not at all', () => {
  const of = (label: number, before: number | null, after: number | null) => ({
    label,
    samples: 10,
    before,
    after,
  });
  const changes = classChanges({
    classes: [of(0, 0.9, 0.9), of(1, 0.8, 0.7), of(2, 0.5, 0.9), of(3, null, null)],
  });
  expect(changes.map(({ label }) => label)).toEqual([2, 1]);
  expect(changes[0]?.gain).toBeCloseTo(0.4);
});
