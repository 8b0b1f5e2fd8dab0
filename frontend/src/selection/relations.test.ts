import { expect, test } from 'vitest';
import { valueAt } from '../shared/valueAt';
import { countRelation, holds, intervals, range, ruleText, strongestFirst, type Rule } from './relations';

const similarities = [-0.95, -0.31, -0.29, -0.09, 0.01, 0.09, 0.11, 0.5, 0.79, 0.81, 0.99];
const histogram = new Array<number>(100).fill(0);
for (const value of similarities) {
  const bin = Math.floor(((value + 1) / 2) * histogram.length);
  histogram[bin] = valueAt(histogram, bin) + 1;
}

function rule(absolute: boolean, at_least: boolean, threshold: number): Rule {
  return { relation: 'unrelated', title: '', means: '', absolute, at_least, threshold };
}

test.each([
  [rule(false, true, 0.8), 2],
  [rule(false, true, 0.4), 4],
  [rule(false, false, -0.3), 2],
  [rule(true, false, 0.1), 3],
  [rule(true, true, 0.3), 6],
])('the histogram counts as the similarities themselves do (%o)', (one, count) => {
  expect(similarities.filter((c) => holds(one, c))).toHaveLength(count);
  expect(countRelation(histogram, one)).toBe(count);
});

test('a rule that leaves nothing out counts every pair', () => {
  for (const all of [
    rule(false, true, -1),
    rule(false, false, 1),
    rule(true, false, 1),
    rule(true, true, 0),
  ]) {
    expect(countRelation(histogram, all)).toBe(similarities.length);
  }
});

test('intervals are those that a person reads', () => {
  expect(intervals(rule(true, false, 0.1))).toEqual([[-0.1, 0.1]]);
  expect(intervals(rule(false, false, -0.3))).toEqual([[-1, -0.3]]);
});

test('a rule says itself, how far it can be moved, and what comes first', () => {
  expect(ruleText(rule(false, true, 0.8))).toBe('c ≥ 0.80');
  expect(ruleText(rule(true, false, 0.1))).toBe('|c| ≤ 0.10');
  expect(range(rule(false, false, -0.3))).toEqual([-1, 0]);
  expect(range(rule(true, false, 0.1))).toEqual([0, 1]);
  expect(strongestFirst(rule(false, false, -0.3))).toBe('least similar first');
});
