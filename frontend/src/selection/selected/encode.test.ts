import { expect, test } from 'vitest';
import { decodeRows, encodeRows } from './encode';

const set = (samples: number, ...rows: number[]) => {
  const bits = new Uint8Array(samples);
  for (const row of rows) bits[row] = 1;
  return bits;
};

test('few rows are runs', () => {
  expect(encodeRows(set(100, 3, 4, 5, 40))).toBe('r3.3-y');
  expect(decodeRows('r3.3-y', 100)).toEqual(set(100, 3, 4, 5, 40));
});

test('many scattered rows are bits', () => {
  const rows = new Uint8Array(1000).map((_, row) => Number((row * 7919) % 3 === 0));
  const text = encodeRows(rows) ?? '';
  expect(text.startsWith('b')).toBe(true);
  expect(text.length).toBe(168);
  expect(decodeRows(text, 1000)).toEqual(rows);
});

test('nothing, nonsense and other data sets come to nothing that is not there', () => {
  expect(encodeRows(new Uint8Array(5))).toBeUndefined();
  expect(decodeRows(undefined, 3)).toEqual(set(3));
  expect(decodeRows('rx!y', 3)).toEqual(set(3));
  expect(decodeRows('b$$', 3)).toEqual(set(3));
  expect(decodeRows('r1.9', 3)).toEqual(set(3, 1, 2));
});
