import { expect, test } from 'vitest';
import { planAt } from '../plan';
import { pinned, withPins, type Pins } from './pins';

const ORDER = { order: Uint32Array.from([4, 0, 3, 1, 2]), count: 2, note: null, countAt: null };
const plan = planAt(ORDER, { strategy: 'random', keep: 0.6, seed: 0 }, 5);

function pins(stay: number[], go: number[]): Pins {
  const nobody = { stay: new Uint8Array(5), go: new Uint8Array(5) };
  return pinned(pinned(nobody, stay, 'stay'), go, 'go');
}

test('a plan stays as it is while nothing is said by hand', () => {
  expect(withPins(plan, pins([], []))).toBe(plan);
  expect(plan.byHand).toBe(0);
});

test('what is dropped by hand goes first, what is kept by hand goes not at all', () => {
  const found = withPins(plan, pins([4], [2, 0]));
  expect([...found.pruned]).toEqual([0, 2]);
  expect([...found.goes]).toEqual([1, 0, 1, 0, 0]);
  expect(found.byHand).toBe(2);
});

test('the last word counts, and none leaves it to the plan', () => {
  const first = pins([1], [1, 2]);
  expect([...first.stay]).toEqual([0, 0, 0, 0, 0]);
  expect([...first.go]).toEqual([0, 1, 1, 0, 0]);
  expect([...pinned(first, [1], undefined).go]).toEqual([0, 0, 1, 0, 0]);
  expect([...first.go]).toEqual([0, 1, 1, 0, 0]);
});
