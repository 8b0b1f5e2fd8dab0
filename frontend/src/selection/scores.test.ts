import { expect, test } from 'vitest';
import type { Samples, Score } from '../client/types';
import { columnOf, scoreText, sortKeys } from './scores';

function score(name: string, description: Partial<Score> = {}): Score {
  return { name, title: name, help: '', unit: '', suspicious: null, is_flag: false, ...description };
}

const samples = {
  index: [3, 10],
  head_similarity: [4, 9],
  scores: { loss: [0.01234, null], is_odd: [1, 0], times_forgotten: [1796, 0] },
} as unknown as Samples;

test('images can be sorted by every score that there is', () => {
  const names = sortKeys([score('loss'), score('made_up')]).map(({ name }) => name);
  expect(names).toEqual(['index', 'loss', 'made_up', 'head_similarity']);
});

test('a sort key has a column, unless there is no such score', () => {
  expect(columnOf(samples, 'index')).toEqual([3, 10]);
  expect(columnOf(samples, 'head_similarity')).toEqual([4, 9]);
  expect(columnOf(samples, 'loss')).toEqual([0.01234, null]);
  expect(columnOf(samples, 'beauty')).toBeUndefined();
  expect(columnOf(samples, 'constructor')).toBeUndefined();
});

test('scores read with their unit, flags as yes and no, and what is not known as a dash', () => {
  expect(scoreText(score('loss', { unit: 'nats' }), samples, 0)).toBe('0.0123 nats');
  expect(scoreText(score('loss'), samples, 0)).toBe('0.0123');
  expect(scoreText(score('loss'), samples, 1)).toBe('–');
  expect(scoreText(score('times_forgotten'), samples, 0)).toBe('1,796');
  expect(scoreText(score('is_odd', { is_flag: true }), samples, 0)).toBe('yes');
  expect(scoreText(score('is_odd', { is_flag: true }), samples, 1)).toBe('no');
  expect(scoreText(score('beauty'), samples, 0)).toBe('–');
});
