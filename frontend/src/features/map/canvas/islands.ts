/** Where a class has most of its samples, which is where its name stands. */

import type { Point } from '../../../selection/area';
import type { Bounds } from './view';

const CELLS = 28;

/** The middle of the densest part of each group; undefined of one without a sample on the map. */
export function islands(
  { x, y }: { x: ArrayLike<number>; y: ArrayLike<number> },
  of: ArrayLike<number>,
  groups: number,
  { low, high }: Bounds,
): (Point | undefined)[] {
  const side = Math.max(high[0] - low[0], high[1] - low[1]) || 1;
  const cell = (value: number, from: number) =>
    Math.min(CELLS - 1, Math.floor(((value - from) / side) * CELLS));
  const counts = new Uint32Array(groups * CELLS * CELLS);
  const cells = new Int32Array(of.length).fill(-1);
  for (let row = 0; row < of.length; row++) {
    const group = of[row] ?? groups;
    const at = cell(y[row] ?? NaN, low[1]) * CELLS + cell(x[row] ?? NaN, low[0]);
    if (group >= groups || Number.isNaN(at)) continue;
    cells[row] = group * CELLS * CELLS + at;
    counts[cells[row] ?? 0] = (counts[cells[row] ?? 0] ?? 0) + 1;
  }
  const densest = Array.from({ length: groups }, (_, group) => densestOf(counts, group));
  const sums = densest.map(() => [0, 0, 0] as [number, number, number]);
  for (let row = 0; row < of.length; row++) {
    const sum = sums[of[row] ?? -1];
    if (!sum || cells[row] === -1 || cells[row] !== densest[of[row] ?? -1]) continue;
    sum[0] += x[row] ?? 0;
    sum[1] += y[row] ?? 0;
    sum[2] += 1;
  }
  return sums.map(([right, up, count]) => (count > 0 ? [right / count, up / count] : undefined));
}

/** The cell with most samples in it and around it. */
function densestOf(counts: Uint32Array, group: number): number {
  const first = group * CELLS * CELLS;
  let [found, most] = [-1, 0];
  for (let at = 0; at < CELLS * CELLS; at++) {
    if ((counts[first + at] ?? 0) === 0) continue;
    let sum = 0;
    for (const near of [0, -1, 1, -CELLS, CELLS]) sum += counts[first + at + near] ?? 0;
    if (sum > most) [found, most] = [first + at, sum];
  }
  return found;
}
