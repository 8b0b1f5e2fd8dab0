import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import type { PlanChoice } from '../../client/plan';
import type { Plan } from '../../selection/plan';
import { planOf } from '../../selection/search';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';

/** While the slider is dragged, what the server has to work for waits until it rests. */
const REST_MILLISECONDS = 250;

/** The choice of a plan, its share as it was when the slider last rested. */
export function useSettledChoice(): PlanChoice {
  const [search] = useAnalysisSearch();
  const { strategy, keep, seed } = planOf(search);
  const [settled] = useDebouncedValue(keep, REST_MILLISECONDS);
  return useMemo(() => ({ strategy, keep: settled, seed }), [strategy, settled, seed]);
}

/** The plan as it was when the slider last rested. */
export function useSettled(plan: Plan | undefined): Plan | undefined {
  const [settled] = useDebouncedValue(plan, REST_MILLISECONDS);
  // The first plan is not waited for.
  return settled ?? plan;
}
