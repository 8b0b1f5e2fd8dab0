import { useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { validateAnalysisSearch } from '../../selection/search';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import type { IssueList } from './useIssues';
import { nextUndecided, step } from './walk';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** How many candidates were opened on the way to this one: so many steps lead back. */
    candidates?: number;
  }
}

export interface Walk {
  /** Opens a candidate as a step that Back undoes. */
  open: (index: number) => void;
  skip: () => void;
  back: () => void;
  /** Opens the next undecided candidate after one; false where all are decided. */
  goOn: (after: number) => Promise<boolean>;
}

/** Opens a candidate as a step that Back undoes. */
export function useOpenCandidate(): (index: number) => void {
  const [{ sample }] = useAnalysisSearch();
  const navigate = useNavigate();
  const walked = useLocation({ select: ({ state }) => state.candidates ?? 0 });
  return (index) => {
    if (index === sample) return;
    void navigate({
      to: '.',
      search: (previous) => validateAnalysisSearch({ ...previous, sample: index }),
      state: (previous) => ({ ...previous, candidates: walked + 1 }),
    });
  };
}

/** The steps from candidate to candidate; without one, the first of the list is opened. */
export function useWalk(list: IssueList | undefined): Walk {
  const [{ sample }, update] = useAnalysisSearch();
  const open = useOpenCandidate();
  const router = useRouter();
  const walked = useLocation({ select: ({ state }) => state.candidates ?? 0 });

  const first = list && !list.isOld ? list.shown[0]?.index : undefined;
  useEffect(() => {
    if (sample === undefined && first !== undefined) update({ sample: first }, { replace: true });
  }, [sample, first, update]);

  // The next page is there before its first candidate is wanted.
  const last = list?.shown.at(-1)?.index;
  const atEnd = list?.hasMore === true && !list.isLoadingMore && (last === undefined || last === sample);
  const loadMore = list?.loadMore;
  useEffect(() => {
    if (atEnd) void loadMore?.();
  }, [atEnd, loadMore]);

  return {
    open,
    skip: () => {
      const next = step(list?.shown ?? [], sample, 1);
      if (next !== undefined) open(next);
    },
    back: () => {
      if (walked > 0) {
        router.history.back();
        return;
      }
      const before = step(list?.shown ?? [], sample, -1);
      if (before !== undefined) open(before);
    },
    goOn: async (after) => {
      if (!list) return false;
      // What has just been decided may not be known as such yet.
      const isDecided = (index: number) => index === after || list.isDecided(index);
      let next = nextUndecided(list.loaded, after, isDecided);
      if (next === undefined && list.hasMore) next = nextUndecided(await list.loadMore(), after, isDecided);
      // Past the end, those that were skipped.
      next ??= nextUndecided(list.loaded, undefined, isDecided);
      if (next !== undefined) open(next);
      return next !== undefined;
    },
  };
}
