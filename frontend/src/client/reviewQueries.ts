/** What the page asks of labels. Decisions change, and what follows from them; all else of a finished analysis does not. */

import { infiniteQueryOptions, keepPreviousData, queryOptions, skipToken } from '@tanstack/react-query';
import { client, unwrap } from './api';
import { analysisKey } from './queries';
import { type CurrentDecisions, type ForecastIn, type IssueFilters, type LabelIssues } from './types';

export const ISSUES_A_PAGE = 100;
export const EVIDENCE_SHOWN = 8;
const NONE: CurrentDecisions = new Map();

/** From where a page of the ranking begins, and how many of those loaded before it had been decided by then. */
export interface IssuesFrom {
  offset: number;
  decided: number;
}

/**
 * The ranking, page by page.
 *
 * Where only the undecided are asked for, each decision takes one out of the server's list, so that a page begins
 * after the loaded ones that are still undecided.
 */
export function labelIssuesQuery(id: number, filters: IssueFilters, current: () => CurrentDecisions) {
  return infiniteQueryOptions({
    queryKey: [...analysisKey(id), 'label-issues', filters],
    queryFn: ({ pageParam: { offset }, signal }) =>
      unwrap(
        client.GET('/api/analyses/{analysis_id}/label-issues', {
          params: { path: { analysis_id: id }, query: { ...filters, limit: ISSUES_A_PAGE, offset } },
          signal,
        }),
      ),
    initialPageParam: { offset: 0, decided: 0 } as IssuesFrom,
    getNextPageParam: (last: LabelIssues, pages: LabelIssues[]): IssuesFrom | undefined => {
      if (last.issues.length < ISSUES_A_PAGE) return undefined;
      const loaded = new Set(pages.flatMap(({ issues }) => issues.map(({ index }) => index)));
      const known = filters.undecided ? current() : NONE;
      const decided = [...loaded].filter((index) => known.has(index)).length;
      return { offset: loaded.size - decided, decided };
    },
    staleTime: filters.undecided ? 0 : Infinity,
    placeholderData: keepPreviousData,
  });
}

/** What the others say of one sample; asks for nothing while no index is given. */
export function evidenceQuery(id: number, index: number | undefined) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'evidence', index],
    queryFn:
      index === undefined
        ? skipToken
        : ({ signal }) =>
            unwrap(
              client.GET('/api/analyses/{analysis_id}/evidence/{index}', {
                params: { path: { analysis_id: id, index }, query: { k: EVIDENCE_SHOWN } },
                signal,
              }),
            ),
    staleTime: Infinity,
  });
}

/** Asked again whenever a person comes back to the page: another tab may have decided meanwhile. */
export function decisionsQuery(id: number) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'decisions'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/analyses/{analysis_id}/decisions', {
          params: { path: { analysis_id: id } },
          signal,
        }),
      ),
    refetchOnWindowFocus: true,
  });
}

export function forecastQuery(id: number, change: ForecastIn) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'forecast', change],
    queryFn: ({ signal }) =>
      unwrap(
        client.POST('/api/analyses/{analysis_id}/forecast', {
          params: { path: { analysis_id: id } },
          body: change,
          signal,
        }),
      ),
    staleTime: Infinity,
  });
}
