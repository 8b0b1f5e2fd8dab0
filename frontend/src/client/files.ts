/** Files that are made of what a person has selected: too much for an address, so that they are asked for and saved. */

import { useMutation } from '@tanstack/react-query';
import { client, unwrap } from './api';
import type { PlanFileIn } from './types';

export const LIST_FORMATS = ['npy', 'json', 'csv', 'txt'] as const;
export const TABLE_FORMATS = ['csv', 'parquet'] as const;

export interface ListChoice {
  indices: number[];
  format: (typeof LIST_FORMATS)[number];
  name: string;
}

export interface TableChoice extends Omit<ListChoice, 'format'> {
  columns: string[];
  format: (typeof TABLE_FORMATS)[number];
}

export function useSaveList(id: number) {
  return useMutation({
    mutationFn: (body: ListChoice) =>
      saved(
        client.POST('/api/analyses/{analysis_id}/list', {
          params: { path: { analysis_id: id } },
          body,
          parseAs: 'blob',
        }),
        body.format,
      ),
  });
}

export function useSaveTable(id: number) {
  return useMutation({
    mutationFn: (body: TableChoice) =>
      saved(
        client.POST('/api/analyses/{analysis_id}/table', {
          params: { path: { analysis_id: id } },
          body,
          parseAs: 'blob',
        }),
        body.format,
      ),
  });
}

/** A plan's list with what was said by hand, which is too much for an address. */
export function useSavePlan(id: number) {
  return useMutation({
    mutationFn: (body: PlanFileIn) =>
      saved(
        client.POST('/api/analyses/{analysis_id}/plan/file', {
          params: { path: { analysis_id: id } },
          body,
          parseAs: 'blob',
        }),
        body.format,
      ),
  });
}

interface FileAnswer {
  data?: Blob;
  error?: unknown;
  response: Response;
}

/** Saves an answer under the name that the server gives it. */
async function saved(request: Promise<FileAnswer>, format: string): Promise<void> {
  let name: string | undefined;
  const content = await unwrap(
    request.then((answer) => {
      name = fileName(answer.response.headers.get('Content-Disposition'));
      return answer;
    }),
  );
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name ?? `lpntk.${format}`;
  link.click();
  // The browser reads it after the click.
  window.setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
}

/** The name that an answer gives the file in it. */
export function fileName(disposition: string | null): string | undefined {
  return /filename="([^"]+)"/.exec(disposition ?? '')?.[1];
}
