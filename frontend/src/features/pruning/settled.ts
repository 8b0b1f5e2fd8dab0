import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import type { PlanChoice } from '../../client/plan';
import { planOf } from '../../selection/search';
import { useSearchPart } from '../../selection/useAnalysisSearch';

/** While the slider is dragged, what the server has to work for waits until it rests. */
const REST_MILLISECONDS = 250;

/** A value as it was when the slider last rested; the first one that there is at once. */
export function useSettled<T>(value: T): T {
  const [settled] = useDebouncedValue(value, REST_MILLISECONDS);
  return settled ?? value;
}

/** The choice of a plan with a share that has settled; it does not look at the one that moves. */
export function useChoiceAt(keep: number): PlanChoice {
  const strategy = useSearchPart((search) => planOf(search).strategy);
  const seed = useSearchPart((search) => planOf(search).seed);
  return useMemo(() => ({ strategy, keep, seed }), [strategy, keep, seed]);
}
