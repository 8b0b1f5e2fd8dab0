import { expect, test } from 'vitest';
import { decodeZoom, encodeZoom } from './zoom';

test('a part comes back as it was', () => {
  const square = { rows: { first: 120, end: 632 }, columns: { first: 120, end: 632 } };
  expect(encodeZoom(square)).toBe('120-631');
  expect(decodeZoom('120-631')).toEqual(square);
  const other = { rows: { first: 3, end: 4 }, columns: { first: 0, end: 100 } };
  expect(encodeZoom(other)).toBe('3-3,0-99');
  expect(decodeZoom('3-3,0-99')).toEqual(other);
});

test.each(['', '5', '9-3', '1-2,', '1-2,x', '1-2,3-4,5-6', '-1-4', '1.5-3', '1-9999999999'])(
  '"%s" is none',
  (text) => {
    expect(decodeZoom(text)).toBeUndefined();
  },
);
