import { expect, test } from 'vitest';
import { valueAt } from './valueAt';

test('a value is read as it stands, nothing included', () => {
  expect(valueAt([7, 0], 1)).toBe(0);
  expect(valueAt([0.5, null], 1)).toBeNull();
});

test('a row that is not there is told', () => {
  expect(() => valueAt([7, 8], 2)).toThrow('A column of 2 values has none at 2.');
  expect(() => valueAt([7, 8], -1)).toThrow('none at -1');
});
