import { expect, test } from 'vitest';
import { bounds, countRelation, DEFAULT_THRESHOLDS, holds, snap } from './relations';
import { valueAt } from './valueAt';

const similarities = [-0.95, -0.31, -0.29, -0.09, 0.01, 0.09, 0.11, 0.5, 0.79, 0.81, 0.99];

function histogramOf(values: number[], bins = 100): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.floor(((value + 1) / 2) * bins);
    counts[bin] = valueAt(counts, bin) + 1;
  }
  return counts;
}

test.each(['interchangeable', 'unrelated', 'contradictory'] as const)(
  'the histogram counts %s pairs as the similarities themselves do',
  (relation) => {
    const direct = similarities.filter((c) => holds(relation, c, DEFAULT_THRESHOLDS)).length;
    expect(countRelation(histogramOf(similarities), relation, DEFAULT_THRESHOLDS)).toBe(direct);
  },
);

test('moving a threshold moves the count and nothing else', () => {
  const histogram = histogramOf(similarities);
  const wider = { ...DEFAULT_THRESHOLDS, interchangeable: 0.4 };
  expect(countRelation(histogram, 'interchangeable', wider)).toBe(4);
  expect(countRelation(histogram, 'unrelated', wider)).toBe(3);
  expect(countRelation(histogram, 'contradictory', wider)).toBe(2);
});

test('the whole range holds every pair', () => {
  const all = { interchangeable: -1, unrelated: 1, contradictory: 1 };
  for (const relation of ['interchangeable', 'unrelated', 'contradictory'] as const) {
    expect(countRelation(histogramOf(similarities), relation, all)).toBe(similarities.length);
  }
});

test('thresholds snap to the edges of bins', () => {
  expect(snap(0.807, 100)).toBe(0.8);
  expect(snap(-0.3, 100)).toBe(-0.3);
  expect(snap(7, 100)).toBe(1);
});

test('bounds are those that a person reads', () => {
  expect(bounds('unrelated', DEFAULT_THRESHOLDS)).toEqual([-0.1, 0.1]);
  expect(bounds('contradictory', DEFAULT_THRESHOLDS)).toEqual([-1, -0.3]);
});
