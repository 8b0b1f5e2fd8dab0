/** What the page asks the server for. Results of a finished analysis never change, so they never grow stale. */

import { keepPreviousData, queryOptions, skipToken } from '@tanstack/react-query';
import { ApiError, client, fetchBlob, unwrap, unwrapColumns, type ErrorKind } from './api';
import { columnIn, type Columns, type NumberArray } from './columns';
import { toPlanOrder, type PlanChoice } from './plan';
import { BASE_COLUMNS, type Effect, type FigureKind, type Page, type Theme } from './types';
import { imageUrl, previewUrl, type DatasetIdentity } from './urls';

export type { PlanChoice } from './plan';

/** All that there may be, so that thresholds and the number that is listed move without asking again. */
export const NEIGHBOURS_ASKED = 100;

const RETRIES: Partial<Record<ErrorKind, number>> = { unreachable: 3, busy: 8 };

/** Asks again only where the server was silent, or busy for the moment: its refusals stay what they are. */
export function shouldRetry(failures: number, error: Error): boolean {
  return error instanceof ApiError && failures < (RETRIES[error.kind] ?? 0);
}

export const analysesQuery = queryOptions({
  queryKey: ['analyses'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/analyses', { signal })),
});

export const optionsQuery = queryOptions({
  queryKey: ['options'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/options', { signal })),
  staleTime: Infinity,
});

/** The key of everything that belongs to one analysis. */
export function analysisKey(id: number): readonly [string, number] {
  return ['analysis', id];
}

/** A finished analysis, and those columns of its samples that every view looks up. */
export function pageQuery(id: number) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'page'],
    queryFn: async ({ signal }) => {
      const page = await unwrap(
        client.GET('/api/analyses/{analysis_id}/page', { params: { path: { analysis_id: id } }, signal }),
      );
      return { page, base: await fetchColumns(id, BASE_COLUMNS, page.columns, signal) };
    },
    staleTime: Infinity,
  });
}

/** A column of all samples, a number a row; NaN where it is not known. */
export function columnQuery(id: number, name: string, hashes: Page['columns']) {
  return queryOptions({
    // What takes a column's place is another one.
    queryKey: [...analysisKey(id), 'column', name, hashes[name]],
    queryFn: async ({ signal }): Promise<NumberArray> => {
      const found = (await fetchColumns(id, [name], hashes, signal)).columns.get(name);
      if (!found) throw new Error(`The server's answer has no column “${name}”.`);
      return found;
    },
    staleTime: Infinity,
  });
}

/** Columns by name; their contents are part of the address, so that the browser keeps them. */
export function fetchColumns(
  id: number,
  names: readonly string[],
  hashes: Page['columns'],
  signal?: AbortSignal,
): Promise<Columns> {
  const v = names.map((name) => (hashes[name] ?? '').slice(0, 8)).join('');
  return unwrapColumns(
    client.GET('/api/analyses/{analysis_id}/columns', {
      params: { path: { analysis_id: id }, query: { name: [...names], v } },
      parseAs: 'arrayBuffer',
      signal,
    }),
  );
}

/** One sample with its neighbours, ranked by the exact kernel first; asks for nothing while no index is given. */
export function sampleQuery(id: number, index: number | undefined, rank: boolean) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'sample', index, rank],
    queryFn:
      index === undefined
        ? skipToken
        : ({ signal }) =>
            unwrap(
              client.GET('/api/analyses/{analysis_id}/samples/{index}', {
                params: { path: { analysis_id: id, index }, query: { k: NEIGHBOURS_ASKED, rank } },
                signal,
              }),
            ),
    staleTime: Infinity,
  });
}

/** The order in which samples go; where a strategy's is the same at every share, it is asked for once. */
export function planOrderQuery(id: number, { strategy, keep, seed }: PlanChoice) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'plan', strategy, seed, keep],
    queryFn: async ({ signal }) =>
      toPlanOrder(
        await unwrapColumns(
          client.GET('/api/analyses/{analysis_id}/plan/order', {
            params: { path: { analysis_id: id }, query: { strategy, keep, seed } },
            parseAs: 'arrayBuffer',
            signal,
          }),
        ),
      ),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}

/** Why some samples go, in the order in which they are asked about. */
export function reasonsQuery(id: number, { strategy, keep, seed }: PlanChoice, index: readonly number[]) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'reasons', strategy, seed, keep, index],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/analyses/{analysis_id}/plan/reasons', {
          params: { path: { analysis_id: id }, query: { strategy, keep, seed, index: [...index] } },
          signal,
        }),
      ),
    staleTime: Infinity,
  });
}

/** The similarity of one sample to all, a number a row. */
export function rowQuery(id: number, index: number | undefined) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'row', index],
    queryFn:
      index === undefined
        ? skipToken
        : async ({ signal }): Promise<Effect> => {
            const found = await unwrapColumns(
              client.GET('/api/analyses/{analysis_id}/samples/{index}/row', {
                params: { path: { analysis_id: id, index } },
                parseAs: 'arrayBuffer',
                signal,
              }),
            );
            const source = found.facts.source === 'matrix' ? 'matrix' : 'sketch';
            const words = typeof found.facts.words === 'string' ? found.facts.words : undefined;
            return { index, similarity: columnIn(found, 'similarity', Float32Array), source, words };
          },
    staleTime: Infinity,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
  });
}

/** A sample's image from where the data set was read: at its own size, or as the classifier is given it. */
export function ownImageQuery(dataset: DatasetIdentity, index: number, seen: boolean) {
  return queryOptions({
    queryKey: ['own image', dataset.dataset_id, dataset.fingerprint, index, seen],
    queryFn: async ({ signal }) => dataUrl(await fetchBlob(imageUrl(dataset, index, { seen }), signal)),
    staleTime: Infinity,
    gcTime: 60_000,
  });
}

/** The indices of samples that have some words; asks for nothing while there are none. */
export function searchQuery(id: number, words: string | undefined) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'search', words],
    queryFn:
      words === undefined
        ? skipToken
        : async ({ signal }) =>
            (
              await unwrap(
                client.GET('/api/analyses/{analysis_id}/search', {
                  params: { path: { analysis_id: id }, query: { words } },
                  signal,
                }),
              )
            ).indices,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}

/** All of a text; asks for nothing while no index is given. */
export function wholeTextQuery(dataset: DatasetIdentity, index: number | undefined) {
  return queryOptions({
    queryKey: ['whole text', dataset.dataset_id, dataset.fingerprint, index],
    queryFn:
      index === undefined
        ? skipToken
        : async ({ signal }) => (await fetchBlob(previewUrl(dataset, index), signal)).text(),
    staleTime: Infinity,
    gcTime: 60_000,
  });
}

export function figureQuery(id: number, kind: FigureKind, theme: Theme) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'figure', kind, theme],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/analyses/{analysis_id}/figures/{kind}', {
          params: { path: { analysis_id: id, kind }, query: { theme } },
          signal,
        }),
      ),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve(String(reader.result));
    };
    reader.onerror = () => {
      reject(new Error('The image cannot be read.'));
    };
    reader.readAsDataURL(blob);
  });
}
