import { expect, test } from 'vitest';
import { rowOfIndices, rowOfKnown } from './rowOf';

test('rows are found where indices are missing, too', () => {
  const rowOf = rowOfIndices([0, 1, 5, 9]);
  expect([0, 1, 5, 9].map(rowOf.get)).toEqual([0, 1, 2, 3]);
  expect([2, 10].map(rowOf.get)).toEqual([undefined, undefined]);
  expect(rowOf.has(5)).toBe(true);
  expect(rowOf.has(4)).toBe(false);
});

test('a sample that the server has named must be there', () => {
  expect(rowOfKnown(rowOfIndices([3]), 3)).toBe(0);
  expect(() => rowOfKnown(rowOfIndices([3]), 4)).toThrow('Sample 4');
});
