import { expect, test } from 'vitest';
import { composed, parsed } from './byScore';

test('a name by a score is taken apart and put together', () => {
  expect(parsed('by:loss:lowest')).toEqual({ score: 'loss', end: 'lowest', sampler: 'class' });
  expect(parsed('by:aum:highest:coverage')).toEqual({ score: 'aum', end: 'highest', sampler: 'coverage' });
  expect(composed('aum', 'highest', 'coverage')).toBe('by:aum:highest:coverage');
  expect(composed('loss', 'lowest', 'class')).toBe('by:loss:lowest');
});

test('another strategy goes by no score', () => {
  expect(parsed('k-center')).toEqual({ score: null, end: 'highest', sampler: 'class' });
});
