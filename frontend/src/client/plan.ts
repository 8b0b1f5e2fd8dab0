/** A pruning plan is an order: which samples stay at a share is where it is cut. */

import { columnIn, type Columns } from './columns';

/** Which samples to drop. */
export interface PlanChoice {
  strategy: string;
  keep: number;
  seed: number;
}

export interface PlanOrder {
  /** All rows, who goes first first. */
  order: Uint32Array;
  /** How many of them go at the share that was asked for. */
  count: number;
  /** Why another number stays than was asked for. */
  note: string | null;
  /** How many go at each per cent that is kept, where the order is the same at every share. */
  countAt: readonly (number | null)[] | null;
}

export function toPlanOrder(found: Columns): PlanOrder {
  const { facts } = found;
  return {
    order: columnIn(found, 'order', Uint32Array),
    count: Number(facts.pruned_count),
    note: typeof facts.note === 'string' ? facts.note : null,
    countAt: facts.nested === true ? (facts.pruned_at as (number | null)[]) : null,
  };
}

/** How many of an order go at a share; undefined where another order holds there. */
export function cutOf({ countAt }: PlanOrder, keep: number): number | undefined {
  const percent = Math.round(100 * keep);
  return Math.abs(100 * keep - percent) < 1e-9 ? (countAt?.[percent] ?? undefined) : undefined;
}
