/** What the page asks of what a plan drops. */

import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client, unwrap } from './api';
import { analysisKey, type PlanChoice } from './queries';
import type { WhatGoes } from './types';

export const GROUPS_A_PAGE = 50;

/** Who stays for whom, page by page; of one class where a label is given. */
export function whatGoesQuery(id: number, plan: PlanChoice, label: number | undefined) {
  return infiniteQueryOptions({
    queryKey: [...analysisKey(id), 'what-goes', plan, label],
    queryFn: ({ pageParam: offset, signal }) =>
      unwrap(
        client.GET('/api/analyses/{analysis_id}/plan/what-goes', {
          params: { path: { analysis_id: id }, query: { ...plan, label, limit: GROUPS_A_PAGE, offset } },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: ({ offset, groups, total }: WhatGoes): number | undefined =>
      offset + groups.length < total ? offset + groups.length : undefined,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}

/** The plan beside those of other strategies at the same share. */
export function planOverlapQuery(id: number, plan: PlanChoice, others: readonly string[]) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'plan-overlap', plan, others],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/analyses/{analysis_id}/plan/compare', {
          params: {
            path: { analysis_id: id },
            query: { strategy: [plan.strategy, ...others], keep: plan.keep, seed: plan.seed },
          },
          signal,
        }),
      ),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}
