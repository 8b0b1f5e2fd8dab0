import { expect, test } from 'vitest';
import { binsOf, countPassing, rangeOfSpan, spanOfRange, type Bins } from './bins';

const total = (counts: Uint32Array) => counts.reduce((sum, count) => sum + count, 0);
const bins = (values: ArrayLike<number>): Bins => {
  const found = binsOf(values);
  if (!found) throw new Error('nothing to show');
  return found;
};

test('each value lies in one bin, the ends included, and what is not known in none', () => {
  const values = Float32Array.from({ length: 1000 }, (_, row) => Math.sin(row * 12.9898));
  values[17] = NaN;
  const { edges, of, counts, unknown } = bins(values);
  expect(total(counts)).toBe(999);
  expect(unknown).toBe(1);
  values.forEach((value, row) => {
    const bin = of[row] ?? 0;
    if (Number.isNaN(value)) expect(bin).toBe(counts.length);
    else {
      expect(value).toBeGreaterThanOrEqual(edges[bin] ?? NaN);
      expect(value).toBeLessThanOrEqual(edges[bin + 1] ?? NaN);
    }
  });
});

test('few whole numbers have a bin each, and a span of them is whole', () => {
  const found = bins([0, 0, 3, 1, 3, 5]);
  expect([...found.counts]).toEqual([2, 1, 0, 2, 0, 1]);
  expect(rangeOfSpan(found, [1, 4])).toEqual([1, 3]);
  expect(spanOfRange(found, 1, 3)).toEqual([1, 4]);
});

test('many whole numbers have edges between them', () => {
  const values = Float32Array.from({ length: 5000 }, (_, row) => row);
  const found = bins(values);
  const [low, high] = rangeOfSpan(found, [3, 5]);
  expect(values.filter((value) => value >= low && value <= high).length).toBe(
    (found.counts[3] ?? 0) + (found.counts[4] ?? 0),
  );
});

test('a long tail does not put all others into one bin', () => {
  const values = Float32Array.from({ length: 10_000 }, (_, row) =>
    row % 100 === 0 ? row / 1000 : 1e-4 * (row % 97),
  );
  expect(Math.max(...bins(values).counts)).toBeLessThan(5000);
});

test('a span that reaches an end is open there', () => {
  const found = bins(Float32Array.from({ length: 100 }, (_, row) => row / 100));
  const last = found.edges.length - 1;
  expect(rangeOfSpan(found, [0, last])).toEqual([-Infinity, Infinity]);
  expect(rangeOfSpan(found, [0, 5])[0]).toBe(-Infinity);
  expect(spanOfRange(found, -Infinity, Infinity)).toEqual([0, last]);
  expect(spanOfRange(found, ...rangeOfSpan(found, [4, 9]))).toEqual([4, 9]);
});

test('a span is never empty', () => {
  const found = bins(Float32Array.from({ length: 100 }, (_, row) => row / 100));
  expect(spanOfRange(found, 9, 9)).toEqual([found.edges.length - 2, found.edges.length - 1]);
  expect(spanOfRange(found, -9, -9)).toEqual([0, 1]);
});

test('where nothing differs there is no histogram', () => {
  expect(binsOf([2, 2, 2])).toBeUndefined();
  expect(binsOf([NaN, NaN])).toBeUndefined();
  expect(binsOf([])).toBeUndefined();
});

test('those that pass are counted by bin', () => {
  expect([...countPassing([0, 1, 1, 2], 2, Uint8Array.of(1, 1, 0, 1))]).toEqual([1, 1]);
});
