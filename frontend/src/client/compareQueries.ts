/** What the page asks of two analyses of the same samples. */

import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client, unwrap, unwrapColumns } from './api';
import { columnIn } from './columns';

export interface Pair {
  first: number;
  second: number;
}

/** How far they agree; on what a strategy drops, too, at a share. */
export function comparisonQuery({ first, second }: Pair, strategy: string, keep: number) {
  return queryOptions({
    queryKey: ['compare', first, second, strategy, keep],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/compare/{first}/{second}', {
          params: { path: { first, second }, query: { strategy, keep } },
          signal,
        }),
      ),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}

/** The share of the nearest of each sample that both have. */
export function overlapQuery({ first, second }: Pair) {
  return queryOptions({
    queryKey: ['compare', first, second, 'columns'],
    queryFn: async ({ signal }) => {
      const found = await unwrapColumns(
        client.GET('/api/compare/{first}/{second}/columns', {
          params: { path: { first, second } },
          parseAs: 'arrayBuffer',
          signal,
        }),
      );
      return columnIn(found, 'overlap', Float32Array);
    },
    staleTime: Infinity,
  });
}
