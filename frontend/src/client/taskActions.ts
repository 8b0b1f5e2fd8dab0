/** What a person does to tasks on an analysis. The live list tells what came of it. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { remember } from './actions';
import { client, unwrap } from './api';
import { analysesQuery } from './queries';
import type { Task } from './types';

function path({ analysis_id, id }: Task) {
  return { params: { path: { analysis_id, task_id: id } } };
}

export function useCancelTask() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (task: Task) =>
      unwrap(client.POST('/api/analyses/{analysis_id}/tasks/{task_id}/cancel', path(task))),
    onSuccess: (analysis) => {
      remember(queryClient, analysis);
    },
  });
}

export function useResumeTask() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (task: Task) =>
      unwrap(client.POST('/api/analyses/{analysis_id}/tasks/{task_id}/resume', path(task))),
    onSuccess: (analysis) => {
      remember(queryClient, analysis);
    },
  });
}

export function useDeleteTask() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (task: Task) =>
      unwrap(client.DELETE('/api/analyses/{analysis_id}/tasks/{task_id}', path(task))),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: analysesQuery.queryKey });
    },
  });
}
