import { getRouteApi } from '@tanstack/react-router';
import { useOptions } from '../../client/options';
import { DEFAULT_PLAN } from '../../selection/search';

const route = getRouteApi('/compare/$first/$second');

/** The plan that both analyses make; where none is named one that does not draw, since by chance both drop the same. */
export function usePlanAsked(): { strategy: string; keep: number } {
  const { strategies } = useOptions();
  const { strategy, keep = DEFAULT_PLAN.keep } = route.useSearch();
  const other = strategies.find(({ draws, scores }) => !draws && scores.length === 0)?.name;
  return { strategy: strategy ?? other ?? DEFAULT_PLAN.strategy, keep };
}
