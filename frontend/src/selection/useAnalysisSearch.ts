import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { validateAnalysisSearch, type AnalysisSearch } from './search';

const route = getRouteApi('/analyses/$analysisId');

export type UpdateSearch = (change: AnalysisSearch, options?: { replace?: boolean }) => void;

/** What is chosen on this page, and the way to change it: a change is a step that Back undoes, unless it replaces. */
export function useAnalysisSearch(): [AnalysisSearch, UpdateSearch] {
  const search = route.useSearch();
  const navigate = useNavigate();
  const update = useCallback<UpdateSearch>(
    (change, { replace = false } = {}) => {
      void navigate({
        to: '.',
        search: (previous) => validateAnalysisSearch({ ...previous, ...change }),
        replace,
      });
    },
    [navigate],
  );
  return [search, update];
}
