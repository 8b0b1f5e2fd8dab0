/** What a person does to analyses. The live list tells what came of it; the answer only comes first. */

import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { client, unwrap } from './api';
import { renamePage } from './live';
import { analysesQuery, analysisKey } from './queries';
import type { Analysis, AnalysisIn } from './types';

function path(id: number) {
  return { params: { path: { analysis_id: id } } };
}

export function useCreateAnalysis() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: AnalysisIn) => unwrap(client.POST('/api/analyses', { body })),
    onSuccess: (analysis) => {
      remember(queryClient, analysis);
    },
  });
}

/** What an analysis would take; nothing is begun. */
export function useEstimate() {
  return useMutation({
    mutationFn: (body: AnalysisIn) => unwrap(client.POST('/api/analyses/estimate', { body })),
  });
}

export function useCancelAnalysis() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => unwrap(client.POST('/api/analyses/{analysis_id}/cancel', path(id))),
    onSuccess: (analysis) => {
      remember(queryClient, analysis);
    },
  });
}

export function useResumeAnalysis() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => unwrap(client.POST('/api/analyses/{analysis_id}/resume', path(id))),
    onSuccess: (analysis) => {
      remember(queryClient, analysis);
    },
  });
}

/** The page of a finished one shows its name, too. */
export function useRenameAnalysis() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { id: number; name: string }) =>
      unwrap(client.PATCH('/api/analyses/{analysis_id}', { ...path(id), body: { name } })),
    onSuccess: (analysis) => {
      remember(queryClient, analysis);
      renamePage(queryClient, analysis);
    },
  });
}

export function useDeleteAnalysis() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => unwrap(client.DELETE('/api/analyses/{analysis_id}', path(id))),
    onSuccess: (_, id) => {
      queryClient.setQueryData(analysesQuery.queryKey, (list) => list?.filter((other) => other.id !== id));
      queryClient.removeQueries({ queryKey: analysisKey(id) });
    },
  });
}

/** Queues the analysis of the same data with the labels that are decided, without the excluded samples. */
export function useAnalyseAgain() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { id: number; name?: string }) =>
      unwrap(client.POST('/api/analyses/{analysis_id}/decisions/analyse', { ...path(id), body: { name } })),
    onSuccess: (analysis) => {
      remember(queryClient, analysis);
    },
  });
}

/** Puts what an action answered into the list of analyses. */
export function remember(queryClient: QueryClient, analysis: Analysis): void {
  queryClient.setQueryData(analysesQuery.queryKey, (list) => {
    if (!list) return undefined;
    return list.some((other) => other.id === analysis.id)
      ? list.map((other) => (other.id === analysis.id ? analysis : other))
      : [analysis, ...list];
  });
}
