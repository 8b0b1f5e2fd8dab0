/** What the page asks of evaluations by retraining. They grow while they run, and never change once they are done. */

import { base } from './base';
import {
  keepPreviousData,
  queryOptions,
  skipToken,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { client, unwrap } from './api';
import { analysesQuery, analysisKey } from './queries';
import type { EvaluationIn, Schedule, Task, Theme } from './types';

/** The kind of task that evaluates. */
export const EVALUATION = 'evaluation';

/** How often an evaluation that runs is looked at again: trainings take seconds or more. */
const AGAIN_MILLISECONDS = 3000;

/** The key of a task as it stands: another one when it stops, goes on or ends. */
function keyOf({ analysis_id, id, state }: Task): readonly unknown[] {
  return [...analysisKey(analysis_id), 'evaluation', id, state];
}

export function evaluationQuery(task: Task) {
  return queryOptions({
    queryKey: keyOf(task),
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/analyses/{analysis_id}/evaluations/{task_id}', {
          params: { path: { analysis_id: task.analysis_id, task_id: task.id } },
          signal,
        }),
      ),
    staleTime: task.state === 'done' ? Infinity : 0,
    refetchInterval: task.state === 'running' ? AGAIN_MILLISECONDS : false,
    placeholderData: keepPreviousData,
  });
}

/** The chart after so many trainings. */
export function evaluationFigureQuery(task: Task, done: number, schedule: Schedule, theme: Theme) {
  return queryOptions({
    queryKey: [...keyOf(task), 'figure', done, schedule, theme],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/analyses/{analysis_id}/evaluations/{task_id}/figure', {
          params: {
            path: { analysis_id: task.analysis_id, task_id: task.id },
            query: { schedule, theme },
          },
          signal,
        }),
      ),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}

/** What an evaluation would take; nothing is begun. Asks for nothing while there is no form. */
export function evaluationEstimateQuery(analysisId: number, form: EvaluationIn | undefined) {
  return queryOptions({
    queryKey: [...analysisKey(analysisId), 'evaluation-estimate', form],
    queryFn:
      form === undefined
        ? skipToken
        : ({ signal }) =>
            unwrap(
              client.POST('/api/analyses/{analysis_id}/evaluations/estimate', {
                params: { path: { analysis_id: analysisId } },
                body: form,
                signal,
              }),
            ),
    staleTime: Infinity,
  });
}

/** Queues an evaluation; the live list tells how far it is. */
export function useEvaluate(analysisId: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: EvaluationIn) =>
      unwrap(
        client.POST('/api/analyses/{analysis_id}/evaluations', {
          params: { path: { analysis_id: analysisId } },
          body,
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: analysesQuery.queryKey }),
  });
}

export function evaluationFileUrl({ analysis_id, id }: Task, format: string): string {
  const query = new URLSearchParams({ format }).toString();
  return `${base}/api/analyses/${String(analysis_id)}/evaluations/${String(id)}/file?${query}`;
}
