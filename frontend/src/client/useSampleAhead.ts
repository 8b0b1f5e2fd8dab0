import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { sampleQuery } from './queries';

/** Has a sample come while the finger is still on it: between press and click lies most of the way to the server. */
export function useSampleAhead(id: number): (index: number) => void {
  const queryClient = useQueryClient();
  return useCallback(
    (index) => void queryClient.prefetchQuery(sampleQuery(id, index, false)),
    [queryClient, id],
  );
}
