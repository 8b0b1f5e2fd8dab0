/** Where on the screen a place of the map is. */

import type { Point } from '../../../selection/area';

/** From places to CSS pixels: x * scale + left, and y upwards. */
export interface View {
  scale: number;
  left: number;
  top: number;
}

export interface Size {
  width: number;
  height: number;
}

/** How the gestures have moved the map since it fitted. */
export interface Gesture {
  k: number;
  x: number;
  y: number;
}

const MARGIN = 26;

export interface Bounds {
  low: Point;
  high: Point;
}

/** The corners of all places; samples without one count for nothing. */
export function boundsOf(x: ArrayLike<number>, y: ArrayLike<number>): Bounds {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let row = 0; row < x.length; row++) {
    const [across, up] = [x[row] ?? NaN, y[row] ?? NaN];
    if (across < left) left = across;
    if (across > right) right = across;
    if (up < bottom) bottom = up;
    if (up > top) top = up;
  }
  return left > right ? { low: [0, 0], high: [1, 1] } : { low: [left, bottom], high: [right, top] };
}

/** The view in which everything fits, the same scale along both axes. */
export function fitted({ low, high }: Bounds, { width, height }: Size): View {
  const room = (size: number) => Math.max(1, size - 2 * MARGIN);
  const [wide, tall] = [high[0] - low[0] || 1, high[1] - low[1] || 1];
  const scale = Math.min(room(width) / wide, room(height) / tall);
  return {
    scale,
    left: width / 2 - scale * (low[0] + wide / 2),
    top: height / 2 + scale * (low[1] + tall / 2),
  };
}

export function moved({ scale, left, top }: View, { k, x, y }: Gesture): View {
  return { scale: k * scale, left: k * left + x, top: k * top + y };
}

export function toScreen({ scale, left, top }: View, [x, y]: Point): Point {
  return [x * scale + left, top - y * scale];
}

export function toPlace({ scale, left, top }: View, [across, down]: Point): Point {
  return [(across - left) / scale, (top - down) / scale];
}

/** The nearest row, seen from one of them, into a direction of the screen: within 45 degrees of it. */
export function nearestTowards(
  { x, y }: { x: ArrayLike<number>; y: ArrayLike<number> },
  from: number,
  [right, up]: Point,
  passes: ArrayLike<number>,
): number | undefined {
  const [startX, startY] = [x[from] ?? NaN, y[from] ?? NaN];
  let [nearest, best] = [-1, Infinity];
  for (let row = 0; row < x.length; row++) {
    if (passes[row] !== 1) continue;
    const [dx, dy] = [(x[row] ?? NaN) - startX, (y[row] ?? NaN) - startY];
    const along = dx * right + dy * up;
    const across = Math.abs(dx * up - dy * right);
    if (!(along > 0 && across <= along)) continue;
    const distance = along + across;
    if (distance < best) [nearest, best] = [row, distance];
  }
  return nearest < 0 ? undefined : nearest;
}
