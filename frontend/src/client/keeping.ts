/** What people keep beside an analysis: tags and notes on its samples, and views of it by name. */

import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError, client, unwrap, unwrapColumns } from './api';
import { analysisKey } from './queries';
import type { Note, SavedView, Tag } from './types';

/** Another tab, or a notebook, may change it meanwhile. */
const KEPT = { staleTime: 60_000, refetchOnWindowFocus: true } as const;

/** Refuses a name that no address can hold, before a browser makes another address of it. */
export function requireAddressable(what: string, name: string): void {
  if (!name.includes('/') && name !== '.' && name !== '..') return;
  throw new ApiError(
    'input',
    `A ${what} cannot be called “${name}”: take a name without a stroke that is more than dots.`,
    'name',
  );
}

function path(id: number) {
  return { path: { analysis_id: id } };
}

/** The tags by name, and how many samples of the analysis have each. */
export function tagsQuery(id: number) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'tags'],
    queryFn: ({ signal }): Promise<Tag[]> =>
      unwrap(client.GET('/api/analyses/{analysis_id}/tags', { params: path(id), signal })),
    ...KEPT,
  });
}

/** By tag, the rows that have it, ascending. */
export function tagRowsQuery(id: number) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'tag-columns'],
    queryFn: async ({ signal }) =>
      (
        await unwrapColumns(
          client.GET('/api/analyses/{analysis_id}/tag-columns', {
            params: path(id),
            parseAs: 'arrayBuffer',
            signal,
          }),
        )
      ).columns,
    ...KEPT,
  });
}

export function notesQuery(id: number) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'notes'],
    queryFn: ({ signal }): Promise<Note[]> =>
      unwrap(client.GET('/api/analyses/{analysis_id}/notes', { params: path(id), signal })),
    ...KEPT,
  });
}

export function viewsQuery(id: number) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'views'],
    queryFn: ({ signal }): Promise<SavedView[]> =>
      unwrap(client.GET('/api/analyses/{analysis_id}/views', { params: path(id), signal })),
    ...KEPT,
  });
}

/** Has what depends on tags asked for anew. */
function useAfterTagging(id: number): () => Promise<unknown> {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: tagsQuery(id).queryKey }),
      queryClient.invalidateQueries({ queryKey: tagRowsQuery(id).queryKey }),
    ]);
}

export interface Tagging {
  name: string;
  /** Indices of samples that get the tag, and of those that lose it. */
  add?: number[];
  remove?: number[];
}

export function useTagSamples(id: number) {
  const onSettled = useAfterTagging(id);
  return useMutation({
    mutationFn: async ({ name, add = [], remove = [] }: Tagging) => {
      requireAddressable('tag', name);
      return unwrap(
        client.POST('/api/analyses/{analysis_id}/tags/{name}', {
          params: { path: { analysis_id: id, name } },
          body: { add, remove },
        }),
      );
    },
    onSettled,
  });
}

export function useRenameTag(id: number) {
  const onSettled = useAfterTagging(id);
  return useMutation({
    mutationFn: ({ from, to, merge }: { from: string; to: string; merge: boolean }) =>
      unwrap(
        client.PATCH('/api/analyses/{analysis_id}/tags/{name}', {
          params: { path: { analysis_id: id, name: from } },
          body: { name: to, merge },
        }),
      ),
    onSettled,
  });
}

export function useDeleteTag(id: number) {
  const onSettled = useAfterTagging(id);
  return useMutation({
    mutationFn: (name: string) =>
      unwrap(
        client.DELETE('/api/analyses/{analysis_id}/tags/{name}', {
          params: { path: { analysis_id: id, name } },
        }),
      ),
    onSettled,
  });
}

export interface NoteChange {
  index: number;
  text: string;
  /** What stood there when it was changed. */
  before: string;
}

interface NoteAnswered {
  onSaved: (change: NoteChange) => void;
  onError: (error: Error) => void;
}

/** Both are told also where who has written it is gone meanwhile. */
export function useWriteNote(id: number, { onSaved, onError }: NoteAnswered) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ index, text, before }: NoteChange) =>
      unwrap(
        client.PUT('/api/analyses/{analysis_id}/notes/{index}', {
          params: { path: { analysis_id: id, index } },
          body: { text, before },
        }),
      ),
    onSuccess: (_, change) => {
      onSaved(change);
    },
    onError,
    onSettled: () => queryClient.invalidateQueries({ queryKey: notesQuery(id).queryKey }),
  });
}

export function useSaveView(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, search }: Pick<SavedView, 'name' | 'search'>) => {
      requireAddressable('view', name);
      return unwrap(
        client.PUT('/api/analyses/{analysis_id}/views/{name}', {
          params: { path: { analysis_id: id, name } },
          body: { search },
        }),
      );
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: viewsQuery(id).queryKey }),
  });
}

export function useDeleteView(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      unwrap(
        client.DELETE('/api/analyses/{analysis_id}/views/{name}', {
          params: { path: { analysis_id: id, name } },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: viewsQuery(id).queryKey }),
  });
}
