import { expect, test } from 'vitest';
import { valueAt } from '../shared/valueAt';
import {
  countPartners,
  countRelation,
  holds,
  intervals,
  partnersText,
  range,
  ruleText,
  type Rule,
} from './relations';

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

test('a rule says itself and how far it can be moved', () => {
  expect(ruleText(rule(false, true, 0.8))).toBe('c ≥ 0.80');
  expect(ruleText(rule(true, false, 0.1))).toBe('|c| ≤ 0.10');
  expect(range(rule(false, false, -0.3))).toEqual([-1, 0]);
  expect(range(rule(true, false, 0.1))).toEqual([0, 1]);
});

const COUNTED = Array.from({ length: 100 }, (_, bin) => (7 * bin) % 11);
const COMPARED = 495;
const similar = rule(false, true, 0.8);

/** What `lpntk.domain.partners.count_partners` says of the same. */
test.each([
  ['the list reaches past the threshold', similar, [0.95, 0.9, 0.7], 0.7, 5000, [2, 2, 2]],
  ['the list ends before', rule(false, true, 0.6), [0.95, 0.9, 0.7], 0.7, 5000, [1010, 852, 1189]],
  ['not all were searched', similar, [0.95, 0.9, 0.7], null, 5000, [485, 374, 623]],
  ['zero stands in the middle', rule(true, false, 0.1), [0, 0.01], null, 60000, [6667, 5187, 8503]],
  ['more are listed', rule(false, false, -0.98), Array(40).fill(-0.99), -0.99, 5000, [40, 40, 40]],
  ['all were compared', similar, [0.95, 0.9, 0.85], 0.85, COMPARED, [48, 48, 48]],
  ['none was found', rule(false, false, -1), [], null, 5000, [0, 0, 35]],
])('partners are counted as Python counts them where %s', (_, one, listed, reach, others, expected) => {
  const ties = (listed as number[]).map((similarity) => ({ similarity }));
  const partners = { listed: ties.length, reach };
  const sample = {
    neighbours: { interchangeable: ties, unrelated: ties, contradictory: ties },
    partners: { interchangeable: partners, unrelated: partners, contradictory: partners },
    histogram: COUNTED,
    compared: COMPARED,
    others,
  };
  const { count, low, high } = countPartners(sample, one);
  expect([count, low, high]).toEqual(expected);
});

test('an estimate says that it is one, and how sure it is', () => {
  expect(partnersText({ count: 27, low: 19, high: 36 })).toBe('about 27 (19 to 36)');
  expect(partnersText({ count: 1, low: 1, high: 1 })).toBe('1 sample');
  expect(partnersText({ count: 0, low: 0, high: 0 })).toBe('none');
});
