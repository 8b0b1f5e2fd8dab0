import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useSampleAhead } from '../client/useSampleAhead';
import { validateAnalysisSearch, type AnalysisSearch } from './search';

const route = getRouteApi('/analyses/$analysisId');

export type UpdateSearch = (change: AnalysisSearch, options?: { replace?: boolean }) => void;

/** What is chosen on this page, and the way to change it: a change is a step that Back undoes, unless it replaces. */
export function useAnalysisSearch(): [AnalysisSearch, UpdateSearch] {
  return [route.useSearch(), useUpdateSearch()];
}

type ReadPart = <Part>(options: {
  select: (search: AnalysisSearch) => Part;
  structuralSharing: false;
}) => Part;

// The router's own type cannot be read through while it is open what a part is.
const useRead = route.useSearch as unknown as ReadPart;

/** One part of what is chosen: what only looks at this is not drawn anew when another part changes. */
export function useSearchPart<Part>(select: (search: AnalysisSearch) => Part): Part {
  return useRead({ select, structuralSharing: false });
}

/** The way to change what is chosen, for what does not look at it; a sample is on its way before the page is drawn. */
export function useUpdateSearch(): UpdateSearch {
  const navigate = useNavigate();
  const askAhead = useSampleAhead(route.useParams({ select: ({ analysisId }) => analysisId }));
  return useCallback<UpdateSearch>(
    (change, { replace = false } = {}) => {
      if (change.sample !== undefined) askAhead(change.sample);
      void navigate({
        to: '.',
        search: (previous) => validateAnalysisSearch({ ...previous, ...change }),
        replace,
      });
    },
    [navigate, askAhead],
  );
}
