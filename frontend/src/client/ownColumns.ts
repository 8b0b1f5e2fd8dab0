/** What people know of samples themselves: columns that they add, and what an embedding among them says. */

import { queryOptions, skipToken, useMutation, useQueryClient } from '@tanstack/react-query';
import { client, unwrap, unwrapColumns } from './api';
import { columnIn } from './columns';
import { analysisKey } from './queries';
import type { Neighbour, OwnColumn } from './types';

/** So many are kept of each sample. */
const NEIGHBOURS_KEPT = 100;

/** Where samples lie on a map, by row. */
export interface Places {
  x: Float32Array;
  y: Float32Array;
}

export function ownColumnsQuery(id: number) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'own columns'],
    queryFn: ({ signal }): Promise<OwnColumn[]> =>
      unwrap(
        client.GET('/api/analyses/{analysis_id}/own-columns', {
          params: { path: { analysis_id: id } },
          signal,
        }),
      ),
  });
}

/** The map of an embedding; asks for nothing while none is named. `task` is what made it. */
export function embeddingMapQuery(id: number, name: string | undefined, task: number | null) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'embedding', name, task, 'map'],
    queryFn:
      name === undefined
        ? skipToken
        : async ({ signal }): Promise<Places> => {
            const found = await unwrapColumns(
              client.GET('/api/analyses/{analysis_id}/embeddings/{name}/map', {
                params: { path: { analysis_id: id, name } },
                parseAs: 'arrayBuffer',
                signal,
              }),
            );
            return { x: columnIn(found, 'x', Float32Array), y: columnIn(found, 'y', Float32Array) };
          },
    staleTime: Infinity,
  });
}

/** The samples nearest to one in an embedding, the nearest first. */
export function embeddingNeighboursQuery(id: number, name: string, task: number | null, index: number) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'embedding', name, task, 'neighbours', index],
    queryFn: ({ signal }): Promise<Neighbour[]> =>
      unwrap(
        client.GET('/api/analyses/{analysis_id}/embeddings/{name}/neighbours/{index}', {
          params: { path: { analysis_id: id, name, index }, query: { k: NEIGHBOURS_KEPT } },
          signal,
        }),
      ),
    staleTime: Infinity,
  });
}

/** Has everything of an analysis asked for anew: plans, tables and pictures may go by a column. */
function useAfterChange(id: number): () => Promise<unknown> {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: analysisKey(id) });
}

export interface ColumnsFile {
  file: File;
  replace: boolean;
}

export function useAddColumns(id: number) {
  const onSuccess = useAfterChange(id);
  return useMutation({
    mutationFn: ({ file, replace }: ColumnsFile) =>
      unwrap(
        client.POST('/api/analyses/{analysis_id}/own-columns', {
          params: { path: { analysis_id: id }, query: { file: file.name, replace } },
          // A file is sent as it is, whatever the contract calls its bytes.
          body: file as unknown as string,
          bodySerializer: (body) => body,
          headers: { 'Content-Type': 'application/octet-stream' },
        }),
      ),
    onSuccess,
  });
}

export function useDeleteColumn(id: number) {
  const onSettled = useAfterChange(id);
  return useMutation({
    mutationFn: (name: string) =>
      unwrap(
        client.DELETE('/api/analyses/{analysis_id}/own-columns/{name}', {
          params: { path: { analysis_id: id, name } },
        }),
      ),
    onSettled,
  });
}

/** Queues the comparison of the embeddings that this analysis has not compared. */
export function useCompareEmbeddings(id: number) {
  const onSettled = useAfterChange(id);
  return useMutation({
    mutationFn: () =>
      unwrap(
        client.POST('/api/analyses/{analysis_id}/embeddings', { params: { path: { analysis_id: id } } }),
      ),
    onSettled,
  });
}
