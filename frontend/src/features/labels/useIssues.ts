import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { currentOf, useDecisions } from '../../client/decisions';
import type { IssueFilters, LabelIssue, LabelIssues, Noise } from '../../client/types';
import { decisionsQuery, labelIssuesQuery, type IssuesFrom } from '../../client/reviewQueries';
import { useAnalysisPage } from '../../selection/page';
import { DEFAULT_RANKING, type AnalysisSearch } from '../../selection/search';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { countNow, loadedIssues, shownIssues } from './walk';

export interface IssueList {
  /** All that are loaded, the decided ones too. */
  loaded: LabelIssue[];
  /** Those of them that pass the filters now. */
  shown: LabelIssue[];
  /** How many pass the filters, loaded or not. */
  count: number;
  columns: readonly string[];
  orders: LabelIssues['orders'];
  confusion: readonly (readonly number[])[];
  noise: Noise | null;
  isDecided: (index: number) => boolean;
  /** Whether these are of the filters before, while those of the present ones are on their way. */
  isOld: boolean;
  hasMore: boolean;
  isLoadingMore: boolean;
  /** Loads the next page, where there is one; all that are loaded then. */
  loadMore: () => Promise<LabelIssue[]>;
}

function filtersOf({
  by = DEFAULT_RANKING,
  class: given,
  suggested,
  undecided,
  doubted,
}: AnalysisSearch): IssueFilters {
  return { by, given, suggested, undecided, doubted };
}

/** The candidates as the address has them ranked and filtered. */
export function useIssues(): { list: IssueList | undefined; error: Error | null } {
  const { analysis } = useAnalysisPage();
  const [search] = useAnalysisSearch();
  const queryClient = useQueryClient();
  const { current } = useDecisions(analysis.id);
  const currentNow = () => currentOf(queryClient.getQueryData(decisionsQuery(analysis.id).queryKey));
  const { data, error, isPlaceholderData, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    labelIssuesQuery(analysis.id, filtersOf(search), currentNow),
  );
  const undecidedOnly = search.undecided === true;

  const list = useMemo<IssueList | undefined>(() => {
    const first = data?.pages[0];
    if (!first) return undefined;
    const isDecided = (index: number) => current.has(index);
    const loaded = loadedIssues(data.pages);
    return {
      loaded,
      shown: shownIssues(loaded, undecidedOnly, isDecided),
      count: countNow(data.pages, data.pageParams as IssuesFrom[], undecidedOnly, hasNextPage, isDecided),
      columns: first.columns,
      orders: first.orders,
      confusion: first.confusion,
      noise: first.noise,
      isDecided,
      isOld: isPlaceholderData,
      hasMore: hasNextPage,
      isLoadingMore: isFetchingNextPage,
      loadMore: async () => {
        const { data: more } = await fetchNextPage();
        return loadedIssues(more?.pages ?? []);
      },
    };
  }, [data, current, undecidedOnly, isPlaceholderData, hasNextPage, isFetchingNextPage, fetchNextPage]);
  return { list, error };
}
