/** What is forecast of pruning plans: it never changes, but for how well it agreed with what was retrained since. */

import { queryOptions } from '@tanstack/react-query';
import { client, unwrap } from './api';
import { analysisKey } from './queries';

/** A strategy at some shares; asked for anew with the number of `proofs` that it could have agreed with. */
export function outlooksQuery(
  id: number,
  strategy: string,
  seed: number,
  keep: readonly number[],
  proofs?: number,
) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'outlook', strategy, seed, keep, proofs],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/analyses/{analysis_id}/plan/forecasts', {
          params: { path: { analysis_id: id }, query: { strategy, seed, keep: [...keep] } },
          signal,
        }),
      ),
    staleTime: Infinity,
  });
}
