import { queryOptions, useQuery } from '@tanstack/react-query';
import { client, unwrap } from './api';
import { analysisKey } from './queries';
import type { Pair } from './types';

/** Two samples beside each other, with which layers make their kernel where that is computed first. */
function pairQuery(id: number, index: number, other: number, rank: boolean) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'pair', index, other, rank],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/analyses/{analysis_id}/pairs/{index}/{other}', {
          params: { path: { analysis_id: id, index, other }, query: { rank } },
          signal,
        }),
      ),
    staleTime: Infinity,
  });
}

interface FoundPair {
  pair: Pair | undefined;
  error: Error | null;
}

/** Two samples, at once with what is stored of them, then with the layers, which take a pass of the model. */
export function usePair(id: number, index: number, other: number): FoundPair {
  const { data: first, error } = useQuery(pairQuery(id, index, other, false));
  const wanted = first?.can_be_computed === true;
  const computed = useQuery({ ...pairQuery(id, index, other, true), enabled: wanted });
  return { pair: computed.data ?? first, error: error ?? computed.error };
}
