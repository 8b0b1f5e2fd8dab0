import { expect, test } from 'vitest';
import type { Score } from '../client/types';
import { samplesOf } from './samplesForTests';
import { byGroup, columnOf, EFFECT, scoreText, sortKeys } from './scores';

function score(name: string, description: Partial<Score> = {}): Score {
  const plain = { help: '', unit: '', suspicious: null, is_flag: false, group: 'Some', categories: [] };
  return { name, title: name, ...plain, ...description };
}

const samples = samplesOf({ index: [3, 10], head_similarity: [4, 9] });

test('images can be sorted by every score that there is', () => {
  const names = sortKeys([score('loss'), score('made_up')]).map(({ name }) => name);
  expect(names).toEqual(['index', 'head_similarity', 'cluster_size', 'loss', 'made_up']);
  expect(sortKeys([], true).map(({ name }) => name)).toContain(EFFECT);
});

test('what comes with the page has a column; scores are asked for', () => {
  expect(columnOf(samples, 'index')).toBe(samples.index);
  expect(columnOf(samples, 'head_similarity')).toBe(samples.head_similarity);
  expect(columnOf(samples, 'loss')).toBeUndefined();
  expect(columnOf(samples, 'constructor')).toBeUndefined();
});

test('the size of a cluster is counted from the heads', () => {
  const five = samplesOf({ index: [0, 1, 2, 3, 4], head: [0, 0, 2, 0, 4] });
  expect([...Array.from(columnOf(five, 'cluster_size') ?? [])]).toEqual([3, 3, 1, 3, 1]);
  expect(columnOf(five, 'cluster_size')).toBe(columnOf(five, 'cluster_size'));
});

test('scores read with their unit, flags as yes and no, groups by name, the unknown as a dash', () => {
  expect(scoreText(score('loss', { unit: 'nats' }), 0.01234)).toBe('0.0123 nats');
  expect(scoreText(score('loss'), 0.01234)).toBe('0.0123');
  expect(scoreText(score('loss'), null)).toBe('–');
  expect(scoreText(score('loss'), undefined)).toBe('–');
  expect(scoreText(score('times_forgotten'), 1796)).toBe('1,796');
  expect(scoreText(score('is_odd', { is_flag: true }), 1)).toBe('yes');
  expect(scoreText(score('is_odd', { is_flag: true }), 0)).toBe('no');
  expect(scoreText(score('kind', { categories: ['easy', 'hard'] }), 1)).toBe('hard');
});

test('scores stand with those of their group', () => {
  const made = [score('a', { group: 'A' }), score('b', { group: 'B' }), score('c', { group: 'A' })];
  const names = byGroup(made).map(([group, scores]) => [group, scores.map(({ name }) => name)]);
  expect(names).toEqual([
    ['A', ['a', 'c']],
    ['B', ['b']],
  ]);
});
