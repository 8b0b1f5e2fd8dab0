/** How many samples share how many of their nearest in two analyses. */

import { valueAt } from '../../shared/valueAt';

/** How many of the nearest a share of them is. */
export function inBoth(share: number, nearest: number): number {
  return Math.round(share * nearest);
}

/** How many samples have 0, 1, … and all of their nearest in both. */
export function overlapBars(shares: Iterable<number>, nearest: number): number[] {
  const bars = Array.from({ length: nearest + 1 }, () => 0);
  for (const share of shares) {
    const bar = inBoth(share, nearest);
    bars[bar] = valueAt(bars, bar) + 1;
  }
  return bars;
}
