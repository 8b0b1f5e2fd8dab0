import { useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { analysesQuery, pageQuery } from '../client/queries';

/** Has the page of an analysis come beside what there is to choose from, without which nothing is drawn. */
export function usePageAhead(): void {
  const { analysisId } = useParams({ strict: false });
  const queryClient = useQueryClient();
  useEffect(() => {
    if (analysisId === undefined) return;
    const known = queryClient.getQueryData(analysesQuery.queryKey)?.find(({ id }) => id === analysisId);
    if (!known || known.state === 'done') void queryClient.prefetchQuery(pageQuery(analysisId));
  }, [analysisId, queryClient]);
}
