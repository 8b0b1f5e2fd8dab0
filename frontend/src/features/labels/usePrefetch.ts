import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { evidenceQuery } from '../../client/reviewQueries';
import { useAnalysisPage } from '../../selection/page';
import type { IssueList } from './useIssues';

/** How many candidates ahead are asked for, so that a person who decides fast need not wait. */
const AHEAD = 2;

export function usePrefetch({ shown }: IssueList, sample: number | undefined): void {
  const queryClient = useQueryClient();
  const { analysis } = useAnalysisPage();
  useEffect(() => {
    const place = shown.findIndex(({ index }) => index === sample);
    for (const { index } of shown.slice(place + 1, place + 1 + AHEAD)) {
      void queryClient.prefetchQuery(evidenceQuery(analysis.id, index));
    }
  }, [queryClient, analysis.id, shown, sample]);
}
