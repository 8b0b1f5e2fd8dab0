import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { remember } from '../client/actions';
import { client, unwrap } from '../client/api';
import type { AgainIn } from '../client/types';

/** Queues an analysis with other settings, by the same classifier where they leave it so, and opens it. */
export function useAgain() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ id, changes }: { id: number; changes: AgainIn }) =>
      unwrap(
        client.POST('/api/analyses/{analysis_id}/again', {
          params: { path: { analysis_id: id } },
          body: changes,
        }),
      ),
    onSuccess: (analysis) => {
      remember(queryClient, analysis);
      void navigate({ to: '/analyses/$analysisId/map', params: { analysisId: analysis.id }, search: {} });
    },
  });
}
