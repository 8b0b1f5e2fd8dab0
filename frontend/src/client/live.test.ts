import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, test } from 'vitest';
import { receive } from './live';
import { analysesQuery, analysisKey } from './queries';
import type { Analysis } from './types';

let queryClient: QueryClient;
const page = [...analysisKey(1), 'page'];

function analysis(id: number, state: Analysis['state'], attempt = 1): Analysis {
  return { id, name: 'One', state, attempt, tasks: [] as Analysis['tasks'] } as Analysis;
}

function isStale(): boolean | undefined {
  return queryClient.getQueryState(page)?.isInvalidated;
}

beforeEach(() => {
  queryClient = new QueryClient();
  queryClient.setQueryData(page, { page: { analysis: { id: 1, name: 'One' } }, base: 'columns' });
});

test('each event replaces the list', () => {
  receive(queryClient, [analysis(1, 'queued'), analysis(2, 'done')]);
  receive(queryClient, [analysis(1, 'running')]);
  expect(queryClient.getQueryData(analysesQuery.queryKey)).toEqual([analysis(1, 'running')]);
});

test('a page is read anew when its analysis has just finished, and only then', () => {
  receive(queryClient, [analysis(1, 'running')]);
  expect(isStale()).toBe(false);
  receive(queryClient, [analysis(1, 'done')]);
  expect(isStale()).toBe(true);
});

test('what was finished from the start stays as it was read', () => {
  receive(queryClient, [analysis(1, 'done')]);
  receive(queryClient, [analysis(1, 'done'), analysis(2, 'running')]);
  expect(isStale()).toBe(false);
});

test('an analysis that was renamed elsewhere has its new name on its page', () => {
  receive(queryClient, [{ ...analysis(1, 'done'), name: 'Two' }]);
  expect(queryClient.getQueryData(page)).toEqual({
    page: { analysis: { id: 1, name: 'Two' } },
    base: 'columns',
  });
});
