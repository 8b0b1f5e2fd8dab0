import { expect, test } from 'vitest';
import { ApiError } from './api';
import { shouldRetry } from './queries';

test('a silent server is asked again, a busy one more often, and a refusal stays what it is', () => {
  const busy = new ApiError('busy', 'The server is busy: try again in a moment.');
  const unreachable = new ApiError('unreachable', 'The server does not answer.');
  expect([0, 2, 3, 7].map((failures) => shouldRetry(failures, unreachable))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect([0, 2, 3, 7, 8].map((failures) => shouldRetry(failures, busy))).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
  expect(shouldRetry(0, new ApiError('store', 'The database is gone.'))).toBe(false);
  expect(shouldRetry(0, new Error('boom'))).toBe(false);
});
