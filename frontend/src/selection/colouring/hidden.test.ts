import { expect, test } from 'vitest';
import { encodeHidden, hiddenOf, isGroups, solo, toggled } from './hidden';

test('hidden groups go into an address and back', () => {
  expect([...hiddenOf('0,3')]).toEqual([0, 3]);
  expect(encodeHidden(new Set([3, 0]))).toBe('0,3');
  expect(encodeHidden([])).toBeUndefined();
  expect([...hiddenOf(undefined)]).toEqual([]);
  expect(['0', '1,22', '', 'a', '1,', 3].map(isGroups)).toEqual([true, true, false, false, false, false]);
});

test('one click hides a group and the next shows it; two show it alone, and all again', () => {
  expect([...toggled(new Set([1]), 2)]).toEqual([1, 2]);
  expect([...toggled(new Set([1, 2]), 2)]).toEqual([1]);
  expect([...solo(new Set(), 1, 3)]).toEqual([0, 2]);
  expect([...solo(new Set([0, 2]), 1, 3)]).toEqual([]);
  expect([...solo(new Set([1]), 1, 3)]).toEqual([0, 2]);
});
