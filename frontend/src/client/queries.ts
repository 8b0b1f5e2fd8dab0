/** What the page asks the server for. Results of a finished analysis never change, so they never grow stale. */

import { keepPreviousData, queryOptions, skipToken } from '@tanstack/react-query';
import { ApiError, client, unwrap, type ErrorKind } from './api';
import type { FigureKind, Theme } from './types';

/** Which samples to drop. */
export interface PlanChoice {
  strategy: string;
  keep: number;
  seed: number;
}

/** What the points of a map are coloured by; by what is pruned, it takes a plan. */
export type Colouring = { colour: string } & Partial<PlanChoice>;

export const NEIGHBOURS_SHOWN = 12;

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

export function pageQuery(id: number) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'page'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/analyses/{analysis_id}/page', { params: { path: { analysis_id: id } }, signal }),
      ),
    staleTime: Infinity,
  });
}

/** One score of all samples, a number a row; NaN where a sample has none. Asks for nothing while none is named. */
export function scoreQuery(id: number, name: string | undefined) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'score', name],
    queryFn:
      name === undefined
        ? skipToken
        : async ({ signal }) =>
            // Little-endian, as every machine is that has a browser.
            new Float32Array(
              await unwrap(
                client.GET('/api/analyses/{analysis_id}/scores/{name}', {
                  params: { path: { analysis_id: id, name } },
                  parseAs: 'arrayBuffer',
                  signal,
                }),
              ),
            ),
    staleTime: Infinity,
  });
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
                params: { path: { analysis_id: id, index }, query: { k: NEIGHBOURS_SHOWN, rank } },
                signal,
              }),
            ),
    staleTime: Infinity,
  });
}

export function planQuery(id: number, plan: PlanChoice) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'plan', plan],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/analyses/{analysis_id}/plan', {
          params: { path: { analysis_id: id }, query: plan },
          signal,
        }),
      ),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}

export function figureQuery(id: number, kind: FigureKind, theme: Theme, colouring?: Colouring) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'figure', kind, theme, colouring],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/analyses/{analysis_id}/figures/{kind}', {
          params: { path: { analysis_id: id, kind }, query: { theme, ...colouring } },
          signal,
        }),
      ),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}
