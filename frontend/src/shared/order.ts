/** Rows in the order of a column: by radix, since a page with 60,000 rows has no time to compare. */

import { filled } from './filled';

const DIGIT_BITS = 16;
const DIGITS = 1 << DIGIT_BITS;

/** All rows, the smallest value first (ties: the lower row); what is not known comes last either way. */
export function orderOf(values: ArrayLike<number>, descending = false): Uint32Array {
  const rows = filled(new Uint32Array(values.length), (row) => row);
  return !descending && isAscending(values) ? rows : reordered(rows, values, descending);
}

/** Whether there is nothing to sort, as where the values are the indices. */
function isAscending(values: ArrayLike<number>): boolean {
  for (let row = 1; row < values.length; row++) {
    if (!((values[row - 1] ?? NaN) <= (values[row] ?? NaN))) return false;
  }
  return true;
}

/** Rows in the order of a column, those with the same value in the order in which they came. */
export function reordered(rows: Uint32Array, values: ArrayLike<number>, descending = false): Uint32Array {
  const keys = sortKeys(values, descending);
  return byDigit(byDigit(rows, keys, 0), keys, DIGIT_BITS);
}

/** Unsigned numbers that sort as the floating-point numbers do. */
function sortKeys(values: ArrayLike<number>, descending: boolean): Uint32Array {
  // Adding zero makes one of both zeros.
  const floats = filled(new Float32Array(values.length), (row) => (values[row] ?? NaN) + 0);
  const keys = new Uint32Array(floats.buffer);
  return filled(keys, (row) => {
    const bits = keys[row] ?? 0;
    if (Number.isNaN(values[row])) return 0xffffffff;
    // Negative numbers are turned round, and the sign is turned so that they come before the others.
    const ascending = bits >>> 31 === 1 ? ~bits : bits | 0x80000000;
    return descending ? ~ascending : ascending;
  });
}

/** One stable pass of a radix sort, by the 16 bits from `shift` on. */
function byDigit(rows: Uint32Array, keys: Uint32Array, shift: number): Uint32Array {
  const digits = filled(new Uint16Array(keys.length), (row) => (keys[row] ?? 0) >>> shift);
  const places = new Uint32Array(DIGITS + 1);
  for (const digit of digits) places[digit + 1] = (places[digit + 1] ?? 0) + 1;
  for (let digit = 0; digit < DIGITS; digit++) {
    places[digit + 1] = (places[digit + 1] ?? 0) + (places[digit] ?? 0);
  }
  const sorted = new Uint32Array(rows.length);
  for (const row of rows) {
    const digit = digits[row] ?? 0;
    const place = places[digit] ?? 0;
    sorted[place] = row;
    places[digit] = place + 1;
  }
  return sorted;
}
