import { expect, test } from 'vitest';
import {
  clearFilters,
  colouringOf,
  DEFAULT_PLAN,
  hasFilters,
  planOf,
  thresholdsOf,
  validateAnalysisSearch,
} from './search';

test('a full address is read as it stands', () => {
  const search = {
    sample: 12,
    class: 7,
    cluster: 1001,
    prediction: 'wrong',
    status: 'pruned',
    area: '0,0 1,0 1,1',
    sort: 'confidence',
    order: 'descending',
    colour: 'cluster',
    strategy: 'random',
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
    area: '1,2',
    sort: 'beauty',
    keep: 0,
    seed: 2 ** 40,
    interchangeable: 3,
    unknown: 'x',
    status: 'kept',
  };
  expect(validateAnalysisSearch(nonsense)).toEqual({ status: 'kept' });
});

test('defaults do not appear in the address', () => {
  expect(validateAnalysisSearch({ ...DEFAULT_PLAN, sort: 'index', interchangeable: 0.8 })).toEqual({});
});

test('thresholds lie on the edges of bins', () => {
  expect(validateAnalysisSearch({ interchangeable: 0.871 })).toEqual({ interchangeable: 0.88 });
});

test('what is absent is the default', () => {
  expect(planOf({ keep: 0.3 })).toEqual({ ...DEFAULT_PLAN, keep: 0.3 });
  expect(thresholdsOf({ unrelated: 0.2 })).toEqual({
    interchangeable: 0.8,
    unrelated: 0.2,
    contradictory: -0.3,
  });
});

test('the map asks for a plan only where it is coloured by one', () => {
  expect(colouringOf({ keep: 0.5 })).toEqual({ colour: 'class' });
  expect(colouringOf({ colour: 'pruned', keep: 0.5 })).toEqual({
    colour: 'pruned',
    ...DEFAULT_PLAN,
    keep: 0.5,
  });
});

test('clearing filters leaves the selection', () => {
  const search = { sample: 3, class: 1, area: '0,0 1,0 1,1' };
  expect(hasFilters(search)).toBe(true);
  expect(validateAnalysisSearch({ ...clearFilters(search) })).toEqual({ sample: 3 });
  expect(hasFilters({ sample: 3, sort: 'confidence' })).toBe(false);
});
