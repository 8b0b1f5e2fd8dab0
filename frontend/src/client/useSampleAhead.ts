import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { sampleQuery } from './queries';

/** Has a sample come before it is shown: between a press, a click and what they draw lies most of the way to the server. */
export function useSampleAhead(id: number): (index: number) => void {
  const queryClient = useQueryClient();
  return useCallback(
    (index) => void queryClient.prefetchQuery(sampleQuery(id, index, false)),
    [queryClient, id],
  );
}
