import { expect, test } from 'vitest';
import type { RelationRule, Score } from '../client/types';
import {
  clearFilters,
  colourOf,
  DEFAULT_PLAN,
  hasFilters,
  planOf,
  rulesOf,
  sortOf,
  suspiciousOnly,
  validateAnalysisSearch,
} from './search';

const scores = [{ name: 'loss', title: 'Loss' }] as Score[];
const known = ['loss'];
const relations = [
  { relation: 'interchangeable', threshold: 0.8, absolute: false, at_least: true },
  { relation: 'contradictory', threshold: -0.3, absolute: false, at_least: false },
] as RelationRule[];

test('the suspicious labels are all of them, from the one that stands out most', () => {
  expect(suspiciousOnly({ class: 3, undecided: true, sample: 12, colour: 'loss' })).toEqual({
    doubted: true,
    by: 'left_out_margin',
    colour: 'loss',
  });
});

test('a full address is read as it stands', () => {
  const search = {
    sample: 12,
    class: 7,
    cluster: 1001,
    prediction: 'wrong',
    status: 'pruned',
    predicted: 3,
    where: 'loss~0.5~2',
    tag: 'to ask about',
    selected: 'r3.3-y',
    only: 'selected',
    hide: '0,3',
    effect: 'off',
    heads: true,
    map: 'my clip',
    near: 'my clip',
    neighbours: 30,
    look: 'graph',
    pair: 5,
    sort: 'own_class_mean',
    order: 'descending',
    colour: 'a_score_of_tomorrow',
    strategy: 'fpc-heads',
    keep: 0.5,
    seed: 3,
    interchangeable: 0.9,
    unrelated: 0.2,
    contradictory: -0.5,
  };
  expect(validateAnalysisSearch(search)).toEqual(search);
});

test('nonsense is dropped, and nothing else with it', () => {
  const nonsense = {
    sample: -1,
    class: 'seven',
    cluster: 1.5,
    prediction: 'maybe',
    where: 'loss~2~1',
    tag: '',
    hide: 'x',
    effect: 'on',
    neighbours: 1000,
    look: 'away',
    pair: -2,
    sort: '',
    colour: 'x'.repeat(101),
    map: 7,
    near: 'x'.repeat(65),
    keep: 0,
    seed: 2 ** 40,
    interchangeable: 3,
    unknown: 'x',
    status: 'kept',
  };
  expect(validateAnalysisSearch(nonsense)).toEqual({ status: 'kept' });
});

test('defaults do not appear in the address', () => {
  expect(validateAnalysisSearch({ ...DEFAULT_PLAN, sort: 'index', colour: 'class' })).toEqual({});
});

test('thresholds lie on the edges of bins', () => {
  expect(validateAnalysisSearch({ interchangeable: 0.871 })).toEqual({ interchangeable: 0.88 });
});

test('what is absent is the default', () => {
  expect(planOf({ keep: 0.3 })).toEqual({ ...DEFAULT_PLAN, keep: 0.3 });
  expect(sortOf({}, scores).name).toBe('index');
  expect(colourOf({}, known)).toBe('class');
  expect(rulesOf({}, relations)).toEqual(relations);
});

test('a score that there is not is the default too', () => {
  expect(sortOf({ sort: 'loss' }, scores).title).toBe('Loss');
  expect(sortOf({ sort: 'beauty' }, scores).name).toBe('index');
  expect(colourOf({ colour: 'loss' }, known)).toBe('loss');
  expect(colourOf({ colour: 'beauty' }, known)).toBe('class');
  expect(colourOf({ colour: 'suggested' }, known)).toBe('class');
});

test('a threshold is moved within its range and no further', () => {
  const thresholds = (search: object) => rulesOf(search, relations).map((rule) => rule.threshold);
  expect(thresholds({ interchangeable: 0.9 })).toEqual([0.9, -0.3]);
  expect(thresholds({ interchangeable: -0.5, contradictory: 0 })).toEqual([0.8, 0]);
});

test('clearing filters leaves the selection', () => {
  const search = { sample: 3, class: 1, where: 'loss~1~', only: 'selected' } as const;
  expect(hasFilters(search)).toBe(true);
  expect(validateAnalysisSearch({ ...clearFilters(search) })).toEqual({ sample: 3 });
  expect(hasFilters({ sample: 3, sort: 'loss' })).toBe(false);
});

test('a part of the kernel and a plan beside another are read as they stand', () => {
  const chosen = { zoom: '12-99,0-511', goes: 'compared', beside: 'random,fpc-heads' } as const;
  expect(validateAnalysisSearch(chosen)).toEqual(chosen);
  expect(validateAnalysisSearch({ zoom: '9-3', goes: 'whom', beside: '' })).toEqual({});
});

test('the view of labels keeps its choices in the address', () => {
  const chosen = { by: 'left_out_margin', suggested: 7, undecided: true, truth: true } as const;
  expect(validateAnalysisSearch(chosen)).toEqual(chosen);
  expect(validateAnalysisSearch({ by: 'rank', undecided: false, truth: 'yes', suggested: -1 })).toEqual({});
});
