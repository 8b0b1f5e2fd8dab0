/** What the page asks of experiments. One that is done never changes. */

import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { client, unwrap } from './api';
import { analysesQuery, analysisKey } from './queries';
import type { ExperimentIn, Theme } from './types';

/** The kind of task that an experiment is. */
export const EXPERIMENT = 'experiment';
/** The experiment that keeps a sample's neighbours at each checkpoint. */
export const OVER_TRAINING = 'kernel-over-training';

export const experimentsQuery = queryOptions({
  queryKey: ['experiments'],
  queryFn: async ({ signal }) => (await unwrap(client.GET('/api/experiments', { signal }))).experiments,
  staleTime: Infinity,
});

/** What came of an experiment that is done. */
export function outcomeQuery(id: number, taskId: number) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'experiment', taskId],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/analyses/{analysis_id}/experiments/{task_id}', {
          params: { path: { analysis_id: id, task_id: taskId } },
          signal,
        }),
      ),
    staleTime: Infinity,
  });
}

export function experimentFigureQuery(id: number, taskId: number, theme: Theme) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'experiment', taskId, 'figure', theme],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/analyses/{analysis_id}/experiments/{task_id}/figure', {
          params: { path: { analysis_id: id, task_id: taskId }, query: { theme } },
          signal,
        }),
      ),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}

/** A sample's neighbours at each checkpoint, as the task has found them. */
export function overTrainingQuery(id: number, taskId: number, index: number) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'experiment', taskId, 'sample', index],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/analyses/{analysis_id}/samples/{index}/over-training', {
          params: { path: { analysis_id: id, index } },
          signal,
        }),
      ),
    staleTime: Infinity,
  });
}

/** Queues an experiment; the same one again is the same task. */
export function useRunExperiment(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: ExperimentIn) =>
      unwrap(
        client.POST('/api/analyses/{analysis_id}/experiments', {
          params: { path: { analysis_id: id } },
          body,
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: analysesQuery.queryKey }),
  });
}
