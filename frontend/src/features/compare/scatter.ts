/** A score in one analysis against the same in another, as points in a square. */

import type { RowOf } from '../../selection/rowOf';

export interface Scatter {
  /** Of each point, in [0, 1] from the left and from below. */
  x: Float32Array;
  y: Float32Array;
  /** Whose points they are. */
  index: Uint32Array;
  low: number;
  high: number;
}

interface Scored {
  index: Uint32Array;
  values: ArrayLike<number>;
}

/** The samples that both know, on one scale, so that the diagonal is where nothing changed. */
export function scatterOf(first: Scored, second: Scored, rowInSecond: RowOf): Scatter {
  const count = first.index.length;
  const scatter = { x: new Float32Array(count), y: new Float32Array(count), index: new Uint32Array(count) };
  let [low, high] = [Infinity, -Infinity];
  let there = 0;
  for (let row = 0; row < count; row++) {
    const index = first.index[row] ?? 0;
    const a = first.values[row] ?? NaN;
    const b = second.values[rowInSecond.get(index) ?? -1] ?? NaN;
    if (!Number.isFinite(a) || !Number.isFinite(b)) continue;
    scatter.x[there] = a;
    scatter.y[there] = b;
    scatter.index[there] = index;
    low = Math.min(low, a, b);
    high = Math.max(high, a, b);
    there += 1;
  }
  const span = high > low ? high - low : 1;
  const scaled = (values: Float32Array) => values.subarray(0, there).map((value) => (value - low) / span);
  return { x: scaled(scatter.x), y: scaled(scatter.y), index: scatter.index.slice(0, there), low, high };
}

/** The place of the point that is nearest, within a distance; undefined where there is none. */
export function nearestPoint(
  { x, y }: Scatter,
  atX: number,
  atY: number,
  within: number,
): number | undefined {
  let nearest: number | undefined;
  let least = within * within;
  for (let place = 0; place < x.length; place++) {
    const distance = ((x[place] ?? 0) - atX) ** 2 + ((y[place] ?? 0) - atY) ** 2;
    if (distance > least) continue;
    least = distance;
    nearest = place;
  }
  return nearest;
}
