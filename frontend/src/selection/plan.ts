/** What a strategy drops: its order, cut where the share says. */

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useOptions } from '../client/options';
import { cutOf, type PlanChoice, type PlanOrder } from '../client/plan';
import { planOrderQuery } from '../client/queries';
import type { Strategy } from '../client/types';
import { useAnalysisPage } from './page';
import { withPins } from './pins/pins';
import { usePins } from './pins/usePins';
import { DEFAULT_PLAN, planOf } from './search';
import { useAnalysisSearch } from './useAnalysisSearch';

export interface Plan {
  choice: PlanChoice;
  /** The rows that go, who goes first first. */
  pruned: Uint32Array;
  /** 1 a row that goes. */
  goes: Uint8Array;
  note: string | null;
  /** How many of the first that go do so because a person said it. */
  byHand: number;
}

/** The plan that the address names, where `wanted`. */
export function usePlan(wanted = true) {
  const { analysis, samples } = useAnalysisPage();
  const { strategies } = useOptions();
  const [search] = useAnalysisSearch();
  const choice = planOf(search);
  const { strategy, keep, seed } = choice;
  const asked = isNested(strategies, strategy) ? { ...choice, keep: DEFAULT_PLAN.keep } : choice;
  const { data, error, isPlaceholderData, isFetching } = useQuery({
    ...planOrderQuery(analysis.id, asked),
    enabled: wanted,
  });
  const [pins] = usePins();
  const plan = useMemo(
    () =>
      data && wanted
        ? withPins(planAt(data, { strategy, keep, seed }, samples.index.length), pins)
        : undefined,
    [wanted, data, strategy, keep, seed, samples, pins],
  );
  return { plan, error, isStale: isPlaceholderData || (isFetching && !data) };
}

export function planAt(order: PlanOrder, choice: PlanChoice, samples: number): Plan {
  const pruned = order.order.subarray(0, cutOf(order, choice.keep) ?? order.count);
  const goes = new Uint8Array(samples);
  for (const row of pruned) goes[row] = 1;
  return { choice, pruned, goes, note: order.note, byHand: 0 };
}

/** Whether a strategy's order is the same at every share; not known of one that only the server knows. */
function isNested(strategies: readonly Strategy[], name: string): boolean {
  return strategies.find((one) => one.name === name)?.nested === true;
}

/** How many of each class stay and go. */
export interface ClassShare {
  label: number;
  total: number;
  kept: number;
  pruned: number;
}

export function sharesOf({ goes }: Plan, labels: ArrayLike<number>, classes: number): ClassShare[] {
  const shares = Array.from({ length: classes }, (_, label) => ({ label, total: 0, kept: 0, pruned: 0 }));
  for (let row = 0; row < goes.length; row++) {
    const share = shares[labels[row] ?? -1];
    if (!share) continue;
    share.total += 1;
    if (goes[row] === 1) share.pruned += 1;
    else share.kept += 1;
  }
  return shares;
}
